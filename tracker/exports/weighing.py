"""What the parts of a report take while they are set, so that a long one can be parted before it is.

Typst keeps all that it has laid out, so memory grows with what is set and hardly with how. The figures are bytes of the
child that sets, measured with typst 0.15.2 on reports of one kind of block each, and rounded up (docs/reports.md).
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tracker.exports.outline import Block, Bullets, Drawing, Facts, Heading, Note, Paragraph, Quote, Run, Table, plain

PARAGRAPH = 11_000
"""A paragraph without its words."""

ITEM = 15_000
"""A heading, an item of a list, a quotation, a pair of facts, a cell of a table: without its words."""

CHARACTER = 230
"""A character of them."""

SIGN = 6_300
"""A cell of a table of signs, with its sign."""

NOTE = 220_000
"""A footnote without its words: the page on which it stands is set again."""

DRAWING = 200_000
"""A drawing, beside what its text takes."""


class Scale:
    """Weighs blocks in bytes; it knows how long the footnotes are that they name."""

    def __init__(self, notes: Iterable[Note]) -> None:
        self._notes = {note.number: NOTE + CHARACTER * len(plain(note.runs)) for note in notes}

    def all(self, blocks: Iterable[Block]) -> int:
        """What some blocks take."""
        return sum(sum(self.units(block)) for block in blocks)

    def units(self, block: Block) -> list[int]:
        """What each part of a block takes by which it can be parted: its rows, items or pairs; else it is one."""
        match block:
            case Table():
                return [self._row(block, row) for row in block.rows]
            case Bullets():
                return [self._runs(item) for item in block.items]
            case Facts():
                return [self._runs(runs) + CHARACTER * len(name) for name, runs in block.pairs]
            case Paragraph():
                return [self._runs(block.runs) - ITEM + PARAGRAPH]
            case Heading() | Quote():
                return [ITEM + CHARACTER * len(block.text)]
            case Drawing():
                return [DRAWING + CHARACTER * len(block.about) + 4 * len(block.svg)]

    def _row(self, table: Table, row: Sequence) -> int:
        if table.upright:
            return SIGN * len(row)
        return sum(self._runs(cell.runs) for cell in row)

    def _runs(self, runs: Sequence[Run]) -> int:
        notes = sum(self._notes.get(run.note, 0) for run in runs if run.note)
        return ITEM + CHARACTER * sum(len(run.text) for run in runs) + notes


def portion(block: Block, start: int, stop: int) -> Block:
    """The part of a block between two of its units; the whole block as it is."""
    match block:
        case Table() if (start, stop) != (0, len(block.rows)):
            caption = f"{block.caption}, rows {start + 1:,} to {stop:,} of {len(block.rows):,}"
            return replace(block, caption=caption, rows=block.rows[start:stop])
        case Bullets():
            return block if (start, stop) == (0, len(block.items)) else replace(block, items=block.items[start:stop])
        case Facts():
            return block if (start, stop) == (0, len(block.pairs)) else replace(block, pairs=block.pairs[start:stop])
        case _:
            return block
