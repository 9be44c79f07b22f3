"""Proposals to end what two people approved: a determination, or a record of the law that is in force."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db.base import Base, Id, Instant, UTCDateTime, Words
from tracker.db.columns import one, word
from tracker.db.models.accounts import User
from tracker.db.two_people import ruled_with_reason, second_person
from tracker.domain.vocabulary import Ruling


def _open_once(column: str) -> Index:
    """One thing has one proposal that waits or was approved: nobody chooses between two, and nothing ends twice."""
    condition = text("ruling IS NULL OR ruling = 'approved'")
    name = f"uq_end_proposal_{column.removesuffix('_id')}"
    return Index(name, column, unique=True, sqlite_where=condition, postgresql_where=condition)


class EndProposal(Base):
    """That one thing be ended, and what a second person ruled. It changes nothing until that person approves it."""

    __tablename__ = "end_proposal"
    __table_args__ = (
        CheckConstraint("(determination_id IS NULL) <> (law_change_id IS NULL)", name="of_one_thing"),
        CheckConstraint("reason <> ''", name="has_reason"),
        CheckConstraint("ruled_at IS NULL OR ruled_at >= proposed_at", name="instants_in_order"),
        *second_person(),
        *ruled_with_reason(),
        _open_once("determination_id"),
        _open_once("law_change_id"),
    )
    id: Mapped[Id]
    determination_id: Mapped[int | None] = mapped_column(ForeignKey("determination.id"), index=True)
    law_change_id: Mapped[int | None] = mapped_column(ForeignKey("law_change.id"), index=True)
    reason: Mapped[Words]
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    proposed_at: Mapped[Instant]
    ruling: Mapped[Ruling | None] = word(Ruling, nullable=True)
    ruled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    ruled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ruling_reason: Mapped[Words] = mapped_column(default="")
    proposed_by: Mapped[User] = one(foreign_keys=[proposed_by_id])
    ruled_by: Mapped[User | None] = one(foreign_keys=[ruled_by_id])
