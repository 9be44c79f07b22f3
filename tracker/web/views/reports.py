"""Reports: the list, a new one from a scope in the address, the frozen document, its approval and its exports."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from tracker import clock, exports
from tracker.domain.errors import RuleBroken
from tracker.domain.vocabulary import Role
from tracker.services import law, notices, reports
from tracker.web.access import person
from tracker.web.clocks import AskedClocks, clocks_from_request
from tracker.web.forms.reports import EVERY, RECORDED, ReportForm
from tracker.web.session import records

blueprint = Blueprint("reports", __name__, url_prefix="/reports")

NUMBER = "int(max=2000000000):number"


@blueprint.get("/", endpoint="list")
def list_all() -> str:
    """All reports, newest first."""
    return render_template("reports/list.html", reports=reports.list_all(records()))


@blueprint.route("/new", methods=["GET", "POST"])
def new() -> AnyResponse | tuple[str, int]:
    """Look at a scope, name it, and freeze it."""
    clocks = clocks_from_request()
    form, preview = _form(clocks), None
    if not form.errors:
        try:
            if request.method == "POST":
                return _frozen(form, clocks)
            preview = _preview(form, clocks)
        except RuleBroken as error:
            form.refuse(error)
            preview = _preview_after(form, clocks, error)
    status = 422 if form.errors_summary else 200
    shown = {"address": url_for("reports.new", **(form.query | clocks.query)), "knows_now": _knows_now(clocks)}
    return render_template("reports/new.html", form=form, clocks=clocks, preview=preview, **shown), status


def _form(clocks: AskedClocks) -> ReportForm:
    lines = law.regimes(records())
    first = max(lines, key=lambda line: line.obligations).regime.key if lines else ""
    regime = request.args.get("regime", "") or first
    return ReportForm.of(
        clocks,
        regimes=[(line.regime.key, line.regime.name) for line in lines],
        subjects=law.topics(records(), regime=regime),
        duties=[(row.key, _named(row)) for row in law.obligations(records(), regime=regime)],
        regime=first,
    )


def _named(row: Any) -> str:
    return f"{row.title} ({row.provision.resolution.number} ¶{row.provision.paragraph})"


def _frozen(form: ReportForm, clocks: AskedClocks) -> AnyResponse:
    at = clock.now()
    report = reports.freeze(
        records(),
        regime=form.chosen("regime"),
        states=_states(form),
        obligations=_obligations(form),
        as_of=clocks.as_of,
        known_at=_known_at(clocks, at),
        public_at=clocks.public_at,
        title=form.title.data or "",
        author=person().id,
        at=at,
        rules=clocks.named,
    )
    flash(f"Report {report.number} is frozen. A reviewer who is not its author can approve it.")
    return redirect(url_for("reports.show", number=report.number), 303)


def _preview(form: ReportForm, clocks: AskedClocks) -> reports.Preview:
    return reports.preview(
        records(),
        regime=form.chosen("regime"),
        states=_states(form),
        obligations=_obligations(form),
        clocks=clocks.known(_known_at(clocks, clock.now())),
    )


def _preview_after(form: ReportForm, clocks: AskedClocks, error: RuleBroken) -> reports.Preview | None:
    """What was looked at stays on the page if only the title was refused."""
    return _preview(form, clocks) if {problem.field for problem in error.problems} == {"title"} else None


def _states(form: ReportForm) -> Sequence[str] | None:
    """The states named, or all of them; None leaves the choice to the record."""
    if form.chosen("rows") == EVERY:
        return [state.code for state in law.states(records(), together=True)]
    return form.named_states


def _obligations(form: ReportForm) -> Sequence[str] | None:
    """The obligations that fit what was asked for; where nothing was, the choice is left to the record."""
    subject, test, which = form.chosen("subject"), form.chosen("test"), form.chosen("obligations")
    keys = form.duty.data or ()
    if not (subject or test or which or keys):
        return None
    rows = law.obligations(records(), regime=form.chosen("regime"), keys=keys, subject=subject, test=test)
    return [row.key for row in (law.spoken_of(records(), rows) if which == RECORDED else rows)]


def _known_at(clocks: AskedClocks, at: datetime) -> datetime:
    return at if _knows_now(clocks) else clocks.known_at


def _knows_now(clocks: AskedClocks) -> bool:
    """Whether the present instant is meant. A day means its end; today's has not come, so today means now."""
    return clocks.query.get("known_at") in (None, clock.today().isoformat())


@blueprint.get(f"/<{NUMBER}>")
def show(number: int) -> str:
    """The frozen document, whether it is approved, and the ways out."""
    report = reports.get(records(), number=number)
    document = reports.document_of(report)
    return render_template(
        "reports/show.html",
        report=report,
        document=document,
        formats=exports.formats_of(document),
        notes={claim.key: at for at, claim in enumerate(document.evidence, 1)},
        duties={duty.key: duty for duty in document.obligations},
        reviewers=Role.REVIEWER,
        retracted=notices.behind(records(), revisions=[(claim.key, claim.revision) for claim in document.evidence]),
    )


@blueprint.post(f"/<{NUMBER}>/approve")
def approve(number: int) -> AnyResponse:
    """Stand behind the very bytes whose digest the page showed."""
    seen = request.form.get("digest", "")
    reports.approve(records(), number=number, approver=person().id, digest=seen, at=clock.now())
    flash(f"You approved report {number}.")
    return redirect(url_for("reports.show", number=number), 303)


@blueprint.get(f"/<{NUMBER}>.<fmt>", endpoint="export")
def export(number: int, fmt: str) -> Response:
    """The report as a file, in one of its formats."""
    copy = reports.copy_of(reports.get(records(), number=number))
    chosen = exports.formats_of(copy.document).get(fmt) or abort(404)
    name = f"attachment; filename=report-{number}.{chosen.extension}"
    return Response(chosen.render(copy), content_type=chosen.mimetype, headers={"Content-Disposition": name})
