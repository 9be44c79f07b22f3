"""The figures of a claim against the limits of a duty: as facts, and the same said in SQL."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, or_, select
from sqlalchemy.orm import Session

from tracker.db import law_changes
from tracker.db.models import Bearing, ClaimRevision, Obligation, ObligationLimit, Quantity
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
    query = select(Quantity).where(Quantity.revision_id.in_(revision_ids), Quantity.baseline.is_(False))
    found: dict[int, list[Figure]] = {}
    for row in session.scalars(query):
        found.setdefault(row.revision_id, []).append(Figure(row.low, row.unit, row.first, row.last))
    return found


def over(special: Mapping[int, Duty]) -> ColumnElement[bool]:
    """A figure of the revision is over a limit of the duty: `domain.limits.is_over`, said in SQL."""
    own = exists().where(
        Quantity.revision_id == ClaimRevision.id,
        Quantity.baseline.is_(False),
        ObligationLimit.obligation_id == Bearing.obligation_id,
        ObligationLimit.unit == Quantity.unit,
        or_(ObligationLimit.first.is_(None), Quantity.first >= ObligationLimit.first),
        or_(ObligationLimit.last.is_(None), Quantity.last <= ObligationLimit.last),
        or_(ObligationLimit.every_months.is_(None), Quantity.months <= ObligationLimit.every_months),
        Quantity.low > ObligationLimit.value,
    )
    changed = {key: duty for key, duty in special.items() if duty.test is Test.LIMIT}
    if not changed:
        return own
    return or_(and_(Bearing.obligation_id.not_in(changed), own), *_over_changed(changed))


def _over_changed(duties: Mapping[int, Duty]) -> list[ColumnElement[bool]]:
    """For each duty, that it is this one and that a figure of the revision is over a limit of it."""
    return [
        and_(Bearing.obligation_id == key, or_(*(_above(limit) for limit in duty.limits)))
        for key, duty in duties.items()
        if duty.limits
    ]


def _above(limit: Limit) -> ColumnElement[bool]:
    """`domain.limits.is_over` for one limit, said in SQL."""
    asked = [
        Quantity.revision_id == ClaimRevision.id,
        Quantity.baseline.is_(False),
        Quantity.unit == limit.unit,
        Quantity.low > limit.value,
    ]
    if limit.first is not None:
        asked.append(Quantity.first >= limit.first)
    if limit.last is not None:
        asked.append(Quantity.last <= limit.last)
    if limit.every_months is not None:
        asked.append(Quantity.months <= limit.every_months)
    return exists().where(*asked)


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
