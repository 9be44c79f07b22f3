"""The figures on record of an obligation: their series, and the running totals against its limits."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.db import facts
from tracker.db import series as rows
from tracker.db.models import Obligation
from tracker.domain import converting, periods, series, totals
from tracker.domain.facts import ALL_STATES, Clocks, Duty, Limit, Period
from tracker.domain.limits import Span
from tracker.domain.series import Point, Series, SetAside
from tracker.domain.totals import PeriodTotal
from tracker.domain.vocabulary import LimitScope, Test
from tracker.services import law
from tracker.services.assessments import Cell
from tracker.services.reconciliations import UNIT as STATES

Alternatives = Mapping[Span, tuple[PeriodTotal, ...]]
"""The totals of each period, newest first; those of one period are against its alternative limits."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What is on record of one obligation by the clocks.

    `together` are the totals of all states, where the limit is on all together. `each` are those of each state with a
    figure of its own: there its part, else what its own limit is counted against.
    """

    obligation: Obligation
    duty: Duty
    clocks: Clocks
    series: tuple[Series, ...]
    aside: tuple[SetAside, ...]
    together: Alternatives
    each: Mapping[str, Alternatives]

    @property
    def has_limits(self) -> bool:
        """Whether the duty has a limit that a total is counted against."""
        return bool(self.duty.limits)

    @property
    def is_collective(self) -> bool:
        """Whether the limit is on all states together."""
        return self.duty.limit_scope is LimitScope.COLLECTIVE

    @property
    def limited_units(self) -> frozenset[str]:
        """The units in which amounts are counted against a limit."""
        return frozenset(limit.unit for limit in self.duty.limits)

    @property
    def states(self) -> tuple[str, ...]:
        """The states that have a line, all states together first."""
        return tuple(dict.fromkeys(line.key.state for line in self.series))

    def lines(self, state: str) -> tuple[Series, ...]:
        """The lines of one state."""
        return tuple(line for line in self.series if line.key.state == state)

    def shared(self, state: str) -> tuple[Series, ...]:
        """The lines of several states together of which this is one."""
        return tuple(line for line in self.series if line.key.state != state and state in line.points[0].states)

    def of(self, state: str) -> Alternatives:
        """The totals of a state, or of all together."""
        return self.together if state == ALL_STATES else self.each.get(state, {})

    def parts(self, total: PeriodTotal) -> list[tuple[str, PeriodTotal]]:
        """The part of each state in a total of all together, by its code: its own figures against the same limit."""
        own = ((state, found.get((total.first, total.last), ())) for state, found in self.each.items())
        same = ((state, part) for state, parts in own for part in parts if part.limit == total.limit and part.counted)
        return list(same) if self.is_collective else []


def of_obligation(session: Session, *, obligation: Obligation, clocks: Clocks) -> Figures:
    """The figures of a loaded obligation, of all states. At most eight statements."""
    duty = facts.duties_of(session, rows=[obligation], known_at=clocks.known_at)[obligation.id]
    return _of_duty(session, obligation, duty, clocks)


def of_cell(session: Session, *, cell: Cell) -> Figures:
    """The figures of a cell's obligation, of all states, as the law of the cell is. At most seven statements."""
    return _of_duty(session, cell.obligation, cell.duty, cell.clocks)


def _of_duty(session: Session, obligation: Obligation, duty: Duty, clocks: Clocks) -> Figures:
    found = rows.points_of(session, known_at=clocks.known_at, obligation_ids=[obligation.id], without=[STATES])
    points = found.get(obligation.id, [])
    reports = _reports(session, obligation, clocks) if points and duty.limits else []
    return _figures(obligation, duty, clocks, points, reports)


def _figures(
    obligation: Obligation, duty: Duty, clocks: Clocks, points: Collection[Point], reports: Sequence[Period]
) -> Figures:
    counted, aside = series.sort_out(points, clocks)
    counted += converting.converted(counted, points, duty.limits, duty.rates)
    alerts = _alerts(obligation)

    def total(some: Collection[Point]) -> Alternatives:
        entries = [point.entry for point in some]
        found = totals.running(duty.limits, entries, clocks.as_of, alerts=alerts, reports=reports, ended=duty.ended)
        return totals.whichever_is_lower(found)

    own: defaultdict[str, list[Point]] = defaultdict(list)
    for point in counted:
        if not point.is_shared:
            own[point.state].append(point)
    measured = {line: group for line, group in own.items() if _has_measured(duty.limits, group)}
    return Figures(
        obligation,
        duty,
        clocks,
        series.series_of(counted),
        tuple(aside),
        together=total(counted) if duty.limit_scope is LimitScope.COLLECTIVE else {},
        each={state: total(group) for state, group in sorted(measured.items())},
    )


def _alerts(obligation: Obligation) -> dict[str, list[float]]:
    """The shares of each limit at which notice is given, by its unit; a record of the law that sets one keeps them."""
    return {limit.unit: limit.alerts for limit in obligation.limits}


def _has_measured(limits: Collection[Limit], points: Collection[Point]) -> bool:
    return not {limit.unit for limit in limits}.isdisjoint(point.unit for point in points)


def _reports(session: Session, obligation: Obligation, clocks: Clocks) -> list[Period]:
    """The reporting periods of the duties of the same paragraph that are to report again and again."""
    keys = [duty.key for duty in obligation.provision.obligations if duty.test is Test.REPORT and duty.recurs]
    sisters = law.obligations(session, keys=keys) if keys else []
    duties = facts.duties_of(session, rows=sisters, known_at=clocks.known_at) if sisters else {}
    return [period for duty in duties.values() for period in periods.periods_of(duty, until=clocks.as_of)]


def levels(session: Session, *, obligations: Collection[Obligation], clocks: Clocks) -> dict[str, PeriodTotal]:
    """The newest total with a figure of each limit on all states together, by the key of its obligation.

    Of alternative limits, the one that decides. Of the obligations given, loaded with their limits; two statements
    where one of them has such a limit, else none.
    """
    limited = [row for row in obligations if row.test is Test.LIMIT and row.limit_scope is LimitScope.COLLECTIVE]
    if not limited:
        return {}
    duties = facts.duties_of(session, rows=limited, known_at=clocks.known_at)
    points = rows.points_of(session, known_at=clocks.known_at, obligation_ids=list(duties), without=[STATES])
    found = {row.key: _level(row, duties[row.id], clocks, points.get(row.id, ())) for row in limited}
    return {key: total for key, total in found.items() if total is not None}


def _level(obligation: Obligation, duty: Duty, clocks: Clocks, points: Collection[Point]) -> PeriodTotal | None:
    counted = [point for point in points if series.apart(point, clocks) is None]
    counted += converting.converted(counted, points, duty.limits, duty.rates)
    entries, alerts = [point.entry for point in counted], _alerts(obligation)
    return totals.nearest(totals.newest(duty.limits, entries, clocks.as_of, alerts=alerts, ended=duty.ended))


def of_state(session: Session, *, state: str, clocks: Clocks) -> list[tuple[Series, tuple[int, ...]]]:
    """The lines of a state, by its code, each with the ids of the obligations that it is under. One statement.

    Those of several states of which it is one are among them.
    """
    points = rows.points_of(session, known_at=clocks.known_at, state=state, without=[STATES])
    found: dict[Series, list[int]] = {}
    for obligation, some in sorted(points.items()):
        for line in series.series_of(series.sort_out(some, clocks)[0]):
            found.setdefault(line, []).append(obligation)
    return [(line, tuple(ids)) for line, ids in found.items()]
