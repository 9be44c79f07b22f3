"""Files on their way into the record: what their columns fill, the check, the import, and giving one up."""

from typing import Any

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from tracker import clock
from tracker.domain.errors import RuleBroken
from tracker.intake import import_columns
from tracker.services import import_files, import_jobs, import_mappings, slates, waking
from tracker.services.import_jobs import Desk
from tracker.web.access import person
from tracker.web.errors import form_status
from tracker.web.forms.claim_filter import number_in
from tracker.web.forms.imports import ColumnChoices, ColumnsForm
from tracker.web.session import database, pause, records

blueprint = Blueprint("import_jobs", __name__, url_prefix="/imports/files")

NUMBER = "int(max=2000000000):number"
NOTEBOOK = "system"
"""Who writes down what is to be done: it is bookkeeping, and no change of the record."""
FAULTS_SHOWN = 100
Answer = str | AnyResponse | tuple[str, int]
GOING_ON = ("waiting", "being checked", "being imported")


@blueprint.get(f"/<{NUMBER}>")
def show(number: int) -> Answer:
    """How far it is, what the check found, or what came of it. While it goes on, the page asks again by itself."""
    job = import_jobs.get(records(), number=number, by=person().id)
    state = import_jobs.state_of(job)
    if state == "to be mapped":
        return redirect(url_for("import_jobs.columns", number=number), 303)
    faults = import_jobs.faults_of(records(), job, most=FAULTS_SHOWN)
    return render_template(
        "import_jobs/show.html",
        job=job,
        state=state,
        going_on=state in GOING_ON,
        progress=_slate(number).progress() if state in GOING_ON else (0, 0),
        faults=[(fault.row, _column(job, fault.column), fault.sentence) for fault in faults],
        faulty=import_jobs.has_faults(job),
    )


def _column(job: Any, field: str) -> str:
    """What the file calls a field; the field's own name where nothing of the file fills it."""
    return import_jobs.mapped_of(job).column_of(field, job.columns) or field


def _slate(number: int) -> slates.Slate:
    return slates.Slate(current_app.config["TRACKER"], number)


@blueprint.route(f"/<{NUMBER}>/columns", methods=["GET", "POST"])
def columns(number: int) -> Answer:
    """Choose what each column fills, and have the rows checked."""
    job = import_jobs.get(records(), number=number, by=person().id)
    form = ColumnsForm(data={"updates": job.updates}) if request.method == "GET" else ColumnsForm()
    if not form.is_submitted():
        return _columns(job, form, ColumnChoices.of(_start(job)))
    choices = ColumnChoices.typed(request.form, width=len(job.columns), names=import_columns.names(job.noun))
    if form.validate():
        try:
            return _asked(number, form, choices)
        except RuleBroken as error:
            records().rollback()
            choices.refuse(error, form)
            job = import_jobs.get(records(), number=number, by=person().id)
            return _columns(job, form, choices), form_status(error)
    return _columns(job, form, choices), 422


def _start(job: Any) -> Any:
    """The saved mapping that the address names, else what is chosen already, else a guess."""
    chosen = number_in(request.args.get("mapping", ""))
    if chosen is None:
        return import_jobs.mapped_of(job)
    row = import_mappings.get(records(), number=chosen, by=person().id)
    return import_mappings.applied(row, job.columns) if row.noun is job.noun else import_jobs.mapped_of(job)


def _columns(job: Any, form: ColumnsForm, choices: ColumnChoices) -> str:
    return render_template(
        "import_jobs/columns.html",
        job=job,
        form=form,
        choices=choices,
        samples=import_files.samples(import_jobs.table_of(records(), job)),
        known=import_columns.OF[job.noun],
        mappings=import_mappings.usable(records(), noun=job.noun, by=person().id),
    )


def _asked(number: int, form: ColumnsForm, choices: ColumnChoices) -> AnyResponse:
    by, at, mapped = person().id, clock.now(), choices.mapped
    pause()  # what is asked for is committed before anybody is woken
    with database().writing(NOTEBOOK) as session:
        given = {"mapped": mapped, "updates": bool(form.updates.data), "by": by, "at": at}
        job = import_jobs.check(session, number=number, **given)
        if form.save_as.data:
            kept = {"shared": bool(form.shared.data), "by": by, "at": at}
            name = form.save_as.data
            import_mappings.save(session, name=name, noun=job.noun, mapped=mapped, columns=list(job.columns), **kept)
        rows = job.row_count
    return _begun(number, rows)


@blueprint.post(f"/<{NUMBER}>/import", endpoint="carry_out")
def carry_out(number: int) -> AnyResponse:
    """Import a file whose check found nothing wrong."""
    by = person().id
    pause()
    with database().writing(NOTEBOOK) as session:
        rows = import_jobs.carry_out(session, number=number, by=by, at=clock.now()).row_count
    return _begun(number, rows)


def _begun(number: int, rows: int) -> AnyResponse:
    """Wake whoever carries it out; a few rows are done with at once."""
    settings = current_app.config["TRACKER"]
    if rows > import_jobs.FEW:
        waking.nudge(settings, waking.IMPORTS)
    elif import_jobs.begin(_desk(), number):
        import_jobs.perform(_desk(), number)
    return redirect(url_for("import_jobs.show", number=number), 303)


def _desk() -> Desk:
    opened = database()
    return Desk(opened.writing, lambda: opened.writing(NOTEBOOK), _slate, clock.now)


@blueprint.post(f"/<{NUMBER}>/give-up")
def give_up(number: int) -> AnyResponse:
    """Give a file up. Whoever carries it out hears of it by its slate; nothing is waited for."""
    by = person().id
    state = import_jobs.state_of(import_jobs.get(records(), number=number, by=by))
    if state in ("being checked", "being imported"):
        _slate(number).cancel()
        waking.nudge(current_app.config["TRACKER"], waking.IMPORTS)
        return redirect(url_for("import_jobs.show", number=number), 303)
    pause()
    with database().writing(NOTEBOOK) as session:
        import_jobs.give_up(session, number=number, by=by, at=clock.now())
    return redirect(url_for("imports.list"), 303)


@blueprint.get(f"/<{NUMBER}>/report")
def report(number: int) -> Response:
    """The file as it came, with a column of faults; once mended, it can be sent again."""
    job = import_jobs.get(records(), number=number, by=person().id)
    table, faults = import_jobs.table_of(records(), job), import_jobs.faults_of(records(), job)
    made = import_files.report_of(table, import_jobs.mapped_of(job), faults)
    name = f"attachment; filename=import-{number}-report.{made.extension}"
    return Response(made.data, content_type=made.mimetype, headers={"Content-Disposition": name})
