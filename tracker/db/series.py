"""Rows -> the figures that claims give, as points: all that were given at an instant, whatever a review said."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from tracker.db import knowing, origins
from tracker.db.models import (
    Bearing,
    Claim,
    ClaimRevision,
    Origin,
    OriginAssignment,
    Quantity,
    Review,
    StateAction,
)
from tracker.domain.facts import ALL_STATES
from tracker.domain.series import Point
from tracker.domain.tally import FINDING_KINDS
from tracker.domain.vocabulary import ReviewState


def points_of(
    session: Session,
    *,
    known_at: datetime,
    obligation_ids: Collection[int] | None = None,
    state: str = "",
    without: Collection[str] = (),
) -> dict[int, list[Point]]:
    """The figures of the claims that bear on obligations, by the obligation's id. One statement.

    `state` asks for claims that bear on that state alone; `without` are units to leave out. A claim that bears on one
    state gives figures of that state, also where it bears on all states together as well; of several, of all of them.
    """
    query = _figures(known_at).where(Quantity.unit.not_in(without))
    if obligation_ids is not None:
        query = query.where(Bearing.obligation_id.in_(obligation_ids))
    rows: dict[tuple[int, int], list[Any]] = {}
    for row in session.execute(query.order_by(Bearing.state_code)):
        rows.setdefault((row.obligation, row.quantity), []).append(row)
    found: dict[int, list[Point]] = {}
    for (obligation, _), group in rows.items():
        point = _point(group)
        if state in ("", *point.states):
            found.setdefault(obligation, []).append(point)
    return found


_QUANTITY = (
    Quantity.id.label("quantity"),
    Quantity.position.label("position"),
    Quantity.low.label("low"),
    Quantity.high.label("high"),
    Quantity.unit.label("unit"),
    Quantity.counted.label("counted"),
    Quantity.measure.label("measure"),
    Quantity.first.label("first"),
    Quantity.last.label("last"),
    Quantity.wording.label("wording"),
    Quantity.reference.label("reference"),
    Quantity.baseline.label("baseline"),
)


def _figures(known_at: datetime) -> Select[Any]:
    """Each figure beside each bearing of its revision, of the revisions that were current at an instant."""
    query: Any = (
        select(
            *_QUANTITY,
            Bearing.obligation_id.label("obligation"),
            Bearing.state_code.label("state"),
            Claim.key.label("claim"),
            ClaimRevision.number.label("revision"),
            ClaimRevision.kind.label("kind"),
            ClaimRevision.speaker.label("speaker"),
            ClaimRevision.speaks_for.label("speaks_for"),
            ClaimRevision.body.label("body"),
            ClaimRevision.said_first.label("said_first"),
            ClaimRevision.said_last.label("said_last"),
            StateAction.key.label("action"),
            Origin.key.label("origin"),
            Review.reliability.label("reliability"),
            Review.credibility.label("credibility"),
            knowing.review_state_at(known_at).label("review_state"),
            knowing.public_from().label("public_from"),
        )
        .select_from(Quantity)
        .join(ClaimRevision, ClaimRevision.id == Quantity.revision_id)
        .join(Claim, Claim.id == ClaimRevision.claim_id)
        .join(Bearing, Bearing.revision_id == ClaimRevision.id)
        .outerjoin(StateAction, StateAction.id == ClaimRevision.state_action_id)
        .outerjoin(OriginAssignment, origins.assignment_at(known_at))
        .join(Origin, Origin.id == origins.counted_under())
        .outerjoin(Review, knowing.review_at(known_at))
    )
    return query.where(knowing.current_at(known_at))


def _point(group: list[Any]) -> Point:
    """One figure, from its rows: one for each state on which its claim bears."""
    row = group[0]
    states = tuple(one.state for one in group if one.state != ALL_STATES) or (ALL_STATES,)
    return Point(
        claim=row.claim,
        revision=row.revision,
        position=row.position,
        states=states,
        low=row.low,
        high=row.high,
        unit=row.unit,
        counted=row.counted,
        measure=row.measure,
        first=row.first,
        last=row.last,
        kind=row.kind,
        speaker=row.speaker,
        origin=row.origin,
        wording=row.wording,
        reference=row.reference,
        baseline=row.baseline,
        said_first=row.said_first,
        said_last=row.said_last,
        action=row.action or "",
        own=states == (row.speaks_for,),
        finding=row.body is not None and row.kind in FINDING_KINDS,
        review_state=ReviewState(row.review_state),
        reliability=row.reliability,
        credibility=row.credibility,
        public_from=row.public_from,
    )
