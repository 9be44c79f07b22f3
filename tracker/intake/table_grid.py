"""Lines of cells -> a table: which line has the names, what the columns are called, which lines are rows."""

from collections.abc import Iterable, Sequence
from typing import Any

from tracker.domain.errors import RuleBroken
from tracker.intake.document_content import refused
from tracker.intake.tables import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, WHOLE, Table, TableRow

Line = tuple[int, Sequence[str], Sequence[tuple[int, str]]]
"""The number of a line, its cells, and faults that were found on the way, by place."""


def table(form: str, lines: Iterable[Line], *, header: int = 0, notes: Sequence[str] = (), **more: Any) -> Table:
    """The table. Names stand in the line `header`, or in the first one that is not empty. Raises RuleBroken."""
    names: list[str] | None = None
    rows: list[TableRow] = []
    for number, cells, faults in lines:
        if names is None:
            if number >= header and any(cell.strip() for cell in cells):
                names = names_of(cells)
        elif faults or any(cell.strip() for cell in cells):
            rows.append(_row(number, cells, faults, len(names)))
        if len(rows) > MOST_ROWS:
            raise refused(f"The table has more than {MOST_ROWS:,} rows; split it.")
    if names is None:
        where = f"Row {header} is not there" if header else "The table is empty"
        raise RuleBroken.at("import", "header" if header else "file", f"{where}; it needs a row of names of columns.")
    return Table(form, tuple(names), tuple(rows), tuple(notes), **more)


def names_of(cells: Sequence[str]) -> list[str]:
    """The names of columns, each once; a column without a name is called by its number."""
    found: list[str] = []
    for place, cell in enumerate(_cut(cells), 1):
        name = base = " ".join(cell.split()) or f"Column {place}"
        again = 1
        while name.casefold() in map(str.casefold, found):
            again += 1
            name = f"{base} ({again})"
        found.append(name)
    if len(found) > MOST_COLUMNS:
        raise refused(f"The table has {len(found)} columns; the most is {MOST_COLUMNS}.")
    return found


def _cut(cells: Sequence[str]) -> Sequence[str]:
    """The cells without the empty ones at the end."""
    last = max((place for place, cell in enumerate(cells, 1) if cell.strip()), default=0)
    return cells[:last]


def _row(number: int, cells: Sequence[str], faults: Sequence[tuple[int, str]], width: int) -> TableRow:
    found = list(faults)
    if len(_cut(cells)) > width:
        found.append((WHOLE, f"This row has {len(_cut(cells))} cells, and the header has {width}."))
    for place, cell in enumerate(cells[:width]):
        if len(cell) > LONGEST_CELL:
            found.append((place, f"It has {len(cell)} characters; the most is {LONGEST_CELL}."))
    whole = [*cells[:width], *[""] * (width - len(cells))]
    return TableRow(number, tuple(whole), tuple(found))
