"""Sanctions regimes and the resolutions that belong to them."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db.base import Base, Id, Key, Words
from tracker.db.columns import one, provenance, word
from tracker.db.models.resolutions import Resolution
from tracker.domain.vocabulary import RegimeStatus


class Regime(Base):
    """A regime: committee, founding resolution, life-cycle. Dates may be partial ("2002-12") and stay as they are.

    The status follows the Council and the Secretariat. `readings` are those of states that reject it: for each, the
    codes of the `states`, the `status` by that reading, and what they `say`.
    """

    __tablename__ = "regime"
    id: Mapped[Id]
    key: Mapped[Key] = mapped_column(unique=True)
    name: Mapped[Words]
    committee: Mapped[Words]
    founding_symbol: Mapped[str] = mapped_column(String(60))
    established: Mapped[str] = mapped_column(String(10))
    ended: Mapped[str | None] = mapped_column(String(10))
    status: Mapped[RegimeStatus] = word(RegimeStatus)
    status_as_of: Mapped[str] = mapped_column(String(10))
    target_code: Mapped[str | None] = mapped_column(ForeignKey("state.code"), index=True)
    measures: Mapped[list[str]] = mapped_column(JSON, default=list)
    monitoring_body: Mapped[Words] = mapped_column(default="")
    readings: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    provenance: Mapped[dict[str, Any]] = provenance()
    resolutions: Mapped[list[Resolution]] = one(
        secondary="regime_resolution", order_by=Resolution.number, viewonly=True
    )


class RegimeResolution(Base):
    """A resolution belongs to a regime; some belong to two."""

    __tablename__ = "regime_resolution"
    regime_id: Mapped[int] = mapped_column(ForeignKey("regime.id", ondelete="CASCADE"), primary_key=True)
    resolution_id: Mapped[int] = mapped_column(
        ForeignKey("resolution.id", ondelete="CASCADE"), primary_key=True, index=True
    )
