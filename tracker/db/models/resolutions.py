"""Resolutions, their operative paragraphs, how they change one another, and drafts that failed."""

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db.base import Base, Id, Key, Words
from tracker.db.columns import one, provenance, word
from tracker.domain.vocabulary import RelationType

if TYPE_CHECKING:
    from tracker.db.models.obligations import Obligation


class Resolution(Base):
    """A Council resolution, known by its UN symbol. Its text never changes; later resolutions change what it asks."""

    __tablename__ = "resolution"
    __table_args__ = (
        CheckConstraint(
            "(votes_for IS NULL AND votes_against IS NULL AND votes_abstaining IS NULL) OR "
            "(votes_for IS NOT NULL AND votes_against IS NOT NULL AND votes_abstaining IS NOT NULL)",
            name="vote_whole",
        ),
    )
    id: Mapped[Id]
    symbol: Mapped[str] = mapped_column(String(40), unique=True)
    number: Mapped[int] = mapped_column(unique=True)
    year: Mapped[int]
    adopted: Mapped[date]
    meeting: Mapped[int | None]
    votes_for: Mapped[int | None]
    votes_against: Mapped[int | None]
    votes_abstaining: Mapped[int | None]
    chapter: Mapped[Words]
    gist: Mapped[Words]
    url: Mapped[Words]
    provenance: Mapped[dict[str, Any]] = provenance()
    provisions: Mapped[list["Provision"]] = one(back_populates="resolution", order_by="Provision.sort_key")
    changes: Mapped[list["ResolutionRelation"]] = one(
        back_populates="later", foreign_keys="ResolutionRelation.later_id", order_by="ResolutionRelation.id"
    )
    changed_by: Mapped[list["ResolutionRelation"]] = one(
        back_populates="earlier", foreign_keys="ResolutionRelation.earlier_id", order_by="ResolutionRelation.id"
    )


class ResolutionRelation(Base):
    """What a later resolution does to an earlier one, from a date on."""

    __tablename__ = "resolution_relation"
    __table_args__ = (
        UniqueConstraint("later_id", "earlier_id", "relation_type"),
        CheckConstraint("later_id <> earlier_id", name="two_resolutions"),
    )
    id: Mapped[Id]
    later_id: Mapped[int] = mapped_column(ForeignKey("resolution.id", ondelete="CASCADE"))
    earlier_id: Mapped[int] = mapped_column(ForeignKey("resolution.id", ondelete="CASCADE"), index=True)
    relation_type: Mapped[RelationType] = word(RelationType)
    effective: Mapped[date]
    later: Mapped[Resolution] = one(back_populates="changes", foreign_keys=[later_id])
    earlier: Mapped[Resolution] = one(back_populates="changed_by", foreign_keys=[earlier_id])


class Provision(Base):
    """One operative paragraph, or sub-paragraph. `gist` is in our words; the text is the UN's."""

    __tablename__ = "provision"
    __table_args__ = (UniqueConstraint("resolution_id", "paragraph"),)
    id: Mapped[Id]
    resolution_id: Mapped[int] = mapped_column(ForeignKey("resolution.id", ondelete="CASCADE"))
    paragraph: Mapped[str] = mapped_column(String(40))
    sort_key: Mapped[str] = mapped_column(String(40))
    gist: Mapped[Words]
    provenance: Mapped[dict[str, Any]] = provenance()
    resolution: Mapped[Resolution] = one(back_populates="provisions")
    obligations: Mapped[list["Obligation"]] = one(back_populates="provision", order_by="Obligation.key")


class FailedDraft(Base):
    """A draft resolution that the Council did not adopt."""

    __tablename__ = "failed_draft"
    id: Mapped[Id]
    key: Mapped[Key] = mapped_column(unique=True)
    day: Mapped[date]
    subject: Mapped[Words]
    status: Mapped[Words]
    sponsor: Mapped[Words] = mapped_column(default="")
    vote: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    effect: Mapped[Words]
    provenance: Mapped[dict[str, Any]] = provenance()
