"""`tracker imports`: files of claims, quantities, sources and law records into the record, and what each brought."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import click

from tracker import clock
from tracker.cli import import_reviews
from tracker.cli.database import engine, reading, require_head
from tracker.cli.of_now import of_now
from tracker.cli.options import formats, known_at
from tracker.cli.people import AS_USER, acting_analyst
from tracker.cli.printing import STDOUT, as_bytes, as_json, as_table
from tracker.cli.taking import FILE, Taking, bytes_of, take
from tracker.config import Settings
from tracker.db.engine import writing as writing_to
from tracker.domain.importing import ImportNoun
from tracker.domain.report import instant_text
from tracker.intake import tables
from tracker.services import import_files, import_jobs, import_mappings, slates
from tracker.services import imports as record

NUMBER = click.IntRange(1, 2_000_000_000)
NOUN = click.Choice([noun.value for noun in ImportNoun])


@click.group()
def imports() -> None:
    """Import files of claims, quantities, sources and law records, and review what they brought."""


for _command in (import_reviews.waiting, import_reviews.sample, import_reviews.review):
    imports.add_command(_command)


@imports.command()
@click.argument("noun", type=NOUN)
def template(noun: str) -> None:
    """Print a CSV file without rows, with every column that can be filled in."""
    as_bytes(import_files.template(ImportNoun(noun)), STDOUT)


@imports.command()
@click.argument("file", type=FILE)
@click.option("--of", "noun", type=NOUN, required=True, help="What the rows are.")
@click.option(AS_USER, "username", help="Whose import it is. The first active analyst, if left out.")
@click.option("--dry-run", is_flag=True, help="Check everything and write nothing.")
@click.option("--update", is_flag=True, help="Let a row change the claim that has its key, as a new revision.")
@click.option("--raw", is_flag=True, help="Take apostrophes before formulas as they are.")
@click.option("--format", "fmt", type=click.Choice(tables.FORMS), help="Told from the content, if left out.")
@click.option("--sheet", default="", help="The sheet of a workbook. The first that is not hidden, if left out.")
@click.option("--header", type=click.IntRange(0, 1_000), default=0, help="The row of the names of columns.")
@click.option("--map", "pairs", multiple=True, metavar="COLUMN=FIELD", help="What fills a field; may be repeated.")
@click.option("--fill", "fills", multiple=True, metavar="FIELD=TEXT", help="What fills a field in every row.")
@click.option("--mapping", default="", help="A saved mapping, by its name.")
@click.option("--save-mapping", default="", metavar="NAME", help="Keep the mapping under a name.")
@click.option("--share", is_flag=True, help="Let others use it as well.")
@click.option("--report", help="Write the file with a column of faults there.")
def new(file: str, noun: str, username: str | None, *, pairs: Sequence[str], fills: Sequence[str], **how: Any) -> None:
    """Import FILE ("-" for standard input): all rows are written, or none; what they bring waits for review."""
    taking = Taking(ImportNoun(noun), file, _pairs(pairs), _pairs(fills), **how)
    take(taking, bytes_of(file, tables.LIMITS.size), username)


def _pairs(texts: Sequence[str]) -> dict[str, str]:
    found = {}
    for text in texts:
        name, mark, value = text.partition("=")
        if not mark or not name.strip():
            raise click.UsageError(f"“{text}” is not two names with = between them.")
        found[name.strip()] = value.strip()
    return found


@imports.command()
def work() -> None:
    """Carry out every check and import that waits, and end."""
    settings = Settings.load()
    with engine(settings) as chosen:
        require_head(chosen)
        desk = import_jobs.Desk(
            record=lambda actor: writing_to(chosen, actor=actor),
            notebook=lambda: writing_to(chosen, actor="imports"),
            slate=lambda number: slates.Slate(settings, number),
            instant=clock.now,
        )
        done = import_jobs.work(desk)
    click.echo(f"{done} done.", err=True)


@imports.command("list")
@known_at("Those made by then.")
@formats("text", "json")
def list_imports(known_at: datetime | None, fmt: str) -> None:
    """List the imports of the record, newest first."""
    with reading() as session:
        rows = [_fields(run) for run in record.latest(session, most=1_000, known_at=known_at)]
    if fmt == "json":
        as_json(rows)
        return
    shown = ("import", "at", "of", "rows", "new", "updated", "by", "file")
    as_table(shown, [[str(row[name]) for name in shown] for row in rows])


def _fields(run: record.ImportRun) -> dict[str, object]:
    return {
        "import": run.id,
        "of": run.noun.value,
        "file": run.file_name,
        "sha256": run.sha256,
        "size": run.size,
        "rows": run.row_count,
        "new": run.added,
        "updated": run.updated,
        "by": run.by.username,
        "at": instant_text(run.at),
    }


@imports.command()
@click.argument("number", type=NUMBER)
@known_at("Where each claim of it stood by then.")
@formats("text", "json")
def show(number: int, known_at: datetime | None, fmt: str) -> None:
    """Show what import NUMBER brought, row by row, and where each claim of it stands."""
    with reading() as session:
        run = record.get(session, number=number, known_at=known_at)
        fields, brought = _fields(run), record.brought(run)
        standing = record.standing_of(session, run=run, known_at=known_at)
    if fmt == "json":
        rows = [
            {"row": one.row, "key": one.key, "fate": one.fate.value, "review_state": standing.get(one.key)}
            for one in brought
        ]
        as_json(fields | {"brought": rows})
        return
    click.echo("\n".join(f"{name}: {value}" for name, value in fields.items()))
    for one in brought:
        stands = f" ({standing[one.key].label})" if one.key in standing else ""
        click.echo(f"row {one.row}: {one.fate.value} {one.key}{stands}")


@imports.command()
@click.argument("noun", type=NOUN)
@click.option(AS_USER, "username", required=True)
@of_now("imports mappings")
def mappings(noun: str, username: str) -> None:
    """List the saved mappings that a person may use for files of NOUN."""
    with reading() as session:
        rows = import_mappings.usable(session, noun=ImportNoun(noun), by=acting_analyst(session, username).id)
        told = [[row.name, row.by.username, "shared" if row.shared else "own"] for row in rows]
    as_table(("name", "by", "use"), told)
