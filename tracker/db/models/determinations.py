"""Determinations: a person's override of an outcome, proposed by one and approved by another."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db.base import Base, Id, Instant, UTCDateTime, Words
from tracker.db.columns import one, word
from tracker.db.models.accounts import User
from tracker.db.models.endings import EndProposal
from tracker.db.models.obligations import Obligation
from tracker.db.models.states import State
from tracker.db.two_people import ending, ruled_with_reason, second_person
from tracker.domain.vocabulary import Outcome, Ruling


class Determination(Base):
    """What a person holds of a cell for the days from `first` to `last` (open where empty), against what is computed.

    `fingerprint` is the digest of the evidence that bore on the cell when it was proposed; the approval is of that
    evidence, and lapses when it changes.
    """

    __tablename__ = "determination"
    __table_args__ = (
        Index(None, "state_code", "obligation_id"),
        CheckConstraint("reason <> ''", name="has_reason"),
        CheckConstraint("first IS NULL OR last IS NULL OR first <= last", name="days_in_order"),
        *second_person(),
        *ruled_with_reason(),
        *ending(),
    )
    id: Mapped[Id]
    state_code: Mapped[str] = mapped_column(ForeignKey("state.code"))
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligation.id"), index=True)
    outcome: Mapped[Outcome] = word(Outcome)
    first: Mapped[date | None]
    last: Mapped[date | None]
    reason: Mapped[Words]
    fingerprint: Mapped[str] = mapped_column(String(64))
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    proposed_at: Mapped[Instant]
    ruling: Mapped[Ruling | None] = word(Ruling, nullable=True)
    ruled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    ruled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ruling_reason: Mapped[Words] = mapped_column(default="")
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    end_reason: Mapped[Words] = mapped_column(default="")
    end_proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    ended_alone: Mapped[bool] = mapped_column(default=False)
    state: Mapped[State] = one()
    obligation: Mapped[Obligation] = one()
    proposed_by: Mapped[User] = one(foreign_keys=[proposed_by_id])
    ruled_by: Mapped[User | None] = one(foreign_keys=[ruled_by_id])
    ended_by: Mapped[User | None] = one(foreign_keys=[ended_by_id])
    end_proposed_by: Mapped[User | None] = one(foreign_keys=[end_proposed_by_id])
    end_proposals: Mapped[list[EndProposal]] = one(order_by=EndProposal.id)
