"""Frozen reports read back: the list, one, its document, and a copy of it to be rendered."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, defer, selectinload

from tracker.db.models import Report, ReportApproval, ReportWithdrawal
from tracker.domain import public_edition
from tracker.domain.errors import NotFound, Problem, RuleBroken
from tracker.domain.report import ReportDocument
from tracker.domain.report_copy import Approved, Ended, EndKind, ReportCopy
from tracker.domain.vocabulary import Edition
from tracker.exports import as_json


def get(session: Session, *, number: int) -> Report:
    """The report of a number, with all that has been recorded about it since. Raises NotFound."""
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
    if edition is Edition.PUBLIC:
        document = public_edition.public(document)
        text = as_json.canonical(document)
    approval = report.approval
    approved = Approved(approval.approver.name, approval.at) if approval else None
    return ReportCopy(document, text, report.digest, approved, ended(report))


def ended(report: Report) -> Ended | None:
    """How a report ended: taken back, else superseded by the first successor that somebody approved; None while not."""
    if taken := report.withdrawal:
        return Ended(EndKind.WITHDRAWN, taken.by.name, taken.at, taken.reason)
    approvals = [(one.approval.at, one.number, one.title, one.approval) for one in report.successors if one.approval]
    if not approvals:
        return None
    at, number, title, approval = min(approvals, key=lambda one: one[:2])
    return Ended(EndKind.SUPERSEDED, approval.approver.name, at, title, number)


def text_of(report: Report) -> str:
    """The frozen text, checked against its digest. Raises RuleBroken if it does not match."""
    if as_json.digest(report.document) != report.digest:
        sentence = f"The stored text of report {report.number} does not match its digest, so it is not given out."
        raise RuleBroken.at("report", "", sentence + " Restore the database from a backup.")
    return report.document


def _whole() -> Select[Report]:
    successors = selectinload(Report.successors)
    return select(Report).options(
        selectinload(Report.regime),
        selectinload(Report.author),
        selectinload(Report.approval).selectinload(ReportApproval.approver),
        selectinload(Report.withdrawal).selectinload(ReportWithdrawal.by),
        selectinload(Report.supersedes).defer(Report.document, raiseload=True),
        successors.defer(Report.document, raiseload=True),
        successors.selectinload(Report.approval).selectinload(ReportApproval.approver),
    )
