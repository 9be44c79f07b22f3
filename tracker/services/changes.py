"""What became of the outcomes of a scope, day by day, newest first, as the record grew and the days went by.

The walk goes back from the clocks. At the end of each of its days the record is judged as it was known then, on that
day, or on the as-of day where that is earlier. Only days on which something can change are looked at: days on which
somebody logged, edited, reviewed or withdrew a claim or moved it to another origin, days of the duties and the states,
and days of which claims tell.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import and_, select, union
from sqlalchemy.orm import Session

from tracker.db import facts, knowing
from tracker.db.models import Bearing, Claim, ClaimRevision, Obligation, OriginAssignment, Review, State
from tracker.domain import stepping
from tracker.domain.comparing import days_of
from tracker.domain.facts import Clocks
from tracker.domain.stepping import Steps
from tracker.domain.vocabulary import Verdict
from tracker.services import comparisons
from tracker.services.comparisons import Moved, Scope

MOST_DAYS = 20
"""How many days on which something may have changed one walk looks at."""

_MOST_DEEDS = 2_000


@dataclass(frozen=True, slots=True)
class Step:
    """A day on which outcomes moved. `at` is the last deed of it, or its first instant where there was none."""

    day: date
    at: datetime
    clocks: Clocks
    moved: Sequence[Moved]


def recent(session: Session, *, chosen: Scope, clocks: Clocks) -> list[Step]:
    """The newest days on which outcomes moved, newest first; days on which nothing moved after all are left out.

    Of each day only the duties are judged that something happened to. The number of statements grows with the days
    looked at, and not with the claims.
    """
    touched: dict[date, set[int]] = {}
    deeds: dict[date, datetime] = {}
    for at, duty in _deeds(session, chosen, clocks.known_at):
        day = at.astimezone(UTC).date()
        deeds.setdefault(day, at)
        touched.setdefault(day, set()).add(duty)
    for day, duty in _days(session, chosen):
        if day <= clocks.as_of:
            touched.setdefault(day, set()).add(duty)
    newest = sorted(touched, reverse=True)[:MOST_DAYS]
    steps = (_step(session, chosen.only(touched[day]), day, deeds.get(day), clocks) for day in newest)
    return [step for step in steps if step.moved]


def _step(session: Session, chosen: Scope, day: date, deed: datetime | None, clocks: Clocks) -> Step:
    before, after = _at(day - timedelta(days=1), clocks), _at(day, clocks)
    found = comparisons.compare(session, chosen=chosen, before=before, after=after)
    return Step(day, deed or datetime.combine(day, time.min, UTC), after, found.moved)


def _at(day: date, clocks: Clocks) -> Clocks:
    """The clocks at the end of a day of the walk."""
    end = datetime.combine(day, time.max, UTC)
    return replace(clocks, as_of=min(day, clocks.as_of), known_at=min(end, clocks.known_at))


def _deeds(session: Session, chosen: Scope, known_at: datetime) -> Sequence[tuple[datetime, int]]:
    """When somebody did something, and on which duty; the newest few thousand, newest first. One statement."""
    row = union(*(_instants(column, join, chosen, known_at) for column, join in _DEEDS)).subquery().c
    newest = select(row.at, row.duty).order_by(row.at.desc(), row.duty).limit(_MOST_DEEDS)
    return [(at, duty) for at, duty in session.execute(newest)]


_DEEDS: tuple[tuple[Any, Any], ...] = (
    (ClaimRevision.recorded_at, None),
    (ClaimRevision.superseded_at, None),
    (Review.at, (Review, Review.revision_id == ClaimRevision.id)),
    (Review.superseded_at, (Review, Review.revision_id == ClaimRevision.id)),
    (Claim.withdrawn_at, (Claim, Claim.id == ClaimRevision.claim_id)),
    (OriginAssignment.at, (OriginAssignment, OriginAssignment.claim_id == ClaimRevision.claim_id)),
    (OriginAssignment.superseded_at, (OriginAssignment, OriginAssignment.claim_id == ClaimRevision.claim_id)),
)


def _instants(column: Any, join: Any, chosen: Scope, known_at: datetime) -> Any:
    query = select(column.label("at"), Bearing.obligation_id.label("duty")).select_from(ClaimRevision)
    query = query.join(Bearing, Bearing.revision_id == ClaimRevision.id)
    if join is not None:
        query = query.join(*join)
    return query.where(column <= known_at, *_within(chosen))


def _within(chosen: Scope) -> Iterator[Any]:
    yield Bearing.obligation_id.in_([row.id for row in chosen.obligations])
    if len(chosen.states) == 1:
        yield Bearing.state_code == chosen.states[0].code


def _days(session: Session, chosen: Scope) -> Iterator[tuple[date, int]]:
    """The days on which an outcome of a duty can change by the calendar alone. One statement."""
    query = select(ClaimRevision.day_first, ClaimRevision.day_last, Bearing.obligation_id).distinct()
    query = query.join(Bearing, Bearing.revision_id == ClaimRevision.id).where(*_within(chosen))
    for first, last, duty in session.execute(query):
        yield from ((first, duty), (last, duty))
    joined = {day for state in chosen.states for day in _membership(state)}
    for row in chosen.obligations:
        yield from ((day, row.id) for day, _ in days_of(facts.duty_of(row)))
        yield from ((day, row.id) for day in joined)


def steps(session: Session, *, chosen: Scope, clocks: Clocks) -> Steps:
    """The days through which a page about a scope can be stepped, by what counts at the clocks. One statement."""
    accepted = and_(Review.verdict == Verdict.RIGHT, knowing.unwithdrawn_at(clocks.known_at))
    query = (
        select(ClaimRevision.day_first, ClaimRevision.day_last)
        .distinct()
        .join(Bearing, Bearing.revision_id == ClaimRevision.id)
        .join(Claim, Claim.id == ClaimRevision.claim_id)
        .join(Review, knowing.review_at(clocks.known_at))
        .where(*_within(chosen), knowing.current_at(clocks.known_at), accepted, *knowing.public_by(clocks.public_at))
    )
    told = {day for pair in session.execute(query) for day in pair}
    return law_steps(chosen.obligations, as_of=clocks.as_of, told=told)


def law_steps(obligations: Sequence[Obligation], *, as_of: date, told: Iterable[date] = ()) -> Steps:
    """The same by the days of loaded obligations alone, and those that are handed in as told of by claims."""
    days = [pair for row in obligations for pair in days_of(facts.duty_of(row))]
    return stepping.steps([*days, *((day, "a claim tells of it") for day in told)], as_of=as_of)


def _membership(state: State) -> Iterator[date]:
    if state.member_from:
        yield state.member_from
    if state.member_until:
        yield state.member_until + timedelta(days=1)


def at_most(steps: Sequence[Step], most: int) -> list[Step]:
    """The steps with the newest changes, no more than so many of them in all."""
    found: list[Step] = []
    for step in steps:
        left = most - sum(len(one.moved) for one in found)
        if left <= 0:
            break
        found.append(replace(step, moved=step.moved[:left]))
    return found


def start_of(clocks: Clocks) -> datetime:
    """The first instant of the day at which a walk by the clocks begins."""
    day = max(clocks.as_of, clocks.known_at.astimezone(UTC).date())
    return datetime.combine(day, time.min, UTC)
