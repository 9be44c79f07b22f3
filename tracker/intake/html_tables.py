"""Tables of web pages and of the clipboard -> tables: cells that cover several places, notes, marks of footnotes.

Of a page with several tables the one with the most cells is read. A line that is one cell across the whole table is a
title or a note: it is left out and said.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import html
from lxml.etree import ParserError, XMLSyntaxError

from tracker.intake import encodings, table_marks
from tracker.intake.document_content import refused
from tracker.intake.table_grid import Line, table
from tracker.intake.tables import HTML, MOST_COLUMNS, MOST_ROWS, Table

_MOST_CELLS = 2_000_000
_MOST_HEADERS = 5
_UNSEEN = {"script", "style", "template", "noscript", "head", "svg"}
_BREAKS = {"br", "p", "div", "li", "ul", "ol"}
_UNITS = ("m", "km", "cm")


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell: its text, whether it is a header, and how many rows and columns it covers."""

    text: str
    is_header: bool
    rows: int
    columns: int


def read(data: bytes, *, header: int = 0) -> Table:
    """The largest table of a page. `header` is the row of the names; without one, the headers of the page are."""
    tree = _tree(data)
    found = [one for one in tree.iter("table") if not any(True for _ in one.iterancestors("table"))]
    if not found:
        raise refused("There is no table in it; copy the table itself, with its header.")
    grids = [_rows(one) for one in found]
    largest = max(grids, key=lambda rows: sum(len(row) for row in rows))
    notes = [f"There are {len(found)} tables; the largest was read."] if len(found) > 1 else []
    return _table(largest, header, notes)


def _tree(data: bytes) -> Any:
    said = encodings.declared(data)
    text = data.decode(encodings.encoding_of(data, said=said)[0], "replace")
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_pis=True, remove_comments=True, huge_tree=True)
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except ParserError:
        return html.document_fromstring(b"<html><body></body></html>", parser=parser)
    except XMLSyntaxError:
        raise MemoryError from None


def _rows(element: Any) -> list[list[_Cell]]:
    """The rows of a table, without those of tables in its cells."""
    rows = [row for row in element.iter("tr") if next(row.iterancestors("table")) is element]
    if len(rows) > MOST_ROWS:
        raise refused(f"The table has more than {MOST_ROWS:,} rows; split it.")
    return [[_cell(cell) for cell in row if cell.tag in ("td", "th")] for row in rows]


def _cell(element: Any) -> _Cell:
    text = table_marks.spaced("".join(_pieces(element)))
    is_header = element.tag == "th" or next(element.iterancestors("thead"), None) is not None
    return _Cell(text, is_header, _span(element, "rowspan"), _span(element, "colspan"))


def _span(element: Any, name: str) -> int:
    text = element.get(name, "1").strip()
    return max(1, min(int(text), 1_000)) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _pieces(element: Any) -> Iterator[str]:
    """The texts of a cell. What is raised at its end is a footnote's mark, and is put between brackets to be seen."""
    if element.tag in _UNSEEN:
        return
    if element.tag == "sup":
        yield _raised(element)
        return
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            yield " " if child.tag in _BREAKS else ""
            yield from _pieces(child)
            yield " " if child.tag in _BREAKS else ""
        yield child.tail or ""


def _raised(element: Any) -> str:
    text = "".join(element.itertext()).strip().strip("[]()")
    before = element.getprevious()
    said = (before.tail if before is not None else element.getparent().text) or ""
    is_power = text.isdigit() and said.rstrip().split(" ")[-1].lower() in _UNITS
    return f"^{text}" if is_power or len(text) > 3 or not text else f"[{text}]"


def _table(rows: Sequence[Sequence[_Cell]], header: int, notes: list[str]) -> Table:
    cleaner = table_marks.Cleaner()
    width = max((sum(cell.columns for cell in row) for row in rows), default=0)
    if width > MOST_COLUMNS or width * len(rows) > _MOST_CELLS:
        raise refused("The table has more cells than one may have; take a part of it.")
    kept = [(n, row) for n, row in enumerate(rows, 1) if row and not _is_note(row, width)]
    notes += [f"A line across the whole table was left out: “{row[0].text[:80]}”." for row in rows if _says(row, width)]
    lines = [(n, [cleaner.clean(text) for text in cells]) for n, cells in _spread(kept, width)]
    if not header and kept:
        lines = _with_one_header(lines, _headers([row for _, row in kept]))
    whole: list[Line] = [(n, cells, ()) for n, cells in lines]
    found = table(HTML, whole, header=header)
    return Table(HTML, found.columns, found.rows, (*notes[:10], *cleaner.notes))


def _is_note(row: Sequence[_Cell], width: int) -> bool:
    return width > 1 and len(row) == 1 and row[0].columns >= width


def _says(row: Sequence[_Cell], width: int) -> bool:
    return _is_note(row, width) and bool(row[0].text)


def _spread(rows: Sequence[tuple[int, Sequence[_Cell]]], width: int) -> Iterator[tuple[int, list[str]]]:
    """The rows as lines of texts, a cell in each place that it covers."""
    below: dict[int, tuple[str, int]] = {}
    for number, row in rows:
        line, place, waiting = [""] * (width + MOST_COLUMNS), 0, dict(below)
        below = {at: (text, left - 1) for at, (text, left) in waiting.items() if left > 1}
        for at, (text, _) in waiting.items():
            line[at] = text
        for cell in row:
            while place in waiting:
                place += 1
            for at in range(place, min(place + cell.columns, len(line))):
                line[at] = cell.text
                if cell.rows > 1:
                    below[at] = (cell.text, cell.rows - 1)
            place += cell.columns
        yield number, line


def _headers(rows: Sequence[Sequence[_Cell]]) -> int:
    """How many of the first rows are headers: those that are nothing else, or that the first reaches down to."""
    told = 0
    while told < len(rows) and all(cell.is_header for cell in rows[told]):
        told += 1
    reach = max((cell.rows for cell in rows[0]), default=1)
    return max(1, min(max(told, reach), _MOST_HEADERS, len(rows)))


def _with_one_header(lines: Sequence[tuple[int, list[str]]], headers: int) -> list[tuple[int, list[str]]]:
    """The lines, with several lines of headers as one: the words of each column from above to below."""
    width = max(len(cells) for _, cells in lines)
    columns = [dict.fromkeys(cells[place] for _, cells in lines[:headers] if cells[place]) for place in range(width)]
    return [(lines[headers - 1][0], [" / ".join(words) for words in columns]), *lines[headers:]]
