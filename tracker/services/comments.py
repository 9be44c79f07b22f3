"""Comments on claims: remarks of analysts and reviewers. They change nothing, and are not erased."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from tracker.db.constraints import refusing
from tracker.db.models import ClaimComment
from tracker.domain import remarking
from tracker.services import accounts, claims


def comment(session: Session, *, key: str, by: int, words: str, at: datetime) -> ClaimComment:
    """Add a comment to a claim; it is on the revision that is current. Raises NotAllowed, RuleBroken and NotFound."""
    remarking.check_speaker("comment", accounts.roles_of(session, person=by))
    remarking.check_words("comment", "words", words, missing="Write the comment first.")
    revision = claims.show(session, key=key)
    made = ClaimComment(claim_id=revision.claim_id, revision=revision.number, by_id=by, at=at, words=words)
    with refusing(session):
        session.add(made)
    return made


def of_claim(session: Session, *, claim_id: int, known_at: datetime) -> Sequence[ClaimComment]:
    """The comments on a claim that were there at an instant, oldest first. Two statements."""
    query = select(ClaimComment).where(ClaimComment.claim_id == claim_id, ClaimComment.at <= known_at)
    rows = query.order_by(ClaimComment.at, ClaimComment.id).options(selectinload(ClaimComment.by))
    return session.scalars(rows).all()
