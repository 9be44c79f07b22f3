"""Reports: frozen, numbered documents, and their approval by a second person. Nothing of them is changed or deleted."""

from datetime import date

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db.base import Base, Id, Instant, Words
from tracker.db.columns import one, word
from tracker.db.models.accounts import User
from tracker.db.models.regimes import Regime
from tracker.domain.vocabulary import ReportKind


class Report(Base):
    """A frozen report. `document` is its canonical JSON, and `digest` the SHA-256 of that; neither ever changes.

    `public_at` is the day by which its evidence had to be published, if one was asked for. `regime` is None where it is
    of all regimes. `succession` names the report that it takes the place of, from its approval on.
    """

    __tablename__ = "report"
    append_only = True
    __table_args__ = (UniqueConstraint("id", "author_id", "digest"),)
    id: Mapped[Id]
    number: Mapped[int] = mapped_column(unique=True)
    title: Mapped[Words]
    kind: Mapped[ReportKind] = word(ReportKind)
    regime_id: Mapped[int | None] = mapped_column(ForeignKey("regime.id"), index=True)
    states: Mapped[list[str]] = mapped_column(JSON, default=list)
    obligations: Mapped[list[str]] = mapped_column(JSON, default=list)
    as_of: Mapped[date]
    known_at: Mapped[Instant]
    public_at: Mapped[date | None]
    rules: Mapped[str] = mapped_column(String(20))
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    frozen_at: Mapped[Instant]
    document: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    regime: Mapped[Regime | None] = one()
    author: Mapped[User] = one()
    approval: Mapped["ReportApproval | None"] = one(back_populates="report")
    withdrawal: Mapped["ReportWithdrawal | None"] = one(back_populates="report")
    succession: Mapped["ReportSuccession | None"] = one(
        back_populates="report", foreign_keys="ReportSuccession.report_id"
    )
    successions: Mapped[list["ReportSuccession"]] = one(
        back_populates="earlier", foreign_keys="ReportSuccession.earlier_id", order_by="ReportSuccession.report_id"
    )


class ReportApproval(Base):
    """A second person stands behind the very bytes that the digest names."""

    __tablename__ = "report_approval"
    append_only = True
    __table_args__ = (
        ForeignKeyConstraint(
            ["report_id", "author_id", "digest"],
            ["report.id", "report.author_id", "report.digest"],
            name="fk_report_approval_fingerprint",
        ),
        CheckConstraint("approver_id <> author_id", name="nobody_approves_their_own"),
    )
    report_id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    approver_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    at: Mapped[Instant]
    report: Mapped[Report] = one(back_populates="approval")
    approver: Mapped[User] = one(foreign_keys=[approver_id])


class ReportSuccession(Base):
    """A report takes the place of an earlier one, once somebody has approved it."""

    __tablename__ = "report_succession"
    append_only = True
    __table_args__ = (CheckConstraint("earlier_id <> report_id", name="another"),)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True)
    earlier_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    report: Mapped[Report] = one(back_populates="succession", foreign_keys=[report_id])
    earlier: Mapped[Report] = one(back_populates="successions", foreign_keys=[earlier_id])


class ReportWithdrawal(Base):
    """Somebody took a report back: nobody is to rely on it. The report itself stays as it is."""

    __tablename__ = "report_withdrawal"
    append_only = True
    __table_args__ = (CheckConstraint("reason <> ''", name="has_reason"),)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    at: Mapped[Instant]
    reason: Mapped[Words]
    report: Mapped[Report] = one(back_populates="withdrawal")
    by: Mapped[User] = one()
