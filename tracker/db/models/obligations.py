"""Obligations: one duty each, with how it is judged, its deadlines, its limits, and what later changed it."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db.base import Base, Code, Id, Key, Number, Words
from tracker.db.columns import one, provenance, word
from tracker.db.models.regimes import Regime
from tracker.db.models.resolutions import Provision
from tracker.domain.vocabulary import Force, LimitScope, RelationType, Test


class Obligation(Base):
    """One duty that a provision creates. `due` is the judged deadline, kept with its derivation in `deadlines`.

    `ended` is the first day on which it no longer binds; `condition` opens a conditional duty; `opens_below` is the
    fraction under which it opens; `excluded` are the codes of states that the wording does not address; `suspensions`
    are pairs of a first and a last day (or none) between which it did not bind. `recurs` is the rule of the judged
    deadline where it gives no one day: it comes every period, or is counted from the event that opens the duty.
    """

    __tablename__ = "obligation"
    __table_args__ = (
        CheckConstraint("ended IS NULL OR effective IS NULL OR ended >= effective", name="ended_after_start"),
        Index(None, "regime_id", "sort_key"),
    )
    id: Mapped[Id]
    key: Mapped[Key] = mapped_column(unique=True)
    regime_id: Mapped[int] = mapped_column(ForeignKey("regime.id"))
    provision_id: Mapped[int] = mapped_column(ForeignKey("provision.id"), index=True)
    sort_key: Mapped[str] = mapped_column(String(120))
    title: Mapped[Words]
    summary: Mapped[Words]
    subject: Mapped[str] = mapped_column(String(120))
    measure_kind: Mapped[Code]
    test: Mapped[Test] = word(Test)
    force: Mapped[Force] = word(Force)
    addressees: Mapped[Words]
    excluded: Mapped[list[str]] = mapped_column(JSON, default=list)
    effective: Mapped[date | None]
    due: Mapped[date | None]
    ended: Mapped[date | None]
    ended_by: Mapped[Words] = mapped_column(default="")
    reporting: Mapped[Words] = mapped_column(default="")
    condition: Mapped[Words] = mapped_column(default="")
    opens_below: Mapped[Number | None]
    recurs: Mapped[str | None] = mapped_column(String(60))
    suspensions: Mapped[list[list[str | None]]] = mapped_column(JSON, default=list)
    limit_scope: Mapped[LimitScope] = word(LimitScope, default=LimitScope.STATE)
    exemptions: Mapped[list[str]] = mapped_column(JSON, default=list)
    provenance: Mapped[dict[str, Any]] = provenance()
    regime: Mapped[Regime] = one()
    provision: Mapped[Provision] = one(back_populates="obligations")
    deadlines: Mapped[list["Deadline"]] = one(
        back_populates="obligation", cascade="all, delete-orphan", order_by="Deadline.position"
    )
    limits: Mapped[list["ObligationLimit"]] = one(
        back_populates="obligation", cascade="all, delete-orphan", order_by="ObligationLimit.position"
    )
    changes: Mapped[list["ObligationRelation"]] = one(
        back_populates="later", foreign_keys="ObligationRelation.later_id", order_by="ObligationRelation.id"
    )
    changed_by: Mapped[list["ObligationRelation"]] = one(
        back_populates="earlier", foreign_keys="ObligationRelation.earlier_id", order_by="ObligationRelation.id"
    )


class ObligationRelation(Base):
    """What a later duty does to an earlier one, from a date on."""

    __tablename__ = "obligation_relation"
    __table_args__ = (
        UniqueConstraint("later_id", "earlier_id", "relation_type"),
        CheckConstraint("later_id <> earlier_id", name="two_obligations"),
    )
    id: Mapped[Id]
    later_id: Mapped[int] = mapped_column(ForeignKey("obligation.id", ondelete="CASCADE"))
    earlier_id: Mapped[int] = mapped_column(ForeignKey("obligation.id", ondelete="CASCADE"), index=True)
    relation_type: Mapped[RelationType] = word(RelationType)
    effective: Mapped[date]
    later: Mapped[Obligation] = one(back_populates="changes", foreign_keys=[later_id])
    earlier: Mapped[Obligation] = one(back_populates="changed_by", foreign_keys=[earlier_id])


class Deadline(Base):
    """A deadline as wording, rule and date. The one that is `judged` decides fulfilled late and overdue."""

    __tablename__ = "deadline"
    __table_args__ = (UniqueConstraint("obligation_id", "position"),)
    id: Mapped[Id]
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligation.id", ondelete="CASCADE"))
    position: Mapped[int]
    wording: Mapped[Words]
    rule: Mapped[str] = mapped_column(String(60))
    day: Mapped[date | None]
    judged: Mapped[bool] = mapped_column(default=False)
    obligation: Mapped[Obligation] = one(back_populates="deadlines")


class ObligationLimit(Base):
    """A number that may not be passed. Several rows of one obligation are alternatives: whichever is lower.

    `first` and `last` bound the days measured; with `every_months` the count begins anew after so many months.
    """

    __tablename__ = "obligation_limit"
    __table_args__ = (UniqueConstraint("obligation_id", "position"),)
    id: Mapped[Id]
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligation.id", ondelete="CASCADE"))
    position: Mapped[int]
    value: Mapped[Number]
    unit: Mapped[Code]
    period: Mapped[Words]
    first: Mapped[date | None]
    last: Mapped[date | None]
    every_months: Mapped[int | None]
    alerts: Mapped[list[float]] = mapped_column(JSON, default=list)
    obligation: Mapped[Obligation] = one(back_populates="limits")
