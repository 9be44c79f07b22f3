"""Files of reports that are made in the background: asking for one, how far it is, the file."""

from typing import Any

from flask import Blueprint, Response, current_app, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from tracker import clock, exports
from tracker.domain.errors import NotFound, Problem
from tracker.domain.report_copy import ReportCopy
from tracker.domain.vocabulary import Edition
from tracker.services import export_jobs, report_reading, waking
from tracker.web.access import person, sign_in_first
from tracker.web.session import database, pause, records

blueprint = Blueprint("exports", __name__, url_prefix="/exports")

NUMBER = "int(max=2000000000):number"
NOTEBOOK = "system"
"""Who writes down what is to be made: it is bookkeeping, and no change of the record."""


@blueprint.get("/", endpoint="list")
def list_all() -> str:
    """The exports that the reader asked for."""
    jobs = export_jobs.of_person(records(), person=person().id)
    return render_template("exports/list.html", jobs=jobs, state_of=export_jobs.state_of, formats=exports.FORMATS)


@blueprint.post("/")
def begin() -> AnyResponse:
    """Ask for a file, and lead to the page that says how far it is."""
    number, fmt = request.form.get("report", ""), request.form.get("format", "")
    if not number.isascii() or not number.isdecimal() or len(number) > 9:
        raise NotFound("export", Problem("report", "There is no such report."))
    edition = Edition.PUBLIC if request.form.get("edition") == Edition.PUBLIC else Edition.FULL
    pause()  # the job is committed before anybody is woken
    settings, by = current_app.config["TRACKER"], person().id
    wanted = {"number": int(number), "fmt": fmt, "edition": edition, "folder": settings.exports}
    with database().writing(NOTEBOOK) as session:
        found = export_jobs.ask(session, **wanted, by=by, at=clock.now()).id
    waking.nudge(settings)
    return redirect(url_for("exports.show", number=found), 303)


@blueprint.get(f"/<{NUMBER}>")
def show(number: int) -> str:
    """How far it is, or the file. While it is being made, the page asks again by itself."""
    job = export_jobs.get(records(), number=number)
    state = export_jobs.state_of(job)
    return render_template("exports/show.html", job=job, state=state, label=exports.FORMATS[job.format].label)


@blueprint.post(f"/<{NUMBER}>/cancel")
def cancel(number: int) -> AnyResponse:
    """Give an export up."""
    export_jobs.cancel(records(), number=number, by=person().id, at=clock.now())
    flash(f"Export {number} is cancelled.")
    return redirect(url_for("exports.list"), 303)


@blueprint.get(f"/<{NUMBER}>/file")
def file(number: int) -> AnyResponse:
    """The file that was made."""
    job = export_jobs.get(records(), number=number)
    copy = report_reading.copy_of(report_reading.get(records(), number=job.report.number), edition=job.edition)
    if copy.is_guarded and g.person is None:
        return sign_in_first()
    return sent(copy, job.format, made(job))


def made(job: Any) -> bytes:
    """The bytes that an export made."""
    return export_jobs.data_of(job, folder=current_app.config["TRACKER"].exports)


def sent(copy: ReportCopy, fmt: str, data: bytes) -> Response:
    """A file of a report as an answer that a browser saves."""
    chosen = exports.FORMATS[fmt]
    public = "-public" if copy.edition is Edition.PUBLIC else ""
    name = f"attachment; filename=report-{copy.document.number}{public}.{chosen.extension}"
    return Response(data, content_type=chosen.mimetype, headers={"Content-Disposition": name})
