"""A reviewer's own record, from every decision on the claims that they decided on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.db.models import Claim, ClaimRevision, Dissent, Review, ReviewUndo, User
from tracker.domain import reviewing_record
from tracker.domain.reviewing import STATE_OF
from tracker.domain.reviewing_record import Decided, ReviewingRecord
from tracker.domain.vocabulary import Credibility, Reliability, ReviewState, Verdict


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """A reviewer, what the decisions say, and the dissents that stand: from their reviews, and by them."""

    person: User
    record: ReviewingRecord
    received: int
    given: int


def of(session: Session, *, person: User) -> OwnRecord:
    """The record of a person, as it is now. Six statements, however much they decided."""
    mine = select(ClaimRevision.claim_id).join(Review, Review.revision_id == ClaimRevision.id)
    rows = _rows(session, mine.where(Review.reviewer_id == person.id))
    undone = set(session.scalars(select(ReviewUndo.review_id)))
    restored = set(session.scalars(select(ReviewUndo.restored_id).where(ReviewUndo.restored_id.is_not(None))))
    # A review that an undo restored says an earlier decision again; it is not another one.
    decisions = [_decided(row, undone) for row in rows if row.review is not None and row.review not in restored]
    record = reviewing_record.of(person.id, decisions, _states(rows))
    received = _dissents(Review.reviewer_id == person.id, session)
    return OwnRecord(person, record, received, _dissents(Dissent.by_id == person.id, session))


@dataclass(frozen=True, slots=True)
class _Row:
    """A revision beside one of its reviews, or beside none."""

    claim: int
    withdrawn: bool
    revision: int
    number: int
    recorded_at: datetime
    is_current: bool
    review: int | None
    reviewer: int
    at: datetime
    stands: bool
    verdict: Verdict
    reliability: Reliability | None
    credibility: Credibility | None


def _rows(session: Session, claim_ids) -> list[_Row]:  # noqa: ANN001 - a statement of ids
    query = (
        select(
            Claim.id,
            Claim.withdrawn_at.is_not(None),
            ClaimRevision.id,
            ClaimRevision.number,
            ClaimRevision.recorded_at,
            ClaimRevision.superseded_at.is_(None),
            Review.id,
            Review.reviewer_id,
            Review.at,
            Review.superseded_at.is_(None),
            Review.verdict,
            Review.reliability,
            Review.credibility,
        )
        .join(ClaimRevision, ClaimRevision.claim_id == Claim.id)
        .outerjoin(Review, Review.revision_id == ClaimRevision.id)
        .where(Claim.id.in_(claim_ids))
    )
    return [_Row(*row) for row in session.execute(query)]


def _decided(row: _Row, undone: set[int]) -> Decided:
    return Decided(
        claim=row.claim,
        revision=row.revision,
        number=row.number,
        reviewer=row.reviewer,
        at=row.at,
        recorded_at=row.recorded_at,
        verdict=row.verdict,
        reliability=row.reliability,
        credibility=row.credibility,
        stands=row.stands,
        is_undone=row.review in undone,
    )


def _states(rows: Iterable[_Row]) -> dict[tuple[int, int], ReviewState]:
    """Where each revision stands, by claim and number; the last of a withdrawn claim is withdrawn."""
    found: dict[tuple[int, int], ReviewState] = {}
    for row in rows:
        place = (row.claim, row.number)
        found.setdefault(place, ReviewState.WAITING)
        if row.withdrawn and row.is_current:
            found[place] = ReviewState.WITHDRAWN
        elif row.review is not None and row.stands:
            found[place] = STATE_OF[row.verdict]
    return found


def _dissents(condition, session: Session) -> int:  # noqa: ANN001 - an SQL expression
    query = select(func.count()).select_from(Dissent).join(Review, Review.id == Dissent.review_id)
    return session.scalar(query.where(condition, Dissent.taken_back_at.is_(None))) or 0
