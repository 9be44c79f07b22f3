"""States by their UN names, and actors that are not states."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db.base import Base, Id, Key, Words
from tracker.db.columns import one, provenance, word
from tracker.domain.vocabulary import ActorKind, Body, NameKind, StateKind


class State(Base):
    """A member, an observer, or the row of all states together. `code` is ISO 3166-1 alpha-3, or ALL."""

    __tablename__ = "state"
    code: Mapped[str] = mapped_column(String(3), primary_key=True)
    iso2: Mapped[str | None] = mapped_column(String(2), unique=True)
    m49: Mapped[str | None] = mapped_column(String(3), unique=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    formal_name: Mapped[Words]
    sort_name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[StateKind] = word(StateKind)
    member_from: Mapped[date | None]
    member_until: Mapped[date | None]
    provenance: Mapped[dict[str, Any]] = provenance()
    names: Mapped[list["StateName"]] = one(
        back_populates="state", cascade="all, delete-orphan", order_by="StateName.id"
    )


class StateName(Base):
    """Another name of a state. No two states share one, compared without case and accents."""

    __tablename__ = "state_name"
    id: Mapped[Id]
    state_code: Mapped[str] = mapped_column(ForeignKey("state.code", ondelete="CASCADE"), index=True)
    name: Mapped[Words]
    kind: Mapped[NameKind] = word(NameKind)
    used_from: Mapped[str | None] = mapped_column(String(10))
    used_until: Mapped[str | None] = mapped_column(String(10))
    state: Mapped[State] = one(back_populates="names")


class Actor(Base):
    """Somebody who speaks or acts and is not a state: a territory, a UN body, a coalition, a company, a newspaper."""

    __tablename__ = "actor"
    id: Mapped[Id]
    key: Mapped[Key] = mapped_column(unique=True)
    name: Mapped[Words]
    kind: Mapped[ActorKind] = word(ActorKind)
    body: Mapped[Body | None] = word(Body, nullable=True)
    state_code: Mapped[str | None] = mapped_column(ForeignKey("state.code"), index=True)
    names: Mapped[list[str]] = mapped_column(JSON, default=list)
    provenance: Mapped[dict[str, Any]] = provenance()
