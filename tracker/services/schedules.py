"""What falls due and when: the days of the obligations of a scope, each with what day it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from tracker.db import facts
from tracker.db.models import Deadline, Obligation, Provision, State
from tracker.domain import deadlines, periods
from tracker.domain.facts import Clocks, Duty
from tracker.domain.reasons import Decision
from tracker.domain.vocabulary import Outcome
from tracker.services import assessments
from tracker.services.comparisons import Scope

BACK, AHEAD = timedelta(days=92), timedelta(days=366)
"""How far on each side of the as-of day the dates of a duty that comes again and again are listed."""

DUE = "due"
_IDLE = (Outcome.NOT_APPLICABLE, Outcome.NOT_IN_FORCE)


@dataclass(frozen=True, slots=True)
class ScheduledDay:
    """A day of a duty: the last day on which it is in time (`due`), or the day on which it takes effect or ends.

    `judged` says whether the rules call a state late by this day. `period` is what a duty that comes again covers.
    `decision` is the outcome by the clocks where the scope is of one state.
    """

    day: date
    obligation: Obligation
    what: str
    judged: bool = False
    period: str = ""
    decision: Decision | None = None

    @property
    def words(self) -> str:
        """What day it is, in words."""
        said = f"{self.what} for {self.period}" if self.period else self.what
        return f"{said} (not judged)" if self.what == DUE and not self.judged else said


def days(session: Session, *, chosen: Scope, clocks: Clocks, outcome: str = "") -> list[ScheduledDay]:
    """The days of a scope in order. For one state, without duties that do not bind it on the as-of day.

    With an outcome, only of duties that have it by the clocks, for the one state or for any of several.
    """
    if outcome:
        chosen = _having(session, chosen, outcome, clocks)
    decisions: dict[str, Decision] = {}
    if len(chosen.states) == 1:
        decisions = _of_state(session, chosen, chosen.states[0], clocks)
    ids = [row.id for row in chosen.obligations]
    rows = session.scalars(
        select(Obligation).where(Obligation.id.in_(ids)).options(*_WHOLE).order_by(Obligation.sort_key)
    )
    duties = facts.duties_of(session, rows=chosen.obligations, known_at=clocks.known_at)
    found = [
        replace(one, decision=decisions.get(row.key))
        for row in rows
        if outcome or not decisions or decisions[row.key].outcome not in _IDLE
        for one in (*_law(row, duties[row.id]), *_due(row, duties[row.id], decisions.get(row.key), clocks.as_of))
    ]
    return sorted(found, key=lambda one: (one.day, one.obligation.sort_key, one.what))


_WHOLE = (
    selectinload(Obligation.deadlines),
    selectinload(Obligation.provision).selectinload(Provision.resolution),
    selectinload(Obligation.regime),
)


def _having(session: Session, chosen: Scope, outcome: str, clocks: Clocks) -> Scope:
    """The scope with those obligations only that any of its states has an outcome of."""
    found = assessments.decide_all(session, chosen.obligations, chosen.states, clocks)
    keys = {key for (_, key), decision in found.items() if decision.outcome == outcome}
    return chosen.only({row.id for row in chosen.obligations if row.key in keys})


def _of_state(session: Session, chosen: Scope, state: State, clocks: Clocks) -> dict[str, Decision]:
    found = assessments.decide_all(session, chosen.obligations, [state], clocks)
    return {key: decision for (_, key), decision in found.items()}


def _law(row: Obligation, duty: Duty) -> Iterator[ScheduledDay]:
    if duty.effective:
        yield ScheduledDay(duty.effective, row, "takes effect")
    if duty.ended:
        yield ScheduledDay(duty.ended, row, "ends")


def _due(row: Obligation, duty: Duty, decision: Decision | None, as_of: date) -> Iterator[ScheduledDay]:
    """The due dates of an obligation: the judged ones as its records leave them, and the others as its file has them.

    One that is counted from an event has a day only where the scope is of one state, and something opened it there.
    """
    if duty.due:
        yield ScheduledDay(duty.due, row, DUE, judged=True)
    elif decision is not None and decision.due is not None and periods.is_from_event(duty):
        yield ScheduledDay(decision.due, row, DUE, judged=True)
    for period in periods.periods_of(duty, until=as_of + AHEAD):
        if as_of - BACK <= period.due <= as_of + AHEAD:
            yield ScheduledDay(
                period.due, row, DUE, judged=True, period=deadlines.period_span(period.first, period.last).wording
            )
    for one in row.deadlines:
        if not one.judged:
            yield from (ScheduledDay(day, row, DUE, period=period) for day, period in _other(row, duty, one, as_of))


def _other(row: Obligation, duty: Duty, deadline: Deadline, as_of: date) -> Iterator[tuple[date, str]]:
    """The dates of a deadline that is not judged: its one day, or those near the as-of day."""
    if deadline.day is not None:
        yield deadline.day, ""
        return
    start = duty.effective or row.provision.resolution.adopted
    last = duty.ended - timedelta(days=1) if duty.ended else None
    for due in deadlines.due_dates(deadlines.parse_rule(deadline.rule), start=start, until=as_of + AHEAD, end=last):
        if due.due >= as_of - BACK:
            yield due.due, due.period.wording if due.period else ""


def split(found: Sequence[ScheduledDay], *, as_of: date) -> tuple[list[ScheduledDay], list[ScheduledDay]]:
    """The days from the as-of day on, the next first; and those before it, the last first."""
    return [one for one in found if one.day >= as_of], [one for one in reversed(found) if one.day < as_of]
