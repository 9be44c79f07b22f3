"""Tables: a header that is repeated on every page, rows that no page breaks, tones as grounds under the words."""

from collections.abc import Iterator

from tracker.exports.glyphs import typed
from tracker.exports.outline import Facts, Runs, Table, TableCell, words
from tracker.exports.tones import GROUNDS
from tracker.exports.word.elements import Element, made, paragraph
from tracker.exports.word.writing import Writing

SIGN_WIDTH = 460
"""The most that a share of the width is in a table of signs, in twentieths of a point: such a table need not fill."""

LETTER = 92
"""About how long a letter of an upright header is, in twentieths of a point."""

LONGEST_UPRIGHT = 2600
FACT_NAMES = 0.22
"""The share of the names in the width of a list of facts."""


def table(writing: Writing, block: Table, width: int) -> Element:
    """A table that is as wide as the page allows, in twentieths of a point."""
    columns = _columns(block, width)
    style = "ReportSigns" if block.upright else "ReportTable"
    found = _empty(style, columns, look={"firstRow": 1, "firstColumn": 1})
    found[0].append(made("tblCaption", val=typed(block.caption)))
    found.append(_header(writing, block, columns))
    found.extend(_row(writing, block, row, columns) for row in block.rows)
    return found


def facts(writing: Writing, block: Facts, width: int) -> Element:
    """Names and what they have, side by side."""
    names = int(width * FACT_NAMES)
    columns = [names, width - names]
    found = _empty("ReportFacts", columns, look={"firstRow": 0, "firstColumn": 1})
    for name, said in block.pairs:
        cells = (writing.block("FactName", words(name)), writing.block("FactText", said))
        parts = (_cell(inside, wide) for inside, wide in zip(cells, columns, strict=True))
        found.append(made("tr", made("trPr", made("cantSplit")), *parts))
    return found


def _columns(block: Table, width: int) -> list[int]:
    share = width / sum(block.widths)
    share = min(share, SIGN_WIDTH) if block.upright else share
    return [int(share * one) for one in block.widths]


def _empty(style: str, columns: list[int], look: dict[str, int]) -> Element:
    about = made(
        "tblPr",
        made("tblStyle", val=style),
        made("tblW", w=sum(columns), type="dxa"),
        made("tblLayout", type="fixed"),
        made("tblLook", **look, lastRow=0, lastColumn=0, noHBand=1, noVBand=1),
    )
    return made("tbl", about, made("tblGrid", *(made("gridCol", w=one) for one in columns)))


def _header(writing: Writing, block: Table, columns: list[int]) -> Element:
    about = made("trPr", made("cantSplit"), made("tblHeader"))
    if block.upright:
        longest = max(map(len, block.header[1:]), default=0)
        about.insert(1, made("trHeight", val=min(longest * LETTER + 200, LONGEST_UPRIGHT), hRule="atLeast"))
    parts = [_title(writing, block, place, wide) for place, wide in enumerate(columns)]
    return made("tr", about, *parts)


def _title(writing: Writing, block: Table, place: int, width: int) -> Element:
    inside = writing.block("TableText", words(block.header[place], strong=True))
    found = _cell(inside, width)
    if block.upright and place:
        found[0].append(made("textDirection", val="btLr"))
    found[0].append(made("vAlign", val="center" if block.upright and place else "bottom"))
    return found


def _row(writing: Writing, block: Table, row: tuple[TableCell, ...], columns: list[int]) -> Element:
    return made("tr", made("trPr", made("cantSplit")), *_cells(writing, block, row, columns))


def _cells(writing: Writing, block: Table, row: tuple[TableCell, ...], columns: list[int]) -> Iterator[Element]:
    for place, (cell, width) in enumerate(zip(row, columns, strict=True)):
        style = "TableSign" if block.upright and place else "TableText"
        yield _cell(writing.block(style, _toned(cell)), width, ground=GROUNDS.get(cell.tone, ""))


def _toned(cell: TableCell) -> Runs:
    """The words of a cell in its tone, where they have none of their own."""
    first, *others = cell.runs or words(" ")
    if cell.tone and not first.tone:
        first = type(first)(first.text, first.strong, first.language, first.note, first.anchor, cell.tone)
    return (first, *others)


def _cell(inside: Element, width: int, *, ground: str = "") -> Element:
    about = made("tcPr", made("tcW", w=width, type="dxa"))
    if ground:
        about.append(made("shd", val="clear", color="auto", fill=ground))
    return made("tc", about, inside)


def gap() -> Element:
    """What keeps a table from the block that follows; two tables without it would become one."""
    return paragraph("TableGap", ())
