"""`tracker run`: serve the pages, for one person or for a team."""

import gc
import os
import sys

import click
from flask import Flask
from sqlalchemy.orm import configure_mappers
from werkzeug.serving import run_simple

from tracker.app import create_app
from tracker.cli import demo as demonstration
from tracker.cli.database import engine, fill_summary, keep_up, require_head
from tracker.config import Settings
from tracker.db.engine import reading as reading_from
from tracker.services import export_jobs, import_jobs, waking

THREADS, SECONDS = 4, 60


@click.command()
@click.option("--host", help="The address to listen on. TRACKER_HOST, if left out.")
@click.option("--port", type=click.IntRange(1, 65535), help="TRACKER_PORT, if left out.")
@click.option("--production", is_flag=True, help="Serve a team, by gunicorn.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes of a production server. 2, if left out.")
@click.option("--demo", is_flag=True, help="Prepare the database, and make accounts whose passwords are printed.")
def run(host: str | None, port: int | None, workers: int | None, *, production: bool, demo: bool) -> None:
    """Serve the pages until Ctrl-C."""
    if production and demo:
        raise click.UsageError("--demo gives out passwords; it does not go with --production.")
    if workers and not production:
        raise click.UsageError("--workers goes with --production only.")
    chosen = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    settings = Settings.load(**chosen)
    passwords = _prepare(settings, demo=demo)
    settings.secret()  # made here, before any worker starts
    if production:
        _production(settings, workers or 2)
    else:
        _development(settings, passwords)


def _prepare(settings: Settings, *, demo: bool) -> list[demonstration.Access]:
    """Make sure that the database can be served; with `demo`, fill it and give the accounts' passwords."""
    with engine(settings, make=demo) as chosen:
        if demo:
            passwords = demonstration.prepare(chosen)
            keep_up(chosen, settings)
        else:
            require_head(chosen)
            fill_summary(chosen)
            passwords = []
        return passwords


def start_waking(settings: Settings) -> None:
    """Wait for nudges; what an earlier start left is carried on at once, and what was broken off a little later."""
    with engine(settings) as chosen, reading_from(chosen) as session:
        left = export_jobs.is_any_left(session) or import_jobs.is_any_left(session)
    if left:
        waking.nudge_all(settings)
    waking.start(settings, again=2 * export_jobs.STILL if left else None)
    if settings.digest_minutes:
        waking.repeat(settings.digest_minutes, waking.send_digests)


def _development(settings: Settings, passwords: list[demonstration.Access]) -> None:
    app = create_app(settings)
    click.echo(f"Open http://{_bracketed(settings.host)}:{settings.port}/ (Ctrl-C ends it)")
    if passwords:
        demonstration.tell(passwords)
    start_waking(settings)
    run_simple(settings.host, settings.port, app, threaded=True, use_reloader=False, use_debugger=False)


def loaded() -> Flask:
    """The app of a production server, with its pages compiled, before the workers part.

    What is there by then, and is frozen, stays in memory once however many workers there are.
    """
    app = create_app()
    for name in app.jinja_env.list_templates(extensions=["html"]):
        app.jinja_env.get_template(name)
    configure_mappers()
    app.url_map.update()
    gc.collect()
    gc.freeze()
    return app


_MEMORY = {
    "MALLOC_ARENA_MAX": "2",  # memory that one thread freed is used by the others
    "MALLOC_MMAP_THRESHOLD_": "131072",  # a large page goes back to the system when it has been sent
    "MALLOC_TRIM_THRESHOLD_": "131072",
}
"""What the C library is asked to do with memory that is free again; whoever runs the server can say otherwise."""


def _production(settings: Settings, workers: int) -> None:
    """Become gunicorn. The environment, with every TRACKER_ setting in it, goes along."""
    arguments = [
        *(sys.executable, "-m", "gunicorn", "tracker.cli.running:loaded()"),
        "--config=python:tracker.cli.worker_hooks",
        f"--bind={_bracketed(settings.host)}:{settings.port}",
        f"--workers={workers}",
        "--worker-class=gthread",
        f"--threads={THREADS}",
        f"--timeout={SECONDS}",
        "--access-logfile=-",
        "--preload",  # loaded once before the workers part, so that they share what they do not change
        "--no-control-socket",
        "--name=tracker",
    ]
    for name, value in _MEMORY.items():
        os.environ.setdefault(name, value)
    sys.stdout.flush()
    os.execv(sys.executable, arguments)  # noqa: S606  (no shell: the arguments are a list of our own)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
