"""What held at an instant: the revision that was current, the review that stood. Said once, in SQL and in Python.

An instant of None means now. And what the public could have read by a day: that rests on the sources that the revision
cites.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, case, exists, func, or_, select

from tracker.db.models import Citation, Claim, ClaimLink, ClaimRevision, Dissent, Review, Source
from tracker.domain.vocabulary import Publication, ReviewState, Verdict

Instant = datetime | BindParameter[datetime]
"""An instant, or the place of one in a statement that is put together once."""


def current_at(known_at: Instant | None) -> ColumnElement[bool]:
    """The revision was recorded by the instant, and no later one had followed it."""
    superseded = ClaimRevision.superseded_at
    if known_at is None:
        return superseded.is_(None)
    return and_(ClaimRevision.recorded_at <= known_at, or_(superseded.is_(None), superseded > known_at))


def review_at(known_at: Instant | None) -> ColumnElement[bool]:
    """The review is of the revision and stood at the instant; to join a revision's one review, if it had any."""
    if known_at is None:
        return and_(Review.revision_id == ClaimRevision.id, Review.superseded_at.is_(None))
    stood = or_(Review.superseded_at.is_(None), Review.superseded_at > known_at)
    return and_(Review.revision_id == ClaimRevision.id, Review.at <= known_at, stood)


def review_state_at(known_at: Instant | None) -> ColumnElement[str]:
    """Where a claim stood with its reviewers at the instant, by the review that `review_at` joined."""
    return case(
        (~unwithdrawn_at(known_at), ReviewState.WITHDRAWN.value),
        (Review.verdict == Verdict.RIGHT, ReviewState.ACCEPTED.value),
        (Review.verdict == Verdict.RETURN, ReviewState.RETURNED.value),
        (Review.verdict == Verdict.WRONG, ReviewState.WRONG.value),
        else_=ReviewState.WAITING.value,
    )


def unwithdrawn_at(known_at: Instant | None) -> ColumnElement[bool]:
    """The claim was not withdrawn at the instant."""
    if known_at is None:
        return Claim.withdrawn_at.is_(None)
    return or_(Claim.withdrawn_at.is_(None), Claim.withdrawn_at > known_at)


def waits() -> ColumnElement[bool]:
    """The revision is the last of its claim, which was not withdrawn, and no review of it stands now."""
    decided = exists().where(review_at(None)).correlate(ClaimRevision)
    return and_(current_at(None), ClaimRevision.claim_id == Claim.id, unwithdrawn_at(None), ~decided)


def _public_source() -> ColumnElement[bool]:
    """A source that the revision cites and that anybody may read."""
    cited = and_(Citation.revision_id == ClaimRevision.id, Source.id == Citation.source_id)
    return and_(cited, Source.publication == Publication.PUBLIC)


def public_from() -> ColumnElement[Any]:
    """The first day by which a source of the revision was certainly published; an undated source gives none."""
    return select(func.min(Source.published_last)).where(_public_source()).correlate(ClaimRevision).scalar_subquery()


def public_by(day: date | None) -> list[ColumnElement[bool]]:
    """A source of the revision was certainly published by the day; no condition where no day is asked for."""
    return [] if day is None else [exists().where(_public_source(), Source.published_last <= day)]


def standing_review(revision: ClaimRevision, *, known_at: datetime | None) -> Review | None:
    """The review of a loaded revision that stood at an instant; `review_at` for rows in memory."""
    for review in revision.reviews:
        ended = review.superseded_at
        if ended is None if known_at is None else review.at <= known_at and (ended is None or ended > known_at):
            return review
    return None


def linked_at(known_at: Instant) -> ColumnElement[bool]:
    """The link was recorded by the instant, and had not been taken back."""
    return and_(ClaimLink.recorded_at <= known_at, or_(ClaimLink.removed_at.is_(None), ClaimLink.removed_at > known_at))


def standing_dissents(review: Review, *, known_at: datetime) -> list[Dissent]:
    """The dissents from a loaded review that stood at an instant."""
    return [
        dissent
        for dissent in review.dissents
        if dissent.at <= known_at and (dissent.taken_back_at is None or dissent.taken_back_at > known_at)
    ]
