"""XLSX: one sheet of a workbook as a table, opened by openpyxl once every part of the file has been looked at.

A formula is never computed: what counts is the value that its program kept beside it, and a formula without one is a
fault of its row. Dates become ISO days, or months where only the month is shown; other numbers are written as the
sheet shows them, without the marks between thousands. Links to other files are not followed. A merged cell fills all
the places that it covers.
"""

import io
import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from zipfile import BadZipFile

import openpyxl
from openpyxl.utils import column_index_from_string

from tracker.domain.errors import RuleBroken
from tracker.intake import package_parts, zip_directory
from tracker.intake.document_content import Limits, refused
from tracker.intake.table_grid import Line, table
from tracker.intake.tables import MOST_COLUMNS, MOST_ROWS, XLSX, Table

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_MOST_MERGED = 100_000
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DAMAGED = "The workbook is damaged, or is none; open it, save it again as XLSX or CSV and send that."
_NO_RESULT = "The cell holds a formula without a result; open the workbook, let it compute, and save it again."
_FAULTS = (
    KeyError,
    ValueError,
    AttributeError,
    TypeError,
    IndexError,
    OverflowError,
    SyntaxError,
    BadZipFile,
    EOFError,
)


def read(data: bytes, limits: Limits, *, sheet: str = "", header: int = 0) -> Table:
    """The sheet of that name, or the first that is not hidden. Raises RuleBroken with the first fault."""
    _look_at(data, limits)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what is lost when a workbook is saved again, which it is not
            return _table(data, sheet, header)
    except _FAULTS as error:
        if "memory" in str(error).casefold():
            raise MemoryError from None
        raise refused(_DAMAGED) from None


def _look_at(data: bytes, limits: Limits) -> None:
    try:
        parts = zip_directory.parts_of(data, limits)
        names = {part.name.casefold() for part in parts}
        if "xl/workbook.xml" not in names:
            raise refused("The file is no XLSX workbook; save it as XLSX or CSV and send that.")
        if any("vbaproject" in name or "/activex/" in name for name in names):
            raise refused("The workbook has macros (programs) in it; save it as XLSX or CSV and send that.")
        package_parts.check(data, parts)
    except RuleBroken as refusal:  # the same doors as documents have, in the words of workbooks
        said = refusal.sentence.replace("DOCX or PDF", "XLSX or CSV").replace("DOCX without macros, or as PDF", "XLSX")
        raise refused(said.replace("save it as PDF and", "save it as CSV and")) from None


def _table(data: bytes, wanted: str, header: int) -> Table:
    shown = _opened(data, values=True)
    sheets = [one for one in shown.worksheets if one.sheet_state == "visible"] or list(shown.worksheets)
    chosen = _chosen(sheets, shown.worksheets, wanted)
    part = _part(shown, chosen)
    lines: Iterator[Line] = _lines(chosen)
    if _FORMULA.search(part):
        lines = _with_formulas(lines, _opened(data, values=False)[chosen.title])
    if merged := _merged(part):
        lines = iter(_filled(list(lines), merged))
    names = tuple(one.title for one in sheets)
    notes = [f"The workbook has {len(names)} sheets; “{chosen.title}” was read."] if len(names) > 1 else []
    return table(XLSX, lines, header=header, notes=notes, sheets=names, sheet=chosen.title)


def _opened(data: bytes, *, values: bool) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=values, keep_links=False)


def _chosen(sheets: list[Any], every: list[Any], wanted: str) -> Any:
    if not sheets:
        raise refused("The workbook has no sheet with cells.")
    if not wanted:
        return sheets[0]
    found = next((one for one in every if one.title.casefold() == wanted.casefold()), None)
    if found is None:
        names = ", ".join(f"“{one.title}”" for one in sheets[:20])
        raise RuleBroken.at("import", "sheet", f"There is no sheet “{wanted[:60]}”; the workbook has {names}.")
    return found


def _part(workbook: Any, sheet: Any) -> bytes:
    """The bytes of a sheet, which were counted before. Nothing public tells what is merged or computed in it."""
    return workbook._archive.read(sheet._worksheet_path)


def _lines(sheet: Any) -> Iterator[Line]:
    sheet.reset_dimensions()  # what a sheet says of its size may be wrong, and is not needed
    for number, cells in enumerate(sheet.iter_rows(), 1):
        if len(cells) > MOST_COLUMNS and any(cell.value is not None for cell in cells[MOST_COLUMNS:]):
            raise refused(f"The sheet has more than {MOST_COLUMNS} columns.")
        if any(cell.value is not None for cell in cells):
            kept = cells[:MOST_COLUMNS]
            yield number, [shown(cell) for cell in kept], [*_errors(kept)]


def _errors(cells: Any) -> Iterator[tuple[int, str]]:
    for place, cell in enumerate(cells):
        if cell.value is not None and cell.data_type == "e":
            yield place, f"The sheet shows an error here: {cell.value}."


def _with_formulas(lines: Iterator[Line], sheet: Any) -> Iterator[Line]:
    """The lines, with a fault at each formula that has no value beside it, and the lines that hold only such."""
    known = {number: (list(cells), list(faults)) for number, cells, faults in lines}
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(), 1):
        places = [n for n, cell in enumerate(cells[:MOST_COLUMNS]) if cell.value is not None and cell.data_type == "f"]
        found, faults = known.get(number, ([], []))
        bare = [place for place in places if place >= len(found) or not found[place]]
        if found or bare:
            yield number, found, [*faults, *((place, _NO_RESULT) for place in bare)]


def _merged(part: bytes) -> list[tuple[int, int, int, int]]:
    """What is merged: first column, first row, last column, last row."""
    found = [
        (column_index_from_string(c1.decode()), int(r1), column_index_from_string(c2.decode()), int(r2))
        for c1, r1, c2, r2 in _MERGED.findall(part)
    ]
    covered = sum((c2 - c1 + 1) * (min(r2, MOST_ROWS) - r1 + 1) for c1, r1, c2, r2 in found)
    if covered > _MOST_MERGED:
        raise refused("The sheet has more merged cells than a table has; take the merging off and send it again.")
    return found


def _filled(lines: list[Line], merged: list[tuple[int, int, int, int]]) -> list[Line]:
    """The lines with merged cells in all the places that they cover. Rows that are nothing else are not made."""
    by_number = {number: list(cells) for number, cells, _ in lines}
    for first_column, first_row, last_column, last_row in merged:
        top = by_number.get(first_row, [])
        value = top[first_column - 1] if first_column <= len(top) else ""
        for number in range(first_row, last_row + 1):
            if value and number in by_number:
                _fill(by_number[number], value, first_column, min(last_column, MOST_COLUMNS))
    return [(number, by_number[number], faults) for number, _, faults in lines]


def _fill(cells: list[str], value: str, first: int, last: int) -> None:
    cells += [""] * (last - len(cells))
    for place in range(first - 1, last):
        cells[place] = cells[place] or value


def shown(cell: Any) -> str:
    """What a cell shows, as text."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime | date):
        return _day(value, cell.number_format or "")
    if isinstance(value, int | float):
        return number(value, cell.number_format or "General")
    return value.isoformat() if isinstance(value, time) else str(value)


def _day(value: date, layout: str) -> str:
    """A day, or the month or the year where no more is shown; with its time where it has one."""
    bare = _LITERAL.sub("", layout).casefold()
    if isinstance(value, datetime) and value.time() != time():
        return value.isoformat(timespec="minutes")
    day = value.strftime("%Y-%m-%d") if value.year >= 1000 else f"{value.year:04}-{value.month:02}-{value.day:02}"
    if "d" in bare or "y" not in bare:
        return day
    return day[:7] if "m" in bare else day[:4]


def number(value: float, layout: str) -> str:
    """A number with as many digits after the point as its layout shows, and no mark between thousands."""
    bare = _LITERAL.sub("", layout.partition(";")[0])
    if "%" in bare:
        return f"{number(value * 100, bare.replace('%', ''))}%"
    places = re.fullmatch(r"[^.]*?[#0?,]*(?:\.([0#?]*))?[^.]*", bare)
    if "e" in bare.casefold() or "/" in bare or places is None or not re.search("[0#?]", bare):
        return _plain(value)
    decimals = places[1] or ""
    text = f"{value:.{len(decimals)}f}"
    spare = len(decimals) - len(decimals.rstrip("#?"))
    text = _trimmed(text, spare) if spare else text
    width = sum(mark == "0" for mark in bare.partition(".")[0])
    whole, point, rest = text.lstrip("-").partition(".")
    return ("-" if text.startswith("-") else "") + whole.zfill(width) + point + rest


def _trimmed(text: str, spare: int) -> str:
    """Without as many zeros at the end as need not be shown."""
    while spare and text.endswith("0"):
        text, spare = text[:-1], spare - 1
    return text.rstrip(".")


def _plain(value: float) -> str:
    """All digits that a spreadsheet keeps, which are fifteen."""
    if isinstance(value, int) or (value.is_integer() and abs(value) < 1e15):
        return str(int(value))
    return f"{value:.15g}"
