"""Blocks parted for paper: what is cut because it is too long to be set, and which pages lie on their side."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tracker.exports.outline import Block, Heading, Paragraph, Table, words

MOST_ITEMS = 1_000
"""How many items of a section are set: headings below the first level, and paragraphs that something leads to."""

MOST_ROWS = 3_000
"""How many rows of a table are set."""

_ELSEWHERE = (
    "All of them stand in the data attached to this file, and in the page, the table and the data of this report."
)


def cut(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, each section up to its last item that is set; a sentence stands for what was cut."""
    items = 0
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            yield from _rest(items)
            items = 0
        items += _begins_item(block)
        if items <= MOST_ITEMS:
            yield from _table(block) if isinstance(block, Table) else (block,)
    yield from _rest(items)


def _begins_item(block: Block) -> bool:
    if isinstance(block, Heading):
        return block.level > 1
    return isinstance(block, Paragraph) and bool(block.anchor)


def _rest(items: int) -> Iterator[Block]:
    if items > MOST_ITEMS:
        yield Paragraph(words(f"Cut here: {MOST_ITEMS:,} of {items:,} items are set. {_ELSEWHERE}"), "warning")


def _table(block: Table) -> Iterator[Block]:
    yield replace(block, rows=block.rows[:MOST_ROWS])
    if len(block.rows) > MOST_ROWS:
        yield Paragraph(words(f"Cut here: {MOST_ROWS:,} of {len(block.rows):,} rows are set. {_ELSEWHERE}"), "warning")


def sheets(blocks: Iterable[Block]) -> Iterator[tuple[bool, list[Block]]]:
    """The blocks by the way their pages lie; a wide table takes its heading and the small print before it along."""
    held: list[Block] = []
    lying = False
    for block in blocks:
        if isinstance(block, Table) and block.wide:
            lead = [] if lying else _lead(held)
            if not lying:
                yield from [(False, held)] if held else []
                held, lying = lead, True
        elif lying:
            yield True, held
            held, lying = [], False
        held.append(block)
    if held:
        yield lying, held


def _lead(held: list[Block]) -> list[Block]:
    """Takes the heading and small print off the end of what is held, and gives it back."""
    lead: list[Block] = []
    while held and (isinstance(held[-1], Heading) or (isinstance(held[-1], Paragraph) and held[-1].style == "small")):
        lead.insert(0, held.pop())
    return lead
