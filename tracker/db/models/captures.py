"""Kept copies of sources: what was kept, under which circumstances, and what proves the time.

A kept file is write-once: its bytes lie in the store under their SHA-256, and a trigger refuses to change its row. A
capture is the act of keeping one copy of one source, with the fields that a chain of custody asks for.
"""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db.base import Base, Id, Instant, UTCDateTime, Words
from tracker.db.columns import one, word
from tracker.db.models.accounts import User
from tracker.db.models.sources import Source
from tracker.domain.vocabulary import CaptureMethod


class KeptFile(Base):
    """Bytes in the store, named by their SHA-256. `size` is in bytes; `media_type` was found by content."""

    __tablename__ = "kept_file"
    append_only = True
    __table_args__ = (CheckConstraint("size >= 0", name="size_not_negative"),)
    id: Mapped[Id]
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    sha3_512: Mapped[str] = mapped_column(String(128))
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(120))
    kept_at: Mapped[Instant]
    tokens: Mapped[list["TimestampToken"]] = one(back_populates="kept_file", order_by="TimestampToken.id")


class Capture(Base):
    """One act of keeping a copy of a source.

    `original_address` is the one that the collector names, `final_address` the one that answered; both are empty for a
    file that had none. `text` is the extracted text, kept as a file of its own; where there is none, `trouble` says in
    a sentence why. `software` is the collecting program with its version.
    """

    __tablename__ = "capture"
    append_only = True
    __table_args__ = (
        UniqueConstraint("source_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("ended_at >= started_at", name="ended_later"),
        CheckConstraint("text_id IS NOT NULL OR trouble <> ''", name="text_or_trouble"),
    )
    id: Mapped[Id]
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"))
    number: Mapped[int]
    kept_file_id: Mapped[int] = mapped_column(ForeignKey("kept_file.id"), index=True)
    method: Mapped[CaptureMethod] = word(CaptureMethod)
    file_name: Mapped[Words] = mapped_column(default="")
    original_address: Mapped[Words] = mapped_column(default="")
    final_address: Mapped[Words] = mapped_column(default="")
    peer: Mapped[str] = mapped_column(String(80), default="")
    certificate_sha256: Mapped[str] = mapped_column(String(64), default="")
    request_headers: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    response_headers: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    started_at: Mapped[Instant]
    ended_at: Mapped[Instant]
    collector_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    software: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(20), default="")
    note: Mapped[Words] = mapped_column(default="")
    extractor: Mapped[str] = mapped_column(String(80), default="")
    extractor_version: Mapped[str] = mapped_column(String(40), default="")
    text_id: Mapped[int | None] = mapped_column(ForeignKey("kept_file.id"), index=True)
    trouble: Mapped[Words] = mapped_column(default="")
    no_token: Mapped[Words] = mapped_column(default="")
    source: Mapped[Source] = one(back_populates="captures")
    kept_file: Mapped[KeptFile] = one(foreign_keys=[kept_file_id])
    text: Mapped[KeptFile | None] = one(foreign_keys=[text_id])
    collector: Mapped[User] = one()


class TimestampToken(Base):
    """An RFC 3161 token over a kept file. `sha256` is that of the token's own bytes, since those are malleable (T9)."""

    __tablename__ = "timestamp_token"
    id: Mapped[Id]
    kept_file_id: Mapped[int] = mapped_column(ForeignKey("kept_file.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    token: Mapped[str] = mapped_column(Text)
    authority: Mapped[Words]
    serial: Mapped[str] = mapped_column(String(80))
    policy: Mapped[str] = mapped_column(String(120), default="")
    stamped_at: Mapped[datetime] = mapped_column(UTCDateTime)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[Instant]
    kept_file: Mapped[KeptFile] = one(back_populates="tokens")
