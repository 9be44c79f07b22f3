"""Imports: the list of them, sending a file, and what one brought."""

from typing import Any

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from tracker import clock
from tracker.domain.errors import RuleBroken
from tracker.domain.importing import ImportNoun
from tracker.domain.vocabulary import Role
from tracker.services import claim_list, import_files, import_jobs, import_mappings, imports, law_changes, paging
from tracker.services.imports import CLAIMS, FileFacts
from tracker.web.access import person
from tracker.web.forms.claim_filter import page_number
from tracker.web.forms.imports import FileForm
from tracker.web.guard import refuse_replaced
from tracker.web.navigation import page_size
from tracker.web.session import pause, records

blueprint = Blueprint("imports", __name__, url_prefix="/imports")

NUMBER = "int(max=2000000000):number"
Answer = str | AnyResponse | tuple[str, int]


@blueprint.get("/", endpoint="list")
def list_all() -> str:
    """The imports of the record, newest first, and the reader's files that wait."""
    jobs = import_jobs.of_person(records(), person=g.person.id) if g.person else ()
    shown = {"runs": imports.latest(records()), "jobs": jobs, "state_of": import_jobs.state_of}
    return render_template("imports/list.html", nouns=list(ImportNoun), **shown)


@blueprint.get("/template/<noun>.csv")
def template(noun: str) -> Response:
    """An empty file with every column that can be filled in."""
    if noun not in set(ImportNoun):
        abort(404)
    name = f"attachment; filename={noun}.csv"
    data = import_files.template(ImportNoun(noun))
    return Response(data, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})


@blueprint.route("/new", methods=["GET", "POST"])
def new() -> Answer:
    """Send a file, or paste a table."""
    form = FileForm(data={"noun": request.args.get("noun", "")} if request.method == "GET" else None)
    if not form.is_submitted():
        return _new(form)
    refuse_replaced()
    if form.validate():
        try:
            return _sent(form)
        except RuleBroken as error:
            records().rollback()
            form.refuse(error)
    return _new(form), 422


def _new(form: FileForm) -> str:
    mappings = {noun: import_mappings.usable(records(), noun=noun, by=person().id) for noun in ImportNoun}
    return render_template("imports/new.html", form=form, mappings=mappings)


def _sent(form: FileForm) -> AnyResponse:
    data, name = form.bytes_sent, form.file_name
    noun, by = ImportNoun(form.noun.data), person().id
    pause()  # reading may take seconds, in which nobody else should wait for this request
    how = {"sheet": form.sheet.data or "", "header": form.header.data or 0}
    table = import_files.read(data, pasted=not name, **how)
    file = FileFacts.of(data, name=name)
    job = import_jobs.make(records(), noun=noun, table=table, file=file, by=by, at=clock.now())
    if earlier := imports.same_file(records(), sha256=file.sha256):
        flash(f"This very file was imported before, as import {earlier.id}. Rows that are on record change nothing.")
    return redirect(url_for("import_jobs.columns", number=job.id), 303)


@blueprint.post(f"/mappings/<{NUMBER}>/forget")
def forget(number: int) -> AnyResponse:
    """Remove one of one's own saved mappings."""
    name = import_mappings.remove(records(), number=number, by=person().id)
    flash(f"The mapping “{name}” is removed.")
    return redirect(url_for("imports.new"), 303)


@blueprint.get(f"/<{NUMBER}>")
def show(number: int) -> str:
    """What an import brought, and where each of it stands."""
    run = imports.get(records(), number=number)
    page = paging.cut(imports.brought(run), page=page_number(request.args), size=page_size())
    reviewer = g.person is not None and g.person.may(Role.REVIEWER) and run.noun in CLAIMS
    return render_template("imports/show.html", run=run, page=page, reviewer=reviewer, **_rows(run, page.rows))


def _rows(run: Any, rows: Any) -> dict[str, Any]:
    """What the record has under the keys of a page."""
    if run.noun in CLAIMS:
        found = claim_list.by_keys(records(), keys=[one.key for one in rows])
        return {"found": found, "standing": {key: claim_list.review_state(row) for key, row in found.items()}}
    if run.noun is ImportNoun.LAW:
        return {"found": {one.key: law_changes.get(records(), number=int(one.key)) for one in rows}, "standing": {}}
    return {"found": imports.sources_of(records(), keys=[one.key for one in rows]), "standing": {}}
