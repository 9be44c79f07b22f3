"""What people added to a claim beside writing and deciding, as events of its history."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from tracker.db.models import ClaimComment, ClaimLink, ClaimRevision, Dissent, Question, ReviewAssignment
from tracker.domain.dates import day_words
from tracker.domain.linking import FROM_THE_OTHER_END


@dataclass(frozen=True, slots=True)
class Remark:
    """An event: when, by whom, what in words, and on which revision; 0 for the one that was current then."""

    at: datetime
    who: str
    sentence: str
    revision: int = 0


def of_claim(session: Session, *, claim_id: int, revisions: Sequence[ClaimRevision]) -> Iterator[Remark]:
    """Dissents from the reviews of the loaded revisions; comments, links, questions and assignments of the claim."""
    for revision in revisions:
        for review in revision.reviews:
            for dissent in review.dissents:
                yield from _dissented(dissent, revision.number, review.reviewer.name)
    comments = select(ClaimComment).where(ClaimComment.claim_id == claim_id).options(selectinload(ClaimComment.by))
    for comment in session.scalars(comments):
        yield Remark(comment.at, comment.by.name, f"commented: {comment.words}", comment.revision)
    yield from _linked(session, claim_id)
    yield from _asked(session, claim_id)
    yield from _assigned(session, claim_id)


def _dissented(dissent: Dissent, number: int, reviewer: str) -> Iterator[Remark]:
    said = f"dissented from the review by {reviewer}: {dissent.reason}"
    yield Remark(dissent.at, dissent.by.name, said, number)
    if dissent.taken_back_at is not None:
        back = f"took back the dissent from the review by {reviewer}"
        yield Remark(dissent.taken_back_at, dissent.by.name, back, number)


def _linked(session: Session, claim_id: int) -> Iterator[Remark]:
    query = select(ClaimLink).where(or_(ClaimLink.claim_id == claim_id, ClaimLink.other_id == claim_id))
    rows = query.options(
        selectinload(ClaimLink.claim),
        selectinload(ClaimLink.other),
        selectinload(ClaimLink.recorded_by),
        selectinload(ClaimLink.removed_by),
    )
    for row in session.scalars(rows):
        outgoing = row.claim_id == claim_id
        words = row.link_type.label if outgoing else FROM_THE_OTHER_END[row.link_type]
        said = f"“{words} {(row.other if outgoing else row.claim).key}”"
        yield Remark(row.recorded_at, row.recorded_by.name, f"linked it: {said}")
        if row.removed_at is not None and row.removed_by is not None:
            yield Remark(row.removed_at, row.removed_by.name, f"took back the link {said}")


def _asked(session: Session, claim_id: int) -> Iterator[Remark]:
    rows = select(Question).where(Question.claim_id == claim_id).options(selectinload(Question.recorded_by))
    for row in session.scalars(rows):
        by = f", with a reply asked for by {day_words(row.reply_by)}" if row.reply_by else ""
        said = f"recorded a question put to {row.asked_of} on {day_words(row.asked_on)}{by}: {row.wording}"
        yield Remark(row.recorded_at, row.recorded_by.name, said)


def _assigned(session: Session, claim_id: int) -> Iterator[Remark]:
    query = select(ReviewAssignment).where(ReviewAssignment.claim_id == claim_id)
    rows = query.options(selectinload(ReviewAssignment.reviewer), selectinload(ReviewAssignment.assigned_by))
    for row in session.scalars(rows):
        whom = "themselves" if row.reviewer_id == row.assigned_by_id else row.reviewer.name
        yield Remark(row.at, row.assigned_by.name, f"assigned the claim to {whom} for review")
