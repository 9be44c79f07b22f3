"""Imports: what each brought, the files that wait to be imported, and how people map the columns of files."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db.base import Base, Id, Instant, UTCDateTime, Words
from tracker.db.columns import one, word
from tracker.db.models.accounts import User
from tracker.domain.importing import Deed, ImportNoun


class ImportRun(Base):
    """A file whose rows came into the record, in one transaction with them.

    `brought` has a row's number, the key of what it became (the number, for a law record), and whether that was new or
    updated; rows that changed nothing are only counted.
    """

    __tablename__ = "import_run"
    __table_args__ = (
        CheckConstraint("row_count >= added + updated AND added >= 0 AND updated >= 0", name="counts_fit"),
        CheckConstraint("added + updated > 0", name="brought_something"),
    )
    id: Mapped[Id]
    noun: Mapped[ImportNoun] = word(ImportNoun)
    file_name: Mapped[Words]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    row_count: Mapped[int]
    added: Mapped[int]
    updated: Mapped[int]
    brought: Mapped[list[Any]] = mapped_column(JSON)
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    at: Mapped[Instant]
    by: Mapped[User] = one()


class ImportJob(Base):
    """A file that somebody sent, from its upload until it is imported or given up.

    `content` is the table that was read from it, as JSON in ASCII; it is emptied once the job is over. `deed` is what
    was asked for last: `begun_at`, `moved_at` and `attempts` are about that. `checked` is what the last check came to,
    and `faults` what it found, as row, field and sentence. `failed` says why a deed came to no end.
    """

    __tablename__ = "import_job"
    audited = False
    __table_args__ = (CheckConstraint("attempts >= 0", name="attempts_not_negative"),)
    id: Mapped[Id]
    noun: Mapped[ImportNoun] = word(ImportNoun)
    file_name: Mapped[Words]
    form: Mapped[str] = mapped_column(String(20))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    row_count: Mapped[int]
    columns: Mapped[list[Any]] = mapped_column(JSON)
    notes: Mapped[list[Any]] = mapped_column(JSON, default=list)
    content: Mapped[str] = mapped_column(Text, deferred=True, deferred_raiseload=True)
    mapped: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    updates: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    made_at: Mapped[Instant]
    deed: Mapped[Deed | None] = word(Deed, nullable=True)
    begun_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    moved_at: Mapped[Instant]
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    checked: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    faults: Mapped[list[Any]] = mapped_column(JSON, default=list, deferred=True, deferred_raiseload=True)
    failed: Mapped[Words] = mapped_column(default="")
    run_id: Mapped[int | None] = mapped_column(ForeignKey("import_run.id"))
    by: Mapped[User] = one()


class ImportMapping(Base):
    """Which column of a person's files fills which field, under a name. `fields` goes by the names of columns."""

    __tablename__ = "import_mapping"
    audited = False
    __table_args__ = (UniqueConstraint("by_id", "noun", "name"), CheckConstraint("name <> ''", name="has_name"))
    id: Mapped[Id]
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    noun: Mapped[ImportNoun] = word(ImportNoun)
    name: Mapped[str] = mapped_column(String(120))
    shared: Mapped[bool] = mapped_column(default=False)
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    constants: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[Instant]
    by: Mapped[User] = one()
