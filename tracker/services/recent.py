"""What a person has to do with: the claims that they touched last, and those that are assigned to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from tracker.db.models import Claim, ClaimComment, ClaimRevision, Review, ReviewAssignment
from tracker.services import assignments, claim_list
from tracker.services.claim_list import ClaimLine


@dataclass(frozen=True, slots=True)
class Touched:
    """A claim, what the person did last with it, in the past tense, and when."""

    line: ClaimLine
    deed: str
    at: datetime


def touched(session: Session, *, person: int, most: int = 8) -> list[Touched]:
    """The claims that a person logged, edited, reviewed or commented on last, each once, newest first.

    Each deed is looked up by its person from the newest row on, so that a long history costs no more than a short one.
    """
    deeds: list[tuple[datetime, str, str]] = []
    for key, number, at in session.execute(_written(person, most)):
        deeds.append((at, key, "logged" if number == 1 else "edited"))
    deeds += [(at, key, "reviewed") for key, at in session.execute(_reviewed(person, most))]
    deeds += [(at, key, "commented on") for key, at in session.execute(_commented(person, most))]
    last: dict[str, tuple[datetime, str]] = {}
    for at, key, deed in sorted(deeds, reverse=True):
        last.setdefault(key, (at, deed))
    keys = list(last)[:most]
    lines = claim_list.lines_of(session, keys=keys)
    return [Touched(lines[key], last[key][1], last[key][0]) for key in keys if key in lines]


def assigned(session: Session, *, person: int, most: int = 8) -> Sequence[ClaimLine]:
    """The claims that are a person's to decide on, those assigned first, first."""
    query = select(Claim.key).join(ReviewAssignment, ReviewAssignment.claim_id == Claim.id)
    mine = (ReviewAssignment.reviewer_id == person, assignments.counts(), Claim.withdrawn_at.is_(None))
    keys = session.scalars(query.where(*mine).order_by(ReviewAssignment.id).limit(most)).all()
    lines = claim_list.lines_of(session, keys=keys)
    return [lines[key] for key in keys if key in lines]


def _written(person: int, most: int) -> Select[str, int, datetime]:
    query = select(Claim.key, ClaimRevision.number, ClaimRevision.recorded_at)
    query = query.join(Claim, Claim.id == ClaimRevision.claim_id).where(ClaimRevision.author_id == person)
    return query.order_by(ClaimRevision.id.desc()).limit(most)


def _reviewed(person: int, most: int) -> Select[str, datetime]:
    query = select(Claim.key, Review.at).join(ClaimRevision, ClaimRevision.id == Review.revision_id)
    query = query.join(Claim, Claim.id == ClaimRevision.claim_id).where(Review.reviewer_id == person)
    return query.order_by(Review.id.desc()).limit(most)


def _commented(person: int, most: int) -> Select[str, datetime]:
    query = select(Claim.key, ClaimComment.at).join(Claim, Claim.id == ClaimComment.claim_id)
    return query.where(ClaimComment.by_id == person).order_by(ClaimComment.id.desc()).limit(most)
