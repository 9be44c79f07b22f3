"""What is cut from a report that is too long for one file to be set: the ends of long sections and long tables."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tracker.exports.outline import Block, Heading, Paragraph, Table, words

MOST_ITEMS = 1_000
"""How many items of a section are set: headings below the first level, and paragraphs that something leads to."""

MOST_ROWS = 3_000
"""How many rows of a table are set."""

_ELSEWHERE = "All of them stand in the data attached to this file, and in the page, the table and the data of this report."


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
