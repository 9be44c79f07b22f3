"""The audit log: one row a change, appended by `tracker.db.audit` and by nothing else."""

from typing import Any

from sqlalchemy import JSON, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db.base import Base, Id, Instant


class AuditEntry(Base):
    """Who changed what, when. `canonical` is the RFC 8785 form over which the hash chain will run."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index(None, "noun", "key"),)
    audited = False
    id: Mapped[Id]
    at: Mapped[Instant]
    actor: Mapped[str] = mapped_column(String(120))
    action: Mapped[str] = mapped_column(String(20))
    noun: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(200))
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    canonical: Mapped[str] = mapped_column(Text)
