"""Frozen reports read back: the list, one, its document, and a copy of it to be rendered."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, defer, selectinload

from tracker.db.models import Report, ReportApproval, ReportSuccession, ReportWithdrawal
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


def list_all(session: Session, *, known_at: datetime | None = None) -> Sequence[Report]:
    """All reports that had been frozen by an instant, or by now, newest first, without their documents."""
    query = _whole().options(defer(Report.document, raiseload=True)).order_by(Report.number.desc())
    if known_at is not None:
        query = query.where(Report.frozen_at <= known_at)
    return session.scalars(query).all()


def document_of(report: Report) -> ReportDocument:
    """The document that a report froze. Raises RuleBroken if its text does not match its digest any more."""
    return as_json.parse(text_of(report))


def copy_of(report: Report, *, edition: Edition = Edition.FULL, known_at: datetime | None = None) -> ReportCopy:
    """A copy of a report to be rendered, with what had been recorded about it by an instant; without one, by now.

    Raises as `text_of` does.
    """
    text = text_of(report)
    document = as_json.parse(text)
    if edition is Edition.PUBLIC:
        document = public_edition.public(document)
        text = as_json.canonical(document)
    approval = report.approval if report.approval and _is_known(report.approval.at, known_at) else None
    approved = Approved(approval.approver.name, approval.at) if approval else None
    return ReportCopy(document, text, report.digest, approved, ended(report, known_at=known_at))


def approval(report: Report, *, known_at: datetime | None = None) -> ReportApproval | None:
    """The approval of a report that had been given by an instant, or by now."""
    given = report.approval
    return given if given and _is_known(given.at, known_at) else None


def _is_known(at: datetime, known_at: datetime | None) -> bool:
    return known_at is None or at <= known_at


def ended(report: Report, *, known_at: datetime | None = None) -> Ended | None:
    """How a report ended: taken back, else superseded by the first successor that somebody approved; None while not."""
    taken = report.withdrawal
    if taken and _is_known(taken.at, known_at):
        return Ended(EndKind.WITHDRAWN, taken.by.name, taken.at, taken.reason)
    later = [succession.report for succession in report.successions]
    approvals = [(one.approval.at, one.number, one.title, one.approval) for one in later if one.approval]
    approvals = [one for one in approvals if _is_known(one[0], known_at)]
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
    successors = selectinload(Report.successions).joinedload(ReportSuccession.report)
    return select(Report).options(
        selectinload(Report.regime),
        selectinload(Report.author),
        selectinload(Report.approval).selectinload(ReportApproval.approver),
        selectinload(Report.withdrawal).selectinload(ReportWithdrawal.by),
        selectinload(Report.succession).joinedload(ReportSuccession.earlier).defer(Report.document, raiseload=True),
        successors.defer(Report.document, raiseload=True),
        successors.selectinload(Report.approval).selectinload(ReportApproval.approver),
    )
