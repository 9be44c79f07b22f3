"""Runs of the check of the record that somebody began from a page. They are no part of the record."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db.base import Base, Id, Instant, UTCDateTime, Words
from tracker.db.columns import one
from tracker.db.models.accounts import User


class CheckRun(Base):
    """One run: what it is at, how far, and what it came to. `failed` says why it could not be finished."""

    __tablename__ = "check_run"
    audited = False
    id: Mapped[Id]
    begun_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    begun_at: Mapped[Instant]
    moved_at: Mapped[Instant]
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    stage: Mapped[str] = mapped_column(String(60), default="")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    verdict: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    failed: Mapped[Words] = mapped_column(default="")
    begun_by: Mapped[User] = one()
