"""`tracker claims template|export|import`: claims as files."""

import sys
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from tracker import clock
from tracker.cli.database import reading, writing
from tracker.cli.filters import chosen_filter, filters
from tracker.cli.options import formats
from tracker.cli.people import AS_USER, acting_analyst
from tracker.cli.printing import STDOUT, as_bytes
from tracker.cli.progress import bar
from tracker.cli.refusals import Refused
from tracker.intake import claim_rows
from tracker.services import claim_files, claim_import
from tracker.services.claim_import import Fate, ImportReport

_FORMATS = claim_rows.FORMATS
_SUFFIXES = {".csv": "csv", ".tsv": "csv", ".txt": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}
_FILE = click.Path(exists=True, dir_okay=False, readable=True, allow_dash=True)


@click.command()
@formats(*_FORMATS)
def template(fmt: str) -> None:
    """Print a file of claims without claims, with every column that can be filled in."""
    as_bytes(claim_files.template(fmt=fmt), STDOUT)


@click.command()
@filters
@formats(*_FORMATS)
@click.option("--output", default=STDOUT, help="The file to write; standard output, if left out.")
@click.option("--raw", is_flag=True, help="CSV without the apostrophes that keep a spreadsheet from computing.")
def export(*, fmt: str, output: str, raw: bool, **chosen: Any) -> None:
    """Write claims to a file that import reads back."""
    with reading() as session:
        data = claim_files.give_out(session, chosen=chosen_filter(session, **chosen), fmt=fmt, raw=raw)
    as_bytes(data, output)


@click.command("import")
@click.argument("file", type=_FILE)
@click.option(AS_USER, "username", help="The analyst whose claims they are. The first active one, if left out.")
@click.option("--dry-run", is_flag=True, help="Check everything and write nothing.")
@click.option("--update", is_flag=True, help="Let a row change the claim that has its key, as a new revision.")
@click.option("--raw", is_flag=True, help="The file was exported with --raw.")
@click.option("--format", "fmt", type=click.Choice(_FORMATS), help="Told from the file's name or content, if left out.")
def bring_in(file: str, username: str | None, *, dry_run: bool, update: bool, raw: bool, fmt: str | None) -> None:
    """Log the claims in FILE ("-" for standard input). All rows are written, or none; they wait for review."""
    data = _bytes_of(file)
    fmt = fmt or _SUFFIXES.get(Path(file).suffix.casefold()) or claim_rows.format_of(data)
    rows = claim_files.read_rows(data, fmt=fmt, raw=raw)
    with writing(username or "command line") as session:
        report = _imported(session, rows, username=username, update=update)
        if dry_run or report.faults:
            session.rollback()
    _tell(report, total=len(rows), dry_run=dry_run)


def _bytes_of(file: str) -> bytes:
    """At most one byte more than is allowed, which is enough to refuse the file."""
    most = claim_rows.MOST_BYTES + 1
    if file == STDOUT:
        return sys.stdin.buffer.read(most)
    with Path(file).open("rb") as stream:
        return stream.read(most)


def _imported(session: Session, rows: list[claim_rows.Row], *, username: str | None, update: bool) -> ImportReport:
    author = acting_analyst(session, username)
    with bar("Checking rows", len(rows)) as step:
        return claim_import.bring_in(
            session, rows=rows, author=author.id, at=clock.now(), update=update, after_row=step
        )


def _tell(report: ImportReport, *, total: int, dry_run: bool) -> None:
    for fault in report.faults:
        place = f"row {fault.row}, {fault.column}" if fault.column else f"row {fault.row}"
        click.echo(f"{place}: {fault.sentence}", err=True)
    if report.faults:
        bad = len({fault.row for fault in report.faults})
        raise Refused(f"Nothing was written, because {bad} of {total} rows have faults.")
    for done in report.done:
        if done.fate is not Fate.UNCHANGED:
            click.echo(f"row {done.row}: {done.fate.value} {done.key}")
    click.echo(", ".join(f"{report.count(fate)} {fate.value}" for fate in Fate))
    if dry_run:
        click.echo("This was a dry run: nothing was written.")
