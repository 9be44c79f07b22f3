"""Sources: documents as published, and where each can be reached."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db.base import Base, Id, Instant, Key, Words
from tracker.db.columns import one, word
from tracker.domain.vocabulary import Publication

if TYPE_CHECKING:
    from tracker.db.models.captures import Capture
    from tracker.db.models.notices import SourceNotice


class Source(Base):
    """A document. An address is not required: a paper filed with a committee has a symbol, or only a title.

    `published` is the date as printed, perhaps partial; its first and last possible day stand beside it.
    `sha256` is the SHA-256 of the copy that was read, in small hexadecimal digits, or empty.
    """

    __tablename__ = "source"
    __table_args__ = (Index(None, "recorded_at", "id"),)
    id: Mapped[Id]
    key: Mapped[Key] = mapped_column(unique=True)
    title: Mapped[Words]
    publisher: Mapped[Words]
    author: Mapped[Words] = mapped_column(default="")
    symbol: Mapped[str] = mapped_column(String(80), default="", index=True)
    language: Mapped[str] = mapped_column(String(20), default="")
    published: Mapped[str] = mapped_column(String(100), default="")
    published_first: Mapped[date | None]
    published_last: Mapped[date | None]
    publication: Mapped[Publication] = word(Publication, default=Publication.PUBLIC)
    read_in: Mapped[Words] = mapped_column(default="")
    sha256: Mapped[str] = mapped_column(String(64), default="", index=True)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[Instant]
    access_points: Mapped[list["AccessPoint"]] = one(
        back_populates="source", cascade="all, delete-orphan", order_by="AccessPoint.position"
    )
    captures: Mapped[list["Capture"]] = one(back_populates="source", order_by="Capture.number")
    notices: Mapped[list["SourceNotice"]] = one(back_populates="source", order_by="SourceNotice.id")


class AccessPoint(Base):
    """One way to reach a source: an address, an archive copy, a shelf mark. `lookup` is for finding it again."""

    __tablename__ = "access_point"
    __table_args__ = (UniqueConstraint("source_id", "position"),)
    id: Mapped[Id]
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id", ondelete="CASCADE"))
    position: Mapped[int]
    address: Mapped[Words]
    lookup: Mapped[str] = mapped_column(String(500), index=True)
    source: Mapped[Source] = one(back_populates="access_points")
