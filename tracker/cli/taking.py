"""How a command takes in a file: read it, map its columns, go through its rows, and write all or none."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from tracker import clock
from tracker.cli.database import writing
from tracker.cli.people import acting, acting_analyst
from tracker.cli.printing import STDOUT, as_bytes
from tracker.cli.progress import bar
from tracker.cli.refusals import Refused
from tracker.domain.importing import LEFT_OUT, ImportNoun, Mapped
from tracker.intake.claim_rows import Row
from tracker.intake.tables import Table
from tracker.services import import_files, import_mappings, imports
from tracker.services.import_report import Fate, Fault, ImportReport
from tracker.services.imports import FileFacts

FILE = click.Path(exists=True, dir_okay=False, readable=True, allow_dash=True)


@dataclass(frozen=True, slots=True)
class Taking:
    """What is asked for on the command line. `pairs` are fields by columns, `fills` texts by fields."""

    noun: ImportNoun
    file: str
    pairs: Mapping[str, str]
    fills: Mapping[str, str]
    dry_run: bool = False
    update: bool = False
    raw: bool = False
    fmt: str | None = None
    sheet: str = ""
    header: int = 0
    mapping: str = ""
    save_mapping: str = ""
    share: bool = False
    report: str | None = None

    @property
    def name(self) -> str:
        """What the record calls the file."""
        return "standard input" if self.file == STDOUT else Path(self.file).name


def bytes_of(file: str, most: int) -> bytes:
    """At most one byte more than is allowed, which is enough to refuse the file."""
    if file == STDOUT:
        return sys.stdin.buffer.read(most + 1)
    with Path(file).open("rb") as stream:
        return stream.read(most + 1)


def take(taking: Taking, data: bytes, username: str | None) -> None:
    """Import a file by its mapping. With a fault, nothing is written and the command is refused."""
    table = import_files.read(data, form=taking.fmt or "", sheet=taking.sheet, header=taking.header, raw=taking.raw)
    for note in table.notes:
        click.echo(note, err=True)
    with writing(username or "command line") as session:
        who = acting(session, username) if username else acting_analyst(session, None)
        mapped = _mapped(session, taking, table, who.id)
        rows = import_files.rows_of(table, mapped)
        report = brought(session, taking, rows, FileFacts.of(data, name=taking.name), who.id, len(table.rows))
    if taking.report is not None:
        made = import_files.report_of(table, mapped, report.faults, raw=taking.raw)
        as_bytes(made.data, taking.report)
    tell(report, total=len(rows), dry_run=taking.dry_run, named=(mapped, table.columns))


def _mapped(session: Session, taking: Taking, table: Table, by: int) -> Mapped:
    """The mapping that was named, or a guess, with what the command line says besides."""
    if taking.mapping:
        row = import_mappings.find(session, name=taking.mapping, noun=taking.noun, by=by)
        start = import_mappings.applied(row, table.columns)
    else:
        start = import_files.guess(taking.noun, table.columns)
    fields = list(start.fields)
    for column, field in taking.pairs.items():
        fields = [LEFT_OUT if name == field else name for name in fields]
        fields[_place(table, column)] = field
    kept = {name: text for name, text in {**start.constants, **taking.fills}.items() if text}
    fields = [LEFT_OUT if name in taking.fills else name for name in fields]
    mapped = import_files.checked_mapping(taking.noun, Mapped(tuple(fields), kept), table.columns)
    if taking.save_mapping and not taking.dry_run:
        given: dict[str, Any] = {"columns": table.columns, "shared": taking.share, "by": by, "at": clock.now()}
        import_mappings.save(session, name=taking.save_mapping, noun=taking.noun, mapped=mapped, **given)
    return mapped


def _place(table: Table, column: str) -> int:
    names = [name.casefold() for name in table.columns]
    if column.casefold() not in names:
        raise Refused(f"There is no column “{column}”; the columns are {', '.join(table.columns)}.")
    return names.index(column.casefold())


def brought(
    session: Session, taking: Taking, rows: Sequence[Row], file: FileFacts, by: int, row_count: int
) -> ImportReport:
    """Take the rows in and record the import, or undo it where it has faults or was only a trial."""
    given: dict[str, Any] = {"noun": taking.noun, "author": by, "at": clock.now()}
    with bar("Checking rows", len(rows)) as step:
        report = imports.bring_in(session, rows=rows, update=taking.update, after_row=step, **given)
    if taking.dry_run or report.faults:
        session.rollback()
    else:
        imports.record(session, file=file, row_count=row_count, report=report, **given)
    return report


Named = tuple[Mapped, tuple[str, ...]]
"""A mapping, and what the file calls its columns."""


def tell(report: ImportReport, *, total: int, dry_run: bool, named: Named | None = None) -> None:
    """Say what became of each row; refuse where there are faults, which are said on standard error."""
    for fault in report.faults:
        place = _column(fault, named)
        click.echo(f"row {fault.row}{f', {place}' if place else ''}: {fault.sentence}", err=True)
    if report.faults:
        bad = len({fault.row for fault in report.faults})
        raise Refused(f"Nothing was written, because {bad} of {total} rows have faults.")
    for done in report.done:
        if done.fate is not Fate.UNCHANGED:
            click.echo(f"row {done.row}: {done.fate.value} {done.key}")
    click.echo(", ".join(f"{report.count(fate)} {fate.value}" for fate in Fate))
    if dry_run:
        click.echo("This was a dry run: nothing was written.")


def _column(fault: Fault, named: Named | None) -> str:
    """The column as the file has it, where it has another name for it."""
    return (named[0].column_of(fault.column, named[1]) if named else "") or fault.column
