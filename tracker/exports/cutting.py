"""Blocks parted for paper: which begin on a page of their own, and which pages lie on their side."""

from collections.abc import Iterable, Iterator

from tracker.exports.outline import Block, Heading, Paragraph, Table

MOST_BESIDE = 60
"""How many rows a table has that stands among text."""


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
