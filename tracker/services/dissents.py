"""Dissent from a review: said once, with its reason; it may be taken back, and the record keeps it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from tracker.db import knowing
from tracker.db.constraints import refusing
from tracker.db.models import Claim, ClaimRevision, Dissent, Review
from tracker.domain import dissenting, remarking
from tracker.domain.errors import NotFound, Problem
from tracker.services import accounts, claims


def dissent(session: Session, *, review: int, by: int, reason: str, printed: bool, at: datetime) -> Dissent:
    """Record that a person disagrees with a review that stands. `printed` lets reports give their name and reason.

    Raises NotAllowed for one's own review and for anybody who is neither analyst nor reviewer, RuleBroken for a review
    that was followed by another or whose revision was, and NotFound.
    """
    remarking.check_speaker("dissent", accounts.roles_of(session, person=by))
    # Whoever decides on the claim meanwhile waits, so that the review looked at below is the one that stands.
    claims.find(session, key=review_of(session, review=review).revision.claim.key, lock=True)
    row = review_of(session, review=review)
    current = select(Dissent.id).where(
        Dissent.review_id == review, Dissent.by_id == by, Dissent.taken_back_at.is_(None)
    )
    dissenting.check_dissenter(
        person=by,
        reviewer=row.reviewer_id,
        stands=row.superseded_at is None and row.revision.superseded_at is None,
        has_dissented=session.scalar(current) is not None,
    )
    remarking.check_words("dissent", "reason", reason, missing="Say why you disagree; the reason stays with it.")
    made = Dissent(review_id=review, by_id=by, at=at, reason=reason, printed=printed)
    with refusing(session):
        session.add(made)
    return made


def take_back(session: Session, *, dissent: int, by: int, at: datetime) -> Dissent:
    """Take a dissent back from `at` on. What was known before stays. Raises NotAllowed for somebody else's."""
    row = session.get(Dissent, dissent, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("dissent", Problem("dissent", "There is no such dissent in the record."))
    dissenting.check_taking_back(person=by, by=row.by_id, is_taken_back=row.taken_back_at is not None)
    row.taken_back_at = at
    session.flush()
    return row


def review_of(session: Session, *, review: int) -> Review:
    """A review with its reviewer, its revision and claim, and its dissents. Raises NotFound."""
    query = select(Review).where(Review.id == review)
    row = session.scalar(query.options(*_WITH_CLAIM).execution_options(populate_existing=True))
    if row is None:
        raise NotFound("review", Problem("review", "There is no such review in the record."))
    return row


_WITH_CLAIM = (
    selectinload(Review.reviewer),
    selectinload(Review.revision).selectinload(ClaimRevision.claim),
    selectinload(Review.dissents).selectinload(Dissent.by),
)


def claim_of(session: Session, *, dissent: int) -> Claim:
    """The claim on whose review somebody dissented. Raises NotFound."""
    row = session.get(Dissent, dissent)
    if row is None:
        raise NotFound("dissent", Problem("dissent", "There is no such dissent in the record."))
    return review_of(session, review=row.review_id).revision.claim


def standing(review: Review, *, known_at: datetime) -> list[Dissent]:
    """The dissents from a loaded review that stood at an instant, in the order in which they came."""
    return knowing.standing_dissents(review, known_at=known_at)
