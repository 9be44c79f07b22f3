"""A claim as it was known at an instant: which revision stood, which of its reviews there were, and what came later.

What a row of a review has that happened after the instant is left out, so that a page of the instant cannot show it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.db.models import ClaimRevision, Dissent, Reopening, Review, ReviewUndo, User
from tracker.domain.dates import instant_words
from tracker.domain.errors import NotFound, Problem
from tracker.domain.vocabulary import Credibility, Reliability, Verdict
from tracker.services import claims


@dataclass(frozen=True, slots=True)
class ReviewThen:
    """A review as it was known at an instant; `superseded_at`, `undo` and `reopening` only if they had come by then."""

    id: int
    at: datetime
    verdict: Verdict
    reliability: Reliability | None
    credibility: Credibility | None
    comment: str
    reviewer: User
    reviewer_id: int
    dissents: list[Dissent]
    superseded_at: datetime | None = None
    undo: ReviewUndo | None = None
    reopening: Reopening | None = None


def show(session: Session, *, key: str, known_at: datetime | None, number: int | None = None) -> ClaimRevision:
    """The revision that stood at an instant or stands now, or another that there was, with everything that hangs on it.

    Raises NotFound, with when it was recorded, for a claim or a revision that was not known yet.
    """
    if known_at is None:
        return claims.show(session, key=key, number=number)
    recorded = _recorded(session, key)
    if number is not None and number not in recorded:
        raise NotFound("claim", Problem("revision", f"This claim has no revision {number}."))
    known = [one for one, at in recorded.items() if at <= known_at]
    if not known or (number or known[0]) not in known:
        what = f"Revision {number} of the claim" if known else "The claim"
        at = instant_words(recorded[number or min(recorded)])
        sentence = f"{what} “{key}” was recorded on {at}, after the instant that was asked for."
        raise NotFound("claim", Problem("key", sentence))
    return claims.show(session, key=key, number=number or max(known))


def later(session: Session, *, key: str, known_at: datetime | None) -> list[str]:
    """What came of a claim after an instant, in words: its later revisions, and that it was withdrawn.

    After now there is nothing.
    """
    if known_at is None:
        return []
    recorded = _recorded(session, key).items()
    found = [f"revision {number}, saved on {instant_words(at)}" for number, at in recorded if at > known_at]
    withdrawn = claims.find(session, key=key).withdrawn_at
    return [*found, f"withdrawn on {instant_words(withdrawn)}"] if withdrawn and withdrawn > known_at else found


def reviews_of(revision: ClaimRevision, *, known_at: datetime | None) -> Sequence[Review | ReviewThen]:
    """The reviews of a loaded revision that there were by an instant, or are now."""
    if known_at is None:
        return revision.reviews
    return [_then(review, known_at) for review in revision.reviews if review.at <= known_at]


def is_withdrawn(revision: ClaimRevision, *, known_at: datetime | None) -> bool:
    """Whether the claim of a loaded revision had been withdrawn by an instant, or is now."""
    at = revision.claim.withdrawn_at
    return at is not None and (known_at is None or at <= known_at)


def _then(review: Review, known_at: datetime) -> ReviewThen:
    ended, undo, reopening = review.superseded_at, review.undo, review.reopening
    return ReviewThen(
        id=review.id,
        at=review.at,
        verdict=review.verdict,
        reliability=review.reliability,
        credibility=review.credibility,
        comment=review.comment,
        reviewer=review.reviewer,
        reviewer_id=review.reviewer_id,
        dissents=review.dissents,
        superseded_at=ended if ended and ended <= known_at else None,
        undo=undo if undo and undo.at <= known_at else None,
        reopening=reopening if reopening and reopening.notice.recorded_at <= known_at else None,
    )


def _recorded(session: Session, key: str) -> dict[int, datetime]:
    """When each revision of a claim was recorded, by number. Raises NotFound."""
    query = select(ClaimRevision.number, ClaimRevision.recorded_at).order_by(ClaimRevision.number)
    return dict(session.execute(query.where(ClaimRevision.claim_id == claims.find(session, key=key).id)).all())
