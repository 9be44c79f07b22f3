"""The matrix: every state with every obligation, cut into parts that fit a page."""

from collections.abc import Iterator, Sequence

from tracker.domain.report import ReportCell, ReportObligation
from tracker.exports.marks import MARKS, UNKNOWN, sign, tone
from tracker.exports.outline import Block, Heading, Paragraph, Run, Runs, Table, TableCell, words
from tracker.exports.outlining.reading import Reading, place

IN_WORDS = 6
"""Up to how many obligations a part of the matrix says the outcomes in words."""

IN_SIGNS = 28
"""How many obligations a part has that says the outcomes by signs, with a legend above it."""

MOST_IN_WORDS = 18
"""From how many obligations on the whole matrix goes by signs."""


def blocks(reading: Reading) -> Iterator[Block]:
    """The whole matrix, in parts."""
    duties = reading.document.obligations
    if not duties or len(reading.document.cells) < 2:
        return
    by_signs = len(duties) > MOST_IN_WORDS
    size = IN_SIGNS if by_signs else IN_WORDS
    starts = range(0, len(duties), size)
    yield Heading(1, "Matrix", "matrix")
    if by_signs:
        yield Paragraph(_legend(reading), "small")
    for at in starts:
        end = min(at + size, len(duties))
        caption = f"Part {at // size + 1} of {len(starts)}: obligations {at + 1} to {end}"
        yield _part(reading, caption, at, end, by_signs=by_signs)


def _legend(reading: Reading) -> Runs:
    used = {cell.outcome for cell in reading.document.cells}
    known = [key for key in (*MARKS, *sorted(used - MARKS.keys())) if key in used]
    said = ", ".join(f"{MARKS.get(key, UNKNOWN)[0]} {reading.label('outcome', key)}" for key in known)
    return words(f"{said}. Columns are named by resolution and paragraph; their titles stand under Obligations.")


def _part(reading: Reading, caption: str, at: int, end: int, *, by_signs: bool) -> Table:
    duties = reading.document.obligations[at:end]
    name = _short if by_signs else in_full
    cell = _sign if by_signs else in_words
    rows = [
        (TableCell(words(state.name)), *(cell(reading, one) for one in cells[at:end]))
        for state, cells in reading.document.rows()
    ]
    widths = (7.0 if by_signs else 5.0, *(1.0 if by_signs else 4.0 for _ in duties))
    header = ("State", *map(name, duties))
    return Table(caption, header, widths, tuple(rows), upright=by_signs, wide=len(duties) > 3)


def _short(duty: ReportObligation) -> str:
    number = duty.resolution.removeprefix("S/RES/").partition("(")[0]
    return f"{number} ¶{duty.paragraph}"


def in_full(duty: ReportObligation) -> str:
    """An obligation at the head of its column: what it asks, and where that stands."""
    return f"{duty.title} ({place(duty)})"


def _sign(_: Reading, cell: ReportCell) -> TableCell:
    return TableCell((Run(sign(cell.outcome)),), tone(cell.outcome))


def in_words(reading: Reading, cell: ReportCell) -> TableCell:
    """A cell of the matrix, all that it says in words."""
    outcome = reading.outcome(cell.outcome)
    if cell.is_silent:
        return TableCell(words(outcome), tone(cell.outcome))
    said: list[Run] = [Run(outcome, strong=True, anchor=f"cell-{cell.state}-{cell.obligation}")]
    said.append(Run(f", {reading.label('assurance', cell.assurance)}"))
    said += _determined(reading, cell)
    return TableCell(tuple(said), tone(cell.outcome))


def _determined(reading: Reading, cell: ReportCell) -> Sequence[Run]:
    if cell.determined is None:
        return ()
    return words(f"; determined: {reading.label('outcome', cell.determined.outcome)}")
