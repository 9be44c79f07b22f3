"""What came from other installations: each merge, what it brought, what it left to settle, and copies for travel.

A revision or a review from elsewhere is known by its `ident`, which is the same in every record, so that nothing is
brought twice. Names of people from elsewhere are text: nobody signs in by them, and nothing they did counts here.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db.base import Base, Id, Instant, UTCDateTime, Words
from tracker.db.columns import one, word
from tracker.db.models.accounts import User
from tracker.db.models.claims import Claim, ClaimRevision
from tracker.db.models.origins import OriginChange
from tracker.db.models.reviews import Review
from tracker.db.models.sources import Source
from tracker.domain.vocabulary import Credibility, MatterKind, Reliability, Verdict


class TravelCopy(Base):
    """A copy of this record that somebody took along, and the public key by which it will be known when it is back."""

    __tablename__ = "travel_copy"
    id: Mapped[Id]
    name: Mapped[Words]
    public_key: Mapped[str] = mapped_column(String(44))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[Instant]
    made_by: Mapped[User] = one()


class BundleMerge(Base):
    """Somebody merged a bundle, and it brought something.

    `installation` is the SHA-256 that its audit log begins with; `size` and `head` are how far that log had come, and
    `record_at` the instant of its last entry. `brought` counts what came, by noun.
    """

    __tablename__ = "bundle_merge"
    __table_args__ = (CheckConstraint("size >= 0", name="size_not_negative"),)
    id: Mapped[Id]
    installation: Mapped[str] = mapped_column(String(64))
    name: Mapped[Words]
    sha256: Mapped[str] = mapped_column(String(64))
    record_at: Mapped[Instant]
    size: Mapped[int]
    head: Mapped[str] = mapped_column(String(64))
    travel_copy_id: Mapped[int | None] = mapped_column(ForeignKey("travel_copy.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[Instant]
    brought: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    by: Mapped[User] = one()
    travel_copy: Mapped[TravelCopy | None] = one()


class ForeignRevision(Base):
    """A revision of another installation that stands here as `revision`.

    `brought` says whether that one was made from it; otherwise both records had it already. `at` is when, and `author`
    by whom, it was written there.
    """

    __tablename__ = "foreign_revision"
    id: Mapped[Id]
    revision_id: Mapped[int] = mapped_column(ForeignKey("claim_revision.id"), index=True)
    ident: Mapped[str] = mapped_column(String(64), unique=True)
    installation: Mapped[str] = mapped_column(String(64))
    name: Mapped[Words]
    author: Mapped[Words]
    username: Mapped[Words]
    at: Mapped[Instant]
    brought: Mapped[bool]
    merge_id: Mapped[int] = mapped_column(ForeignKey("bundle_merge.id"), index=True)
    revision: Mapped[ClaimRevision] = one()
    merge: Mapped[BundleMerge] = one()


class ForeignReview(Base):
    """A reviewer of another installation decided on a revision that stands here. It counts for nothing until adopted.

    `given_on` is the ident of the revision where it was given. `until` is when it ended there; empty while it stands.
    `adopted` is the review by which a person of this installation made it their own.
    """

    __tablename__ = "foreign_review"
    __table_args__ = (
        CheckConstraint(
            "verdict <> 'right' OR (reliability IS NOT NULL AND credibility IS NOT NULL)", name="right_is_graded"
        ),
        CheckConstraint("until IS NULL OR until >= at", name="ended_later"),
    )
    id: Mapped[Id]
    revision_id: Mapped[int] = mapped_column(ForeignKey("claim_revision.id"), index=True)
    ident: Mapped[str] = mapped_column(String(64), unique=True)
    installation: Mapped[str] = mapped_column(String(64))
    name: Mapped[Words]
    reviewer: Mapped[Words]
    username: Mapped[Words]
    given_on: Mapped[str] = mapped_column(String(64))
    at: Mapped[Instant]
    until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    verdict: Mapped[Verdict] = word(Verdict)
    reliability: Mapped[Reliability | None] = word(Reliability, nullable=True)
    credibility: Mapped[Credibility | None] = word(Credibility, nullable=True)
    comment: Mapped[Words] = mapped_column(default="")
    merge_id: Mapped[int] = mapped_column(ForeignKey("bundle_merge.id"), index=True)
    adopted_id: Mapped[int | None] = mapped_column(ForeignKey("review.id"), unique=True)
    revision: Mapped[ClaimRevision] = one()
    merge: Mapped[BundleMerge] = one()
    adopted: Mapped[Review | None] = one()


class MergeMatter(Base):
    """Something that a merge could not decide and left to a person, who settles it in words.

    `ours` and `theirs` are the numbers of the two revisions where both sides edited a claim. `ident` keeps a later
    merge from leaving the same matter again.
    """

    __tablename__ = "merge_matter"
    __table_args__ = (
        CheckConstraint("sentence <> ''", name="has_sentence"),
        CheckConstraint(
            "(settled_at IS NULL AND settled_by_id IS NULL AND settlement = '') OR "
            "(settled_at IS NOT NULL AND settled_by_id IS NOT NULL AND settlement <> '')",
            name="settlement_whole",
        ),
    )
    id: Mapped[Id]
    merge_id: Mapped[int] = mapped_column(ForeignKey("bundle_merge.id"), index=True)
    kind: Mapped[MatterKind] = word(MatterKind)
    ident: Mapped[str] = mapped_column(String(64), unique=True)
    sentence: Mapped[Words]
    claim_id: Mapped[int | None] = mapped_column(ForeignKey("claim.id"), index=True)
    ours: Mapped[int | None]
    theirs: Mapped[int | None]
    source_id: Mapped[int | None] = mapped_column(ForeignKey("source.id"), index=True)
    origin_change_id: Mapped[int | None] = mapped_column(ForeignKey("origin_change.id"), index=True)
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    settlement: Mapped[Words] = mapped_column(default="")
    merge: Mapped[BundleMerge] = one()
    claim: Mapped[Claim | None] = one()
    source: Mapped[Source | None] = one()
    origin_change: Mapped[OriginChange | None] = one()
    settled_by: Mapped[User | None] = one()
