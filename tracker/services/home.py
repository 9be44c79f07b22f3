"""What the first page tells: how much is on record and how much waits."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from tracker.db import knowing, models
from tracker.domain.vocabulary import StateKind


@dataclass(frozen=True)
class Summary:
    """Counts of what is on record. `waiting` are claims whose current revision nobody has decided on."""

    regimes: int
    resolutions: int
    obligations: int
    states: int
    claims: int
    waiting: int
    reports: int


def summary(session: Session) -> Summary:
    """Count the record, in one query."""
    row = session.execute(
        select(
            _count(models.Regime),
            _count(models.Resolution),
            _count(models.Obligation),
            select(func.count()).where(models.State.kind != StateKind.COLLECTIVE).scalar_subquery(),
            select(func.count()).where(models.Claim.withdrawn_at.is_(None)).scalar_subquery(),
            select(func.count()).where(knowing.waits()).scalar_subquery(),
            _count(models.Report),
        )
    ).one()
    return Summary(*row)


def _count(model: Any) -> ScalarSelect[int]:
    return select(func.count()).select_from(model).scalar_subquery()
