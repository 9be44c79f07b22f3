"""The figures of a claim, and the limits and rates of a duty that they are set against."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, case, or_, select
from sqlalchemy.orm import Session

from tracker.db import law_changes
from tracker.db.models import Bearing, ClaimRevision, Obligation, Quantity
from tracker.domain import limits as limiting
from tracker.domain.facts import Duty, Limit
from tracker.domain.law_changes import Change, under
from tracker.domain.limits import Figure
from tracker.domain.vocabulary import Measure, Test


def terms_under(
    session: Session,
    obligation_ids: Collection[int],
    changed: Mapping[int, Sequence[Change]],
    rejected: Collection[int],
) -> dict[int, Duty]:
    """Each obligation with its limits and rates only, as the records of the law leave them but for those rejected."""
    own = law_changes.limits_of(session, obligation_ids=obligation_ids)
    held = {key: [one for one in changes if one.number not in rejected] for key, changes in changed.items()}
    return {key: bare(own.get(key, ()), held.get(key, ())) for key in {*obligation_ids, *own, *held}}


def bare(limits: tuple[Limit, ...], held: Collection[Change]) -> Duty:
    """A duty of which nothing is known but its limits, under records of the law."""
    return under(Duty("", Test.LIMIT, limits=limits), held)


def over(duty: Duty, figures: Collection[Figure]) -> Figure | None:
    """The figure of one claim that is over a limit of a duty, if one is."""
    return limiting.first_over(duty.limits, figures, duty.rates)


def figures_of(session: Session, revision_ids: Sequence[int]) -> dict[int, list[Figure]]:
    """What each revision counts, leaving out what it only compares with."""
    if not revision_ids:
        return {}
    query = select(Quantity).where(Quantity.revision_id.in_(revision_ids), Quantity.baseline.is_(False))
    found: dict[int, list[Figure]] = {}
    for row in session.scalars(query.order_by(Quantity.revision_id, Quantity.position)):
        figure = Figure(row.low, row.unit, row.first, row.last, row.high, row.wording, row.measure)
        found.setdefault(row.revision_id, []).append(figure)
    return found


def units_among(session: Session, units: Collection[str]) -> frozenset[str]:
    """Those of some units in which the record has figures. One statement, or none where no unit is named."""
    asked = {unit for unit in units if unit}
    query = select(Quantity.unit).where(Quantity.unit.in_(asked)).distinct()
    return frozenset(session.scalars(query)) if asked else frozenset()


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
