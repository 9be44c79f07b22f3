"""Reports: freeze one, approve one that somebody else froze, read them back. A frozen report never changes."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, defer, selectinload

from tracker.db.constraints import refusing
from tracker.db.engine import serialise
from tracker.db.models import Report, ReportApproval, User
from tracker.domain import public_edition, reporting, status
from tracker.domain.errors import NotFound, Problem, RuleBroken, Stale
from tracker.domain.facts import Clocks
from tracker.domain.report import FORMAT, NOTICE, ReportDocument, ReportRegime, ReportState
from tracker.domain.report_copy import Approved, ReportCopy
from tracker.domain.vocabulary import Edition, Outcome
from tracker.exports import as_json
from tracker.services import assessments, report_content, report_scope
from tracker.services import rules as rules_record
from tracker.services.report_scope import Scope


def freeze(
    session: Session,
    *,
    regime: str,
    states: Sequence[str] | None,
    obligations: Sequence[str] | None,
    as_of: date,
    known_at: datetime,
    title: str,
    author: int,
    at: datetime,
    rules: str = "",
    public_at: date | None = None,
) -> Report:
    """Freeze a numbered report over states (codes or names) and obligations (keys) of a regime.

    None leaves the choice to the record; see `report_scope.choose`. `at` is the present instant. Without a version,
    the rules that were in force at the known-at instant decide. With `public_at`, only evidence that was certainly
    published by that day counts; the scope is the same. Raises NotAllowed for a person who is no analyst, and
    RuleBroken with every problem at its field.
    """
    reporting.check_author(_roles(session, author))
    reporting.check_request(title=title, as_of=as_of, known_at=known_at, public_at=public_at, at=at)
    scope = report_scope.choose(session, regime=regime, states=states, obligations=obligations, known_at=known_at)
    serialise(session, "reports")  # numbers are given one after another
    clocks = rules_record.clocks(session, as_of=as_of, known_at=known_at, public_at=public_at, rules=rules)
    document = _document(session, scope, clocks, title=title, author=author, at=at)
    report = _row(document, scope, author)
    with refusing(session):
        session.add(report)
    return report


def _row(document: ReportDocument, scope: Scope, author: int) -> Report:
    text = as_json.canonical(document)
    return Report(
        number=document.number,
        title=document.title,
        regime_id=scope.regime.id,
        states=[state.code for state in scope.states],
        obligations=[duty.key for duty in scope.obligations],
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


def preview(
    session: Session, *, regime: str, states: Sequence[str] | None, obligations: Sequence[str] | None, clocks: Clocks
) -> Preview:
    """Look at a scope before freezing it. Raises NotFound and RuleBroken as `freeze` would for unknown names."""
    scope = report_scope.choose(
        session, regime=regime, states=states, obligations=obligations, known_at=clocks.known_at
    )
    decisions = assessments.decide_all(session, scope.obligations, scope.states, clocks)
    found = Counter(decision.outcome for decision in decisions.values())
    return Preview(scope, {outcome: found[outcome] for outcome in status.ORDER if found[outcome]})


def _document(
    session: Session, scope: Scope, clocks: Clocks, *, title: str, author: int, at: datetime
) -> ReportDocument:
    obligations = report_content.obligations(session, scope=scope, clocks=clocks)
    cells = tuple(report_content.cells(session, scope=scope, clocks=clocks))
    evidence = report_content.evidence(session, found=cells, clocks=clocks)
    return ReportDocument(
        format=FORMAT,
        number=(session.scalar(select(func.max(Report.number))) or 0) + 1,
        title=unicodedata.normalize("NFC", title.strip()),
        regime=ReportRegime(scope.regime.key, scope.regime.name),
        as_of=clocks.as_of,
        known_at=clocks.known_at,
        rules=clocks.rules,
        author=session.get_one(User, author).name,
        frozen_at=at,
        notice=NOTICE,
        states=tuple(ReportState(state.code, state.name) for state in scope.states),
        obligations=obligations,
        cells=cells,
        evidence=evidence,
        terms=report_content.terms(obligations, cells, evidence),
        public_at=clocks.public_at,
    )


def approve(session: Session, *, number: int, approver: int, digest: str, at: datetime) -> ReportApproval:
    """Record that a second person stands behind a report. `digest` is the one that they saw.

    Raises NotAllowed for its author and for anybody who is no reviewer, and Stale for another digest or a report that
    is approved already. The frozen bytes stay as they are.
    """
    report = get(session, number=number)
    roles = _roles(session, approver)
    reporting.check_approver(approver=approver, roles=roles, author=report.author_id)
    document_of(report)
    if digest != report.digest:
        raise Stale("report", Problem("", "What you saw is not what is frozen. Open the report again and compare."))
    if report.approval is not None:
        raise Stale("report", Problem("", f"{report.approval.approver.name} has approved this report already."))
    approval = ReportApproval(
        report_id=report.id, author_id=report.author_id, digest=digest, approver_id=approver, at=at
    )
    with refusing(session):
        session.add(approval)
    return approval


def get(session: Session, *, number: int) -> Report:
    """The report of a number with its regime, author and approval. Raises NotFound."""
    report = session.scalar(_whole().where(Report.number == number).execution_options(populate_existing=True))
    if report is None:
        raise NotFound("report", Problem("number", f"There is no report {number}."))
    return report


def list_all(session: Session) -> Sequence[Report]:
    """All reports, newest first, without their documents."""
    query = _whole().options(defer(Report.document, raiseload=True)).order_by(Report.number.desc())
    return session.scalars(query).all()


def document_of(report: Report) -> ReportDocument:
    """The document that a report froze. Raises RuleBroken if its text does not match its digest any more."""
    return as_json.parse(text_of(report))


def copy_of(report: Report, *, edition: Edition = Edition.FULL) -> ReportCopy:
    """A copy of a report to be rendered, with what has been recorded about it since. Raises as `text_of` does."""
    text = text_of(report)
    document = as_json.parse(text)
    approved = Approved(report.approval.approver.name, report.approval.at) if report.approval else None
    if edition is Edition.PUBLIC:
        document = public_edition.public(document)
        text = as_json.canonical(document)
    return ReportCopy(document, text, report.digest, approved)


def text_of(report: Report) -> str:
    """The frozen text, checked against its digest. Raises RuleBroken if it does not match."""
    if as_json.digest(report.document) != report.digest:
        sentence = f"The stored text of report {report.number} does not match its digest, so it is not given out."
        raise RuleBroken.at("report", "", sentence + " Restore the database from a backup.")
    return report.document


def _whole() -> Select[Report]:
    return select(Report).options(
        selectinload(Report.regime),
        selectinload(Report.author),
        selectinload(Report.approval).selectinload(ReportApproval.approver),
    )


def _roles(session: Session, person: int) -> set[str]:
    user = session.get(User, person)
    return {role.name for role in user.roles} if user and user.active else set()
