"""What became of the outcomes of a scope, day by day, newest first, as the record grew and the days went by.

The walk goes back from the clocks. At the end of each of its days the record is judged as it was known then, on that
day, or on the as-of day where that is earlier. Only days on which something can change are looked at: days on which
somebody logged, edited, reviewed or withdrew a claim or moved it to another origin, days of the duties and the states,
and days of which claims tell.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from tracker.db import facts
from tracker.db.models import Bearing, Claim, ClaimRevision, OriginAssignment, Review
from tracker.domain.comparing import days_of
from tracker.domain.facts import Clocks
from tracker.services import assessments, comparisons
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

    The number of statements grows with the days looked at, and not with the claims.
    """
    deeds = _deeds(session, chosen, clocks.known_at)
    days = sorted(_days(session, chosen, clocks) | deeds.keys(), reverse=True)[:MOST_DAYS]
    found: list[Step] = []
    for day in reversed(days):
        moments = [_at(day - timedelta(days=1), clocks), _at(day, clocks)]
        first, second = ((at, assessments.decide_all(session, chosen.obligations, chosen.states, at)) for at in moments)
        if rows := comparisons.moved(session, chosen, first, second):
            at = deeds.get(day, datetime.combine(day, time.min, UTC))
            found.append(Step(day, at, moments[1], rows))
    return found[::-1]


def _at(day: date, clocks: Clocks) -> Clocks:
    """The clocks at the end of a day of the walk."""
    end = datetime.combine(day, time.max, UTC)
    return replace(clocks, as_of=min(day, clocks.as_of), known_at=min(end, clocks.known_at))


def _deeds(session: Session, chosen: Scope, known_at: datetime) -> dict[date, datetime]:
    """The last deed of each day on the scope's claims, from the newest few thousand deeds. One statement."""
    instants = union(*(_instants(column, join, chosen, known_at) for column, join in _DEEDS)).subquery()
    newest = select(instants.c.at).order_by(instants.c.at.desc()).limit(_MOST_DEEDS)
    found: dict[date, datetime] = {}
    for at in session.scalars(newest):
        found.setdefault(at.astimezone(UTC).date(), at)
    return found


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
    query = select(column.label("at")).select_from(ClaimRevision)
    query = query.join(Bearing, Bearing.revision_id == ClaimRevision.id)
    if join is not None:
        query = query.join(*join)
    return query.where(column <= known_at, *_within(chosen))


def _within(chosen: Scope) -> Iterator[Any]:
    yield Bearing.obligation_id.in_([row.id for row in chosen.obligations])
    if len(chosen.states) == 1:
        yield Bearing.state_code == chosen.states[0].code


def _days(session: Session, chosen: Scope, clocks: Clocks) -> set[date]:
    """The days up to the as-of day on which an outcome can change by the calendar alone. One statement."""
    query = select(ClaimRevision.day_first, ClaimRevision.day_last).distinct()
    query = query.join(Bearing, Bearing.revision_id == ClaimRevision.id).where(*_within(chosen))
    days = {day for pair in session.execute(query) for day in pair}
    days |= {day for duty in chosen.obligations for day, _ in days_of(facts.duty_of(duty))}
    for state in chosen.states:
        days |= {state.member_from} if state.member_from else set()
        days |= {state.member_until + timedelta(days=1)} if state.member_until else set()
    return {day for day in days if day <= clocks.as_of}


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
