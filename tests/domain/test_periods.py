"""Duties owed every period, and duties due some days from an event: which period is judged, and what counts for it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain import periods
from tracker.domain.facts import Clocks, Duty, Evidence, Party, Period
from tracker.domain.law_words import PeriodStanding
from tracker.domain.status import assess
from tracker.domain.tally import Aside
from tracker.domain.vocabulary import Effect, Force, Kind, Outcome, StateKind, Test

D = date
KNOWN = datetime(2026, 1, 1, tzinfo=UTC)
STATE = Party("RUS", "Russian Federation", StateKind.MEMBER)
EVERY_30 = Duty("report", Test.REPORT, effective=D(2017, 12, 22), recurs="every 30 days")
SUPPLIED = replace(EVERY_30, condition="if refined petroleum was supplied")
NOTICE = Duty("notice", Test.REPORT, effective=D(2009, 6, 12), condition="if arms go", recurs="-5 days from event")
AFTER = replace(NOTICE, recurs="+30 days from event")


def said(effect: Effect, day: date, last: date | None = None, **given) -> Evidence:
    return Evidence(f"{effect}-{day}", 1, Kind.REPORTED_ACTION, effect, "wire", day, last or day, **given)


def outcome(duty: Duty, day: date, *evidence: Evidence) -> Outcome:
    return assess(duty, STATE, evidence, Clocks(day, KNOWN)).outcome


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (D(2017, 12, 22), D(2018, 1, 21)),
        (D(2018, 1, 21), D(2018, 1, 21)),
        (D(2018, 1, 22), D(2018, 1, 21)),
        (D(2018, 2, 20), D(2018, 1, 21)),
        (D(2018, 2, 21), D(2018, 2, 20)),
    ],
    ids=["first day", "its due day", "the day after", "the next due day", "the day after the next"],
)
def test_the_last_period_whose_due_date_has_passed_is_judged(day, due):
    assert periods.on(EVERY_30, day).due == due


JANUARY = {"covers_first": D(2018, 1, 1), "covers_last": D(2018, 1, 31)}
FEBRUARY = {"covers_first": D(2018, 2, 1), "covers_last": D(2018, 2, 28)}
# The periods end on 20 January, 19 February and 21 March; their reports are due on the day after.
JUDGED = [
    ("nothing came, and the duty is plain", D(2018, 2, 25), [], Outcome.OVERDUE),
    ("nothing came before the first due date", D(2018, 1, 21), [], Outcome.NOT_DUE),
    ("a report in time, silent on its days", D(2018, 2, 25), [said(Effect.FULFILS, D(2018, 2, 15))], Outcome.FULFILLED),
    ("the one before is no report on this", D(2018, 2, 25), [said(Effect.FULFILS, D(2018, 1, 15))], Outcome.OVERDUE),
    ("one filed after it is late", D(2018, 2, 25), [said(Effect.FULFILS, D(2018, 2, 23))], Outcome.FULFILLED_LATE),
    (
        "figures that cover its last day count, whenever filed",
        D(2018, 2, 25),
        [said(Effect.FULFILS, D(2018, 2, 19), covers_first=D(2018, 2, 19), covers_last=D(2018, 2, 19))],
        Outcome.FULFILLED,
    ),
    (
        "January does not cover 19 February",
        D(2018, 2, 25),
        [said(Effect.FULFILS, D(2018, 2, 15), **JANUARY)],
        Outcome.OVERDUE,
    ),
    (
        "a day that lies on both sides of the due date",
        D(2018, 3, 10),
        [said(Effect.FULFILS, D(2018, 2, 15), D(2018, 3, 5))],
        Outcome.FULFILLED,
    ),
]


@pytest.mark.parametrize(("day", "evidence", "expected"), [row[1:] for row in JUDGED], ids=[row[0] for row in JUDGED])
def test_a_report_counts_for_its_period(day, evidence, expected):
    assert outcome(EVERY_30, day, *evidence) is expected


@pytest.mark.parametrize(
    ("breach", "expected"),
    [
        (said(Effect.BREACHES, D(2018, 2, 21)), Outcome.ALLEGED_BREACH),
        (said(Effect.BREACHES, D(2018, 1, 20)), Outcome.NO_INFORMATION),
        (said(Effect.BREACHES, D(2018, 5, 1), covers_first=D(2018, 2, 1), covers_last=D(2018, 2, 28)), Outcome.OVERDUE),
        (said(Effect.BREACHES, D(2018, 2, 22), **JANUARY), Outcome.NO_INFORMATION),
    ],
    ids=["said when it was due", "said of the one before", "said after the day judged", "its figures are of January"],
)
def test_a_breach_is_of_the_period_that_it_speaks_of(breach, expected):
    called_upon = replace(EVERY_30, force=Force.HORTATORY)
    duty = EVERY_30 if expected is Outcome.OVERDUE else called_upon
    assert outcome(duty, D(2018, 2, 25), breach) is expected


def test_a_report_on_another_period_is_set_aside_with_why():
    january = said(Effect.FULFILS, D(2018, 2, 2), **JANUARY)
    found = assess(EVERY_30, STATE, [january], Clocks(D(2018, 3, 1), KNOWN))
    assert [left.why for left in found.set_aside] == [Aside.OTHER_PERIOD]
    assert "period" in {reason.rule for reason in found.reasons}


@pytest.mark.parametrize(
    ("supplied", "expected"),
    [
        (D(2018, 2, 1), Outcome.OVERDUE),
        (D(2018, 1, 20), Outcome.NO_INFORMATION),
        (D(2018, 2, 20), Outcome.NO_INFORMATION),
        (None, Outcome.NO_INFORMATION),
    ],
    ids=["in the period", "the day before it", "the day after it", "never"],
)
def test_a_supply_opens_the_report_on_its_own_period(supplied, expected):
    evidence = [said(Effect.OPENS, supplied)] if supplied else []
    assert outcome(SUPPLIED, D(2018, 2, 25), *evidence) is expected


def test_a_supply_on_an_uncertain_day_opens_nothing():
    assert outcome(SUPPLIED, D(2018, 2, 25), said(Effect.OPENS, D(2018, 1, 1), D(2018, 2, 1))) is Outcome.NO_INFORMATION


def test_a_call_upon_states_is_not_overdue_in_any_period():
    assert outcome(replace(EVERY_30, force=Force.HORTATORY), D(2018, 2, 25)) is Outcome.NO_INFORMATION


@pytest.mark.parametrize(
    ("duty", "day", "evidence", "expected"),
    [
        (AFTER, D(2010, 2, 3), [said(Effect.OPENS, D(2010, 1, 3))], Outcome.OVERDUE),
        (AFTER, D(2010, 2, 2), [said(Effect.OPENS, D(2010, 1, 3))], Outcome.NOT_DUE),
        (AFTER, D(2010, 2, 3), [], Outcome.NO_INFORMATION),
        (AFTER, D(2010, 2, 3), [said(Effect.OPENS, D(2010, 1, 3), D(2010, 1, 9))], Outcome.NOT_DUE),
        (
            AFTER,
            D(2010, 2, 9),
            [said(Effect.OPENS, D(2010, 1, 3)), said(Effect.FULFILS, D(2010, 2, 2))],
            Outcome.FULFILLED,
        ),
        (
            AFTER,
            D(2010, 2, 9),
            [said(Effect.OPENS, D(2010, 1, 3)), said(Effect.FULFILS, D(2010, 2, 3))],
            Outcome.FULFILLED_LATE,
        ),
        (
            NOTICE,
            D(2010, 2, 9),
            [said(Effect.OPENS, D(2010, 1, 31)), said(Effect.FULFILS, D(2010, 1, 26))],
            Outcome.FULFILLED,
        ),
        (
            NOTICE,
            D(2010, 2, 9),
            [said(Effect.OPENS, D(2010, 1, 31)), said(Effect.FULFILS, D(2010, 1, 27))],
            Outcome.FULFILLED_LATE,
        ),
    ],
    ids=[
        "31 days after the event",
        "30 days after it",
        "no event",
        "the event may have been later",
        "reported on the 30th day",
        "reported on the 31st day",
        "five days before",
        "four days before",
    ],
)
def test_a_due_date_is_counted_from_the_event(duty, day, evidence, expected):
    assert outcome(duty, day, *evidence) is expected


def test_the_first_event_decides_and_an_event_needs_a_condition():
    first, second = said(Effect.OPENS, D(2010, 1, 3)), said(Effect.OPENS, D(2010, 6, 1))
    assert assess(AFTER, STATE, [second, first], Clocks(D(2011, 1, 1), KNOWN)).due == D(2010, 2, 2)
    plain = Duty("d", Test.REPORT, due=D(2010, 1, 1))
    (aside,) = assess(plain, STATE, [first], Clocks(D(2011, 1, 1), KNOWN)).set_aside
    assert aside.why is Aside.NO_EFFECT


def test_a_period_that_ends_in_a_suspension_is_not_owed():
    paused = replace(EVERY_30, suspensions=((D(2018, 2, 1), D(2018, 3, 1)),))
    assert [str(one.due) for one in periods.periods_of(paused, until=D(2018, 4, 1))] == [
        "2018-01-21",
        "2018-03-22",
        "2018-04-21",
    ]


@pytest.mark.parametrize(
    ("found", "passed", "standing"),
    [
        (Outcome.FULFILLED, True, PeriodStanding.MET),
        (Outcome.FULFILLED_LATE, True, PeriodStanding.MET_LATE),
        (Outcome.OVERDUE, True, PeriodStanding.MISSED),
        (Outcome.NOT_DUE, False, PeriodStanding.OPEN),
        (Outcome.NO_INFORMATION, False, PeriodStanding.OPEN),
        (Outcome.NO_INFORMATION, True, PeriodStanding.NOT_SHOWN),
        (Outcome.CONTESTED, True, PeriodStanding.OTHER),
    ],
)
def test_a_period_stands_as_its_outcome_says(found, passed, standing):
    assert periods.standing_of(found, passed=passed) is standing


RULES = st.sampled_from(
    ["every 30 days", "every 90 days", "every 1 month", "yearly", "monthly +30 days", "every 20 years"]
)


@given(RULES, st.dates(D(2000, 1, 1), D(2020, 1, 1)), st.integers(0, 4000))
def test_the_judged_period_is_the_last_that_has_passed(rule, start, later):
    duty, day = Duty("d", Test.REPORT, effective=start, recurs=rule), start + timedelta(days=later)
    judged = periods.on(duty, day).period
    assert judged is not None
    assert (judged.due < day <= (judged.until or date.max)) or (judged.after is None and judged.due >= day)


@given(RULES, st.integers(0, 3000), st.integers(0, 400))
def test_each_covered_span_of_days_counts_for_the_periods_that_end_in_it(rule, later, length):
    duty = Duty("d", Test.REPORT, effective=D(2017, 12, 22), recurs=rule)
    first = D(2017, 12, 22) + timedelta(days=later)
    last = first + timedelta(days=length)
    report = said(Effect.FULFILS, last, covers_first=first, covers_last=last)
    found = [one for one in periods.periods_of(duty, until=D(2030, 1, 1)) if periods.reports_on(one, report)]
    assert found == [one for one in periods.periods_of(duty, until=D(2030, 1, 1)) if first <= one.last <= last]


@given(st.dates(D(2018, 1, 22), D(2020, 1, 1)))
def test_a_report_that_is_silent_on_its_days_counts_for_a_period_before_or_at_its_own(day):
    report = said(Effect.FULFILS, day)
    found: list[Period] = [
        p for p in periods.periods_of(EVERY_30, until=D(2021, 1, 1)) if periods.reports_on(p, report)
    ]
    assert 1 <= len(found) <= 2
    assert found[-1].due >= day
