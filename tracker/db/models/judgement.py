"""What people add beside deciding: dissent, comments, assignments, questions, searches."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db.base import Base, Id, Instant, UTCDateTime, Words
from tracker.db.columns import one, word
from tracker.db.models.accounts import User
from tracker.db.models.claims import Claim
from tracker.db.models.obligations import Obligation
from tracker.db.models.reviews import Review
from tracker.db.models.states import State
from tracker.domain.vocabulary import SearchResult


class Dissent(Base):
    """Somebody disagrees with a review and says why. `printed` says whether reports may name them with it.

    A person has one dissent from a review at a time; one that was taken back stays as it was.
    """

    __tablename__ = "dissent"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="has_reason"),
        CheckConstraint("taken_back_at IS NULL OR taken_back_at >= at", name="taken_back_later"),
        Index(
            "uq_dissent_current",
            "review_id",
            "by_id",
            unique=True,
            sqlite_where=text("taken_back_at IS NULL"),
            postgresql_where=text("taken_back_at IS NULL"),
        ),
    )
    id: Mapped[Id]
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    at: Mapped[Instant]
    reason: Mapped[Words]
    printed: Mapped[bool] = mapped_column(default=False)
    taken_back_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    review: Mapped[Review] = one(back_populates="dissents")
    by: Mapped[User] = one()


class ClaimComment(Base):
    """A remark on a revision of a claim. It changes nothing, and is not erased."""

    __tablename__ = "claim_comment"
    __table_args__ = (CheckConstraint("words <> ''", name="has_words"),)
    id: Mapped[Id]
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    revision: Mapped[int]
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    at: Mapped[Instant]
    words: Mapped[Words]
    by: Mapped[User] = one()


class ReviewAssignment(Base):
    """A claim is a certain reviewer's to decide on. Others may still do it."""

    __tablename__ = "review_assignment"
    __table_args__ = (
        CheckConstraint("ended_at IS NULL OR ended_at >= at", name="ended_later"),
        Index(
            "uq_review_assignment_current",
            "claim_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )
    id: Mapped[Id]
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    assigned_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[Instant]
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reviewer: Mapped[User] = one(foreign_keys=[reviewer_id])
    assigned_by: Mapped[User] = one(foreign_keys=[assigned_by_id])


class Question(Base):
    """A question put to a state, perhaps about an adverse claim, and the reply, which is a claim of its own.

    `reply_by` is the day by which a reply was asked for. While there is none after it, a page says "no reply by" it.
    """

    __tablename__ = "question"
    __table_args__ = (
        CheckConstraint("reply_by IS NULL OR reply_by >= asked_on", name="reply_later"),
        CheckConstraint("wording <> ''", name="has_wording"),
        CheckConstraint("(reply_id IS NULL) = (replied_at IS NULL)", name="reply_whole"),
    )
    id: Mapped[Id]
    state_code: Mapped[str] = mapped_column(ForeignKey("state.code"), index=True)
    obligation_id: Mapped[int | None] = mapped_column(ForeignKey("obligation.id"), index=True)
    claim_id: Mapped[int | None] = mapped_column(ForeignKey("claim.id"), index=True)
    asked_of: Mapped[Words]
    channel: Mapped[Words] = mapped_column(default="")
    wording: Mapped[Words]
    asked_on: Mapped[date]
    reply_by: Mapped[date | None]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[Instant]
    reply_id: Mapped[int | None] = mapped_column(ForeignKey("claim.id"), index=True)
    replied_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    state: Mapped[State] = one()
    obligation: Mapped[Obligation | None] = one()
    claim: Mapped[Claim | None] = one(foreign_keys=[claim_id])
    reply: Mapped[Claim | None] = one(foreign_keys=[reply_id])
    recorded_by: Mapped[User] = one()


class SearchRecord(Base):
    """Somebody looked for information on a state, perhaps on one obligation, and says where and what came of it."""

    __tablename__ = "search_record"
    __table_args__ = (CheckConstraint("searched <> ''", name="says_where"), Index(None, "state_code", "obligation_id"))
    id: Mapped[Id]
    state_code: Mapped[str] = mapped_column(ForeignKey("state.code"))
    obligation_id: Mapped[int | None] = mapped_column(ForeignKey("obligation.id"), index=True)
    searched: Mapped[Words]
    terms: Mapped[Words] = mapped_column(default="")
    language: Mapped[str] = mapped_column(String(20), default="")
    searched_on: Mapped[date]
    result: Mapped[SearchResult] = word(SearchResult)
    note: Mapped[Words] = mapped_column(default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[Instant]
    state: Mapped[State] = one()
    obligation: Mapped[Obligation | None] = one()
    by: Mapped[User] = one()


class UserPreference(Base):
    """How a person likes to work. It is no part of the record."""

    __tablename__ = "user_preference"
    audited = False
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    review_keys: Mapped[bool] = mapped_column(default=True)
