"""Exports that are made in the background: what was asked for, how far it is, and what came of it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db.base import Base, Id, Instant, UTCDateTime, Words
from tracker.db.columns import one, word
from tracker.db.models.accounts import User
from tracker.db.models.reports import Report
from tracker.domain.vocabulary import Edition


class ExportJob(Base):
    """A file of a report to be made. It holds words and numbers only, so nothing in it can be made to run.

    `fingerprint` is that of the copy that it is made from: a later approval makes another. `moved_at` is when it was
    last heard of, `attempts` how often it was begun. `sha256` names the file that was made, in the folder of exports;
    `failed` says why there is none.
    """

    __tablename__ = "export_job"
    audited = False
    __table_args__ = (CheckConstraint("attempts >= 0", name="attempts_not_negative"),)
    id: Mapped[Id]
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    format: Mapped[str] = mapped_column(String(20))
    edition: Mapped[Edition] = word(Edition)
    fingerprint: Mapped[str] = mapped_column(String(64))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    asked_at: Mapped[Instant]
    begun_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    moved_at: Mapped[Instant]
    cancelled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    stage: Mapped[str] = mapped_column(String(60), default="")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    sha256: Mapped[str] = mapped_column(String(64), default="")
    size: Mapped[int] = mapped_column(default=0)
    failed: Mapped[Words] = mapped_column(default="")
    report: Mapped[Report] = one()
    asked_by: Mapped[User] = one()
