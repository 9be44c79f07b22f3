"""Files and pasted tables -> columns and rows, read in a bounded process. One road for an upload and for the clipboard.

Nothing here knows what the columns mean. A cell is text; in JSON Lines it may be any JSON value.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from tracker.domain.errors import RuleBroken
from tracker.intake import document_child
from tracker.intake.document_content import Limits, refused

READER = "tracker.intake.table_reader"
CSV, JSONL, XLSX, HTML, TEXT = "csv", "jsonl", "xlsx", "html", "text"
FORMS = (CSV, JSONL, XLSX, HTML, TEXT)
LIMITS = Limits(size=20_000_000, seconds=60, memory=1 << 30, text=80_000_000, expansion=50)
"""What one table may cost. A spreadsheet packs better than a document, so it may unpack further."""

MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 100_000, 200, 100_000
WHOLE = -1
"""The place of a fault that belongs to no single cell."""

_UNREADABLE = "The table could not be read; save it as CSV in UTF-8 and send that."


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: its number as its program shows it, its cells in the order of the columns, and faults by place."""

    number: int
    cells: tuple[Any, ...]
    faults: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was read. `notes` say in sentences what was taken off, left out or chosen on the way."""

    form: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    notes: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    sheet: str = ""


def read(data: bytes, *, form: str, sheet: str = "", header: int = 0) -> Table:
    """Read a table. `sheet` names one of a workbook, `header` the row of the names; else the first of each.

    Raises RuleBroken at `file`, or at what was asked for.
    """
    if not data.strip():
        raise refused("There is nothing to read; choose a file, or paste a table.")
    if len(data) > LIMITS.size:
        raise refused(f"The file is larger than {LIMITS.size // 1_000_000} MB; split it.")
    order = {"form": form, "sheet": sheet, "header": header}
    answer = document_child.ask(data, json.dumps(order), limits=LIMITS, module=READER)
    try:
        found = json.loads(answer)
        if "refused" in found:
            raise RuleBroken.at("import", str(found.get("field", "file")), str(found["refused"]))
        return of_plain(found)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise refused(_UNREADABLE) from None


def form_of(data: bytes, *, pasted: bool) -> str:
    """The form in which a table is written, by its content."""
    head = data[:4_096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if data.startswith(b"PK\x03\x04"):
        return XLSX
    if head.startswith(b"{"):
        return JSONL
    if head.startswith(b"<") and b"<table" in data.lower():
        return HTML
    return TEXT if pasted else CSV


def as_plain(table: Table) -> dict[str, Any]:
    """As JSON holds it; `of_plain` gives it back."""
    return {
        "form": table.form,
        "columns": list(table.columns),
        "rows": [[row.number, list(row.cells), [list(fault) for fault in row.faults]] for row in table.rows],
        "notes": list(table.notes),
        "sheets": list(table.sheets),
        "sheet": table.sheet,
    }


def of_plain(plain: dict[str, Any]) -> Table:
    """From what JSON held. Raises ValueError, TypeError or KeyError for what is no table."""
    columns = tuple(map(_text, plain["columns"]))
    rows = tuple(_row(row, len(columns)) for row in plain["rows"])
    notes, sheets = (tuple(map(_text, plain[name])) for name in ("notes", "sheets"))
    return Table(_text(plain["form"]), columns, rows, notes, sheets, _text(plain["sheet"]))


def _row(plain: Sequence[Any], width: int) -> TableRow:
    number, cells, faults = plain
    if not isinstance(number, int) or len(cells) != width:
        raise ValueError("a row of a table does not have its shape")
    return TableRow(number, tuple(cells), tuple((int(place), _text(said)) for place, said in faults))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("a text of a table is none")
    return value


def as_json(table: Table) -> str:
    """The table in ASCII, so that any database can keep it."""
    return json.dumps(as_plain(table), separators=(",", ":"))


def from_json(text: str) -> Table:
    """The table that was kept."""
    return of_plain(json.loads(text))


def without(table: Table, name: str) -> Table:
    """The table without the column of that name, in any case; the same where it has none."""
    names = [column.strip().casefold() for column in table.columns]
    if name not in names:
        return table
    place = names.index(name)
    rows = (
        replace(row, cells=_less(row.cells, place), faults=tuple(_moved(fault, place) for fault in row.faults))
        for row in table.rows
    )
    return replace(table, columns=_less(table.columns, place), rows=tuple(rows))


def _less(items: Sequence[Any], place: int) -> tuple[Any, ...]:
    return (*items[:place], *items[place + 1 :])


def _moved(fault: tuple[int, str], place: int) -> tuple[int, str]:
    at, said = fault
    return (WHOLE if at == place else at - (at > place), said)
