"""Taking back a decision within seconds: a new event, by the same person; the decision itself stays readable."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from tracker.db.constraints import refusing
from tracker.db.models import Claim, ClaimRevision, Review, ReviewUndo
from tracker.domain.errors import NotAllowed, NotFound, Problem, RuleBroken, Stale

OFFERED = timedelta(seconds=10)
"""How long a page offers it …"""
ON_THE_WAY = timedelta(seconds=2)
"""… and how much longer an answer may take to arrive."""
TOO_LATE = "The ten seconds in which a decision can be taken back are over. Decide again instead."


def offer(session: Session, *, review: int, by: int, at: datetime) -> Review | None:
    """The review, with its claim, while its author may still take it back; else None."""
    found = _find(session, review)
    if found is None or found.reviewer_id != by or found.superseded_at is not None or at - found.at > OFFERED:
        return None
    return found


def undo(session: Session, *, review: int, by: int, at: datetime) -> Review:
    """Take a decision of one's own back. The decision that it had followed stands again, or the claim waits again.

    Raises NotFound, NotAllowed for somebody else's decision, Stale when another has followed it, and RuleBroken when
    the time for it is over.
    """
    found = _find(session, review, lock=True)
    if found is None:
        raise NotFound("review", Problem("", "There is no such decision in the record."))
    if found.reviewer_id != by:
        raise NotAllowed("review", Problem("", "Only the reviewer who decided may take a decision back."))
    if found.superseded_at is not None or found.revision.superseded_at is not None:
        raise Stale("review", Problem("", "The decision no longer stands, so there is nothing to take back."))
    if at - found.at > OFFERED + ON_THE_WAY:
        raise RuleBroken.at("review", "", TOO_LATE)
    found.superseded_at = at
    session.flush()
    restored = _restore(session, found, at=at)
    with refusing(session):
        session.add(ReviewUndo(review_id=found.id, by_id=by, at=at, restored_id=restored.id if restored else None))
    return found


def _find(session: Session, review: int, *, lock: bool = False) -> Review | None:
    loaded = selectinload(Review.revision).selectinload(ClaimRevision.claim)
    query = select(Review).where(Review.id == review).options(loaded)
    if lock:
        revision = select(ClaimRevision.claim_id).join(Review, Review.revision_id == ClaimRevision.id)
        claim = session.scalar(revision.where(Review.id == review))
        session.execute(select(Claim.id).where(Claim.id == claim).with_for_update())
        query = query.execution_options(populate_existing=True)
    return session.scalar(query)


def _restore(session: Session, undone: Review, *, at: datetime) -> Review | None:
    """Let the decision that the undone one had followed stand again, in the words and by the person it was made by."""
    query = select(Review).where(Review.revision_id == undone.revision_id, Review.superseded_at == undone.at)
    earlier = session.scalar(query.where(Review.id != undone.id).order_by(Review.number.desc()).limit(1))
    if earlier is None:
        return None
    again = Review(
        revision_id=earlier.revision_id,
        author_id=earlier.author_id,
        reviewer_id=earlier.reviewer_id,
        number=undone.number + 1,
        at=at,
        verdict=earlier.verdict,
        reliability=earlier.reliability,
        credibility=earlier.credibility,
        comment=earlier.comment,
    )
    with refusing(session):
        session.add(again)
    return again
