"""Checking the record from a page: begin a run, watch how far it is, read what it came to."""

from contextlib import suppress
from threading import Thread

from flask import Blueprint, Flask, current_app, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker import clock
from tracker.services import check_runs, outside
from tracker.web.access import person
from tracker.web.session import database, pause, records

blueprint = Blueprint("checks", __name__, url_prefix="/check")

THREAD = "tracker_check"
NOTEBOOK = "system"
"""Who writes down how far a run is: it is bookkeeping, and no change of the record."""


@blueprint.get("/", endpoint="list")
def list_all() -> str:
    """The last runs, and the button that begins one."""
    runs = check_runs.latest(records())
    running = next((run for run in runs if check_runs.is_running(run, at=clock.now())), None)
    return render_template("checks/list.html", runs=runs, running=running)


@blueprint.post("/")
def begin() -> Response:
    """Begin a run, and lead to its page."""
    pause()  # the run works in sessions of its own, which must see that it was begun
    with database().writing(NOTEBOOK) as session:
        number = check_runs.begin(session, by=person().id, at=clock.now()).id
    thread = Thread(target=_carry_out, args=(current_app._get_current_object(), number), daemon=True)  # pyright: ignore[reportAttributeAccessIssue] - the proxy has it
    current_app.extensions[THREAD] = thread
    thread.start()
    return redirect(url_for("checks.show", number=number), 303)


@blueprint.get("/<int(max=2000000000):number>")
def show(number: int) -> str:
    """How far a run is, or what it came to. While it runs, the page asks again by itself."""
    run = check_runs.get(records(), number=number)
    return render_template("checks/show.html", run=run, running=check_runs.is_running(run, at=clock.now()))


def _carry_out(app: Flask, number: int) -> None:
    with app.app_context(), suppress(Exception):  # what went wrong stands in the run
        settings = app.config["TRACKER"]
        anchors = outside.read(settings.checkpoint_folder, roots=settings.timestamp_roots)
        check_runs.carry_out(
            number,
            anchors=anchors,
            record=database().snapshot,
            notebook=lambda: database().writing(NOTEBOOK),
            now=clock.now,
        )
