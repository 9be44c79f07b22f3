"""What the rules say of a cell: decision tables, days at the edge, and the worked cases."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tracker.domain.facts import Clocks, Duty, Party, Tally, Voices
from tracker.domain.reasons import NoteCode
from tracker.domain.status import ORDER, decide
from tracker.domain.vocabulary import Assurance, Force, LimitScope, Outcome, StateKind, Test

START, DUE = date(2017, 12, 22), date(2019, 12, 22)
BEFORE, AFTER = date(2018, 7, 31), date(2020, 6, 30)
KNOWN = datetime(2026, 1, 1, tzinfo=UTC)
STATE = Party("RUS", "Russian Federation", StateKind.MEMBER)
ALL = Party("ALL", "all states together", StateKind.COLLECTIVE)
OWN, ONE, TWO, UN = Voices(own=True), Voices(others=1), Voices(others=2), Voices(others=1, finding=True)


def duty(test: Test = Test.ATTAIN, **changes) -> Duty:
    return replace(Duty("d", test, effective=START, due=DUE), **changes)


def lasting(test: Test = Test.REFRAIN, **changes) -> Duty:
    return duty(test, due=None, **changes)


@dataclass(frozen=True)
class Row:
    rule: str
    outcome: Outcome
    assurance: Assurance
    duty: Duty = field(default_factory=duty)
    tally: Tally = field(default_factory=Tally)
    as_of: date = AFTER
    party: Party = STATE
    beside: tuple[Outcome | NoteCode, ...] = ()


Out, By, Note = Outcome, Assurance, NoteCode  # the tables below are read across
IF = {"condition": "under half are back", "opens_below": 0.5}
REPORT, MAYBE, REFRAIN = duty(Test.REPORT), duty(Test.REPORT, **IF), lasting()
SILENCE = [
    Row("nothing, no due date: no information", Out.NO_INFORMATION, By.UNSUPPORTED, REFRAIN),
    Row("nothing by the deadline of a result: no information", Out.NO_INFORMATION, By.UNSUPPORTED),
    Row("nothing yet, deadline ahead: not due", Out.NOT_DUE, By.UNSUPPORTED, as_of=BEFORE),
    Row("nothing yet, report ahead: not due", Out.NOT_DUE, By.UNSUPPORTED, REPORT, as_of=BEFORE),
    Row("no report after its due date: overdue", Out.OVERDUE, By.UNSUPPORTED, REPORT),
    Row(
        "a measure is no report: overdue",
        Out.OVERDUE,
        By.UNSUPPORTED,
        REPORT,
        Tally(measures=OWN),
        beside=(Out.MEASURES_REPORTED,),
    ),
    Row("only promises after the deadline: overdue", Out.OVERDUE, By.UNSUPPORTED, tally=Tally(promises=OWN)),
    Row(
        "a promise beside a measure is not silence",
        Out.MEASURES_REPORTED,
        By.SINGLE_ORIGIN,
        tally=Tally(promises=OWN, measures=ONE),
    ),
    Row(
        "a report that may have come in time is not overdue",
        Out.NO_INFORMATION,
        By.UNSUPPORTED,
        REPORT,
        Tally(pending_fulfilment=True),
        beside=(Note.OVERDUE_NEEDS_CERTAINTY,),
    ),
    Row(
        "a hortatory report is never overdue",
        Out.NO_INFORMATION,
        By.UNSUPPORTED,
        duty(Test.REPORT, force=Force.HORTATORY),
        beside=(Note.SILENCE_NOT_JUDGED,),
    ),
    Row(
        "a hortatory result is never overdue",
        Out.NO_INFORMATION,
        By.UNSUPPORTED,
        duty(force=Force.HORTATORY),
        Tally(promises=OWN),
        beside=(Note.SILENCE_NOT_JUDGED,),
    ),
    Row("a lasting duty with a date is never overdue", Out.NO_INFORMATION, By.UNSUPPORTED, duty(Test.MAINTAIN)),
]
CONDITIONAL = [
    Row(
        "an unopened duty is not overdue", Out.NO_INFORMATION, By.UNSUPPORTED, MAYBE, beside=(Note.CONDITION_NOT_OPEN,)
    ),
    Row(
        "an unopened duty is not due either",
        Out.NO_INFORMATION,
        By.UNSUPPORTED,
        MAYBE,
        as_of=BEFORE,
        beside=(Note.CONDITION_NOT_OPEN,),
    ),
    Row("an opened duty is overdue", Out.OVERDUE, By.UNSUPPORTED, MAYBE, Tally(opened=True)),
    Row(
        "an opened duty is not due before its date",
        Out.NOT_DUE,
        By.UNSUPPORTED,
        MAYBE,
        Tally(opened=True),
        as_of=BEFORE,
    ),
    Row("a closed duty does not apply", Out.NOT_APPLICABLE, By.UNSUPPORTED, MAYBE, Tally(closed=True)),
    Row(
        "figures that disagree open and close nothing",
        Out.NO_INFORMATION,
        By.UNSUPPORTED,
        MAYBE,
        Tally(opened=True, closed=True),
        beside=(Note.CONDITION_DISPUTED,),
    ),
    Row("a report under an unopened duty fulfils it", Out.FULFILLED, By.SELF_REPORTED, MAYBE, Tally(on_time=OWN)),
    Row("a share closes nothing that has no condition", Out.OVERDUE, By.UNSUPPORTED, REPORT, Tally(closed=True)),
]
SUPPORTED = [
    Row("a state's own word is self-reported", Out.FULFILLED, By.SELF_REPORTED, tally=Tally(on_time=OWN)),
    Row("one outside origin", Out.FULFILLED, By.SINGLE_ORIGIN, tally=Tally(on_time=ONE)),
    Row("two outside origins corroborate", Out.FULFILLED, By.CORROBORATED, tally=Tally(on_time=TWO)),
    Row(
        "a state and an outside origin corroborate",
        Out.FULFILLED,
        By.CORROBORATED,
        tally=Tally(on_time=Voices(own=True, others=1)),
    ),
    Row("a UN body verifies", Out.FULFILLED, By.VERIFIED, tally=Tally(on_time=UN)),
    Row(
        "days on both sides of the deadline: fulfilled, timeliness not established",
        Out.FULFILLED,
        By.SELF_REPORTED,
        tally=Tally(straddling=OWN, late=TWO),
        beside=(Note.TIMELINESS_NOT_ESTABLISHED,),
    ),
    Row("surely after the deadline: late", Out.FULFILLED_LATE, By.SELF_REPORTED, tally=Tally(late=OWN)),
    Row(
        "one claim on time settles the date", Out.FULFILLED, By.SINGLE_ORIGIN, tally=Tally(on_time=ONE, straddling=OWN)
    ),
    Row("an advance after the deadline: partly", Out.PARTLY_FULFILLED, By.SINGLE_ORIGIN, tally=Tally(advances=ONE)),
    Row(
        "an advance before the deadline: in progress, beside its pledge",
        Out.IN_PROGRESS,
        By.SINGLE_ORIGIN,
        tally=Tally(advances=ONE, promises=OWN),
        as_of=BEFORE,
        beside=(Out.PLEDGED,),
    ),
    Row(
        "an advance without deadline: in progress",
        Out.IN_PROGRESS,
        By.SELF_REPORTED,
        duty(due=None),
        Tally(advances=OWN),
    ),
    Row("a measure towards a result", Out.MEASURES_REPORTED, By.SELF_REPORTED, tally=Tally(measures=OWN), as_of=BEFORE),
    Row("a measure under a prohibition", Out.MEASURES_REPORTED, By.SELF_REPORTED, REFRAIN, Tally(measures=OWN)),
    Row("a measure to keep up", Out.MEASURES_REPORTED, By.VERIFIED, lasting(Test.MAINTAIN), Tally(measures=UN)),
    Row("a figure within a limit", Out.MEASURES_REPORTED, By.SINGLE_ORIGIN, lasting(Test.LIMIT), Tally(measures=ONE)),
    Row("a promise before the deadline", Out.PLEDGED, By.SELF_REPORTED, tally=Tally(promises=OWN), as_of=BEFORE),
    Row(
        "a promise of lasting conduct does not lapse",
        Out.PLEDGED,
        By.SELF_REPORTED,
        duty(Test.MAINTAIN),
        Tally(promises=OWN),
    ),
    Row(
        "an exemption covers even a verified breach",
        Out.EXEMPT,
        By.VERIFIED,
        tally=Tally(exempts=UN, breaches=UN),
        beside=(Out.BREACHED,),
    ),
    Row("an exempt state owes no report", Out.EXEMPT, By.SINGLE_ORIGIN, REPORT, Tally(exempts=ONE)),
]
BREACHES = [
    Row("one origin alleges", Out.ALLEGED_BREACH, By.SINGLE_ORIGIN, REFRAIN, Tally(breaches=ONE)),
    Row(
        "a state's own admission is below corroborated",
        Out.ALLEGED_BREACH,
        By.SELF_REPORTED,
        REFRAIN,
        Tally(breaches=OWN),
    ),
    Row("two origins: breached", Out.BREACHED, By.CORROBORATED, REFRAIN, Tally(breaches=TWO)),
    Row("a finding: breached", Out.BREACHED, By.VERIFIED, REFRAIN, Tally(breaches=UN)),
    Row(
        "unjudged claims never corroborate",
        Out.ALLEGED_BREACH,
        By.SINGLE_ORIGIN,
        REFRAIN,
        Tally(unjudged=Voices(others=5)),
    ),
    Row("an unjudged finding verifies nothing", Out.ALLEGED_BREACH, By.SINGLE_ORIGIN, REFRAIN, Tally(unjudged=UN)),
    Row("judged breach claims are the side", Out.BREACHED, By.CORROBORATED, REFRAIN, Tally(breaches=TWO, unjudged=ONE)),
    Row(
        "fulfilment goes before an allegation",
        Out.FULFILLED,
        By.SELF_REPORTED,
        tally=Tally(on_time=OWN, breaches=ONE),
        beside=(Out.ALLEGED_BREACH,),
    ),
    Row(
        "overdue goes before an allegation",
        Out.OVERDUE,
        By.UNSUPPORTED,
        REPORT,
        Tally(breaches=ONE),
        beside=(Out.ALLEGED_BREACH,),
    ),
    Row(
        "an allegation goes before measures",
        Out.ALLEGED_BREACH,
        By.SINGLE_ORIGIN,
        REFRAIN,
        Tally(breaches=ONE, measures=OWN),
        beside=(Out.MEASURES_REPORTED,),
    ),
    Row(
        "a state's word against one origin: contested",
        Out.CONTESTED,
        By.SINGLE_ORIGIN,
        tally=Tally(breaches=ONE, on_time=OWN, answers=OWN),
        beside=(Out.FULFILLED, Out.ALLEGED_BREACH),
    ),
    Row(
        "corroborated both ways: contested, not breached",
        Out.CONTESTED,
        By.CORROBORATED,
        REFRAIN,
        Tally(breaches=TWO, answers=TWO),
        beside=(Out.BREACHED,),
    ),
    Row(
        "found both ways: contested",
        Out.CONTESTED,
        By.VERIFIED,
        REFRAIN,
        Tally(breaches=UN, answers=UN),
        beside=(Out.BREACHED,),
    ),
    Row(
        "an unjudged breach is contested by a denial",
        Out.CONTESTED,
        By.SINGLE_ORIGIN,
        REFRAIN,
        Tally(unjudged=TWO, answers=OWN),
        beside=(Out.ALLEGED_BREACH,),
    ),
    Row(
        "the better supported breach prevails; the answer is listed",
        Out.BREACHED,
        By.VERIFIED,
        tally=Tally(breaches=UN, on_time=OWN, answers=OWN),
        beside=(Out.FULFILLED,),
    ),
    Row(
        "the better supported answer prevails; the breach is listed",
        Out.FULFILLED,
        By.VERIFIED,
        tally=Tally(breaches=TWO, on_time=UN, answers=UN),
        beside=(Out.BREACHED, Note.BREACH_OUTWEIGHED),
    ),
    Row(
        "a better supported denial leaves no outcome but lists the allegation",
        Out.NO_INFORMATION,
        By.UNSUPPORTED,
        REFRAIN,
        Tally(breaches=ONE, answers=TWO),
        beside=(Out.ALLEGED_BREACH, Note.BREACH_OUTWEIGHED),
    ),
    Row(
        "its end at the same assurance: remedied",
        Out.REMEDIED,
        By.CORROBORATED,
        REFRAIN,
        Tally(breaches=TWO, ceases=TWO),
    ),
    Row(
        "its end at a rank no lower: remedied", Out.REMEDIED, By.SELF_REPORTED, REFRAIN, Tally(breaches=ONE, ceases=OWN)
    ),
    Row(
        "its end at lower assurance: still breached", Out.BREACHED, By.VERIFIED, REFRAIN, Tally(breaches=UN, ceases=TWO)
    ),
    Row(
        "a remedied breach is no longer contested",
        Out.REMEDIED,
        By.SINGLE_ORIGIN,
        REFRAIN,
        Tally(breaches=ONE, answers=OWN, ceases=ONE),
    ),
    Row(
        "late fulfilment remedies",
        Out.REMEDIED,
        By.SELF_REPORTED,
        REPORT,
        Tally(breaches=ONE, late=OWN, answers=OWN, ceases=OWN),
        beside=(Out.FULFILLED_LATE,),
    ),
]
SCOPE = [
    Row("before it takes effect", Out.NOT_IN_FORCE, By.UNSUPPORTED, as_of=date(2017, 12, 21)),
    Row("after it ended", Out.NOT_IN_FORCE, By.UNSUPPORTED, duty(Test.REPORT, ended=AFTER)),
    Row(
        "what else is on record is listed",
        Out.NOT_IN_FORCE,
        By.UNSUPPORTED,
        duty(ended=AFTER),
        Tally(breaches=TWO),
        beside=(Out.BREACHED,),
    ),
    Row(
        "an observer is not addressed",
        Out.NOT_APPLICABLE,
        By.UNSUPPORTED,
        party=replace(STATE, kind=StateKind.OBSERVER),
    ),
    Row(
        "the state under sanctions is not addressed",
        Out.NOT_APPLICABLE,
        By.UNSUPPORTED,
        duty(excluded=frozenset({"RUS"})),
    ),
    Row("all states together owe no repatriation", Out.NOT_APPLICABLE, By.UNSUPPORTED, party=ALL),
    Row("each state's limit is not owed together", Out.NOT_APPLICABLE, By.UNSUPPORTED, lasting(Test.LIMIT), party=ALL),
    Row(
        "a common limit is judged in the row of all",
        Out.BREACHED,
        By.VERIFIED,
        lasting(Test.LIMIT, limit_scope=LimitScope.COLLECTIVE),
        Tally(breaches=UN),
        party=ALL,
    ),
    Row("a silent report of a non-addressee is not overdue", Out.NOT_APPLICABLE, By.UNSUPPORTED, REPORT, party=ALL),
]
ROWS = SILENCE + CONDITIONAL + SUPPORTED + BREACHES + SCOPE


@pytest.mark.parametrize("row", ROWS, ids=[row.rule for row in ROWS])
def test_the_rule(row: Row) -> None:
    found = decide(row.duty, row.party, row.tally, Clocks(row.as_of, KNOWN))
    beside = (*(holding.outcome for holding in found.holds), *found.notes)
    assert (found.outcome, found.assurance, beside) == (row.outcome, row.assurance, row.beside)


def test_the_tables_above_reach_every_outcome_and_every_assurance() -> None:
    assert {row.outcome for row in ROWS} == set(Outcome)
    assert {row.assurance for row in ROWS} == set(Assurance)


def test_the_order_of_precedence() -> None:
    assert [outcome.value for outcome in ORDER] == [
        "not_in_force", "not_applicable", "exempt", "breached", "contested", "remedied", "fulfilled", "fulfilled_late",
        "partly_fulfilled", "overdue", "alleged_breach", "in_progress", "measures_reported", "pledged", "not_due",
        "no_information",
    ]  # fmt: skip


ENDED = date(2020, 1, 10)
LATE_MEMBER = replace(STATE, member_from=date(2018, 1, 10), member_until=date(2018, 2, 10))
EDGES = [
    ("the day before it takes effect", START - timedelta(1), duty(), STATE, Out.NOT_IN_FORCE),
    ("the day it takes effect", START, duty(), STATE, Out.NOT_DUE),
    ("the due day is still in time", DUE, REPORT, STATE, Out.NOT_DUE),
    ("the day after the due day", DUE + timedelta(1), REPORT, STATE, Out.OVERDUE),
    ("the last day in force", ENDED - timedelta(1), duty(Test.REPORT, ended=ENDED), STATE, Out.OVERDUE),
    ("the first day no longer in force", ENDED, duty(Test.REPORT, ended=ENDED), STATE, Out.NOT_IN_FORCE),
    ("the day before membership", date(2018, 1, 9), duty(), LATE_MEMBER, Out.NOT_APPLICABLE),
    ("the first day of membership", date(2018, 1, 10), duty(), LATE_MEMBER, Out.NOT_DUE),
    ("the last day of membership", date(2018, 2, 10), duty(), LATE_MEMBER, Out.NOT_DUE),
    ("the day after membership", date(2018, 2, 11), duty(), LATE_MEMBER, Out.NOT_APPLICABLE),
]


@pytest.mark.parametrize(
    ("as_of", "owed", "party", "outcome"), [row[1:] for row in EDGES], ids=[row[0] for row in EDGES]
)
def test_days_at_the_edge(as_of: date, owed: Duty, party: Party, outcome: Outcome) -> None:
    assert decide(owed, party, Tally(), Clocks(as_of, KNOWN)).outcome is outcome


@pytest.mark.parametrize(("test", "outcome"), [(Test.ATTAIN, Out.PLEDGED), (Test.MAINTAIN, Out.PLEDGED)])
def test_a_promise_holds_on_the_due_day_itself(test: Test, outcome: Outcome) -> None:
    assert decide(duty(test), STATE, Tally(promises=OWN), Clocks(DUE, KNOWN)).outcome is outcome
