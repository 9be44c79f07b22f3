"""CSV with commas, semicolons or tabs, text from the clipboard, and JSON Lines -> tables."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from tracker.intake import table_marks
from tracker.intake.document_content import refused
from tracker.intake.json_texts import load_strictly
from tracker.intake.table_grid import Line, names_of, table
from tracker.intake.tables import CSV, JSONL, LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, TEXT, WHOLE, Table, TableRow

_MARKS = ("\t", ";", ",")


def read(data: bytes, *, header: int = 0) -> Table:
    """A CSV file."""
    text = decoded(data)
    return table(CSV, _lines(text, delimiter_of(text)), header=header)


def read_pasted(data: bytes, *, header: int = 0) -> Table:
    """Text from the clipboard, where a program put tabs between cells; CSV where it has none."""
    text = decoded(data)
    if "\t" not in text:
        return table(TEXT, _lines(text, delimiter_of(text)), header=header)
    cleaner = table_marks.Cleaner()
    lines: list[Line] = [(n, [cleaner.clean(cell) for cell in cells], ()) for n, cells in enumerate(_tabbed(text), 1)]
    return table(TEXT, lines, header=header, notes=cleaner.notes)


def _tabbed(text: str) -> list[list[str]]:
    """The cells of each line. Spreadsheets put quotation marks around cells; in other text they are part of it."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True))
    except csv.Error:
        return [line.split("\t") for line in text.splitlines()]


def decoded(data: bytes) -> str:
    """The text of a file. Bytes that are not UTF-8 become lone surrogates, and are named at their row later."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise refused("The file is damaged UTF-16; save it as UTF-8.") from None
    return data.decode("utf-8-sig", "surrogateescape")


def delimiter_of(text: str) -> str:
    """The mark that parts the first line into the most cells outside quotation marks."""
    first = next((line for line in text[:LONGEST_CELL].splitlines() if line.strip()), "")
    outside = "".join(first.split('"')[::2])
    return max(reversed(_MARKS), key=outside.count)


def _lines(text: str, delimiter: str) -> Iterator[Line]:
    number = 0
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1):
            yield number, cells, ()
    except csv.Error as error:
        sentence = f"The quotation marks or the length of a cell are wrong ({error}); nothing below can be read."
        yield number + 1, (), ((WHOLE, sentence),)


def read_json(data: bytes) -> Table:
    """JSON Lines: one object a line. The columns are all the names, in the order in which they come."""
    objects = [_object(n, line) for n, line in enumerate(decoded(data).split("\n"), 1) if line.strip()]
    if len(objects) > MOST_ROWS:
        raise refused(f"The file has more than {MOST_ROWS:,} rows; split it.")
    columns = list(dict.fromkeys(name for _, found, _ in objects for name in found))
    if not columns and not objects:
        raise refused("The file is empty.")
    if len(columns) > MOST_COLUMNS:
        raise refused(f"The objects have {len(columns)} different names; the most is {MOST_COLUMNS}.")
    rows = (
        TableRow(n, tuple(found.get(name) for name in columns), ((WHOLE, fault),) if fault else ())
        for n, found, fault in objects
    )
    return Table(JSONL, tuple(names_of(columns)), tuple(rows))


def _object(number: int, line: str) -> tuple[int, dict[str, Any], str]:
    try:
        found = load_strictly(line)
    except ValueError as error:
        return number, {}, f"This line cannot be read: {error}"
    return (number, found, "") if isinstance(found, dict) else (number, {}, "This line is not a JSON object.")
