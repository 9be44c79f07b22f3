"""`tracker sources keep|fetch|copies|save|sweep`: kept copies of sources."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from tracker import clock
from tracker.cli.database import reading, writing
from tracker.cli.options import KNOWN_AT, formats
from tracker.cli.people import AS_USER, acting
from tracker.cli.printing import as_bytes, as_json, as_table
from tracker.cli.progress import spinner
from tracker.cli.sources import sources
from tracker.config import Settings
from tracker.db.models import Capture
from tracker.domain.report import instant_text
from tracker.domain.vocabulary import CaptureMethod
from tracker.services import capture_files, captures
from tracker.services import sources as record
from tracker.services.captures import Custody

_FILE = click.Path(exists=True, dir_okay=False, readable=True)
_KNOWN_AT = click.option("--known-at", type=KNOWN_AT, help="Only what had been kept by then.")
_KEEPER = click.option(AS_USER, "username", required=True, help="The analyst who keeps it.")


@sources.command()
@click.argument("key")
@click.argument("file", type=_FILE)
@_KEEPER
@click.option("--address", default="", help="Where the copy was taken, if from an address.")
@click.option("--language", default="", help="Its code, such as en or ru. That of the source, if left out.")
@click.option("--note", default="", help="Why it is kept, and what a reader should know of how it was come by.")
def keep(key: str, file: str, username: str, **about: str) -> None:
    """Keep FILE as a copy of the source KEY: a page, PDF, DOCX, text, picture, WARC or WACZ."""
    started = clock.now()
    data = Path(file).read_bytes()
    with spinner("Reading the file …"):
        read = capture_files.read(data)
    custody = Custody(
        method=CaptureMethod.UPLOAD,
        started_at=started,
        ended_at=clock.now(),
        file_name=Path(file).name[:300],
        original_address=about["address"],
        language=about["language"],
        note=about["note"],
    )
    _keep(key, read, custody, username)


@sources.command()
@click.argument("key")
@click.argument("address")
@_KEEPER
def fetch(key: str, address: str, username: str) -> None:
    """Ask for ADDRESS and keep the answer as a copy of the source KEY. TRACKER_FETCH_ALLOW must name its host."""
    with spinner("Fetching …"):
        answer = capture_files.fetch(address, allowed=Settings.load().fetch_from, now=clock.now)
        read = capture_files.read(answer.data)
    _keep(key, read, capture_files.custody_of(answer, note="Fetched from the command line."), username)


def _keep(key: str, read: list[capture_files.Read], custody: Custody, username: str) -> None:
    with writing(username) as session:
        keeper = acting(session, username)
        kept = capture_files.keep(session, source=key, read=read, custody=custody, by=keeper.id)
        lines = [f"Copy {one.number}: {one.kept_file.sha256} {one.trouble}".rstrip() for one in kept]
    for line in lines:
        click.echo(line)


@sources.command("copies")
@click.argument("key")
@_KNOWN_AT
@formats("text", "json")
def copies(key: str, fmt: str, known_at: datetime | None) -> None:
    """List the kept copies of the source KEY, with their custody."""
    with reading() as session:
        rows = [_row(copy, known_at) for copy in _of(session, key, known_at)]
    if fmt == "json":
        as_json(rows)
        return
    shown = ("copy", "kept", "media-type", "size", "sha256")
    as_table(shown, [[str(row[name]) for name in shown] for row in rows])


def _row(copy: Capture, known_at: datetime | None) -> dict[str, Any]:
    file = copy.kept_file
    about = {"copy": copy.number, "kept": instant_text(copy.ended_at), "media-type": file.media_type, "size": file.size}
    return about | capture_files.custody_fields(copy, known_at=known_at)


def _of(session: Session, key: str, known_at: datetime | None) -> list[Capture]:
    return list(captures.of_source(session, source_id=record.get(session, key=key).id, known_at=known_at))


@sources.command()
@click.argument("key")
@click.argument("output")
@click.option("--copy", "number", type=click.IntRange(1), help="One copy as it was kept, not all as an archive.")
@_KNOWN_AT
@formats("wacz", "warc")
def save(key: str, output: str, number: int | None, known_at: datetime | None, fmt: Any) -> None:
    """Write the kept copies of the source KEY to OUTPUT, as a web archive that other programs can check."""
    with reading() as session:
        if number is not None:
            one = captures.get(session, source=key, number=number, known_at=known_at)
            data = captures.bytes_of(session, one.kept_file)
        else:
            source, kept = record.get(session, key=key), _of(session, key, known_at)
            data = capture_files.archived(session, source=source, captures=kept, fmt=fmt, known_at=known_at)
    as_bytes(data, output)


@sources.command()
def sweep() -> None:
    """Remove files that broken-off uploads left in the store: those that no row of the record names."""
    with writing("command line") as session:
        removed = captures.sweep(session)
    click.echo(f"Removed {len(removed)} files that nothing names." if removed else "Nothing was left over.")
