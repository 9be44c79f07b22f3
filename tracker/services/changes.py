"""What became of the outcomes of a scope, day by day, newest first, as the record grew and the days went by.

The walk goes back from the clocks. At the end of each of its days the record is judged as it was known then, on that
day, or on the as-of day where that is earlier. Only days on which something can change are looked at: days on which
somebody logged, edited, reviewed or withdrew a claim, moved it to another origin, or put a record of the law in force
or struck one, days of the duties and the states, and days of which claims tell.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import CompoundSelect, and_, literal, select, union
from sqlalchemy.orm import Session

from tracker.db import facts, knowing
from tracker.db.models import Bearing, Claim, ClaimRevision, LawChange, Obligation, OriginAssignment, Review, State
from tracker.domain import stepping
from tracker.domain.duty_days import days_of
from tracker.domain.facts import Clocks
from tracker.domain.stepping import Steps
from tracker.domain.vocabulary import Ruling, Verdict
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


def recent(
    session: Session, *, chosen: Scope, clocks: Clocks, since: datetime | None = None, outcome: str = ""
) -> list[Step]:
    """The newest days on which outcomes moved, newest first; days on which nothing moved after all are left out.

    With an outcome, only what moved to it, of the days that are looked at without it.

    Of each day only the duties are judged that something happened to. The number of statements grows with the days
    looked at, and not with the claims. With `since`, every day from that instant on is looked at, and its own day only
    from that instant.
    """
    touched: dict[date, set[int]] = {}
    deeds: dict[date, datetime] = {}
    for at, duty in _deeds(session, chosen, clocks.known_at, since):
        day = at.astimezone(UTC).date()
        deeds.setdefault(day, at)
        touched.setdefault(day, set()).add(duty)
    for day, duty in _days(session, chosen, clocks):
        if day <= clocks.as_of and (since is None or day > since.astimezone(UTC).date()):
            touched.setdefault(day, set()).add(duty)
    newest = sorted(touched, reverse=True)[: MOST_DAYS if since is None else None]
    steps = (_step(session, chosen.only(touched[day]), day, deeds.get(day), clocks, since) for day in newest)
    found = (replace(step, moved=[one for one in step.moved if outcome in ("", one.after.outcome)]) for step in steps)
    return [step for step in found if step.moved]


def _step(
    session: Session, chosen: Scope, day: date, deed: datetime | None, clocks: Clocks, since: datetime | None
) -> Step:
    before, after = _at(day - timedelta(days=1), clocks), _at(day, clocks)
    if since is not None and since > before.known_at:
        before = replace(before, as_of=min(since.astimezone(UTC).date(), clocks.as_of), known_at=since)
    found = comparisons.compare(session, chosen=chosen, before=before, after=after)
    return Step(day, deed or datetime.combine(day, time.min, UTC), after, found.moved)


def _at(day: date, clocks: Clocks) -> Clocks:
    """The clocks at the end of a day of the walk."""
    end = datetime.combine(day, time.max, UTC)
    return replace(clocks, as_of=min(day, clocks.as_of), known_at=min(end, clocks.known_at))


def _deeds(
    session: Session, chosen: Scope, known_at: datetime, since: datetime | None
) -> Sequence[tuple[datetime, int]]:
    """When somebody did something, and on which duty; the newest few thousand, newest first. One statement."""
    row = deeds(chosen, known_at=known_at).subquery().c
    newest = select(row.at, row.duty).distinct().order_by(row.at.desc(), row.duty).limit(_MOST_DEEDS)
    if since is not None:
        newest = newest.where(row.at > since)
    return [(at, duty) for at, duty in session.execute(newest)]


def deeds(chosen: Scope, *, known_at: datetime) -> CompoundSelect[Any]:
    """What selects the deeds of a scope up to an instant: `at`, the id of the `duty`, and `why`, what was done."""
    on_claims = [_instants(column, join, why, chosen, known_at) for column, join, why in _DEEDS]
    on_law = [_of_law(column, why, chosen, known_at) for column, why in _LAW_DEEDS]
    return union(*on_claims, *on_law)


_OF_REVIEW = (Review, Review.revision_id == ClaimRevision.id)
_OF_ORIGIN = (OriginAssignment, OriginAssignment.claim_id == ClaimRevision.claim_id)
_DEEDS: tuple[tuple[Any, Any, str], ...] = (
    (ClaimRevision.recorded_at, None, "a claim was recorded"),
    (ClaimRevision.superseded_at, None, "a claim was edited"),
    (Review.at, _OF_REVIEW, "a claim was reviewed"),
    (Review.superseded_at, _OF_REVIEW, "a review lapsed"),
    (Claim.withdrawn_at, (Claim, Claim.id == ClaimRevision.claim_id), "a claim was withdrawn"),
    (OriginAssignment.at, _OF_ORIGIN, "a claim was put under another origin"),
    (OriginAssignment.superseded_at, _OF_ORIGIN, "a claim was put under another origin"),
)
_LAW_DEEDS: tuple[tuple[Any, str], ...] = (
    (LawChange.ruled_at, "a record of the law was put in force"),
    (LawChange.ended_at, "a record of the law was struck"),
)


def _instants(column: Any, join: Any, why: str, chosen: Scope, known_at: datetime) -> Any:
    named = (column.label("at"), Bearing.obligation_id.label("duty"), literal(why).label("why"))
    query = select(*named).select_from(ClaimRevision)
    query = query.join(Bearing, Bearing.revision_id == ClaimRevision.id)
    if join is not None:
        query = query.join(*join)
    return query.where(column <= known_at, *_within(chosen))


def _of_law(column: Any, why: str, chosen: Scope, known_at: datetime) -> Any:
    """When records of the law were put in force or struck."""
    named = (column.label("at"), LawChange.obligation_id.label("duty"), literal(why).label("why"))
    query = select(*named).where(column <= known_at)
    ids = [row.id for row in chosen.obligations]
    return query.where(LawChange.ruling == Ruling.APPROVED, LawChange.obligation_id.in_(ids))


def _within(chosen: Scope) -> Iterator[Any]:
    yield Bearing.obligation_id.in_([row.id for row in chosen.obligations])
    if len(chosen.states) == 1:
        yield Bearing.state_code == chosen.states[0].code


_Told = dict[int, set[tuple[date, date]]]
"""The first and the last possible day of what claims tell of, by the ids of the duties on which they bear."""


def _days(session: Session, chosen: Scope, clocks: Clocks) -> Iterator[tuple[date, int]]:
    """The days on which an outcome of a duty can change by the calendar alone. Two statements."""
    query = select(ClaimRevision.day_first, ClaimRevision.day_last, Bearing.obligation_id).distinct()
    query = query.join(Bearing, Bearing.revision_id == ClaimRevision.id).where(*_within(chosen))
    told = _told(session, query)
    yield from ((day, duty) for duty, spans in told.items() for span in spans for day in span)
    yield from ((day, duty) for duty, day, _ in _of_duties(session, chosen.obligations, clocks, told))
    yield from ((day, row.id) for state in chosen.states for day in _membership(state) for row in chosen.obligations)


def _told(session: Session, query: Any) -> _Told:
    told: _Told = {}
    rows: Any = session.execute(query)
    for first, last, duty in rows:
        told.setdefault(duty, set()).add((first, last))
    return told


def _of_duties(
    session: Session, obligations: Sequence[Obligation], clocks: Clocks, told: _Told
) -> Iterator[tuple[int, date, str]]:
    """The days of duties, by their ids, with what day each is. One statement.

    Of a duty that comes every period and of which no claim tells, each later period is as silent as the first.
    """
    for key, duty in facts.duties_of(session, rows=obligations, known_at=clocks.known_at).items():
        events = {last for _, last in told.get(key, ())}
        until = clocks.as_of if events else date.min
        yield from ((key, day, why) for day, why in days_of(duty, until=until, events=events))


def steps(session: Session, *, chosen: Scope, clocks: Clocks) -> Steps:
    """The days through which a page about a scope can be stepped, by what counts at the clocks. Two statements."""
    accepted = and_(Review.verdict == Verdict.RIGHT, knowing.unwithdrawn_at(clocks.known_at))
    query = (
        select(ClaimRevision.day_first, ClaimRevision.day_last, Bearing.obligation_id)
        .distinct()
        .join(Bearing, Bearing.revision_id == ClaimRevision.id)
        .join(Claim, Claim.id == ClaimRevision.claim_id)
        .join(Review, knowing.review_at(clocks.known_at))
        .where(*_within(chosen), knowing.current_at(clocks.known_at), accepted, *knowing.public_by(clocks.public_at))
    )
    return _steps(session, chosen.obligations, clocks, _told(session, query))


def law_steps(session: Session, *, obligations: Sequence[Obligation], clocks: Clocks) -> Steps:
    """The same by the days of loaded obligations alone. One statement."""
    return _steps(session, obligations, clocks, {})


def _steps(session: Session, obligations: Sequence[Obligation], clocks: Clocks, told: _Told) -> Steps:
    days = [(day, "a claim tells of it") for spans in told.values() for span in spans for day in span]
    days += [(day, why) for _, day, why in _of_duties(session, obligations, clocks, told)]
    return stepping.steps(days, as_of=clocks.as_of)


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
