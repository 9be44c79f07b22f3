"""Files to be imported -> rows of fields; and the report on a file, which is the file with a column of faults."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tracker.domain.importing import FAULTS, Deed, ImportNoun, Mapped, check_mapping
from tracker.exports import claims as files
from tracker.intake import claim_cells, import_columns, tables
from tracker.intake.claim_columns import LISTS
from tracker.intake.claim_rows import Row
from tracker.intake.tables import CSV, JSONL, WHOLE, Table, TableRow
from tracker.services.import_report import Fault

__all__ = ["Deed", "Report", "checked_mapping", "guess", "read", "report_of", "rows_of"]

MANY = 5
"""How many cells of a column are shown to recognise it by."""


def read(
    data: bytes, *, form: str = "", sheet: str = "", header: int = 0, pasted: bool = False, raw: bool = False
) -> Table:
    """Read a file, or what was pasted, in a bounded process; the faults of an earlier report are left behind.

    Unless `raw`, the apostrophes that an export put before formulas are taken off a CSV file. Raises RuleBroken.
    """
    form = form or tables.form_of(data, pasted=pasted)
    found = tables.without(tables.read(data, form=form, sheet=sheet, header=header), FAULTS)
    if raw or form != CSV:
        return found
    rows = (replace(row, cells=tuple(map(files.unguarded, row.cells))) for row in found.rows)
    return replace(found, rows=tuple(rows))


def guess(noun: ImportNoun, columns: Sequence[str]) -> Mapped:
    """Which field each column fills, by its name."""
    return import_columns.guess(noun, columns)


def checked_mapping(noun: ImportNoun, mapped: Mapped, columns: Sequence[str]) -> Mapped:
    """The mapping, once it is known to fit. Raises RuleBroken with each problem at its column."""
    known, needed = import_columns.names(noun), import_columns.needed(noun)
    check_mapping(mapped, columns=columns, known=known, needed=needed)
    return mapped


def rows_of(table: Table, mapped: Mapped) -> list[Row]:
    """The rows of a table by their fields. A row without any content of its own is left out."""
    return [_row(row, mapped) for row in table.rows if row.faults or any(map(_is_said, row.cells))]


def _is_said(cell: Any) -> bool:
    return bool(cell.strip() if isinstance(cell, str) else cell)


def _row(row: TableRow, mapped: Mapped) -> Row:
    named = zip(mapped.fields, row.cells, strict=True)
    fields = {**mapped.constants, **{name: cell for name, cell in named if name}}
    faults = tuple((_field(mapped, place), sentence) for place, sentence in row.faults if _counts(mapped, place))
    return Row(row.number, fields, faults)


def _counts(mapped: Mapped, place: int) -> bool:
    """Whether a fault matters: what is wrong with a column that is left out does not."""
    return place == WHOLE or bool(mapped.fields[place])


def _field(mapped: Mapped, place: int) -> str:
    return "" if place == WHOLE else mapped.fields[place]


def samples(table: Table) -> list[list[str]]:
    """The first cells of each column that hold anything, as text."""
    found: list[list[str]] = [[] for _ in table.columns]
    for row in table.rows[:200]:
        for place, cell in enumerate(row.cells):
            if _is_said(cell) and len(found[place]) < MANY:
                found[place].append(_as_text("", cell))
    return found


@dataclass(frozen=True, slots=True)
class Report:
    """The report on a file: its bytes, its media type, and how its name ends."""

    data: bytes
    mimetype: str
    extension: str


def report_of(table: Table, mapped: Mapped, faults: Iterable[Fault], *, raw: bool = False) -> Report:
    """The rows of a file as they came, with what is wrong with each; once mended, it can be imported."""
    said = _by_row(faults, mapped, table.columns)
    if table.form == JSONL:
        rows = (_object(table.columns, row, said) for row in table.rows)
        return Report(files.as_jsonl(rows), "application/x-ndjson", "jsonl")
    cells = ([*_texts(mapped, row), said.get(row.number, "")] for row in table.rows)
    return Report(files.as_csv([*table.columns, FAULTS], list(cells), raw=raw), "text/csv; charset=utf-8", "csv")


def _by_row(faults: Iterable[Fault], mapped: Mapped, columns: Sequence[str]) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    for fault in faults:
        found.setdefault(fault.row, []).append(in_words(fault, mapped, columns))
    return {row: " ".join(sentences) for row, sentences in found.items()}


def in_words(fault: Fault, mapped: Mapped, columns: Sequence[str]) -> str:
    """What is wrong, after the name that the file has for the column."""
    column = mapped.column_of(fault.column, columns) or fault.column
    return f"{column}: {fault.sentence}" if column else fault.sentence


def _object(columns: Sequence[str], row: TableRow, said: Mapping[int, str]) -> dict[str, Any]:
    named = zip(columns, row.cells, strict=True)
    found = {_kept(name): _kept(cell) if isinstance(cell, str) else cell for name, cell in named if cell is not None}
    return found | ({FAULTS: said[row.number]} if row.number in said else {})


def _texts(mapped: Mapped, row: TableRow) -> list[str]:
    fields = mapped.fields if len(mapped.fields) == len(row.cells) else ("",) * len(row.cells)
    return [_as_text(name, cell) for name, cell in zip(fields, row.cells, strict=True)]


def _as_text(name: str, cell: Any) -> str:
    """A cell as text; lists of JSON as a CSV file has them."""
    if cell is None or isinstance(cell, str):
        return _kept(cell or "")
    if name in LISTS and isinstance(cell, list):
        return claim_cells.write(name, cell)
    return json.dumps(cell, ensure_ascii=False)


def _kept(text: str) -> str:
    """A text that can be written; bytes that were no UTF-8 become question marks, as the sentence beside them says."""
    return text.encode("utf-8", "replace").decode()


def template(noun: ImportNoun) -> bytes:
    """A CSV file without rows, with every column that can be filled in."""
    return files.as_csv(import_columns.names(noun), [])
