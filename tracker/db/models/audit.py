"""The audit log, the checkpoints that sign it, and the keys that sign them.

Entries and checkpoints are appended by `tracker.db.audit` and `tracker.services.checkpoints` and by nothing else;
triggers refuse every change of them.
"""

from functools import cached_property
from typing import Any

import orjson
from sqlalchemy import Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db.base import Base, Instant


class AuditEntry(Base):
    """Who changed what, when. `canonical` is the whole entry in RFC 8785 form; the other columns are for finding it.

    `seq` counts from 1 without gaps. `row` is the primary key of the row that was changed, `key` the name by which
    people know it. `hash` is the SHA-256 over the hash before it and the canonical bytes (`domain.ledger.chain_hash`).
    """

    __tablename__ = "audit_entry"
    __table_args__ = (Index(None, "noun", "key"), Index(None, "noun", "seq"))
    audited = False
    append_only = True
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[Instant]
    actor: Mapped[str] = mapped_column(String(120))
    action: Mapped[str] = mapped_column(String(20))
    noun: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(200))
    row: Mapped[str] = mapped_column(String(200))
    canonical: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(String(64))

    @cached_property
    def body(self) -> dict[str, Any]:
        """The entry as JSON."""
        return orjson.loads(self.canonical)

    @property
    def before(self) -> dict[str, Any] | None:
        """The row before the change: whole if it was deleted, else what was changed; None if it was new."""
        return self.body["before"]

    @property
    def after(self) -> dict[str, Any] | None:
        """The row after the change: whole if it was new, else what was changed; None if it was deleted."""
        return self.body["after"]


class AuditCheckpoint(Base):
    """A signed note over the first `size` entries.

    `peaks` are the hashes from which the tree goes on growing, in hexadecimal digits between spaces.
    """

    __tablename__ = "audit_checkpoint"
    audited = False
    append_only = True
    size: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[Instant]
    root: Mapped[str] = mapped_column(String(64))
    peaks: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)


class LogKey(Base):
    """A public key whose signatures under checkpoints count. The entry that introduces it stands in the log itself."""

    __tablename__ = "log_key"
    id: Mapped[str] = mapped_column(String(8), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    public_key: Mapped[str] = mapped_column(String(44))
    introduced_at: Mapped[Instant]
