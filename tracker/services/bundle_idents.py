"""By what revisions and reviews are known in every record: what was written, by whom and when.

An ident is made from what a row holds for ever, so it is computed and not kept; only those from elsewhere are rows. A
revision that a merge brought is told by the ident that it had there, and by none of its own.
"""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.db.models import ClaimRevision, ForeignReview, ForeignRevision, Review, User
from tracker.domain.exchange import WRITTEN, review_ident, revision_ident


@dataclass(slots=True)
class Idents:
    """Every revision and review of the record by its idents, those from elsewhere among them.

    `of_revision` has the one that a revision is told by; `claim_of` its claim; `until` when a review from elsewhere
    ended there.
    """

    revisions: dict[str, int] = field(default_factory=dict)
    of_revision: dict[int, str] = field(default_factory=dict)
    claim_of: dict[int, int] = field(default_factory=dict)
    own_reviews: set[str] = field(default_factory=set)
    of_review: dict[int, str] = field(default_factory=dict)
    until: dict[str, datetime | None] = field(default_factory=dict)


def all_of(session: Session) -> Idents:
    """The idents of the whole record, in four statements."""
    found = Idents()
    foreign = session.execute(
        select(ForeignRevision.ident, ForeignRevision.revision_id, ForeignRevision.brought).order_by(
            ForeignRevision.ident
        )
    ).all()
    brought = {revision: name for name, revision, was_brought in foreign if was_brought}
    written = (getattr(ClaimRevision, name) for name in WRITTEN)
    query = select(ClaimRevision.id, ClaimRevision.claim_id, ClaimRevision.recorded_at, User.username, *written)
    for number, claim, at, username, *words in session.execute(query.join(User, User.id == ClaimRevision.author_id)):
        name = brought.get(number) or revision_ident(at, username, dict(zip(WRITTEN, words, strict=True)))
        found.claim_of[number], found.of_revision[number], found.revisions[name] = claim, name, number
    found.revisions |= {name: revision for name, revision, _ in foreign}
    decided = (Review.verdict, Review.reliability, Review.credibility, Review.comment)
    given = select(Review.id, Review.revision_id, Review.at, User.username, *decided)
    for number, revision, at, username, *said in session.execute(given.join(User, User.id == Review.reviewer_id)):
        name = review_ident(found.of_revision[revision], at, username, *said)
        found.own_reviews.add(name)
        found.of_review[number] = name
    found.until |= dict(session.execute(select(ForeignReview.ident, ForeignReview.until)).all())
    return found
