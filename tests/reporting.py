"""Reports frozen in tests by plain words."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from tracker.db.models import Report
from tracker.domain.vocabulary import ReportKind
from tracker.services import reports
from tracker.services import rules as rules_record
from tracker.services.report_asking import Asked


def frozen(
    session: Session,
    *,
    as_of: date,
    known_at: datetime,
    title: str,
    author: int,
    at: datetime,
    regime: str = "",
    states: Sequence[str] | None = None,
    obligations: Sequence[str] | None = None,
    public_at: date | None = None,
    rules: str = "",
    kind: ReportKind = ReportKind.MATRIX,
    supersedes: int | None = None,
    **beside: object,
) -> Report:
    """A frozen report over a scope and clocks; `beside` are further fields of the question."""
    clocks = rules_record.clocks(session, as_of=as_of, known_at=known_at, public_at=public_at, rules=rules)
    asked = Asked(kind, clocks, regime, states, obligations, **beside)  # type: ignore[arg-type]  # fields of Asked
    return reports.freeze(session, asked=asked, title=title, author=author, at=at, supersedes=supersedes)
