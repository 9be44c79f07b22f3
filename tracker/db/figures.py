"""The figures of a claim, and the limits of a duty that they are set against."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, case, or_, select
from sqlalchemy.orm import Session

from tracker.db import law_changes
from tracker.db.models import Bearing, ClaimRevision, Obligation, Quantity
from tracker.domain.facts import Duty, Limit
from tracker.domain.law_changes import Change, under
from tracker.domain.limits import Figure
from tracker.domain.vocabulary import Measure, Test


def limits_under(
    session: Session,
    obligation_ids: Collection[int],
    changed: Mapping[int, Sequence[Change]],
    rejected: Collection[int],
) -> dict[int, tuple[Limit, ...]]:
    """The limits of each obligation under the records of the law, but for those that some states reject."""
    found = law_changes.limits_of(session, obligation_ids=obligation_ids)
    for key, changes in changed.items():
        held = [change for change in changes if change.number not in rejected]
        found[key] = under(Duty("", Test.LIMIT, limits=found.get(key, ())), held).limits
    return found


def figures_of(session: Session, revision_ids: Sequence[int]) -> dict[int, list[Figure]]:
    """What each revision counts, leaving out what it only compares with."""
    if not revision_ids:
        return {}
    query = select(Quantity).where(Quantity.revision_id.in_(revision_ids), Quantity.baseline.is_(False))
    found: dict[int, list[Figure]] = {}
    for row in session.scalars(query):
        found.setdefault(row.revision_id, []).append(Figure(row.low, row.unit, row.first, row.last))
    return found


def share(bound: Any) -> ColumnElement[Any]:
    """A bound of the fractions that a revision gives."""
    return (
        select(bound)
        .where(
            Quantity.revision_id == ClaimRevision.id, Quantity.measure == Measure.FRACTION, Quantity.baseline.is_(False)
        )
        .scalar_subquery()
    )


def covered(bound: Any) -> ColumnElement[Any]:
    """A bound of the days that the figures of a revision say they cover; for duties judged by periods only."""
    recurring = select(Obligation.id).where(or_(Obligation.recurs.is_not(None), Obligation.test == Test.LIMIT))
    stated = select(bound).where(
        Quantity.revision_id == ClaimRevision.id, Quantity.reference != "", Quantity.baseline.is_(False)
    )
    return case((Bearing.obligation_id.in_(recurring), stated.scalar_subquery()))
