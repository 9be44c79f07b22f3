"""What waits for a second person: the claims, and whatever else one person proposes and another rules on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, exists, func, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from tracker.db import knowing
from tracker.db.models import (
    ClaimRevision,
    Determination,
    EndProposal,
    LawChange,
    OriginChange,
    Report,
    ReportApproval,
    ReportWithdrawal,
    RulesInForce,
)
from tracker.domain.vocabulary import Role
from tracker.services import accounts


@dataclass(frozen=True, slots=True)
class Waiting:
    """Proposals of one kind: how many nobody has ruled on, how many of them are the person's, and since when.

    Nobody rules on their own, so a reviewer may rule on the others.
    """

    kind: str
    count: int
    own: int
    since: datetime


CLAIM = "claim"
"""The kind of what waits in the queue of reviews."""


def waiting(session: Session, *, person: int) -> list[Waiting]:
    """What waits, in one statement: for a reviewer all of it, for others what they proposed themselves.

    A claim is of whoever wrote its last revision.
    """
    everybody = Role.REVIEWER in accounts.roles_of(session, person=person)
    counts = [_counted(*kind, person, everybody=everybody) for kind in _kinds()]
    return [Waiting(*row) for row in session.execute(union_all(*counts))]


def _kinds() -> list[tuple[str, InstrumentedAttribute[int], InstrumentedAttribute[datetime], ColumnElement[bool]]]:
    """Each kind by its word, with who proposed it, when, and which of them wait."""
    ends = EndProposal.ruling.is_(None)
    return [
        (CLAIM, ClaimRevision.author_id, ClaimRevision.recorded_at, knowing.waits()),
        ("determination", *_proposed(Determination)),
        ("end", EndProposal.proposed_by_id, EndProposal.proposed_at, ends & EndProposal.determination_id.is_not(None)),
        ("law", *_proposed(LawChange)),
        ("strike", EndProposal.proposed_by_id, EndProposal.proposed_at, ends & EndProposal.law_change_id.is_not(None)),
        ("origin", *_proposed(OriginChange)),
        ("rules", *_proposed(RulesInForce)),
        ("report", Report.author_id, Report.frozen_at, ~_is_settled(ReportApproval) & ~_is_settled(ReportWithdrawal)),
    ]


def _proposed(model: Any) -> tuple[Any, Any, ColumnElement[bool]]:
    return model.proposed_by_id, model.proposed_at, model.ruling.is_(None)


def _is_settled(model: type[ReportApproval] | type[ReportWithdrawal]) -> ColumnElement[bool]:
    return exists().where(model.report_id == Report.id)


def _counted(kind: str, by: Any, at: Any, waits: ColumnElement[bool], person: int, *, everybody: bool) -> Any:
    own = func.sum(case((by == person, 1), else_=0))
    query = select(literal(kind), func.count(), own, func.min(at)).where(waits).having(func.count() > 0)
    return query if everybody else query.where(by == person)
