"""Blocks parted for paper: what is cut because it is too long to be set, and which pages lie on their side."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tracker.exports.outline import Block, Heading, Paragraph, Table, words

MOST_ITEMS = 1_000
"""How many items of a section are set: headings below the first level, and paragraphs that something leads to."""

MOST_ROWS = 3_000
"""How many rows of a table are set."""

MOST_BESIDE = 60
"""How many rows a table has that stands among text."""

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
    """The blocks that begin on a page of their own, and whether it lies; a table takes what leads to it along.

    Typst sets a run of pages with footnotes in it again and again, and keeps every setting. So a long table stands by
    itself: one of 3,000 rows took 885 MB among text with notes, and takes 235.
    """
    held: list[Block] = []
    way = ""
    for block in blocks:
        its = _way(block)
        if its != way:
            lead = _lead(held) if its and not way else []
            if held:
                yield way == "lying", held
            held, way = lead, its
        held.append(block)
    if held:
        yield way == "lying", held


def _way(block: Block) -> str:
    if not isinstance(block, Table):
        return ""
    return "lying" if block.wide else "long" if len(block.rows) > MOST_BESIDE else ""


def _lead(held: list[Block]) -> list[Block]:
    """Takes the heading and small print off the end of what is held, and gives it back."""
    lead: list[Block] = []
    while held and (isinstance(held[-1], Heading) or (isinstance(held[-1], Paragraph) and held[-1].style == "small")):
        lead.insert(0, held.pop())
    return lead
