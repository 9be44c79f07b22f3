"""Anchors: where the words of a citation stand in the text of a kept copy, and how well they match."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db.base import Base, Id, Instant
from tracker.db.columns import one, word
from tracker.db.models.captures import Capture
from tracker.db.models.claims import Citation
from tracker.domain.vocabulary import QuoteVerdict


class Anchor(Base):
    """One quotation in one kept text, as a W3C text-quote selector with its position in code points.

    It is made once, from a citation and a text that never change, so checking it again must give the same.
    `difference` holds the words that differ, for a quotation that is only near.
    """

    __tablename__ = "anchor"
    __table_args__ = (
        UniqueConstraint("citation_id", "capture_id"),
        CheckConstraint("(start IS NULL AND stop IS NULL) OR (start >= 0 AND stop >= start)", name="place_whole"),
    )
    id: Mapped[Id]
    citation_id: Mapped[int] = mapped_column(ForeignKey("citation.id"))
    capture_id: Mapped[int] = mapped_column(ForeignKey("capture.id"), index=True)
    verdict: Mapped[QuoteVerdict] = word(QuoteVerdict)
    start: Mapped[int | None]
    stop: Mapped[int | None]
    exact: Mapped[str] = mapped_column(Text, default="")
    prefix: Mapped[str] = mapped_column(Text, default="")
    suffix: Mapped[str] = mapped_column(Text, default="")
    difference: Mapped[list[Any]] = mapped_column(JSON, default=list)
    at: Mapped[Instant]
    citation: Mapped[Citation] = one(back_populates="anchors")
    capture: Mapped[Capture] = one()
