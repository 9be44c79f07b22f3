from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tracker.domain.book import BookDuty
from tracker.domain.concerning import Duties, states_of, together
from tracker.domain.symbols import Paragraph
from tracker.domain.vocabulary import Test

DAY = date(2018, 7, 18)
HOME = BookDuty(
    key="home",
    number=2397,
    paragraph="8",
    symbol="S/RES/2397(2017)",
    title="Repatriation",
    summary="",
    subject="labour",
    measure="repatriation",
    test=Test.ATTAIN,
    effective=date(2017, 12, 22),
    ended=None,
    regime="dprk",
    target="PRK",
)
PERMITS = replace(HOME, key="permits", number=2375, paragraph="17", title="Permits", test=Test.REFRAIN)
OLD_COAL = replace(
    HOME, key="old coal", number=2270, title="Old coal", effective=date(2016, 3, 2), ended=date(2017, 8, 5)
)
COAL = replace(HOME, key="coal", number=2371, title="Coal ban", effective=date(2017, 8, 5))
REPORT = replace(HOME, key="report", title="Final report", measure="reporting", test=Test.REPORT)
TAGS = {
    "home": {"workers", "send home"},
    "permits": {"workers", "work permits"},
    "old coal": {"coal"},
    "coal": {"coal"},
    "report": {"workers", "send home", "report"},
}
DUTIES = Duties(
    (HOME, PERMITS, OLD_COAL, COAL, REPORT),
    {key: frozenset(tags) for key, tags in TAGS.items()},
    {key: frozenset(tags) for key, tags in TAGS.items()},
)


def _nearest(*concepts: str, **more: Any) -> list[str]:
    return [found.duty.key for found in DUTIES.nearest(together(concepts), **{"day": DAY, **more})]


@pytest.mark.parametrize(
    ("concepts", "more", "keys"),
    [
        (("workers", "send home"), {}, ["home"]),
        (("workers", "leaving"), {}, ["home"]),
        (("workers", "work permits"), {}, ["permits"]),
        (("workers", "send home", "report"), {"reporting": True}, ["report"]),
        (("coal",), {}, ["coal"]),
        (("coal",), {"day": date(2016, 12, 1)}, ["old coal"]),
        (("coal",), {"cited": {2270}}, ["coal"]),
        (("workers",), {"paragraphs": {(2375, Paragraph(17))}}, ["permits"]),
        (("statues",), {}, []),
        ((), {}, []),
    ],
)
def test_the_duty_with_the_concepts_of_a_statement_is_nearest(concepts, more, keys):
    assert _nearest(*concepts, **more) == keys


def test_a_duty_comes_with_its_reasons():
    (found,) = DUTIES.nearest({"workers", "send home"}, day=DAY, cited={2397})
    assert found.why == (
        "S/RES/2397(2017), paragraph 8: both speak of send home and workers.",
        "The source cites S/RES/2397(2017), which creates it.",
        "It was in force on the day of the statement.",
    )


@pytest.mark.parametrize(
    ("named", "own", "about_it", "states"),
    [
        (["RUS", "PRK"], None, False, ("RUS",)),
        (["RUS", "CHN"], "USA", False, ("RUS", "CHN")),
        (["PRK"], "RUS", False, ("RUS",)),
        (["PRK"], None, False, ("PRK",)),
        (["PRK"], "PRK", False, ("PRK",)),
        ([], "RUS", True, ("RUS",)),
        ([], None, False, ()),
    ],
)
def test_a_state_that_a_regime_is_about_is_meant_only_where_no_other_is(named, own, about_it, states):
    assert states_of(named, own=own, targets={"PRK"}, about_it=about_it)[0] == states


@pytest.mark.parametrize(
    ("concepts", "left"),
    [
        ({"coal", "vessels", "ports"}, {"coal"}),
        ({"coal", "vessels", "de-registration"}, {"coal", "vessels", "de-registration"}),
        ({"workers", "aircraft"}, {"workers"}),
        ({"fishing rights", "seafood"}, {"fishing rights"}),
    ],
)
def test_goods_go_before_what_carries_them_and_people_before_their_flight(concepts, left):
    assert together(concepts) == left
