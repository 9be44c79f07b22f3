"""`tracker claims template|export|import`: claims as files."""

from pathlib import Path
from typing import Any

import click

from tracker.cli.database import reading, writing
from tracker.cli.filters import chosen_filter, filters
from tracker.cli.options import formats
from tracker.cli.people import AS_USER, acting_analyst
from tracker.cli.printing import STDOUT, as_bytes
from tracker.cli.taking import FILE, Taking, brought, bytes_of, tell
from tracker.domain.importing import ImportNoun
from tracker.intake import claim_rows
from tracker.services import claim_files
from tracker.services.imports import FileFacts

_FORMATS = claim_rows.FORMATS
_SUFFIXES = {".csv": "csv", ".tsv": "csv", ".txt": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}


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
@click.argument("file", type=FILE)
@click.option(AS_USER, "username", help="The analyst whose claims they are. The first active one, if left out.")
@click.option("--dry-run", is_flag=True, help="Check everything and write nothing.")
@click.option("--update", is_flag=True, help="Let a row change the claim that has its key, as a new revision.")
@click.option("--raw", is_flag=True, help="The file was exported with --raw.")
@click.option("--format", "fmt", type=click.Choice(_FORMATS), help="Told from the file's name or content, if left out.")
def bring_in(file: str, username: str | None, *, dry_run: bool, update: bool, raw: bool, fmt: str | None) -> None:
    """Log the claims in FILE ("-" for standard input). All rows are written, or none; they wait for review.

    The columns are those of an export. For workbooks, and for columns of other names, see `tracker imports new`.
    """
    data = bytes_of(file, claim_rows.MOST_BYTES)
    fmt = fmt or _SUFFIXES.get(Path(file).suffix.casefold()) or claim_rows.format_of(data)
    rows = claim_files.read_rows(data, fmt=fmt, raw=raw)
    taking = Taking(ImportNoun.CLAIMS, file, {}, {}, dry_run=dry_run, update=update)
    with writing(username or "command line") as session:
        author = acting_analyst(session, username)
        report = brought(session, taking, rows, FileFacts.of(data, name=taking.name), author.id, len(rows))
    tell(report, total=len(rows), dry_run=dry_run)
