"""Who may determine what, and where a determination stands at an instant."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.domain.refusals import refusal
from tracker.domain.determining import (
    Determined,
    Proposal,
    check_proposal,
    days_words,
    overlap,
    standing,
)
from tracker.domain.errors import RuleBroken
from tracker.domain.vocabulary import Outcome, Ruling, Standing

WHY = "Say why the outcome should be held otherwise; the reason stands beside it."
EXCHANGE = "The last day is before the first. Exchange them, or leave one empty."
DISORDER = {"first": date(2019, 1, 2), "last": date(2019, 1, 1)}
AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
RULED, ENDED = AT + timedelta(hours=1), AT + timedelta(hours=2)
SAME, OTHER = "a" * 64, "b" * 64
PROPOSAL = Proposal("RUS", "r2397-op8-repatriation", Outcome.NOT_APPLICABLE, "Because.")
OPEN = Determined(None, None, SAME, AT)


def _ruled(ruling: Ruling, **changes) -> Determined:
    return replace(OPEN, ruling=ruling, ruled_at=RULED, **changes)


APPROVED = _ruled(Ruling.APPROVED)
STANDINGS = [
    ("before it was proposed it is not there", APPROVED, AT - timedelta(seconds=1), SAME, None),
    ("while nobody has ruled it is proposed", OPEN, ENDED, SAME, Standing.PROPOSED),
    ("it is proposed also when the evidence moved", OPEN, ENDED, OTHER, Standing.PROPOSED),
    ("a ruling is not known before it was given", APPROVED, RULED - timedelta(seconds=1), SAME, Standing.PROPOSED),
    ("approved on the evidence as it is", APPROVED, RULED, SAME, Standing.APPROVED),
    ("approved on other evidence: lapsed", APPROVED, RULED, OTHER, Standing.LAPSED),
    ("refused", _ruled(Ruling.REFUSED), RULED, OTHER, Standing.REFUSED),
    ("taken back", _ruled(Ruling.TAKEN_BACK), RULED, SAME, Standing.TAKEN_BACK),
    ("before its end it stands", replace(APPROVED, ended_at=ENDED), RULED, SAME, Standing.APPROVED),
    ("ended", replace(APPROVED, ended_at=ENDED), ENDED, SAME, Standing.ENDED),
    ("ended, whatever became of the evidence", replace(APPROVED, ended_at=ENDED), ENDED, OTHER, Standing.ENDED),
]


@pytest.mark.parametrize(
    ("determined", "known_at", "present", "expected"), [row[1:] for row in STANDINGS], ids=[row[0] for row in STANDINGS]
)
def test_it_stands_as_was_known_at_the_instant(determined, known_at, present, expected):
    assert standing(determined, known_at=known_at, present=present) is expected


def _about(first: int | None, last: int | None) -> Determined:
    return replace(OPEN, first=first and date(first, 1, 1), last=last and date(last, 1, 1))


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ((None, None), (None, None), True),
        ((2018, 2019), (2019, 2020), True),
        ((2018, 2019), (2020, None), False),
        ((None, 2019), (2020, 2021), False),
        ((2018, None), (None, 2018), True),
        ((2018, None), (None, 2017), False),
        ((2017, 2021), (2018, 2019), True),
    ],
    ids=str,
)
def test_two_overlap_when_they_share_a_day(one, other, shared):
    assert overlap(_about(*one), _about(*other)) is overlap(_about(*other), _about(*one)) is shared


def test_its_first_and_its_last_day_are_in_it():
    about = _about(2018, 2019)
    days = [date(2017, 12, 31), date(2018, 1, 1), date(2019, 1, 1), date(2019, 1, 2)]
    assert [about.covers(day) for day in days] == [False, True, True, False]
    assert _about(None, None).covers(date(1950, 1, 1))


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ((None, None), "on all days"),
        ((2018, None), "from 1 January 2018 on"),
        ((None, 2018), "until 1 January 2018"),
        ((2018, 2018), "on 1 January 2018"),
        ((2018, 2019), "from 1 January 2018 to 1 January 2019"),
    ],
    ids=str,
)
def test_its_days_are_said_in_words(days, words):
    about = _about(*days)
    assert days_words(about.first, about.last) == words


def _refused(deed, **given) -> type[RuleBroken] | None:
    try:
        deed(**given)
    except RuleBroken as error:
        return type(error)
    return None


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"reason": ""}, {"reason": WHY}),
        ({"reason": "x" * 5_000}, {}),
        ({"reason": "x" * 5_001}, {"reason": "Use at most 5,000 characters."}),
        (DISORDER, {"last": EXCHANGE}),
        (DISORDER | {"reason": ""}, {"last": EXCHANGE, "reason": WHY}),
        ({"first": date(2019, 1, 2)}, {}),
        ({"last": date(2019, 1, 2)}, {}),
    ],
    ids=["no reason", "long", "too long", "days out of order", "both", "from a day on", "until a day"],
)
def test_a_proposal_says_why_and_its_days_are_in_order(given, expected):
    found = refusal(check_proposal, replace(PROPOSAL, **given))
    assert found == (("refused", "determination", expected) if expected else None)


def test_a_proposal_may_be_about_one_day():
    check_proposal(replace(PROPOSAL, first=date(2019, 1, 1), last=date(2019, 1, 1), reason="x" * 5_000))
