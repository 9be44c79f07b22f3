"""Two reports compared: nothing that differs goes unsaid, and nothing is said of what is the same."""

from dataclasses import fields, replace
from datetime import date

import pytest

from tests.exports.documents import PLEDGE, RETURN, SPOKEN, WAITING, document
from tracker.domain.plain import instant_text
from tracker.domain.report import ReportDocument, ReportRegime, ReportState
from tracker.domain.report_diff import differences, same
from tracker.domain.report_parts import (
    ReportCause,
    ReportChange,
    ReportCount,
    ReportDay,
    ReportFigure,
    ReportMoment,
    ReportNamed,
    ReportNames,
)
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


WORD = f"The word “{FIRST.terms[0].label}” ({FIRST.terms[0].noun.replace('_', ' ')})"
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
        {"obligations": (replace(RETURN, summary="Other", due=None), FIRST.obligations[1])},
        ["Repatriate workers: due on no day, and was due 22 December 2019; otherwise in summary."],
    ),
    "word": (
        {"terms": (replace(FIRST.terms[0], meaning="Other."), *FIRST.terms[1:])},
        [f"{WORD}: it means “Other.”, and was “{FIRST.terms[0].label}”: “{FIRST.terms[0].meaning}”."],
    ),
    "word gone": ({"terms": FIRST.terms[1:]}, [f"{WORD} is no longer there."]),
    "scope": ({"scope": "Two states"}, ["What was asked for is “Two states”, and was “”."]),
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


def test_a_difference_says_of_what_sort_it_is() -> None:
    sorts = {
        name: {one.about for one in differences(FIRST, document(**changes))} for name, (changes, _) in ROWS.items()
    }
    assert (sorts["as of"], sorts["state new"], sorts["outcome"]) == ({"clocks"}, {"rows"}, {"cells"})
    assert (sorts["revision"], sorts["scope"], sorts["order"]) == ({"evidence"}, {"rest"}, {"rest"})


DAY = ReportDay(date(2019, 1, 1), RETURN.key, "due", judged=True, has_passed=False, outcome="in_progress")
CAUSES = (ReportCause("new", "A claim was accepted.", PLEDGE.key),)
CHANGE = ReportChange(RETURN.key, ("RUS",), "overdue", "self_reported", "fulfilled", "verified", CAUSES)
NAMES = ReportNames("both", "Named by both", (ReportNamed("RUS", (PLEDGE.key,)),))
COUNT = ReportCount(1, date(2020, 1, 1), "One.", None, None, "", (NAMES,))
FIGURE = ReportFigure("Workers", "A bar.", "<svg/>", ("Year", "Workers"), (("2018", "12,000"),), (PLEDGE.key,))
MOVED = "The change of Russian Federation, Repatriate workers"
ITEMS = {
    "a day that is new": ("days", (), (DAY,), ["Repatriate workers: due on 1 January 2019 is new."]),
    "a day that passed": (
        "days",
        (DAY,),
        (replace(DAY, has_passed=True, outcome="overdue", judged=False),),
        [
            (
                "Repatriate workers: due on 1 January 2019: it has passed; overdue, and was in progress; "
                "otherwise in judged."
            )
        ],
    ),
    "a change that went": ("changes", (CHANGE,), (), [f"{MOVED} is no longer there."]),
    "a change that ended otherwise": (
        "changes",
        (CHANGE,),
        (replace(CHANGE, outcome="breached", causes=()),),
        [
            (
                f"{MOVED}: from overdue (self-reported) to breached (verified), and was from overdue (self-reported) "
                "to fulfilled (verified); a cause that is no longer there: A claim was accepted."
            )
        ],
    ),
    "a count that is new": ("count", None, COUNT, ["A published count is set against the record."]),
    "a count that went": ("count", COUNT, None, ["No published count is set against the record."]),
    "another count": (
        "count",
        COUNT,
        replace(COUNT, count=2, names=(replace(NAMES, states=()),)),
        [
            "The count is 2 of 1 January 2020, and was 1 of 1 January 2020.",
            "Named by both: Russian Federation is no longer there.",
        ],
    ),
    "other claims beside a count": (
        "count",
        COUNT,
        replace(COUNT, names=(replace(NAMES, states=(ReportNamed("RUS", ()),)),)),
        ["States beside the count rest on other claims."],
    ),
    "other words on a count": (
        "count",
        COUNT,
        replace(COUNT, sentence="A."),
        ["What is said of the count is otherwise in sentence."],
    ),
    "a figure with another row": (
        "figures",
        (FIGURE,),
        (replace(FIGURE, rows=(("2018", "11,000"),)),),
        ["The figure “Workers”: it has “2018, 11,000”; it no longer has “2018, 12,000”."],
    ),
    "a figure drawn otherwise": (
        "figures",
        (FIGURE,),
        (replace(FIGURE, svg="<svg></svg>"),),
        ["The figure “Workers”: otherwise in svg."],
    ),
    "a day that lies ahead, and another that is new": (
        "days",
        (replace(DAY, has_passed=True),),
        (DAY, replace(DAY, what="report due")),
        [
            "Repatriate workers: report due on 1 January 2019 is new.",
            "Repatriate workers: due on 1 January 2019: it lies ahead.",
        ],
    ),
    "a change with another cause and further changes": (
        "changes",
        (CHANGE,),
        (
            replace(CHANGE, causes=(ReportCause("new", "It was read...", PLEDGE.key),)),
            replace(CHANGE, states=("CIV", "RUS")),
        ),
        [
            "The change of Côte d'Ivoire, Russian Federation, Repatriate workers is new.",
            (f"{MOVED}: a cause that is new: It was read; a cause that is no longer there: A claim was accepted."),
        ],
    ),
    "causes in another order": (
        "changes",
        (replace(CHANGE, causes=(CAUSES[0], ReportCause("new", "B.", PLEDGE.key))),),
        (replace(CHANGE, causes=(ReportCause("new", "B.", PLEDGE.key), CAUSES[0])),),
        [f"{MOVED}: its causes are in another order."],
    ),
    "a change from an outcome that no word stands for": (
        "changes",
        (replace(CHANGE, outcome_before="", assurance_before=""),),
        (CHANGE,),
        [
            (
                f"{MOVED}: from overdue (self-reported) to fulfilled (verified), and was from nothing (nothing) "
                "to fulfilled (verified)."
            )
        ],
    ),
    "a state that is new beside a count, on another day": (
        "count",
        replace(COUNT, names=(replace(NAMES, states=()),)),
        replace(COUNT, day=date(2020, 1, 2)),
        [
            "The count is 1 of 2 January 2020, and was 1 of 1 January 2020.",
            "Named by both: Russian Federation is new.",
        ],
    ),
    "a figure drawn and described otherwise": (
        "figures",
        (FIGURE,),
        (replace(FIGURE, svg="<svg></svg>", header=("Year", "Sum")),),
        ["The figure “Workers”: otherwise in svg, header."],
    ),
    "a duty with other words alone": (
        "obligations",
        (RETURN,),
        (replace(RETURN, title="Return", summary="Other"),),
        ["Return: otherwise in title, summary."],
    ),
    "a later moment": (
        "before",
        None,
        ReportMoment(date(2019, 1, 1), FIRST.known_at, "1"),
        ["The earlier moment is 1 January 2019, known at {at}, rules 1, and was none."],
    ),
    "another notice": ("notice", "A.", "B.", ["The notice is “B.”, and was “A.”."]),
    "an earlier moment": (
        "before",
        ReportMoment(date(2019, 1, 1), FIRST.known_at, "1"),
        None,
        ["The earlier moment is none, and was 1 January 2019, known at {at}, rules 1."],
    ),
}


@pytest.mark.parametrize(("field", "was", "now", "said"), ITEMS.values(), ids=ITEMS)
def test_what_reports_of_other_kinds_list_is_told_item_by_item(field, was, now, said) -> None:
    first, second = replace(FIRST, **{field: was}), replace(FIRST, **{field: now})
    wanted = [sentence.replace("{at}", instant_text(FIRST.known_at)) for sentence in said]
    assert [one.sentence for one in differences(first, second)] == wanted
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
