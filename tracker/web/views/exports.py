"""Files of reports that are made in the background: asking for one, how far it is, the file."""

from typing import Any

from flask import Blueprint, Response, current_app, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from tracker import clock, exports
from tracker.domain.errors import NotFound, Problem, RuleBroken
from tracker.domain.report_copy import ReportCopy
from tracker.domain.vocabulary import Edition
from tracker.exports import Files, binding
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
    state, label = export_jobs.state_of(job), exports.FORMATS[job.format].label
    volumes = export_jobs.volumes_of(job, folder=current_app.config["TRACKER"].exports)
    return render_template("exports/show.html", job=job, state=state, label=label, volumes=volumes)


@blueprint.post(f"/<{NUMBER}>/cancel")
def cancel(number: int) -> AnyResponse:
    """Give an export up."""
    export_jobs.cancel(records(), number=number, by=person().id, at=clock.now())
    flash(f"Export {number} is cancelled.")
    return redirect(url_for("exports.list"), 303)


@blueprint.get(f"/<{NUMBER}>/file")
def file(number: int) -> AnyResponse:
    """The file that was made: an archive where the report has several volumes, or the one that is asked for."""
    job = export_jobs.get(records(), number=number)
    copy = report_reading.copy_of(report_reading.get(records(), number=job.report.number), edition=job.edition)
    if copy.is_guarded and g.person is None:
        return sign_in_first()
    data = _data(job)
    files = binding.Unbound(exports.FORMATS[job.format], data)
    if files.is_archive and _volume() is None:
        return _attached(data, binding.MIMETYPE, binding.name(copy, "zip"))
    return sent(copy, job.format, files)


def made(job: Any) -> Files:
    """What an export made."""
    return binding.Unbound(exports.FORMATS[job.format], _data(job))


def _data(job: Any) -> bytes:
    return export_jobs.data_of(job, folder=current_app.config["TRACKER"].exports)


def _volume() -> int | None:
    """The volume that the address asks for, None without one. Raises RuleBroken for what is no number."""
    said = request.args.get("volume", "")
    if said and not (said.isascii() and said.isdecimal() and len(said) < 5):
        raise RuleBroken.at("report", "volume", "A volume is asked for by its number, as in “?volume=2”.")
    return int(said) if said else None


def sent(copy: ReportCopy, fmt: str, files: Files) -> Response:
    """A file of a report as an answer that a browser saves: the volume that is asked for, else the first."""
    chosen, count = exports.FORMATS[fmt], len(files.holds)
    number = binding.chosen(_volume(), count)
    name = binding.name(copy, chosen.extension, number if count > 1 else 0)
    return _attached(files.render(number), chosen.mimetype, name)


def _attached(data: bytes, mimetype: str, name: str) -> Response:
    disposition = f"attachment; filename={name}"
    return Response(data, content_type=mimetype, headers={"Content-Disposition": disposition})
