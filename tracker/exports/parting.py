"""Blocks dealt out to volumes in their order, each volume as full as it may be.

A volume begins with an item: a heading with what follows it, a claim of the evidence, a table, a drawing. Only an item
that takes more than a quarter of a volume is parted within.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.exports.outline import Block, Drawing, Heading, Paragraph, Table
from tracker.exports.weighing import Scale, portion


@dataclass(frozen=True, slots=True)
class Span:
    """Some units of a block, and what they take in bytes."""

    block: Block
    start: int
    stop: int
    weight: int


def items(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """The blocks by the items that they make: what a volume begins with, and what stays with it."""
    held: list[Block] = []
    for block in blocks:
        if _begins(block, held):
            yield held
            held = []
        held.append(block)
    if held:
        yield held


def _begins(block: Block, held: Sequence[Block]) -> bool:
    """Whether a block begins an item after those that are held; never right after a heading."""
    if not held or isinstance(held[-1], Heading):
        return False
    match block:
        case Heading() | Drawing():
            return True
        case Paragraph():
            return bool(block.anchor)
        case Table():
            return any(isinstance(one, Table) for one in held)
        case _:
            return False


def filled(blocks: Iterable[Block], scale: Scale, room: int, first: int) -> Iterator[list[Span]]:
    """What each volume holds; `first` is what is taken in the first one already."""
    held, taken = [], first
    for chunk in _chunks(blocks, scale, room // 4):
        weight = sum(span.weight for span in chunk)
        if held and taken + weight > room:
            yield held
            held, taken = [], 0
        held += chunk
        taken += weight
    if held:
        yield held


def _chunks(blocks: Iterable[Block], scale: Scale, most: int) -> Iterator[list[Span]]:
    """What is not parted: an item, or where one takes more than `most`, each of its blocks or a portion of one."""
    for item in items(blocks):
        spans = [_whole(block, scale) for block in item]
        if sum(span.weight for span in spans) <= most:
            yield spans
        else:
            yield from _apart(spans, scale, most)


def _whole(block: Block, scale: Scale) -> Span:
    units = scale.units(block)
    return Span(block, 0, len(units), sum(units))


def _apart(spans: Iterable[Span], scale: Scale, most: int) -> Iterator[list[Span]]:
    """Each block of an item with the headings before it; a block that takes too much by portions."""
    held: list[Span] = []
    for span in spans:
        for part in _portions(span, scale, most):
            held.append(part)
            if not isinstance(span.block, Heading):
                yield held
                held = []
    if held:
        yield held


def _portions(span: Span, scale: Scale, most: int) -> Iterator[Span]:
    if span.weight <= most:
        yield span
        return
    start, taken, units = 0, 0, scale.units(span.block)
    for at, unit in enumerate(units):
        if at > start and taken + unit > most:
            yield Span(span.block, start, at, taken)
            start, taken = at, 0
        taken += unit
    yield Span(span.block, start, len(units), taken)


def joined(spans: Iterable[Span]) -> Iterator[Block]:
    """The spans as blocks; portions of one block that stand together are one."""
    held: Span | None = None
    for span in spans:
        if held and held.block is span.block and held.stop == span.start:
            held = replace(held, stop=span.stop)
            continue
        if held:
            yield portion(held.block, held.start, held.stop)
        held = span
    if held:
        yield portion(held.block, held.start, held.stop)
