"""Limits that begin anew: breaches are weighed period by period, and the worst period decides."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.dates import add_months
from tracker.domain.facts import Clocks, Duty, Evidence, Limit, Party, Period
from tracker.domain.spells import holding, spells_of
from tracker.domain.status import assess
from tracker.domain.tally import Aside
from tracker.domain.vocabulary import Assurance, Effect, Kind, Outcome, StateKind, Test

D = date
STATE = Party("RUS", "Russian Federation", StateKind.MEMBER)
NOW = Clocks(D(2024, 6, 30), datetime(2026, 1, 1, tzinfo=UTC))
YEARLY = Duty("cap", Test.LIMIT, limits=(Limit(500_000, "bbl", first=D(2018, 1, 1), every_months=12),))

CUT_SHORT = Limit(1, "t", first=D(2017, 1, 1), last=D(2017, 8, 4), every_months=12)


def said(claim: str, day: date, origin: str = "", effect: Effect = Effect.BREACHES, **given) -> Evidence:
    return Evidence(claim, 1, Kind.ALLEGATION, effect, origin or claim, day, given.pop("last", day), **given)


OF_2018, OF_2020 = said("letter-2018", D(2018, 7, 11)), said("letter-2020", D(2020, 7, 24))
AGAIN_2020 = said("panel-2020", D(2020, 9, 1))
DECIDED = [
    ("one a year", [OF_2018, OF_2020], Outcome.ALLEGED_BREACH, Assurance.SINGLE_ORIGIN, 2020),
    ("two of one year", [OF_2018, OF_2020, AGAIN_2020], Outcome.BREACHED, Assurance.CORROBORATED, 2020),
    (
        "an earlier year stands worse",
        [OF_2018, said("b", D(2018, 12, 31)), OF_2020],
        Outcome.BREACHED,
        Assurance.CORROBORATED,
        2018,
    ),
    (
        "an end does not cover a later year",
        [OF_2018, said("over", D(2018, 8, 1), effect=Effect.CEASES), OF_2020],
        Outcome.ALLEGED_BREACH,
        Assurance.SINGLE_ORIGIN,
        2020,
    ),
    (
        "figures of 2018, said in 2020, are of 2018",
        [OF_2018, replace(OF_2020, covers_first=D(2018, 1, 1), covers_last=D(2018, 12, 31))],
        Outcome.BREACHED,
        Assurance.CORROBORATED,
        2018,
    ),
]


@pytest.mark.parametrize(
    ("evidence", "outcome", "assurance", "year"), [r[1:] for r in DECIDED], ids=[r[0] for r in DECIDED]
)
def test_the_worst_period_decides(evidence, outcome, assurance, year):
    found = assess(YEARLY, STATE, evidence, NOW)
    assert (found.outcome, found.assurance) == (outcome, assurance)
    worst = f"Judged is the one in which it stands worst: from 1 January {year} to 31 December {year}."
    told = [reason.sentence for reason in found.reasons if reason.rule == "period"]
    assert told == [f"Breaches of the limit are weighed period by period. {worst}"]


def test_a_breach_up_to_the_last_day_of_a_period_is_of_that_period():
    half = said("half", D(2018, 9, 1), covers_first=D(2018, 7, 1), covers_last=D(2018, 12, 31))
    found = spells_of(YEARLY, STATE, [half, OF_2020, said("winter", D(2018, 12, 1), last=D(2019, 1, 31))], NOW)
    assert found == (
        Period(D(2020, 1, 1), D(2020, 12, 31), D(2020, 12, 31)),
        Period(D(2018, 12, 1), D(2019, 1, 31), D(2019, 1, 31)),
        Period(D(2018, 1, 1), D(2018, 12, 31), D(2018, 12, 31)),
    )


def test_a_breach_of_another_period_is_set_aside_with_why():
    found = assess(YEARLY, STATE, [OF_2018, OF_2020], NOW)
    assert [(left.claim, left.why) for left in found.set_aside] == [("letter-2018", Aside.OTHER_PERIOD)]


def test_a_breach_whose_days_lie_in_two_periods_confirms_neither():
    across = said("winter", D(2018, 12, 1), last=D(2019, 1, 31))
    found = assess(YEARLY, STATE, [across, said("a", D(2018, 12, 15), "x"), said("b", D(2019, 2, 1))], NOW)
    assert found.outcome is Outcome.BREACHED  # both lie within the days of the first, which is weighed over its own
    assert assess(YEARLY, STATE, [across, said("b", D(2019, 2, 1))], NOW).outcome is Outcome.ALLEGED_BREACH


@pytest.mark.parametrize(
    "duty",
    [
        replace(YEARLY, test=Test.REFRAIN),
        replace(YEARLY, limits=(Limit(1, "t"),)),
        replace(YEARLY, limits=(Limit(1, "t", first=D(2018, 1, 1), last=D(2018, 3, 1)),)),
    ],
    ids=["no limit", "no days", "one span"],
)
def test_other_duties_are_judged_as_a_whole(duty):
    assert spells_of(duty, STATE, [OF_2018], NOW) == ()
    assert assess(duty, STATE, [OF_2018, OF_2020], NOW).outcome is Outcome.BREACHED


@pytest.mark.parametrize(
    ("limit", "day", "expected"),
    [
        (YEARLY.limits[0], D(2018, 1, 1), (D(2018, 1, 1), D(2018, 12, 31))),
        (YEARLY.limits[0], D(2018, 12, 31), (D(2018, 1, 1), D(2018, 12, 31))),
        (YEARLY.limits[0], D(2019, 1, 1), (D(2019, 1, 1), D(2019, 12, 31))),
        (YEARLY.limits[0], D(2017, 12, 31), None),
        (Limit(1, "t", first=D(2017, 12, 22), every_months=12), D(2018, 12, 21), (D(2017, 12, 22), D(2018, 12, 21))),
        (Limit(1, "t", first=D(2017, 12, 22), every_months=12), D(2018, 12, 22), (D(2018, 12, 22), D(2019, 12, 21))),
        (
            Limit(1, "t", first=D(2017, 1, 1), last=D(2017, 8, 4), every_months=12),
            D(2017, 3, 1),
            (D(2017, 1, 1), D(2017, 8, 4)),
        ),
        (Limit(1, "t", first=D(2017, 1, 1), last=D(2017, 8, 4), every_months=12), D(2017, 8, 5), None),
        (Limit(1, "t", first=D(2017, 1, 31), every_months=1), D(2017, 2, 28), (D(2017, 2, 28), D(2017, 3, 30))),
    ],
)
def test_the_period_that_holds_a_day(limit, day, expected):
    found = holding(limit, day)
    assert (found and (found.first, found.last)) == expected


@given(
    first=st.dates(D(2006, 1, 1), D(2020, 12, 31)),
    months=st.sampled_from([1, 3, 6, 12]),
    later=st.integers(0, 5000),
)
def test_every_day_lies_in_one_period_and_the_next_follows_it(first, months, later):
    limit = Limit(1, "t", first=first, every_months=months)
    day = first + timedelta(days=later)
    found = holding(limit, day)
    assert found is not None
    assert found.first <= day <= found.last
    after = holding(limit, found.last + timedelta(days=1))
    assert after is not None
    assert after.first == found.last + timedelta(days=1)
    assert found.first in {add_months(first, n * months) for n in range(200)}
