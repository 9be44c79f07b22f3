"""The first sheet: what the report is, by which clocks, and what matters most in it, as on its first page."""

import re

from xlsxwriter.format import Format

from tracker.exports.excel.workbook import LINE, Book, Sheet, Toned, Value, lines
from tracker.exports.outline import Block, Bullets, Paragraph, Runs, Table, plain
from tracker.exports.outlining import front
from tracker.exports.outlining.reading import Reading

NAMES, TEXTS = 30, 80
"""The widths of both columns, in letters."""

_COUNT = re.compile(r"\d{1,3}(,\d{3})*")


def write(book: Book, reading: Reading) -> None:
    """The first sheet."""
    Cover(book, reading).write()


class Cover:
    """A first sheet while it is written, from its first row down."""

    def __init__(self, book: Book, reading: Reading) -> None:
        self._looks, self._reading = book.looks, reading
        self._sheet: Sheet = book.page("Report")
        self._sheet.made.set_column(0, 0, NAMES)
        self._sheet.made.set_column(1, 1, TEXTS)
        self._sheet.made.hide_gridlines(2)
        self._sheet.made.set_portrait()
        self._sheet.made.fit_to_pages(1, 1)
        self._row = 0

    def write(self) -> None:
        """Kicker, title, notice, facts and summary."""
        reading, looks = self._reading, self._looks
        self._line(front.kicker(reading), looks.kicker)
        self._line(reading.document.title, looks.title, letters=60, height=28)
        if banner := front.banner(reading):
            self._line(banner, looks.banner)
        self._line(reading.document.notice, looks.notice, height=22)
        self._row += 1
        for name, runs in front.facts(reading).pairs:
            self._pair(name, looks.name, plain(runs))
        self._row += 1
        for block in front.summary(reading):
            self._block(block)

    def _block(self, block: Block) -> None:
        match block:
            case Table():
                self._table(block)
            case Bullets():
                for item in block.items:
                    self._line(f"• {plain(item)}", self._looks.cell)
            case Paragraph():
                self._line(plain(block.runs), self._looks.strong if _is_strong(block.runs) else self._looks.cell)
            case _:
                raise TypeError(f"A first page has no {type(block).__name__}.")

    def _table(self, block: Table) -> None:
        for place, title in enumerate(block.header):
            self._sheet.text(self._row, place, title, self._looks.header)
        self._row += 1
        for row in block.rows:
            for place, cell in enumerate(row):
                self._sheet.put(self._row, place, _value(plain(cell.runs), cell.tone), "text", "")
            self._row += 1
        self._row += 1

    def _pair(self, name: str, look: Format, text: str) -> None:
        self._sheet.high(self._row, lines(text, TEXTS))
        self._sheet.text(self._row, 0, name, look)
        self._sheet.text(self._row, 1, text, self._looks.cell)
        self._row += 1

    def _line(self, text: str, look: Format, *, letters: int = NAMES + TEXTS, height: float = LINE) -> None:
        """A text over both columns."""
        self._sheet.high(self._row, lines(text, letters), height)
        self._sheet.made.merge_range(self._row, 0, self._row, 1, "", look)
        self._sheet.text(self._row, 0, text, look)
        self._row += 1


def _is_strong(runs: Runs) -> bool:
    return all(run.strong for run in runs)


def _value(text: str, tone: str) -> Value:
    if tone:
        return Toned(text, tone)
    return int(text.replace(",", "")) if _COUNT.fullmatch(text) else text
