"""Reports: the list, the frozen document, its approval, its withdrawal, and its files."""

from typing import Any

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from tracker import clock, exports
from tracker.domain.errors import NotAllowed, NotFound, RuleBroken, Stale
from tracker.domain.report_copy import ReportCopy
from tracker.domain.report_diff import differences
from tracker.domain.vocabulary import Edition, Role
from tracker.exports import as_html
from tracker.exports.outline import anchors
from tracker.exports.outlining import outline
from tracker.services import export_jobs, notices, report_reading, report_verification, reports
from tracker.web.access import person, sign_in_first
from tracker.web.forms.reports import DiffForm, WithdrawReportForm
from tracker.web.session import records
from tracker.web.views.exports import made, sent

blueprint = Blueprint("reports", __name__, url_prefix="/reports")

NUMBER = "int(max=2000000000):number"
blueprint.add_app_template_filter(as_html.picture)


@blueprint.get("/", endpoint="list")
def list_all() -> str:
    """All reports, newest first."""
    found = report_reading.list_all(records())
    return render_template(
        "reports/list.html", reports=found, ended={one.id: report_reading.ended(one) for one in found}
    )


@blueprint.get(f"/<{NUMBER}>")
def show(number: int) -> str:
    """The frozen document, where it stands, and the ways out."""
    report = report_reading.get(records(), number=number)
    return _shown(report, WithdrawReportForm())


def _shown(report: Any, form: WithdrawReportForm) -> str:
    copy = report_reading.copy_of(report)
    named = [(claim.key, claim.revision) for claim in copy.document.evidence]
    if copy.is_guarded and g.person is None:
        copy = report_reading.copy_of(report, edition=Edition.PUBLIC)
    made = outline(copy)
    return render_template(
        "reports/show.html",
        report=report,
        outline=made,
        anchors=anchors(made),
        copy=copy,
        form=form,
        formats=exports.formats_of(copy.document),
        volumes=_volumes(report, copy),
        reviewers=Role.REVIEWER,
        retracted=notices.behind(records(), revisions=named),
    )


def _volumes(report: Any, copy: ReportCopy) -> dict[str, dict[Edition, tuple[str, ...]]]:
    """What each volume holds, by format and edition, for those formats in which the report has several."""
    copies = [copy]
    if copy.document.is_restricted and copy.edition is Edition.FULL:
        copies.append(report_reading.copy_of(report, edition=Edition.PUBLIC))
    found = {
        name: {one.edition: files for one in copies if len(files := fmt.files(one).holds) > 1}
        for name, fmt in exports.formats_of(copy.document).items()
        if fmt.volumes
    }
    return {name: editions for name, editions in found.items() if editions}


@blueprint.post(f"/<{NUMBER}>/approve")
def approve(number: int) -> AnyResponse:
    """Stand behind the very bytes whose digest the page showed."""
    seen = request.form.get("digest", "")
    reports.approve(records(), number=number, approver=person().id, digest=seen, at=clock.now())
    flash(f"You approved report {number}.")
    return redirect(url_for("reports.show", number=number), 303)


@blueprint.post(f"/<{NUMBER}>/withdraw")
def withdraw(number: int) -> AnyResponse | tuple[str, int]:
    """Take a report back, with the reason. It stays, and says so."""
    form = WithdrawReportForm()
    try:
        if form.validate():
            reports.withdraw(records(), number=number, by=person().id, reason=form.reason.data or "", at=clock.now())
            flash(f"You took report {number} back. Every file made of it says so from now on.")
            return redirect(url_for("reports.show", number=number), 303)
    except (NotAllowed, Stale):
        raise
    except RuleBroken as error:
        form.refuse(error)
    return _shown(report_reading.get(records(), number=number), form), 422


@blueprint.get(f"/<{NUMBER}>/check")
def check(number: int) -> str:
    """Whether the record still supports it: the question asked again, at its clocks and from what is known now."""
    report = report_reading.get(records(), number=number)
    found = report_verification.support(records(), report, at=clock.now())
    return render_template("reports/check.html", report=report, found=found)


@blueprint.get(f"/<{NUMBER}>/diff")
def diff(number: int) -> tuple[str, int]:
    """What another report says otherwise than this one, in words."""
    report, form = report_reading.get(records(), number=number), DiffForm(formdata=request.args)
    other = form.other.data if request.args and form.validate() else None
    found = None
    try:
        if other is not None:
            against = report_reading.get(records(), number=other)
            found = differences(*(report_reading.document_of(one) for one in (report, against)))
    except NotFound as error:
        form.refuse(RuleBroken.at("report", "other", error.problems[0].sentence))
    body = render_template("reports/diff.html", report=report, form=form, other=other, found=found)
    return body, 422 if form.errors else 200


@blueprint.get(f"/<{NUMBER}>.<fmt>")
def export(number: int, fmt: str) -> AnyResponse:
    """The report as a file, in one of its formats."""
    return _file(number, fmt, Edition.FULL)


@blueprint.get(f"/<{NUMBER}>/public.<fmt>")
def export_public(number: int, fmt: str) -> AnyResponse:
    """The public edition of the report as a file."""
    return _file(number, fmt, Edition.PUBLIC)


def _file(number: int, fmt: str, edition: Edition) -> AnyResponse:
    copy = report_reading.copy_of(report_reading.get(records(), number=number), edition=edition)
    if copy.is_guarded and g.person is None:
        return sign_in_first()
    chosen = exports.formats_of(copy.document).get(fmt) or abort(404)
    if not export_jobs.is_heavy(copy, fmt):
        return sent(copy, fmt, chosen.files(copy))
    job = export_jobs.found(records(), copy=copy, fmt=fmt)
    if job is not None and job.sha256:
        return sent(copy, fmt, made(job))
    return Response(render_template("exports/ask.html", copy=copy, fmt=fmt, label=chosen.label, job=job))
