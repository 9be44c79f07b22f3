"""Undoing on a claim, each by a record of its own: taking back what was just logged, and going back to a revision."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.db.models import Claim, ClaimRevision, Review
from tracker.domain.errors import NotAllowed, Problem, RuleBroken
from tracker.services import claims, revisions

REASON = "Logged by mistake, and taken back by its author."
TOO_LATE = "This claim was edited or decided on meanwhile. Withdraw it with a reason instead."


def take_back(session: Session, *, key: str, by: int, at: datetime) -> Claim:
    """Withdraw a claim that the person logged and on which nobody has worked since. It stays readable.

    Raises NotAllowed for somebody else's claim, and RuleBroken where it was edited or reviewed.
    """
    claim = claims.find(session, key=key, lock=True)
    author, number = session.execute(
        select(ClaimRevision.author_id, ClaimRevision.number).where(
            ClaimRevision.claim_id == claim.id, ClaimRevision.superseded_at.is_(None)
        )
    ).one()
    if author != by:
        raise NotAllowed("claim", Problem("", "Only who logged a claim may take it back. Withdraw it with a reason."))
    decided = select(func.count()).select_from(Review).join(ClaimRevision, ClaimRevision.id == Review.revision_id)
    if number > 1 or session.scalar(decided.where(ClaimRevision.claim_id == claim.id)):
        raise RuleBroken.at("claim", "", TOO_LATE)
    return claims.withdraw(session, key=key, by=by, at=at, reason=REASON)


def go_back(session: Session, *, key: str, number: int, base: int, by: int, at: datetime) -> ClaimRevision:
    """Save a new revision that says what an earlier one said. `base` is the newest that the person had read.

    Its origin is the one under which the claim counts now, since two people may have decided on it meanwhile.
    """
    content = revisions.content_of(claims.show(session, key=key, number=number))
    reason = f"Back to what revision {number} said."
    return claims.edit(session, key=key, base=base, content=content, author=by, at=at, reason=reason)
