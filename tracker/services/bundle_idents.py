"""By what revisions and reviews are known in every record: what was written, by whom and when.

An ident is made from what a row holds for ever, so it is computed and not kept; only those from elsewhere are rows. A
revision that a merge brought has the idents that it had there, and none of its own.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.db.images import instant
from tracker.db.models import ClaimRevision, ForeignReview, ForeignRevision, Review, User
from tracker.domain.exchange import ident

_WRITTEN = ("kind", "statement", "speaker", "office", "said", "event", "notes")


@dataclass(slots=True)
class Idents:
    """Every revision and review of the record by its idents, those from elsewhere among them.

    `claim_of` tells the claim of a revision; `until` when a review from elsewhere ended there.
    """

    revisions: dict[str, int] = field(default_factory=dict)
    of_revision: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    claim_of: dict[int, int] = field(default_factory=dict)
    own_reviews: set[str] = field(default_factory=set)
    of_review: dict[int, str] = field(default_factory=dict)
    until: dict[str, datetime | None] = field(default_factory=dict)

    def add(self, name: str, revision: int) -> None:
        """Know a revision by one more ident."""
        self.revisions[name] = revision
        self.of_revision[revision].append(name)


def all_of(session: Session) -> Idents:
    """The idents of the whole record, in four statements."""
    found, natives = Idents(), {}
    foreign = session.execute(
        select(ForeignRevision.ident, ForeignRevision.revision_id, ForeignRevision.brought).order_by(
            ForeignRevision.ident
        )
    ).all()
    brought = {revision for _, revision, was_brought in foreign if was_brought}
    written = (getattr(ClaimRevision, name) for name in _WRITTEN)
    query = select(ClaimRevision.id, ClaimRevision.claim_id, ClaimRevision.recorded_at, User.username, *written)
    for row in session.execute(query.join(User, User.id == ClaimRevision.author_id)):
        found.claim_of[row.id], natives[row.id] = row.claim_id, _of_revision(row)
        if row.id not in brought:
            found.add(natives[row.id], row.id)
    for name, revision, _ in foreign:
        found.add(name, revision)
    decided = select(Review.id, Review.revision_id, Review.number, Review.at, Review.verdict, User.username)
    for row in session.execute(decided.join(User, User.id == Review.reviewer_id)):
        name = _of_review(natives[row.revision_id], row)
        found.own_reviews.add(name)
        found.of_review[row.id] = name
    found.until |= dict(session.execute(select(ForeignReview.ident, ForeignReview.until)).all())
    return found


def _of_revision(row: Any) -> str:
    return ident("revision", instant(row.recorded_at), row.username, *(str(getattr(row, n)) for n in _WRITTEN))


def _of_review(revision: str, row: Any) -> str:
    return ident("review", revision, str(row.number), instant(row.at), row.username, str(row.verdict))
