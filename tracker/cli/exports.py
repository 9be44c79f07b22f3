"""`tracker exports`: the files that are made in the background."""

import click

from tracker import clock
from tracker.cli.database import engine, reading, require_head
from tracker.cli.of_now import of_now
from tracker.cli.options import formats
from tracker.cli.printing import as_json, as_table
from tracker.config import Settings
from tracker.db.engine import snapshot, writing
from tracker.db.kept import Store
from tracker.db.models import ExportJob
from tracker.domain.report import instant_text
from tracker.services import export_jobs


@click.group()
def exports() -> None:
    """The files of reports that are made in the background."""


@exports.command()
def work() -> None:
    """Carry out every export that waits, and end."""
    settings = Settings.load()
    with engine(settings) as chosen:
        require_head(chosen)
        desk = export_jobs.Desk(
            Store(settings.exports),
            record=lambda: snapshot(chosen),
            notebook=lambda: writing(chosen, actor="exports"),
            instant=clock.now,
        )
        done = export_jobs.work(desk)
    click.echo(f"{done} done.", err=True)


@exports.command("list")
@click.argument("number", type=click.IntRange(1, 2_000_000_000))
@formats("text", "json")
@of_now("exports list")
def list_exports(number: int, fmt: str) -> None:
    """List the exports of report NUMBER that were asked for."""
    with reading() as session:
        rows = [_fields(job) for job in export_jobs.of_report(session, number=number)]
    if fmt == "json":
        as_json(rows)
    else:
        shown = ("export", "format", "edition", "state", "asked_by")
        as_table(shown, [[str(row[name]) for name in shown] for row in rows])


def _fields(job: ExportJob) -> dict[str, object]:
    return {
        "export": job.id,
        "format": job.format,
        "edition": job.edition.value,
        "state": export_jobs.state_of(job),
        "asked_by": job.asked_by.username,
        "asked_at": instant_text(job.asked_at),
        "sha256": job.sha256 or None,
        "size": job.size,
        "failed": job.failed or None,
    }
