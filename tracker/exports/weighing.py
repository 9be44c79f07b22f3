"""What the parts of a report take while they are set, so that a long one can be parted before it is.

Typst keeps all that it has laid out, so memory grows with what is set and hardly with how. The figures are bytes of the
child that sets, measured with typst 0.15.2 on reports of one kind of block each, and rounded up (docs/reports.md).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from tracker.exports.outline import (
    Block,
    Bullets,
    Drawing,
    Facts,
    Heading,
    Note,
    Paragraph,
    Quote,
    Run,
    Table,
    TableCell,
    plain,
)

PARAGRAPH = 11_000
"""A paragraph without its words."""

ITEM = 15_000
"""A heading, an item of a list, a quotation, a pair of facts, a cell of a table: without its words."""

LETTER = 230
"""A letter of the words. One that many machines have no font for stands by its number there, and counts for four."""

MANNER = 9_000
"""Words in a manner of their own: strong, toned, in another language, or leading somewhere."""

SIGN = 6_300
"""A cell of a table of signs, with its sign."""

NOTE = 220_000
"""A footnote without its words, where it is first named in a volume: the page on which it stands is set again."""

AGAIN = 20_000
"""A footnote named once more."""

DRAWING = 200_000
"""A drawing, beside what its text takes."""


_WIDE = re.compile("[^\x00-\u2e7f]")


class Unit(NamedTuple):
    """A part of a block: what it takes without its footnotes, and which those are."""

    weight: int
    notes: frozenset[int] = frozenset()


class Scale:
    """Weighs blocks in bytes; it knows how long the footnotes are that they name."""

    def __init__(self, notes: Iterable[Note]) -> None:
        self._notes = {note.number: NOTE + _letters(plain(note.runs)) for note in notes}

    def all(self, blocks: Iterable[Block]) -> int:
        """What some blocks take."""
        units = [unit for block in blocks for unit in self.units(block)]
        return sum(unit.weight for unit in units) + self.noted({note for unit in units for note in unit.notes})

    def noted(self, numbers: Iterable[int]) -> int:
        """What some footnotes take, each once."""
        return sum(self._notes.get(number, 0) for number in numbers)

    def units(self, block: Block) -> list[Unit]:
        """The parts of a block by which it can be parted: its rows, items or pairs; else it is one."""
        match block:
            case Table():
                return [_row(block, row) for row in block.rows]
            case Bullets():
                return [_runs(item) for item in block.items]
            case Facts():
                return [_runs((Run(name), *runs)) for name, runs in block.pairs]
            case Paragraph():
                return [_runs(block.runs, PARAGRAPH)]
            case Heading() | Quote():
                return [Unit(ITEM + _letters(block.text))]
            case Drawing():
                return [Unit(DRAWING + _letters(block.about) + 4 * len(block.svg))]


def _row(table: Table, row: Sequence[TableCell]) -> Unit:
    if table.upright:
        return Unit(SIGN * len(row))
    cells = [_runs(cell.runs) for cell in row]
    return Unit(sum(cell.weight for cell in cells), frozenset().union(*(cell.notes for cell in cells)))


def _runs(runs: Sequence[Run], bare: int = ITEM) -> Unit:
    weight, notes = bare, []
    for run in runs:
        weight += _letters(run.text)
        if run.strong or run.tone or run.language or run.anchor:
            weight += MANNER
        if run.note:
            weight += AGAIN
            notes.append(run.note)
    return Unit(weight, frozenset(notes))


def _letters(text: str) -> int:
    wide = 0 if text.isascii() else len(_WIDE.findall(text))
    return LETTER * (len(text) + 3 * wide)


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
