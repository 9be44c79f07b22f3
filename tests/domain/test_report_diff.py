"""Two reports compared: nothing that differs goes unsaid, and nothing is said of what is the same."""

from dataclasses import fields, replace
from datetime import date

import pytest

from tests.exports.documents import PLEDGE, RETURN, SPOKEN, WAITING, document
from tracker.domain.report import ReportDocument, ReportRegime, ReportState
from tracker.domain.report_diff import differences, same
from tracker.domain.report_parts import ReportChange, ReportDay
from tracker.domain.vocabulary import Edition, ReportKind

FIRST = document()


def sentences(second: ReportDocument) -> list[str]:
    return [one.sentence for one in differences(FIRST, second)]


@pytest.mark.parametrize("changes", [{}, {"number": 9}, {"title": "Other"}, {"author": "B"}, {"manifest": None}])
def test_the_same_report_by_another_name_has_no_difference(changes) -> None:
    second = document(**changes)
    assert same(FIRST, second)
    assert sentences(second) == []


def cell(**changes) -> dict[str, object]:
    return {"cells": (replace(SPOKEN, **changes), *FIRST.cells[1:])}


def claim(**changes) -> dict[str, object]:
    return {"evidence": (replace(PLEDGE, **changes), *FIRST.evidence[1:])}


WHERE = "Russian Federation, Repatriate workers"
ROWS = {
    "as of": ({"as_of": date(2019, 1, 1)}, ["It is as of 1 January 2019, and was as of 31 July 2018."]),
    "kind": ({"kind": ReportKind.REGISTER}, ["It is a register of evidence, and was a regime matrix."]),
    "edition": ({"edition": Edition.PUBLIC}, ["It is the public edition, and was the full edition."]),
    "regime": (
        {"regime": ReportRegime("iran", "Iran")},
        ["It is of Iran, and was of Democratic People's Republic of Korea."],
    ),
    "rules": ({"rules": "2"}, ["Version 2 of the rules decides, and version 1 did."]),
    "public at": ({"public_at": date(2020, 3, 31)}, ["Public at 31 March 2020, and before any day."]),
    "state gone": (
        {"states": FIRST.states[:1], "cells": FIRST.cells[:2]},
        ["The state Côte d'Ivoire is no longer there."],
    ),
    "state new": (
        {"states": (*FIRST.states, ReportState("FRA", "France"))},
        ["The state France is new."],
    ),
    "outcome": (cell(outcome="overdue"), [f"{WHERE}: in progress (self-reported) became overdue (self-reported)."]),
    "due": (cell(due=None), [f"{WHERE}: due on no day, and was due 22 December 2019."]),
    "claims": (
        cell(set_aside=()),
        [f"{WHERE}: it no longer names ru-article."],
    ),
    "reasons": (
        cell(reasons=SPOKEN.reasons[:1]),
        [f"{WHERE}: the outcome is the same, for reasons put otherwise."],
    ),
    "revision": (claim(revision=3), ["The claim ru-pledge: revision 3, and was revision 2."]),
    "review": (
        claim(review=WAITING.review),
        [
            "The claim ru-pledge: waiting for review, and was accepted; graded by nobody, and was graded C2.",
        ],
    ),
    "words": (claim(statement="Other"), ["The claim ru-pledge: otherwise in statement."]),
    "reviewer": (
        claim(review=replace(PLEDGE.review, reviewer="B")),
        ["The claim ru-pledge: its review is another."],
    ),
    "claim gone": ({"evidence": FIRST.evidence[1:]}, ["The claim ru-pledge is no longer named."]),
    "duty": (
        {"obligations": (replace(RETURN, summary="Other"), FIRST.obligations[1])},
        ["What an obligation says, or its days, is another."],
    ),
    "terms": ({"terms": (*FIRST.terms, FIRST.terms[0])}, ["Words of the vocabulary are defined otherwise."]),
    "days": (
        {"days": (ReportDay(date(2019, 1, 1), RETURN.key, "due", judged=True, has_passed=False),)},
        ["The days that it lists are others."],
    ),
    "changes": (
        {"changes": (ReportChange(RETURN.key, ("RUS",), "a", "b", "c", "d", ()),)},
        ["The changes that it lists are others."],
    ),
    "order": (
        {"evidence": tuple(reversed(FIRST.evidence))},
        ["Both say the same in another order, or of another question."],
    ),
}


@pytest.mark.parametrize(("changes", "said"), ROWS.values(), ids=ROWS)
def test_what_differs_is_said_in_words(changes, said) -> None:
    second = document(**changes)
    assert sentences(second) == said
    assert not same(FIRST, second)
    assert differences(second, second) == ()


def test_no_field_can_differ_without_a_sentence() -> None:
    """Each field made another in some way: the two are the same, or there is a sentence."""
    for field in fields(ReportDocument):
        value = getattr(FIRST, field.name)
        other = f"{value}x" if isinstance(value, str) and field.name not in ("kind", "edition") else None
        if other is None or field.name == "known_at":
            continue
        second = replace(FIRST, **{field.name: other})
        assert same(FIRST, second) or sentences(second), field.name
