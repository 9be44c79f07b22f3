"""A report as a workbook (OOXML): its first page, its matrix, and each thing that it holds as a row to sort and filter.

It is written row by row, so a register of many claims takes no more memory than a small one. The same copy gives the
same bytes: the file says that it was made at the instant of freezing.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tracker.domain.report_copy import ReportCopy
from tracker.exports.excel import contents, cover
from tracker.exports.excel.contents import Row
from tracker.exports.excel.workbook import About, Book, Column, writing
from tracker.exports.outlining import front
from tracker.exports.outlining.reading import Reading

MOST_COLUMNS = 16_000
"""Up to how many obligations the matrix is a sheet; a sheet has 16,384 columns. The cells are rows in any case."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A sheet: its name, its columns, its rows, and how many columns stay in sight."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Row]
    frozen: int = 1


def render(copy: ReportCopy) -> bytes:
    """The workbook."""
    reading, out = Reading(copy), io.BytesIO()
    found = copy.document
    edition = f"Report {found.number} · {found.kind.label} · {found.edition.label}"
    with writing(out, About(edition, found.notice)) as book:
        _describe(book, reading)
        cover.write(book, reading)
        for sheet in _sheets(reading):
            book.table(sheet.name, sheet.columns, sheet.rows, frozen=sheet.frozen)
    return out.getvalue()


def _describe(book: Book, reading: Reading) -> None:
    found = reading.document
    book.describe(
        created=found.frozen_at,
        title=found.title,
        subject=front.kicker(reading),
        author=found.author,
        category=found.kind.label,
        keywords=reading.copy.mark,
        comments=found.notice,
    )


def _sheets(reading: Reading) -> Iterator[Filled]:
    found = reading.document
    if found.is_grid and len(found.obligations) <= MOST_COLUMNS:
        yield Filled("Matrix", contents.matrix_columns(reading), contents.matrix_rows(reading), frozen=2)
    if found.changes:
        yield Filled("Changes", contents.CHANGES, contents.changes(reading), frozen=2)
    if found.days:
        yield Filled("Days", contents.DAYS, contents.days(reading))
    if found.count:
        yield Filled("Count", contents.COUNT, contents.count(reading))
    if found.cells:
        yield Filled("Cells", contents.CELLS, contents.cells(reading), frozen=2)
    yield Filled("Evidence", contents.EVIDENCE, contents.evidence(reading), frozen=2)
    yield Filled("Sources", contents.SOURCES, contents.sources(reading), frozen=2)
    if found.obligations:
        yield Filled("Obligations", contents.OBLIGATIONS, contents.obligations(reading))
    yield Filled("Words", contents.WORDS, contents.terms(reading))
    yield Filled("Manifest", contents.MANIFEST, contents.manifest(reading))
