"""Retractions and corrections of sources, and the reviews that each of them reopened."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db.base import Base, Id, Instant, Words
from tracker.db.columns import one, word
from tracker.db.models.accounts import User
from tracker.db.models.reviews import Review
from tracker.db.models.sources import Source
from tracker.domain.vocabulary import NoticeKind


class SourceNotice(Base):
    """A publisher took a source back or corrected it. `day` is perhaps partial; `address` is where that is said."""

    __tablename__ = "source_notice"
    id: Mapped[Id]
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), index=True)
    kind: Mapped[NoticeKind] = word(NoticeKind)
    day: Mapped[str] = mapped_column(String(100), default="")
    address: Mapped[Words] = mapped_column(default="")
    reason: Mapped[Words]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[Instant]
    source: Mapped[Source] = one(back_populates="notices")
    recorded_by: Mapped[User] = one()
    reopened: Mapped[list["Reopening"]] = one(back_populates="notice", order_by="Reopening.id")


class Reopening(Base):
    """A review that a notice ended: its claim waits for review again, from the instant of the notice on."""

    __tablename__ = "reopening"
    id: Mapped[Id]
    notice_id: Mapped[int] = mapped_column(ForeignKey("source_notice.id"), index=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), unique=True)
    notice: Mapped[SourceNotice] = one(back_populates="reopened")
    review: Mapped[Review] = one(back_populates="reopening")
