"""Reviews. One decision of one reviewer on one revision; a later decision follows it and does not erase it."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db.base import Base, Id, Instant, UTCDateTime, Words
from tracker.db.columns import one, word
from tracker.db.models.accounts import User
from tracker.db.models.claims import ClaimRevision
from tracker.domain.vocabulary import Credibility, Reliability, Verdict

if TYPE_CHECKING:
    from tracker.db.models.judgement import Dissent
    from tracker.db.models.notices import Reopening


class Review(Base):
    """A reviewer's decision.

    The foreign key carries the author's id along, so that the check that reviewer and author differ compares with the
    true author and not with whatever a writer put there.
    """

    __tablename__ = "review"
    __table_args__ = (
        ForeignKeyConstraint(
            ["revision_id", "author_id"], ["claim_revision.id", "claim_revision.author_id"], name="fk_review_authorship"
        ),
        UniqueConstraint("revision_id", "number"),
        CheckConstraint("reviewer_id <> author_id", name="nobody_reviews_their_own"),
        CheckConstraint(
            "verdict <> 'right' OR (reliability IS NOT NULL AND credibility IS NOT NULL)", name="right_is_graded"
        ),
        CheckConstraint("verdict = 'right' OR comment <> ''", name="refusal_has_reason"),
        CheckConstraint("superseded_at IS NULL OR superseded_at >= at", name="superseded_later"),
        Index(
            "uq_review_current",
            "revision_id",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
    )
    id: Mapped[Id]
    revision_id: Mapped[int]
    author_id: Mapped[int]
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    number: Mapped[int]
    at: Mapped[Instant]
    superseded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    verdict: Mapped[Verdict] = word(Verdict)
    reliability: Mapped[Reliability | None] = word(Reliability, nullable=True)
    credibility: Mapped[Credibility | None] = word(Credibility, nullable=True)
    comment: Mapped[Words] = mapped_column(default="")
    revision: Mapped[ClaimRevision] = one(back_populates="reviews")
    reviewer: Mapped[User] = one(foreign_keys=[reviewer_id])
    undo: Mapped["ReviewUndo | None"] = one(back_populates="review", foreign_keys="ReviewUndo.review_id")
    reopening: Mapped["Reopening | None"] = one(back_populates="review")
    dissents: Mapped[list["Dissent"]] = one(back_populates="review", order_by="Dissent.id")


class ReviewUndo(Base):
    """A reviewer took back a decision of their own within the seconds that are given for it.

    Where that decision had followed an earlier one, `restored_id` is the review that says the earlier one again.
    """

    __tablename__ = "review_undo"
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    at: Mapped[Instant]
    restored_id: Mapped[int | None] = mapped_column(ForeignKey("review.id"), unique=True)
    review: Mapped[Review] = one(back_populates="undo", foreign_keys=[review_id])
