"""Records that bear on an obligation from a day, as the rules read them: what was in force by an instant."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from functools import cache

from sqlalchemy import ColumnElement, Select, bindparam, or_, select
from sqlalchemy.orm import Session, joinedload

from tracker.db.base import UTCDateTime
from tracker.db.knowing import Instant
from tracker.db.models import LawChange, Obligation, ObligationLimit
from tracker.domain import law_changes
from tracker.domain.facts import Limit, Rate
from tracker.domain.vocabulary import Ruling


def in_force(
    session: Session, *, obligation_ids: Collection[int], known_at: datetime
) -> dict[int, tuple[law_changes.Change, ...]]:
    """The records that two people had put in force by an instant, of each obligation that has any. One statement."""
    found: defaultdict[int, list[law_changes.Change]] = defaultdict(list)
    for row in session.scalars(_held(), {"obligations": list(obligation_ids), "known_at": known_at}):
        found[row.obligation_id].append(change_of(row))
    return {key: tuple(changes) for key, changes in found.items()}


def ever_in_force(
    session: Session, *, obligation_id: int
) -> list[tuple[law_changes.Change, datetime, datetime | None]]:
    """The records that two people ever put in force of an obligation, each with when, and when it was struck if it was.

    One statement.
    """
    query = select(LawChange).where(LawChange.obligation_id == obligation_id, LawChange.ruling == Ruling.APPROVED)
    rows = session.scalars(query.options(joinedload(LawChange.source)).order_by(LawChange.id))
    return [(change_of(row), row.ruled_at, row.ended_at) for row in rows if row.ruled_at is not None]


@cache
def _held() -> Select[LawChange]:
    """The statement of `in_force`, put together once."""
    asked = LawChange.obligation_id.in_(bindparam("obligations", expanding=True))
    known_at = bindparam("known_at", type_=UTCDateTime)
    query = select(LawChange).where(asked, *held_at(known_at)).order_by(LawChange.id)
    return query.options(joinedload(LawChange.source))


def held_at(known_at: Instant) -> tuple[ColumnElement[bool], ...]:
    """What a query asks of records that two people had put in force by an instant and nobody had struck."""
    return (
        LawChange.ruling == Ruling.APPROVED,
        LawChange.ruled_at <= known_at,
        or_(LawChange.ended_at.is_(None), LawChange.ended_at > known_at),
    )


def change_of(row: LawChange) -> law_changes.Change:
    """A record, with its source loaded, as the rules read it."""
    limit = None
    if row.limit_value is not None:
        limit = Limit(row.limit_value, row.limit_unit, row.limit_period, row.first, row.last, row.limit_months)
    return law_changes.Change(
        number=row.id,
        effect=row.effect,
        title=row.title,
        first=row.first,
        last=row.last,
        states=frozenset(row.states),
        limit=limit,
        due=row.due,
        rejected_by=frozenset(row.rejected_by),
        rate=_rate_of(row),
    )


def _rate_of(row: LawChange) -> Rate | None:
    if row.rate_factor is None or row.source is None:
        return None
    source = row.source.symbol or row.source.title
    return Rate(row.rate_unit, row.rate_factor, row.rate_into, row.id, row.title, source, row.first, row.last)


def limits_of(session: Session, *, obligation_ids: Collection[int]) -> dict[int, tuple[Limit, ...]]:
    """The limits of each obligation that has any, as its own rows say. One statement."""
    found: defaultdict[int, list[Limit]] = defaultdict(list)
    for row in session.scalars(_limits(), {"obligations": list(obligation_ids)}):
        found[row.obligation_id].append(limit_of(row))
    return {key: tuple(limits) for key, limits in found.items()}


@cache
def _limits() -> Select[ObligationLimit]:
    """The statement of `limits_of`, put together once."""
    asked = ObligationLimit.obligation_id.in_(bindparam("obligations", expanding=True))
    return select(ObligationLimit).where(asked).order_by(ObligationLimit.position)


def limit_of(row: ObligationLimit) -> Limit:
    """A limit as the rules read it."""
    return Limit(row.value, row.unit, row.period, row.first, row.last, row.every_months)


def suspensions_of(row: Obligation) -> tuple[tuple[date, date | None], ...]:
    """The days between which an obligation did not bind, as its own row says."""
    return tuple((date.fromisoformat(first or ""), _day(last)) for first, last in row.suspensions)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
