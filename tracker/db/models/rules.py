"""Versions of the rules that were proposed, and from when each was in force."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db.base import Base, Id, Instant, UTCDateTime, Words
from tracker.db.columns import one, word
from tracker.db.models.accounts import User
from tracker.db.two_people import ruled_with_reason, second_person
from tracker.domain.vocabulary import Ruling


class RulesInForce(Base):
    """A proposal that a version of the rules decide, and what a second person ruled. It is in force once approved.

    `fingerprint` is the digest of what the version said when it was proposed; the approval is of those very rules.
    """

    __tablename__ = "rules_in_force"
    __table_args__ = (
        CheckConstraint("version <> ''", name="has_version"),
        CheckConstraint("reason <> ''", name="has_reason"),
        *second_person(),
        *ruled_with_reason(),
        CheckConstraint("ruled_at IS NULL OR ruled_at >= proposed_at", name="instants_in_order"),
    )
    id: Mapped[Id]
    version: Mapped[str] = mapped_column(String(20))
    reason: Mapped[Words]
    fingerprint: Mapped[str] = mapped_column(String(64))
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    proposed_at: Mapped[Instant]
    ruling: Mapped[Ruling | None] = word(Ruling, nullable=True)
    ruled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    ruled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ruling_reason: Mapped[Words] = mapped_column(default="")
    proposed_by: Mapped[User] = one(foreign_keys=[proposed_by_id])
    ruled_by: Mapped[User | None] = one(foreign_keys=[ruled_by_id])
