"""`tracker audit`: verify the record, sign it, hand it to a stranger, and read its log."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tracker import clock
from tracker.cli.database import engine, outside, reading, require_head, writing
from tracker.cli.of_now import of_now
from tracker.cli.options import KNOWN_AT, formats
from tracker.cli.printing import as_json, as_table, one_line
from tracker.cli.progress import steps
from tracker.cli.refusals import USAGE, Refused
from tracker.config import Settings
from tracker.db.engine import snapshot
from tracker.db.models import AuditEntry
from tracker.domain.errors import RuleBroken
from tracker.domain.report import instant_text
from tracker.exports import audit_bundle
from tracker.services import audit as record
from tracker.services import check_runs, checkpoints, log_keys, verification
from tracker.services import outside as anchoring
from tracker.services.outside import Anchors
from tracker.services.verification import Verdict

ACTOR = "command line"
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def audit() -> None:
    """Verify the record, sign its log, hand it to a stranger, and read it."""


@audit.command()
@formats("text", "json")
@click.option("--checkpoints", "folder", type=FOLDER, help="Checkpoints from outside. The installation's own, if not.")
@click.option("--key", type=FILE, help="The public keys to trust. key.pub beside the checkpoints, if left out.")
@click.pass_context
@of_now("audit verify")
def verify(ctx: click.Context, fmt: str, folder: Path | None, key: Path | None) -> None:
    """Check the log against itself, its checkpoints and every row.

    Exit codes: 0 it holds (warnings are printed), 1 something does not match, 2 it could not be checked.
    """
    with _checking(folder, key) as (session, anchors), steps() as progress:
        verdict = verification.verify(session, anchors=anchors, at=clock.now(), progress=progress)
    if fmt == "json":
        as_json(check_runs.fields_of(verdict))
    else:
        _tell(verdict)
    ctx.exit(0 if verdict.holds else 1)


@contextmanager
def _checking(folder: Path | None, key: Path | None) -> Iterator[tuple[Session, Anchors]]:
    """The record at one instant, and what stood outside it before that. What prevents it is no finding: exit code 2."""
    try:
        settings = Settings.load()
        with engine(settings) as chosen:
            require_head(chosen)
            anchors = anchoring.read(folder or outside(settings).folder, key, roots=settings.timestamp_roots)
            with snapshot(chosen) as session:
                yield session, anchors
    except (Refused, RuleBroken, DBAPIError, OSError) as error:
        reason = error.message if isinstance(error, Refused) else str(getattr(error, "orig", error))
        raise Refused(f"The record could not be checked: {reason}", code=USAGE) from error


def _tell(verdict: Verdict) -> None:
    for finding in verdict.findings:
        click.echo(f"{finding.severity}: {finding.where}: {finding.sentence} [{finding.code}]")
    for code, count in verdict.more.items():
        click.echo(f"… and {count} more of [{code}]")
    counted = f"{verdict.entries} entries, {verdict.rows} rows, {verdict.checkpoints} checkpoints"
    click.echo(f"{'It holds' if verdict.holds else 'It does not hold'}: {counted}.")
    click.echo(f"{verdict.anchored} entries stand under a checkpoint outside the database.")


@audit.command()
def checkpoint() -> None:
    """Sign all entries there are, and write the checkpoint outside the database."""
    place = outside(Settings.load())
    with writing(ACTOR) as session:
        size = checkpoints.make(session, place=place, at=clock.now()).size
    with reading() as session:
        written = checkpoints.publish(session, place=place)
    click.echo(f"A checkpoint signs the first {size} entries.")
    for file in written:
        click.echo(f"Wrote {file}.")


@audit.command("rotate-key")
def rotate_key() -> None:
    """Change to a new signing key. The log and a checkpoint with both signatures say so."""
    place = outside(Settings.load())
    with writing(ACTOR) as session:
        fresh = checkpoints.rotate(session, place=place, at=clock.now())
    log_keys.keep(fresh, place.key, replace=True)
    with reading() as session:
        checkpoints.publish(session, place=place)
    click.echo(f"The log is signed by a new key from now on: {fresh.public.text}")


@audit.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--known-at", type=KNOWN_AT, help="The log up to then, and the record that it makes. All of it, if not.")
def export(file: Path, known_at: datetime | None) -> None:
    """Write FILE, a zip with which anybody can check the record without this program."""
    with _checking(None, None) as (session, anchors):
        contents = record.bundle(session, anchors=anchors, known_at=known_at)
        digests = audit_bundle.write(file, contents, at=clock.now(), known_at=known_at)
    click.echo(f"Wrote {file}, with {len(digests)} files.", err=True)


@audit.command()
@formats("text", "json")
@click.option("--noun", default="", help="The kind of row, such as claim_revision.")
@click.option("--key", default="", help="The key, code, symbol or number of the row.")
@click.option("--actor", default="", help="Who changed it.")
@click.option("--known-at", type=KNOWN_AT, help="Only what stood in the log by then.")
@click.option("--limit", type=click.IntRange(1, 100_000), default=50, show_default=True)
def log(fmt: str, limit: int, **chosen: Any) -> None:
    """List entries of the log, newest first."""
    with reading() as session:
        found = record.entries(session, limit=limit, **chosen)
        if fmt == "json":
            as_json([entry.body for entry in found])
        else:
            as_table(("entry", "at", "actor", "action", "noun", "key", "columns"), [_cells(entry) for entry in found])


def _cells(entry: AuditEntry) -> tuple[str, ...]:
    columns = ", ".join((entry.after or {}) if entry.action in ("update", "migrate") else ())
    named = one_line(entry.actor), entry.action, entry.noun, one_line(entry.key)
    return str(entry.seq), instant_text(entry.at), *named, one_line(columns)
