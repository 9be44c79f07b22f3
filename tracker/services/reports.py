"""Reports: freeze one, approve one that somebody else froze, take one back. A frozen report never changes."""

import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.db.constraints import refusing
from tracker.db.engine import serialise
from tracker.db.models import Report, ReportApproval, ReportSuccession, ReportWithdrawal, User
from tracker.domain import reporting, status
from tracker.domain.errors import Problem, RuleBroken, Stale
from tracker.domain.report import ReportDocument
from tracker.domain.two_people import reason_problems
from tracker.domain.vocabulary import Outcome
from tracker.exports import as_json
from tracker.services import accounts, assessments, law, report_building
from tracker.services.report_asking import Asked
from tracker.services.report_reading import document_of, get
from tracker.services.report_scope import Scope


def freeze(
    session: Session, *, asked: Asked, title: str, author: int, at: datetime, supersedes: int | None = None
) -> Report:
    """Freeze a numbered report that answers a question. `at` is the present instant.

    `supersedes` is the number of the report that it takes the place of, once somebody has approved it. Raises
    NotAllowed for a person who is no analyst, and RuleBroken with every problem at its field.
    """
    reporting.check_author(accounts.roles_of(session, person=author))
    clocks = asked.clocks
    reporting.check_request(
        title=title, as_of=clocks.as_of, known_at=clocks.known_at, public_at=clocks.public_at, at=at
    )
    earlier = _superseded(session, supersedes)
    serialise(session, "reports")  # numbers are given one after another
    document = report_building.build(
        session,
        asked=asked,
        title=unicodedata.normalize("NFC", title.strip()),
        number=(session.scalar(select(func.max(Report.number))) or 0) + 1,
        author=session.get_one(User, author).name,
        at=at,
    )
    report = _row(session, document, author, earlier)
    with refusing(session):
        session.add(report)
    return report


def _superseded(session: Session, number: int | None) -> Report | None:
    if number is None:
        return None
    found = get(session, number=number)
    if found.withdrawal is not None:
        raise RuleBroken.at("report", "supersedes", f"Report {number} was taken back; nothing takes its place.")
    return found


def _row(session: Session, document: ReportDocument, author: int, earlier: Report | None) -> Report:
    text = as_json.canonical(document)
    regime = law.regime(session, key=document.regime.key) if document.regime.key else None
    return Report(
        number=document.number,
        title=document.title,
        kind=document.kind,
        regime_id=regime.id if regime else None,
        succession=ReportSuccession(earlier_id=earlier.id) if earlier else None,
        states=[state.code for state in document.states],
        obligations=[duty.key for duty in document.obligations],
        as_of=document.as_of,
        known_at=document.known_at,
        public_at=document.public_at,
        rules=document.rules,
        author_id=author,
        frozen_at=document.frozen_at,
        document=text,
        digest=as_json.digest(text),
    )


@dataclass(frozen=True, slots=True)
class Preview:
    """What a report would cover: its scope, and how many of its cells have each outcome, in order of precedence."""

    scope: Scope
    counts: dict[Outcome, int]


def preview(session: Session, *, asked: Asked) -> Preview:
    """Look at a scope before freezing it. Raises NotFound and RuleBroken as `freeze` would for unknown names."""
    scope = report_building.scope_of(session, asked)
    decisions = assessments.decide_all(session, scope.obligations, scope.states, asked.clocks)
    found = Counter(decision.outcome for decision in decisions.values())
    return Preview(scope, {outcome: found[outcome] for outcome in status.ORDER if found[outcome]})


def approve(session: Session, *, number: int, approver: int, digest: str, at: datetime) -> ReportApproval:
    """Record that a second person stands behind a report. `digest` is the one that they saw.

    Raises NotAllowed for its author and for anybody who is no reviewer, and Stale for another digest or a report that
    is approved already. The frozen bytes stay as they are.
    """
    report = get(session, number=number)
    reporting.check_approver(
        approver=approver, roles=accounts.roles_of(session, person=approver), author=report.author_id
    )
    document_of(report)
    if digest != report.digest:
        raise Stale("report", Problem("", "What you saw is not what is frozen. Open the report again and compare."))
    if report.approval is not None:
        raise Stale("report", Problem("", f"{report.approval.approver.name} has approved this report already."))
    if report.withdrawal is not None:
        raise Stale("report", Problem("", f"{report.withdrawal.by.name} has taken this report back."))
    approval = ReportApproval(
        report_id=report.id, author_id=report.author_id, digest=digest, approver_id=approver, at=at
    )
    with refusing(session):
        session.add(approval)
    return approval


def withdraw(session: Session, *, number: int, by: int, reason: str, at: datetime) -> ReportWithdrawal:
    """Take a report back. It stays where it is and says so, and so does every file made of it from then on.

    Raises NotAllowed unless its author or a reviewer does it, RuleBroken without a reason, and Stale for a report that
    was taken back already.
    """
    report = get(session, number=number)
    reporting.check_withdrawer(person=by, roles=accounts.roles_of(session, person=by), author=report.author_id)
    if found := reason_problems(reason.strip(), missing="Say why nobody is to rely on it; the reason stays with it."):
        raise RuleBroken("report", *found)
    if report.withdrawal is not None:
        raise Stale("report", Problem("", f"{report.withdrawal.by.name} has taken this report back already."))
    withdrawal = ReportWithdrawal(report_id=report.id, by_id=by, at=at, reason=reason.strip())
    with refusing(session):
        session.add(withdrawal)
    return withdrawal
