"""The history of a claim: every event as a sentence, and any two revisions compared."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.db.models import ClaimRevision, Review
from tracker.domain import history
from tracker.domain.content import ClaimContent
from tracker.domain.vocabulary import Verdict
from tracker.services import claims, remarks, revisions


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a claim, told in a sentence, and what it changed."""

    at: datetime
    who: str
    sentence: str
    revision: int
    changes: tuple[history.Change, ...] = ()


def of_claim(session: Session, *, key: str) -> list[Event]:
    """Everything that happened to a claim, oldest first."""
    rows = claims.revisions_of(session, key=key)
    events: list[Event] = []
    for earlier, revision in zip([None, *rows], rows, strict=False):
        events.append(_written(earlier, revision))
        events += [_reviewed(revision, review) for review in revision.reviews]
    claim = rows[0].claim
    for remark in remarks.of_claim(session, claim_id=claim.id, revisions=rows):
        number = remark.revision or _current_at(rows, remark.at)
        events.append(Event(remark.at, remark.who, remark.sentence, number))
    if claim.withdrawn_at is not None and claim.withdrawn_by is not None:
        sentence = f"withdrew the claim: {claim.withdrawal_reason}"
        events.append(Event(claim.withdrawn_at, claim.withdrawn_by.name, sentence, rows[-1].number))
    return sorted(events, key=lambda event: (event.at, event.revision))


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
    found = history.changes(revisions.content_of(earlier), revisions.content_of(revision))
    labels = ", ".join(change.label.lower() for change in found)
    why = f": {revision.edit_reason.rstrip('.')}" if revision.edit_reason else ""
    sentence = f"saved revision {revision.number} and changed {labels}{why}"
    if any(review.verdict is Verdict.RIGHT for review in earlier.reviews):
        sentence += ". The review of the revision before lapsed"
    return Event(revision.recorded_at, revision.author.name, sentence, revision.number, found)


def _reviewed(revision: ClaimRevision, review: Review) -> Event:
    grade = f", graded {review.reliability}{review.credibility}" if review.verdict is Verdict.RIGHT else ""
    comment = f": {review.comment}" if review.comment else ""
    sentence = f"reviewed revision {revision.number}: {review.verdict.label}{grade}{comment}"
    return Event(review.at, review.reviewer.name, sentence, revision.number)
