"""One state by its obligations, or one obligation by its states: a list that is read from top to bottom."""

from collections.abc import Iterator

from tracker.domain.dates import day_words
from tracker.domain.report import ReportCell
from tracker.exports.marks import tone
from tracker.exports.outline import Block, Heading, Run, Table, TableCell, words
from tracker.exports.outlining.reading import Reading, place

_OF_STATE = ("Obligation", "Where it stands", "Outcome", "Assurance", "Due")
_OF_DUTY = ("State", "Outcome", "Assurance", "Due")


def blocks(reading: Reading) -> Iterator[Block]:
    """Every cell in a row of its own."""
    found = reading.document
    if len(found.cells) < 2:
        return
    one_state = len(found.states) == 1
    yield Heading(1, "Obligations of the state" if one_state else "States", "matrix")
    rows = tuple(_row(reading, cell, one_state=one_state) for cell in found.cells)
    header, widths = (_OF_STATE, (6, 3, 3, 2, 2)) if one_state else (_OF_DUTY, (5, 3, 3, 2))
    yield Table(f"{len(found.cells):,} cells", header, widths, rows)


def _row(reading: Reading, cell: ReportCell, *, one_state: bool) -> tuple[TableCell, ...]:
    duty = reading.duties[cell.obligation]
    named = reading.duty(cell.obligation) if one_state else reading.state(cell.state)
    anchor = "" if cell.is_silent else f"cell-{cell.state}-{cell.obligation}"
    return (
        TableCell((Run(named, anchor=anchor),)),
        *((TableCell(words(place(duty))),) if one_state else ()),
        TableCell(words(_outcome(reading, cell)), tone(cell.outcome)),
        TableCell(words("" if cell.is_silent else reading.label("assurance", cell.assurance))),
        TableCell(words(day_words(cell.due) if cell.due else "")),
    )


def _outcome(reading: Reading, cell: ReportCell) -> str:
    said = reading.outcome(cell.outcome)
    held = cell.determined
    return f"{said}; determined: {reading.label('outcome', held.outcome)}" if held else said
