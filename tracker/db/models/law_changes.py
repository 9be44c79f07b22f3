"""Records that bear on an obligation beside the resolutions, put in force by two people, and what each set rippling."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db.base import Base, Code, Id, Instant, Number, UTCDateTime, Words
from tracker.db.columns import one, word
from tracker.db.models.accounts import User
from tracker.db.models.endings import EndProposal
from tracker.db.models.obligations import Obligation
from tracker.db.models.sources import Source
from tracker.db.two_people import ending, ruled_with_reason, second_person
from tracker.domain.law_words import LawEffect, LawRecord, RippleKind
from tracker.domain.vocabulary import Ruling


class LawChange(Base):
    """A decision, a note of guidance, an exemption or an act of the Council, and what it does to one obligation.

    It holds from `first` to `last` (open where empty). `states` are those that an exemption covers. `rejected_by` are
    the codes of states that reject it, and `reading` says how they read the law. By one that converts, one `rate_unit`
    counts as `rate_factor` of `rate_into`; `quotation` has the words of the source that say so, at `locator`.
    """

    __tablename__ = "law_change"
    __table_args__ = (
        CheckConstraint("title <> '' AND summary <> ''", name="says_what"),
        CheckConstraint("last IS NULL OR first <= last", name="days_in_order"),
        CheckConstraint("(effect = 'sets_limit') = (limit_value IS NOT NULL)", name="limit_with_its_effect"),
        CheckConstraint("(effect = 'sets_due') = (due IS NOT NULL)", name="due_with_its_effect"),
        CheckConstraint("(effect = 'converts') = (rate_factor IS NOT NULL)", name="rate_with_its_effect"),
        CheckConstraint("rate_factor IS NULL OR (rate_factor > 0 AND rate_unit <> rate_into)", name="rate_converts"),
        CheckConstraint("(source_id IS NULL) = (quotation = '')", name="source_with_its_words"),
        CheckConstraint("effect <> 'converts' OR source_id IS NOT NULL", name="rate_has_source"),
        *second_person(),
        *ruled_with_reason(),
        *ending(),
    )
    id: Mapped[Id]
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligation.id"), index=True)
    kind: Mapped[LawRecord] = word(LawRecord)
    effect: Mapped[LawEffect] = word(LawEffect)
    title: Mapped[Words]
    summary: Mapped[Words]
    reference: Mapped[Words] = mapped_column(default="")
    address: Mapped[Words] = mapped_column(default="")
    first: Mapped[date]
    last: Mapped[date | None]
    states: Mapped[list[str]] = mapped_column(JSON, default=list)
    limit_value: Mapped[Number | None]
    limit_unit: Mapped[Code] = mapped_column(default="")
    limit_period: Mapped[Words] = mapped_column(default="")
    limit_months: Mapped[int | None]
    due: Mapped[date | None]
    rate_unit: Mapped[Code] = mapped_column(default="")
    rate_factor: Mapped[Number | None]
    rate_into: Mapped[Code] = mapped_column(default="")
    source_id: Mapped[int | None] = mapped_column(ForeignKey("source.id"), index=True)
    locator: Mapped[Words] = mapped_column(default="")
    quotation: Mapped[Words] = mapped_column(default="")
    rejected_by: Mapped[list[str]] = mapped_column(JSON, default=list)
    reading: Mapped[Words] = mapped_column(default="")
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
    obligation: Mapped[Obligation] = one()
    source: Mapped[Source | None] = one()
    proposed_by: Mapped[User] = one(foreign_keys=[proposed_by_id])
    ruled_by: Mapped[User | None] = one(foreign_keys=[ruled_by_id])
    ended_by: Mapped[User | None] = one(foreign_keys=[ended_by_id])
    end_proposed_by: Mapped[User | None] = one(foreign_keys=[end_proposed_by_id])
    end_proposals: Mapped[list[EndProposal]] = one(order_by=EndProposal.id)


class LawRipple(Base):
    """That the law of an obligation changed: by a record put in force or ended, or by a corrected file of the law.

    `changes` are sentences on what became different.
    """

    __tablename__ = "law_ripple"
    id: Mapped[Id]
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligation.id"), index=True)
    law_change_id: Mapped[int | None] = mapped_column(ForeignKey("law_change.id"), index=True)
    at: Mapped[Instant]
    changes: Mapped[list[Any]] = mapped_column(JSON, default=list)
    obligation: Mapped[Obligation] = one()
    law_change: Mapped[LawChange | None] = one()
    clearings: Mapped[list["LawClearing"]] = one(back_populates="ripple", order_by="LawClearing.id")


class LawClearing(Base):
    """A person looked at one thing that a change of the law touches, and says what came of it."""

    __tablename__ = "law_clearing"
    __table_args__ = (UniqueConstraint("ripple_id", "kind", "item"), CheckConstraint("note <> ''", name="has_note"))
    id: Mapped[Id]
    ripple_id: Mapped[int] = mapped_column(ForeignKey("law_ripple.id"))
    kind: Mapped[RippleKind] = word(RippleKind)
    item: Mapped[str] = mapped_column(String(200))
    note: Mapped[Words]
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[Instant]
    ripple: Mapped[LawRipple] = one(back_populates="clearings")
    by: Mapped[User] = one()
