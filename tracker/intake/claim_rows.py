"""Files of claims -> rows: a row's number, its fields as plain text or lists, and what is wrong with its bytes.

CSV is read with or without a byte order mark, with commas, semicolons or tabs, quoted, with any line ends. JSON Lines
holds one object a line. The column of faults that a report on an import adds is passed over. Row 1 of a CSV file is
its header, as a spreadsheet counts; of JSON Lines, its first line.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.domain.importing import FAULTS
from tracker.intake.claim_columns import BY_NAME, COLUMNS, NAMES
from tracker.intake.json_texts import load_strictly

MOST_BYTES = 20_000_000
LONGEST_CELL = 100_000
FORMATS = ("csv", "jsonl")


class FileRefused(ValueError):
    """The file as a whole cannot be read; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as a spreadsheet shows it, its fields, and faults as pairs of column and sentence."""

    number: int
    fields: dict[str, Any]
    faults: tuple[tuple[str, str], ...] = ()


def read(data: bytes, fmt: str) -> list[Row]:
    """The rows of a file in `csv` or `jsonl`. Rows without any content are left out. Raises FileRefused."""
    if len(data) > MOST_BYTES:
        raise FileRefused(f"The file is larger than {MOST_BYTES // 1_000_000} MB; split it.")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise FileRefused("The file is in UTF-16; save it as UTF-8.")
    # Bytes that are not UTF-8 become lone surrogates here, and are named at their row and column later.
    text = data.decode("utf-8-sig", "surrogateescape")
    rows = _csv_rows(text) if fmt == "csv" else _json_rows(text)
    return [row for row in rows if row.faults or any(row.fields.values())]


def format_of(data: bytes) -> str:
    """The format that a file without a telling name is in."""
    return "jsonl" if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{" else "csv"


def _csv_rows(text: str) -> Iterator[Row]:
    delimiter = _delimiter(text)
    cells = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    names: list[str] = []
    try:
        for number, row in enumerate(cells, 1):
            if number == 1:
                names = _header(row)
            elif any(cell.strip() for cell in row):
                yield _csv_row(number, names, row)
    except csv.Error as error:
        sentence = f"The quotation marks or the length of a cell are wrong ({error}); nothing below can be read."
        yield Row(number + 1, {}, (("", sentence),))
    if not names:
        raise FileRefused("The file is empty; it needs a header with the names of its columns.")


def _delimiter(text: str) -> str:
    """The mark that parts the header into the most names that are known."""
    first = text[:LONGEST_CELL].lstrip("\r\n").splitlines()[:1]

    def known(mark: str) -> int:
        return sum(_name(cell) in BY_NAME for line in first for cell in line.split(mark))

    return max((",", ";", "\t"), key=known)


def _name(cell: str) -> str:
    return cell.strip().strip('"').strip().casefold()


def _header(cells: Sequence[str]) -> list[str]:
    names = [_name(cell) for cell in cells]
    while names and not names[-1]:
        names.pop()
    if unknown := [name for name in names if name and name not in BY_NAME and name != FAULTS]:
        raise FileRefused(f"There is no column “{_short(unknown[0])}”; the columns are {', '.join(NAMES)}.")
    if "" in names:
        raise FileRefused(f"Column {names.index('') + 1} of the header has no name.")
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise FileRefused(f"The header has the column “{twice}” twice.")
    if missing := [column.name for column in COLUMNS if column.required and column.name not in names]:
        raise FileRefused(f"The header lacks the column “{missing[0]}”.")
    return names


def _csv_row(number: int, names: list[str], cells: list[str]) -> Row:
    spare = [cell for cell in cells[len(names) :] if cell.strip()]
    faults = [("", f"This row has {len(cells)} cells, and the header has {len(names)}.")] if spare else []
    fields = dict(zip(names, cells, strict=False))
    fields.pop(FAULTS, None)
    faults += [(name, _too_long(cell)) for name, cell in fields.items() if len(cell) > LONGEST_CELL]
    return Row(number, fields, tuple(faults))


def _too_long(cell: str) -> str:
    return f"It has {len(cell)} characters; the most is {LONGEST_CELL}."


def _json_rows(text: str) -> Iterator[Row]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield _json_row(number, line)


def _json_row(number: int, line: str) -> Row:
    try:
        found = load_strictly(line)
    except ValueError as error:
        return Row(number, {}, (("", f"This line cannot be read: {error}"),))
    if not isinstance(found, dict):
        return Row(number, {}, (("", "This line is not a JSON object."),))
    found.pop(FAULTS, None)
    faults = [(_short(name), "There is no such column.") for name in found if name not in BY_NAME]
    faults += [(n, _too_long(v)) for n, v in found.items() if isinstance(v, str) and len(v) > LONGEST_CELL]
    return Row(number, found, tuple(faults))


def _short(text: str) -> str:
    shown = "".join(c if c.isprintable() else "�" for c in text.strip())
    return shown if len(shown) <= 60 else f"{shown[:59]}…"
