"""Reports: frozen, numbered documents, and their approval by a second person."""

from datetime import date

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db.base import Base, Id, Instant, Words
from tracker.db.columns import one
from tracker.db.models.accounts import User
from tracker.db.models.regimes import Regime


class Report(Base):
    """A frozen report. `document` is its canonical JSON, and `digest` the SHA-256 of that; neither ever changes.

    `public_at` is the day by which its evidence had to be published, if one was asked for.
    """

    __tablename__ = "report"
    __table_args__ = (UniqueConstraint("id", "author_id", "digest"),)
    id: Mapped[Id]
    number: Mapped[int] = mapped_column(unique=True)
    title: Mapped[Words]
    regime_id: Mapped[int] = mapped_column(ForeignKey("regime.id"), index=True)
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
    regime: Mapped[Regime] = one()
    author: Mapped[User] = one()
    approval: Mapped["ReportApproval | None"] = one(back_populates="report")


class ReportApproval(Base):
    """A second person stands behind the very bytes that the digest names."""

    __tablename__ = "report_approval"
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
