"""Every outcome by every test: what the same evidence gives under each of the five kinds of duty."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

import pytest

from tracker.domain.facts import Clocks, Duty, Evidence, Party
from tracker.domain.status import conclude
from tracker.domain.vocabulary import Effect, Kind, Outcome, StateKind, Test

START, DUE, BEFORE, AFTER = date(2017, 12, 22), date(2019, 12, 22), date(2018, 7, 31), date(2020, 6, 30)
KNOWN = datetime(2026, 1, 1, tzinfo=UTC)
STATE = Party("RUS", "Russian Federation", StateKind.MEMBER)
Out = Outcome


def said(effect: Effect, day: str = "2018-02-07", origin: str = "own", **changes) -> Evidence:
    on = date.fromisoformat(day)
    made = Evidence(
        f"{effect} {day} {origin}", 1, Kind.REPORTED_ACTION, effect, origin, on, on, own_voice=origin == "own"
    )
    return replace(made, **changes)


PLEDGE, MEASURE, ADVANCE = said(Effect.PROMISES, kind=Kind.PLEDGE), said(Effect.MEASURES), said(Effect.ADVANCES)
DONE, LATE, DENIED = said(Effect.FULFILS), said(Effect.FULFILS, "2020-01-15"), said(Effect.DENIES, kind=Kind.DENIAL)
BROKEN, AGAIN = (said(Effect.BREACHES, origin=origin) for origin in ("wire", "rival"))
STOPPED = said(Effect.CEASES, "2020-02-01", "wire")
EXEMPT = said(Effect.EXEMPTS, origin="committee", finding=True)


@dataclass(frozen=True)
class Case:
    """Evidence, and what it gives where the test is to attain, refrain, maintain, stay within a limit, and report."""

    rule: str
    evidence: list[Evidence]
    gives: tuple[Outcome, ...]
    as_of: date = AFTER
    changes: dict = field(default_factory=dict)


def all_five(outcome: Outcome) -> tuple[Outcome, ...]:
    return (outcome,) * 5


LASTING, MEASURES = (Out.MEASURES_REPORTED,) * 2, Out.MEASURES_REPORTED
SILENT = (Out.NO_INFORMATION,) * 4
CASES = [
    Case("before it takes effect", [DONE], all_five(Out.NOT_IN_FORCE), date(2017, 12, 21)),
    Case("after it ended", [DONE], all_five(Out.NOT_IN_FORCE), changes={"ended": AFTER}),
    Case("while suspended", [DONE], all_five(Out.NOT_IN_FORCE), changes={"suspensions": ((AFTER, None),)}),
    Case("not addressed", [DONE], all_five(Out.NOT_APPLICABLE), changes={"excluded": frozenset({"RUS"})}),
    Case("an exemption, whatever else", [EXEMPT, BROKEN, AGAIN], all_five(Out.EXEMPT)),
    Case("two origins say it was broken", [BROKEN, AGAIN, PLEDGE], all_five(Out.BREACHED)),
    Case("one origin says it was broken", [BROKEN], (*[Out.ALLEGED_BREACH] * 4, Out.OVERDUE)),
    Case("one says so ahead of the date", [BROKEN], all_five(Out.ALLEGED_BREACH), BEFORE),
    Case("one says so, and the state denies it", [BROKEN, DENIED], all_five(Out.CONTESTED)),
    Case("two say so, and the state alone denies it", [BROKEN, AGAIN, DENIED], all_five(Out.BREACHED)),
    Case("it was broken, and it ended", [BROKEN, STOPPED], all_five(Out.REMEDIED)),
    Case("met by the date", [DONE], (Out.FULFILLED, *LASTING, Out.FULFILLED, Out.FULFILLED)),
    Case("met after the date", [LATE], (Out.FULFILLED_LATE, *LASTING, Out.FULFILLED_LATE, Out.FULFILLED_LATE)),
    Case("nearer, and the date has passed", [ADVANCE], (Out.PARTLY_FULFILLED, *LASTING, MEASURES, Out.OVERDUE)),
    Case("nearer, and the date is ahead", [ADVANCE], (Out.IN_PROGRESS, *LASTING, MEASURES, MEASURES), BEFORE),
    Case("a measure, and the date has passed", [MEASURE], (MEASURES, *LASTING, MEASURES, Out.OVERDUE)),
    Case("a measure, and the date is ahead", [MEASURE], all_five(MEASURES), BEFORE),
    Case("a promise, and the date is ahead", [PLEDGE], all_five(Out.PLEDGED), BEFORE),
    Case("a promise, and the date has passed", [PLEDGE], (Out.OVERDUE, *[Out.PLEDGED] * 3, Out.OVERDUE)),
    Case("nothing, and the date is ahead", [], all_five(Out.NOT_DUE), BEFORE),
    Case("nothing, and the date has passed", [], (*SILENT, Out.OVERDUE)),
    Case("nothing, and no date", [], all_five(Out.NO_INFORMATION), changes={"due": None}),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_the_same_evidence_under_each_kind_of_duty(case: Case) -> None:
    duties = [replace(Duty("d", test, effective=START, due=DUE), **case.changes) for test in Test]
    clocks = Clocks(case.as_of, KNOWN)
    assert tuple(conclude(duty, STATE, case.evidence, clocks).outcome for duty in duties) == case.gives


def test_the_table_shows_every_outcome() -> None:
    assert {outcome for case in CASES for outcome in case.gives} == set(Outcome)


def test_a_figure_over_a_limit_breaches_and_one_within_it_does_not() -> None:
    limit = Duty("d", Test.LIMIT, effective=START)
    within = said(Effect.MEASURES, origin="panel", finding=True)
    over = replace(within, over_limit=True)
    found = [conclude(limit, STATE, [item], Clocks(AFTER, KNOWN)).outcome for item in (within, over)]
    assert found == [Out.MEASURES_REPORTED, Out.BREACHED]


@pytest.mark.parametrize(("rules", "outcome"), [("1", Out.MEASURES_REPORTED), ("2", Out.OVERDUE)])
@pytest.mark.parametrize("evidence", [[MEASURE], [MEASURE, PLEDGE]], ids=["alone", "beside a promise"])
def test_the_second_rules_let_a_measure_keep_no_result_from_being_overdue(rules, outcome, evidence) -> None:
    attain = Duty("d", Test.ATTAIN, effective=START, due=DUE)
    found = conclude(attain, STATE, evidence, Clocks(AFTER, KNOWN, rules=rules))
    assert found.outcome is outcome
    assert (
        conclude(attain, STATE, [*evidence, ADVANCE], Clocks(AFTER, KNOWN, rules=rules)).outcome is Out.PARTLY_FULFILLED
    )
    assert conclude(attain, STATE, evidence, Clocks(BEFORE, KNOWN, rules=rules)).outcome is Out.MEASURES_REPORTED


@pytest.mark.parametrize(("rules", "outcomes"), [("2", (Out.EXEMPT, Out.EXEMPT)), ("3", (Out.BREACHED, Out.EXEMPT))])
def test_by_the_third_rules_a_state_does_not_exempt_itself(rules, outcomes) -> None:
    claimed, refrain = said(Effect.EXEMPTS), Duty("d", Test.REFRAIN, effective=START)
    found = [
        conclude(refrain, STATE, [BROKEN, AGAIN, paper], Clocks(AFTER, KNOWN, rules=rules))
        for paper in (claimed, EXEMPT)
    ]
    assert tuple(one.outcome for one in found) == outcomes
