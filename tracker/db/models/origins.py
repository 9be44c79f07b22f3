"""Origins: the utterances behind claims, and their merging and splitting by two people.

A merge or a split changes no revision. It assigns claims to an origin from an instant on, so that every earlier
"known at" still counts as it did.
"""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db.base import Base, Id, Instant, Key, UTCDateTime, Words
from tracker.db.columns import one, word
from tracker.db.models.accounts import User
from tracker.db.two_people import second_person
from tracker.domain.vocabulary import OriginChangeKind, Ruling


class Origin(Base):
    """The first utterance behind claims. However many outlets carry it, it is one."""

    __tablename__ = "origin"
    id: Mapped[Id]
    key: Mapped[Key] = mapped_column(unique=True)
    label: Mapped[Words]


class OriginChange(Base):
    """A proposal to merge an origin into another, or to split claims off it, and what a second person ruled.

    `claims` are keys: those that a split takes out, or those that the merged origin had when it was proposed.
    `fingerprint` is the digest of what was proposed; an approval is refused when the record has moved on since.
    """

    __tablename__ = "origin_change"
    __table_args__ = (
        *second_person(),
        CheckConstraint("into_id IS NULL OR into_id <> origin_id", name="two_origins"),
    )
    id: Mapped[Id]
    kind: Mapped[OriginChangeKind] = word(OriginChangeKind)
    origin_id: Mapped[int] = mapped_column(ForeignKey("origin.id"), index=True)
    into_id: Mapped[int | None] = mapped_column(ForeignKey("origin.id"), index=True)
    label: Mapped[Words] = mapped_column(default="")
    claims: Mapped[list[str]] = mapped_column(JSON, default=list)
    reason: Mapped[Words]
    fingerprint: Mapped[str] = mapped_column(String(64))
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    proposed_at: Mapped[Instant]
    ruling: Mapped[Ruling | None] = word(Ruling, nullable=True)
    ruled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    ruled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ruling_reason: Mapped[Words] = mapped_column(default="")
    origin: Mapped[Origin] = one(foreign_keys=[origin_id])
    into: Mapped[Origin | None] = one(foreign_keys=[into_id])
    proposed_by: Mapped[User] = one(foreign_keys=[proposed_by_id])
    ruled_by: Mapped[User | None] = one(foreign_keys=[ruled_by_id])


class OriginAssignment(Base):
    """A claim counts under this origin from `at` on, whatever its revision names, until it is superseded."""

    __tablename__ = "origin_assignment"
    __table_args__ = (
        CheckConstraint("superseded_at IS NULL OR superseded_at >= at", name="superseded_later"),
        Index(
            "uq_origin_assignment_current",
            "claim_id",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
    )
    id: Mapped[Id]
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    origin_id: Mapped[int] = mapped_column(ForeignKey("origin.id"), index=True)
    change_id: Mapped[int] = mapped_column(ForeignKey("origin_change.id"), index=True)
    at: Mapped[Instant]
    superseded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    origin: Mapped[Origin] = one()
    change: Mapped[OriginChange] = one()
