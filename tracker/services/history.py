"""The history of a claim: every event as a sentence, and any two revisions compared."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from tracker.db import origins
from tracker.db.models import (
    ClaimRevision,
    ForeignReview,
    OriginAssignment,
    OriginChange,
    Reopening,
    Review,
    SourceNotice,
)
from tracker.domain import history
from tracker.domain.content import ClaimContent
from tracker.domain.dates import day_words
from tracker.domain.vocabulary import Verdict
from tracker.services import claims, exchanges, remarks, revisions


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a claim, told in a sentence, and what it changed."""

    at: datetime
    who: str
    sentence: str
    revision: int
    changes: tuple[history.Change, ...] = ()


def of_claim(session: Session, *, key: str, known_at: datetime | None = None) -> list[Event]:
    """Everything that had happened to a claim by an instant, or by now, oldest first."""
    found = sorted(_events(session, key), key=lambda event: (event.at, event.revision))
    return [event for event in found if known_at is None or event.at <= known_at]


def _events(session: Session, key: str) -> list[Event]:
    rows = claims.revisions_of(session, key=key)
    events: list[Event] = []
    for earlier, revision in zip([None, *rows], rows, strict=False):
        events.append(_written(earlier, revision))
        events += [_reviewed(revision, review) for review in revision.reviews]
        events += [_undone(revision, review) for review in revision.reviews if review.undo]
    claim = rows[0].claim
    events += [*_moved(session, rows), *_reopened(session, rows), *_told_elsewhere(session, claim.id)]
    for remark in remarks.of_claim(session, claim_id=claim.id, revisions=rows):
        number = remark.revision or _current_at(rows, remark.at)
        events.append(Event(remark.at, remark.who, remark.sentence, number))
    if claim.withdrawn_at is not None and claim.withdrawn_by is not None:
        sentence = f"withdrew the claim: {claim.withdrawal_reason}"
        events.append(Event(claim.withdrawn_at, claim.withdrawn_by.name, sentence, rows[-1].number))
    return events


def _current_at(rows: list[ClaimRevision], at: datetime) -> int:
    """The number of the revision that was current at an instant."""
    return max(row.number for row in rows if row.number == 1 or row.recorded_at <= at)


@dataclass(frozen=True, slots=True)
class Threefold:
    """One field in three versions: as it stood, as somebody else saved it, and as it was typed meanwhile."""

    label: str
    before: tuple[str, ...]
    theirs: tuple[str, ...]
    yours: tuple[str, ...]


def three_ways(session: Session, *, key: str, base: int, yours: ClaimContent) -> list[Threefold]:
    """Every field that the present revision, or `yours`, has otherwise than revision `base`. Raises NotFound."""
    before = revisions.content_of(claims.show(session, key=key, number=base))
    theirs = revisions.content_of(claims.show(session, key=key))
    other = {change.field: change for change in history.changes(before, theirs)}
    own = {change.field: change for change in history.changes(before, yours)}
    found = []
    for field in history.LABELS:
        if either := other.get(field) or own.get(field):
            theirs_now = other[field].after if field in other else either.before
            yours_now = own[field].after if field in own else either.before
            found.append(Threefold(either.label, either.before, theirs_now, yours_now))
    return found


def compare(session: Session, *, key: str, before: int, after: int) -> tuple[history.Change, ...]:
    """What differs between two revisions of a claim. Raises NotFound."""
    old = claims.show(session, key=key, number=before)
    new = claims.show(session, key=key, number=after)
    return history.changes(revisions.content_of(old), revisions.content_of(new))


def _written(earlier: ClaimRevision | None, revision: ClaimRevision) -> Event:
    if earlier is None:
        return Event(revision.recorded_at, revision.author.name, "logged the claim", revision.number)
    found = _edited(earlier, revision)
    labels = ", ".join(change.label.lower() for change in found)
    why = f": {revision.edit_reason.rstrip('.')}" if revision.edit_reason else ""
    sentence = f"saved revision {revision.number} and changed {labels}{why}"
    if any(review.verdict is Verdict.RIGHT and review.superseded_at is None for review in earlier.reviews):
        sentence += ". The review of the revision before lapsed"
    return Event(revision.recorded_at, revision.author.name, sentence, revision.number, found)


def _edited(earlier: ClaimRevision, revision: ClaimRevision) -> tuple[history.Change, ...]:
    """What an editor changed. An origin that two people had assigned before is none of it."""
    at = revision.recorded_at
    before = revisions.content_of(earlier, known_at=origins.just_before(at))
    return history.changes(before, revisions.content_of(revision, known_at=at))


def _moved(session: Session, rows: list[ClaimRevision]) -> list[Event]:
    """Each merge or split that moved the claim to another origin."""
    query = select(OriginAssignment).where(OriginAssignment.claim_id == rows[0].claim_id)
    ruled = selectinload(OriginAssignment.change)
    query = query.options(
        selectinload(OriginAssignment.origin),
        ruled.selectinload(OriginChange.proposed_by),
        ruled.selectinload(OriginChange.ruled_by),
    )
    found = []
    for row in session.scalars(query.order_by(OriginAssignment.id)):
        change, ruler = row.change, row.change.ruled_by
        sentence = f"approved a {change.kind.label} that {change.proposed_by.name} had proposed, by which the claim "
        sentence += f"now counts under the origin “{row.origin.label}”: {change.reason}"
        number = max((r.number for r in rows if r.recorded_at <= row.at), default=1)
        found.append(Event(row.at, ruler.name if ruler else "", sentence, number))
    return found


def _reopened(session: Session, rows: list[ClaimRevision]) -> list[Event]:
    """Each notice on a source that ended a review of the claim."""
    numbers = {row.id: row.number for row in rows}
    query = select(Reopening).join(Review, Review.id == Reopening.review_id).where(Review.revision_id.in_(numbers))
    notice = selectinload(Reopening.notice)
    query = query.options(
        selectinload(Reopening.review),
        notice.selectinload(SourceNotice.source),
        notice.selectinload(SourceNotice.recorded_by),
    )
    found = []
    for row in session.scalars(query):
        told, number = row.notice, numbers[row.review.revision_id]
        sentence = f"reopened revision {number} for review, because the source “{told.source.title}” was "
        sentence += f"{told.kind.label}: {told.reason}"
        found.append(Event(told.recorded_at, told.recorded_by.name, sentence, number))
    return found


def _told_elsewhere(session: Session, claim_id: int) -> list[Event]:
    """Each decision that a reviewer of another installation took, as a merge told it here."""
    found = exchanges.of_claim(session, claim_id=claim_id)
    return [_from_elsewhere(row, number) for number, rows in found.reviews.items() for row in rows]


def _from_elsewhere(row: ForeignReview, number: int) -> Event:
    grade = f", graded {row.reliability}{row.credibility}" if row.verdict is Verdict.RIGHT else ""
    comment = f": {row.comment}" if row.comment else ""
    sentence = (
        f"merged what {row.reviewer} at {row.name} had decided on {day_words(row.at.date())} on revision {number}: "
    )
    return Event(row.merge.at, row.merge.by.name, f"{sentence}{row.verdict.label}{grade}{comment}", number)


def _undone(revision: ClaimRevision, review: Review) -> Event:
    at = review.undo.at if review.undo else review.at
    sentence = f"took the decision on revision {revision.number} back ({review.verdict.label})"
    return Event(at, review.reviewer.name, sentence, revision.number)


def _reviewed(revision: ClaimRevision, review: Review) -> Event:
    grade = f", graded {review.reliability}{review.credibility}" if review.verdict is Verdict.RIGHT else ""
    comment = f": {review.comment}" if review.comment else ""
    sentence = f"reviewed revision {revision.number}: {review.verdict.label}{grade}{comment}"
    return Event(review.at, review.reviewer.name, sentence, revision.number)
