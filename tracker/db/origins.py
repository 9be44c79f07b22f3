"""Under which origin a claim counts at an instant. Said once, in SQL and in Python.

What two people decided goes before what a revision names: the assignment that stands at the instant, else the origin
of the revision. An instant of None means now.
"""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.db.models import ClaimRevision, Origin, OriginAssignment, OriginChange
from tracker.domain.vocabulary import OriginChangeKind, Ruling

_MOMENT = timedelta(microseconds=1)


def assignment_at(
    known_at: datetime | BindParameter[datetime] | None = None, row: Any = OriginAssignment
) -> ColumnElement[bool]:
    """The assignment is of the revision's claim and stood at the instant; to outer join, as most claims have none."""
    return and_(row.claim_id == ClaimRevision.claim_id, _stood(known_at, row))


def _stood(known_at: datetime | BindParameter[datetime] | None, row: Any) -> ColumnElement[bool]:
    if known_at is None:
        return row.superseded_at.is_(None)
    return and_(row.at <= known_at, or_(row.superseded_at.is_(None), row.superseded_at > known_at))


def counted_under() -> ColumnElement[int]:
    """The id of the origin under which a revision counts, where its assignment, if any, is joined."""
    return func.coalesce(OriginAssignment.origin_id, ClaimRevision.origin_id)


def is_under(origin: ColumnElement[int] | int, known_at: datetime | None = None) -> ColumnElement[bool]:
    """The revision counts under the origin with this id; to filter by, without a join."""
    return _is_under(lambda column: column == origin, known_at)


def is_under_one_of(numbers: Collection[int]) -> ColumnElement[bool]:
    """The revision counts now under one of the origins with these ids; to filter by, without a join."""
    return _is_under(lambda column: column.in_(numbers), None)


def _is_under(fits: Callable[[Any], ColumnElement[bool]], known_at: datetime | None) -> ColumnElement[bool]:
    """Each half is asked so that an index finds its few rows, whatever the query around it reads."""
    row, moved = aliased(OriginAssignment), aliased(OriginAssignment)  # it may have joined the table already
    assigned = exists().where(assignment_at(known_at, row))
    own = and_(fits(ClaimRevision.origin_id), ~assigned)
    into = select(moved.claim_id).where(fits(moved.origin_id), _stood(known_at, moved))
    return or_(own, ClaimRevision.claim_id.in_(into))


def assignment_of(revision: ClaimRevision, *, known_at: datetime | None = None) -> OriginAssignment | None:
    """The assignment of a loaded revision's claim that stood at an instant; `assignment_at` for rows in memory."""
    for row in revision.claim.assignments:
        ended = row.superseded_at
        if ended is None if known_at is None else row.at <= known_at and (ended is None or ended > known_at):
            return row
    return None


def effective(revision: ClaimRevision, *, known_at: datetime | None = None) -> Origin:
    """The origin under which a loaded revision counts, or counted at its last instant if another has followed it."""
    if known_at is None and revision.superseded_at is not None:
        known_at = just_before(revision.superseded_at)
    assigned = assignment_of(revision, known_at=known_at)
    return assigned.origin if assigned else revision.origin


def just_before(instant: datetime) -> datetime:
    """The last instant before another; the databases keep microseconds."""
    return instant - _MOMENT


def merged_into(session: Session, origin: Origin) -> Origin:
    """The origin that an origin has become by approved merges, however many followed one another; else itself.

    Only origins that were merged into no other take part in a merge (see `services.origins`), so this ends.
    """
    merge = select(Origin).join(OriginChange, OriginChange.into_id == Origin.id)
    merge = merge.where(OriginChange.kind == OriginChangeKind.MERGE, OriginChange.ruling == Ruling.APPROVED)
    while (after := session.scalar(merge.where(OriginChange.origin_id == origin.id))) is not None:
        origin = after
    return origin
