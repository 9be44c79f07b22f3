"""Sheets written row by row, so that memory stays the same however many rows there are.

Invariant kept here: a text stays a text. Nothing is written but strings, numbers and days, so no cell computes and none
leads anywhere, whatever a person has put into the record (trap T6).
"""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from tracker.exports.excel.looks import Looks
from tracker.exports.glyphs import typed

MOST_ROWS = 1_048_576
"""How many rows a sheet can have. What is more goes on in a further sheet."""

LONGEST = 32_767
"""How long a text in a cell can be, in UTF-16 units."""

PART = 16_000
"""How many characters of a longer text stand in one cell; no character takes more than two units."""

GOES_ON = " ⟦The text goes on. It stands whole in the sheet “Long texts”.⟧"
FIRST_DAY = date(1900, 3, 1)
"""The first day on which all spreadsheets agree: some count a 29 February 1900, which never was."""

MOST_LETTERS_A_PAGE = 210
"""How wide a sheet may be, in letters, to be printed on pages as wide as the sheet."""

LINE = 13.2
"""The height of a line, in points."""

MOST_LINES = 12
"""How many lines of a text a row of a table shows; whoever wants more makes the row higher or looks into the cell."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"\d{1,15}")
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_LONG = "Long texts"
_A4, _A3 = 9, 8
_LETTERS = 1.15  # of our text in the place of one of those that widths are counted in


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, its width in letters, and what is in it: `text`, `day`, `number`, `outcome` or `aside`.

    What stands aside says the same in every row and takes one line. A day that is only known in part stays text, and so
    does a number that is none.
    """

    title: str
    width: float
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Toned:
    """A text on the ground of a tone."""

    text: str
    tone: str


Value = str | int | date | Toned


@dataclass(frozen=True, slots=True)
class About:
    """What every printed page of a workbook has: its head and its foot."""

    head: str
    foot: str


class Book:
    """A workbook that is being written to a stream; its rows wait in files of their own in a folder, `room`."""

    def __init__(self, out: BinaryIO, about: About, room: str) -> None:
        self._file = Workbook(out, {**_OPTIONS, "tmpdir": room})
        self.looks = Looks(self._file)
        self._about = about
        self._long: list[list[Value]] = []

    def describe(self, *, created: datetime, **texts: str) -> None:
        """The properties of the file."""
        told = {name: typed(text) for name, text in texts.items()}
        self._file.set_properties({**told, "created": created.astimezone(UTC).replace(tzinfo=None, microsecond=0)})

    def page(self, name: str) -> "Sheet":
        """A sheet that is no table."""
        return Sheet(self, self._worksheet(name), name)

    def table(self, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]], *, frozen: int = 1) -> None:
        """A sheet with a header; the first `frozen` columns stay in sight. Too many rows go on in further sheets."""
        sheet, at, number = self._headed(name, columns, frozen), 1, 1
        for row in rows:
            if at == MOST_ROWS:
                _close(sheet, at, columns)
                number += 1
                sheet, at = self._headed(f"{name} {number}", columns, frozen), 1
            sheet.row(at, row, columns)
            at += 1
        _close(sheet, at, columns)

    def close(self) -> None:
        """Write the texts that were too long for a cell, then everything to the stream."""
        if self._long:
            self.table(_LONG, _LONG_COLUMNS, self._long, frozen=0)
        self._file.close()

    def release(self) -> None:
        """Let go of the files in which rows wait; of a whole workbook there are none."""
        for made in self._file.worksheets():
            if made.row_data_fh:
                made.row_data_fh.close()

    def keep(self, sheet: str, row: int, column: str, text: str) -> str:
        """Keep a text that is too long for its cell. Gives what stands in the cell in its place."""
        parts = [text[at : at + PART] for at in range(0, len(text), PART)]
        for number, part in enumerate(parts, 1):
            self._long.append([sheet, row + 1, column, number, len(parts), part])
        return parts[0] + GOES_ON

    def _headed(self, name: str, columns: Sequence[Column], frozen: int) -> "Sheet":
        made = self._worksheet(name)
        sheet = Sheet(self, made, name)
        for place, column in enumerate(columns):
            made.set_column(place, place, column.width)
        sheet.high(0, max(lines(column.title, column.width - 3) for column in columns))
        for place, column in enumerate(columns):
            sheet.text(0, place, column.title, self.looks.header, column.title)
        made.freeze_panes(1, frozen)
        made.repeat_rows(0)
        if frozen:
            made.repeat_columns(0, frozen - 1)
        if sum(column.width for column in columns) <= MOST_LETTERS_A_PAGE:
            made.fit_to_pages(1, 0)
        else:
            made.set_paper(_A3)
        return sheet

    def _worksheet(self, name: str) -> Any:
        made = self._file.add_worksheet(name)
        made.set_landscape()
        made.set_paper(_A4)
        made.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.75)
        made.set_header(f"&L&8{_plain(self._about.head)}&R&8&A")
        made.set_footer(f"&L&8{_plain(self._about.foot)}&R&8Page &P of &N")
        made.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        return made


@contextmanager
def writing(out: BinaryIO, about: About) -> Iterator[Book]:
    """A workbook that is whole when the block ends well. Where it does not, none of its rows is left behind."""
    with TemporaryDirectory() as room:
        book = Book(out, about, room)
        try:
            yield book
            book.close()
        finally:
            book.release()


class Sheet:
    """A sheet that is being written, from its first row to its last."""

    def __init__(self, book: Book, made: Any, name: str) -> None:
        self._book, self._name = book, name
        self.made = made

    def row(self, at: int, values: Sequence[Value], columns: Sequence[Column]) -> None:
        """A row of a table, as high as its longest text needs within reason."""
        self.high(at, max(map(_lines_of, values, columns)))
        for place, (value, column) in enumerate(zip(values, columns, strict=True)):
            self.put(at, place, value, column.kind, column.title)

    def high(self, at: int, count: int, height: float = LINE) -> None:
        """Make a row as high as a count of lines: not every spreadsheet does that by itself."""
        if count > 1 or height != LINE:
            self.made.set_row(at, min(count, MOST_LINES) * height + 2)
        # The library keeps what it knows of each row for good, though a row that is written needs it no more.
        for kept in (self.made.row_info, self.made.row_sizes):
            kept.pop(at - 2, None)

    def put(self, row: int, place: int, value: Value, kind: str, column: str) -> None:
        """A value into a cell, by the kind of its column. An empty text leaves the cell empty."""
        looks = self._book.looks
        match value:
            case "":
                pass
            case Toned():
                self.text(row, place, value.text, looks.toned(value.tone), column)
            case int():
                self.made.write_number(row, place, value, looks.number)
            case date():
                self._day(row, place, value)
            case _:
                self._told(row, place, value, kind, column)

    def text(self, row: int, place: int, text: str, look: Format, column: str = "") -> None:
        """A text into a cell, as text."""
        told = typed(text)
        if len(told) > PART and len(told.encode("utf-16-le")) > 2 * LONGEST:
            told = self._book.keep(self._name, row, column, told)
        if told.startswith("<r>") and told.endswith("</r>"):
            # The library takes such a text for cells of its own making and would write it as markup.
            self.made.write_rich_string(row, place, "<", self._book.looks.letter, told[1:], look)
        else:
            self.made.write_string(row, place, told, look)

    def _told(self, row: int, place: int, text: str, kind: str, column: str) -> None:
        looks = self._book.looks
        if kind == "day" and _DAY.fullmatch(text):
            self._day(row, place, date.fromisoformat(text))
        elif kind == "number" and _NUMBER.fullmatch(text):
            self.made.write_number(row, place, int(text), looks.number)
        else:
            self.text(row, place, text, looks.of(kind, text), column)

    def _day(self, row: int, place: int, day: date) -> None:
        looks = self._book.looks
        if day < FIRST_DAY:
            self.made.write_string(row, place, day.isoformat(), looks.cell)
        else:
            self.made.write_datetime(row, place, datetime(day.year, day.month, day.day), looks.day)  # noqa: DTZ001  (a day)


def lines(text: str, width: float) -> int:
    """How many lines a text takes in a column of a width in letters, about."""
    most = width * _LETTERS
    if len(text) <= most and "\n" not in text:
        return 1
    return sum(max(1, math.ceil(len(line) / most)) for line in text.split("\n"))


def _lines_of(value: Value, column: Column) -> int:
    text = value.text if isinstance(value, Toned) else value
    return lines(text, column.width) if isinstance(text, str) and column.kind != "aside" else 1


def _close(sheet: Sheet, rows: int, columns: Sequence[Column]) -> None:
    sheet.made.autofilter(0, 0, rows - 1, len(columns) - 1)


def _plain(text: str) -> str:
    """A text for the head or foot of a page, where `&` begins a code and more than 255 letters are refused."""
    told = typed(text).replace("\n", " ")
    return (told if len(told) <= 100 else f"{told[:99]}…").replace("&", "＆")


_LONG_COLUMNS = (
    Column("Sheet", 16),
    Column("Row", 8, "number"),
    Column("Column", 20),
    Column("Part", 8, "number"),
    Column("Of", 8, "number"),
    Column("Text", 120),
)
