"""Determinations: a person's override of an outcome, proposed by one and approved by another."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db.base import Base, Id, Instant, UTCDateTime, Words
from tracker.db.columns import one, word
from tracker.db.models.accounts import User
from tracker.db.models.obligations import Obligation
from tracker.db.models.states import State
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
        CheckConstraint(
            "ruling IS NULL OR ruling = 'taken_back' OR ruled_by_id <> proposed_by_id",
            name="nobody_approves_their_own",
        ),
        CheckConstraint(
            "(ruling IS NULL AND ruled_by_id IS NULL AND ruled_at IS NULL) OR "
            "(ruling IS NOT NULL AND ruled_by_id IS NOT NULL AND ruled_at IS NOT NULL)",
            name="ruling_whole",
        ),
        CheckConstraint(
            "(ended_at IS NULL AND ended_by_id IS NULL AND end_reason = '') OR "
            "(ended_at IS NOT NULL AND ended_by_id IS NOT NULL AND end_reason <> '')",
            name="end_whole",
        ),
        CheckConstraint(
            "ruling IS NULL OR ruling <> 'taken_back' OR ruled_by_id = proposed_by_id",
            name="only_its_author_takes_it_back",
        ),
        CheckConstraint("ruling IS NULL OR ruling <> 'refused' OR ruling_reason <> ''", name="refusal_has_reason"),
        CheckConstraint(
            "ended_at IS NULL OR (ruling IS NOT NULL AND ruling = 'approved')", name="only_what_was_approved_ends"
        ),
        CheckConstraint(
            "(ruled_at IS NULL OR ruled_at >= proposed_at) AND (ended_at IS NULL OR ended_at >= ruled_at)",
            name="instants_in_order",
        ),
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
    state: Mapped[State] = one()
    obligation: Mapped[Obligation] = one()
    proposed_by: Mapped[User] = one(foreign_keys=[proposed_by_id])
    ruled_by: Mapped[User | None] = one(foreign_keys=[ruled_by_id])
    ended_by: Mapped[User | None] = one(foreign_keys=[ended_by_id])
