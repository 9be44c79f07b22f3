"""The least that writes the same rows to a file: each takes rows, and gives what writes them to a path."""

import csv
import json
import tempfile
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path

from tracker.exports.tones import GROUNDS

Grid = Sequence[Sequence[tuple[str, str]]]
Rows = Iterable[Sequence[str]]
Write = Callable[[Path], None]

_TYPST = """
#set page(paper: "a3", flipped: true, margin: 8mm, numbering: "1")
#set text(size: 4pt)
#let grid = json("grid.json")
#let grounds = json("grounds.json")
#table(columns: (14mm,) + (1fr,) * {wide}, stroke: 0.2pt, inset: 1pt,
  table.header([State], ..range(1, {wide} + 1).map(i => [#i])),
  ..grid.enumerate().map(((i, row)) => ([S#i],)
    + row.map(c => table.cell(fill: rgb(grounds.at(c.at(1))))[#c.at(0)])).flatten())
"""


def csv_module(rows: Rows) -> Write:
    """The csv module of Python."""

    def write(out: Path) -> None:
        with out.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)

    return write


def xlsxwriter(rows: Rows) -> Write:
    """XlsxWriter in constant memory, without a look."""

    def write(out: Path) -> None:
        from xlsxwriter import Workbook

        options = {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
        with Workbook(str(out), options) as book:
            sheet = book.add_worksheet()
            for at, row in enumerate(rows):
                for place, text in enumerate(row):
                    sheet.write_string(at, place, text)

    return write


def rust(rows: Rows) -> Write:
    """The fastest writer of workbooks that was found, written in Rust."""

    def write(out: Path) -> None:
        import rustpy_xlsxwriter

        given = iter(rows)
        (names,) = islice(given, 1)
        records = (dict(zip(names, row, strict=True)) for row in given)
        rustpy_xlsxwriter.write_worksheet(records, str(out), sheet_name="rows")  # pyright: ignore[reportArgumentType]  (its stub wants lists)

    return write


def canvas(grid: Grid) -> Write:
    """Rectangles and letters on the bare canvas of reportlab: no table, no tags, no text but a letter a cell."""

    def write(out: Path) -> None:
        from reportlab.lib.pagesizes import A3, landscape
        from reportlab.pdfgen.canvas import Canvas

        size = landscape(A3)
        drawn = Canvas(str(out), pagesize=size, pageCompression=1)
        wide, y = (size[0] - 80) / len(grid[0]), -1.0
        for number, row in enumerate(grid):
            if y < 30:
                y = _page(drawn, size, number, len(row), wide)
            _row(drawn, number, row, wide, y)
            y -= 8
        drawn.save()

    return write


def _page(drawn, size, number: int, columns: int, wide: float) -> float:  # noqa: ANN001  (of a library without types)
    if number:
        drawn.showPage()
    drawn.setFont("Helvetica", 4)
    for place in range(columns):
        drawn.drawString(60 + place * wide, size[1] - 30, str(place + 1))
    return size[1] - 40


def _row(drawn, number: int, row: Sequence[tuple[str, str]], wide: float, y: float) -> None:  # noqa: ANN001  (as above)
    from reportlab.lib.colors import HexColor

    drawn.setFillGray(0)
    drawn.drawString(20, y + 2, f"S{number}")
    for place, (_, tone) in enumerate(row):
        drawn.setFillColor(HexColor(f"#{GROUNDS[tone]}"))
        drawn.rect(60 + place * wide, y, wide, 8, stroke=1, fill=1)
    drawn.setFillGray(0)
    for place, (letter, _) in enumerate(row):
        drawn.drawString(61 + place * wide, y + 2, letter)


def typst(grid: Grid) -> Write:
    """One table by typst: no notes, no tags beyond its own, in this process."""

    def write(out: Path) -> None:
        import typst as engine

        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "grid.json").write_text(json.dumps(grid))
            (Path(folder) / "grounds.json").write_text(json.dumps(GROUNDS))
            source = Path(folder) / "grid.typ"
            source.write_text(_TYPST.replace("{wide}", str(len(grid[0]))))
            engine.compile(str(source), output=str(out))

    return write
