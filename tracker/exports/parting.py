"""Blocks dealt out to volumes in their order, each volume as full as it may be.

A volume begins with an item: a heading with what follows it, a claim of the evidence, a table, a drawing. Only an item
that takes more than a quarter of a volume is parted within.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.exports.outline import Block, Drawing, Heading, Paragraph, Table
from tracker.exports.weighing import Scale, Unit, portion


@dataclass(frozen=True, slots=True)
class Span:
    """Some units of a block, what they take in bytes without their footnotes, and which those are."""

    block: Block
    start: int
    stop: int
    weight: int
    notes: frozenset[int]


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


def spans(blocks: Iterable[Block], scale: Scale) -> list[Span]:
    """The blocks, each whole."""
    return [_span(block, 0, scale.units(block)) for block in blocks]


def filled(whole: Sequence[Span], scale: Scale, room: int, first: int) -> Iterator[list[Span]]:
    """What each volume holds; `first` is what is taken in the first one already. A footnote weighs once in each."""
    held: list[Span] = []
    taken, noted = first, frozenset[int]()
    for chunk in _chunks(whole, scale, room // 4):
        weight, notes = total(chunk)
        if held and taken + weight + scale.noted(notes - noted) > room:
            yield held
            held, taken, noted = [], 0, frozenset()
        held += chunk
        taken += weight + scale.noted(notes - noted)
        noted |= notes
    if held:
        yield held


def total(held: Iterable[Span]) -> tuple[int, frozenset[int]]:
    """What some spans take without their footnotes, and which those are."""
    found = list(held)
    return sum(span.weight for span in found), frozenset().union(*(span.notes for span in found))


def _chunks(whole: Sequence[Span], scale: Scale, most: int) -> Iterator[list[Span]]:
    """What is not parted: an item, or where one takes more than `most`, each of its blocks or a portion of one."""
    at = 0
    for item in items(span.block for span in whole):
        chunk, at = list(whole[at : at + len(item)]), at + len(item)
        weight, notes = total(chunk)
        if weight + scale.noted(notes) <= most:
            yield chunk
        else:
            yield from _apart(chunk, scale, most)


def _span(block: Block, start: int, units: Sequence[Unit]) -> Span:
    notes = frozenset().union(*(unit.notes for unit in units))
    return Span(block, start, start + len(units), sum(unit.weight for unit in units), notes)


def _apart(item: Iterable[Span], scale: Scale, most: int) -> Iterator[list[Span]]:
    """Each block of an item with the headings before it; a block that takes too much by portions."""
    held: list[Span] = []
    for span in item:
        for part in _portions(span, scale, most):
            held.append(part)
            if not isinstance(span.block, Heading):
                yield held
                held = []
    if held:
        yield held


def _portions(span: Span, scale: Scale, most: int) -> Iterator[Span]:
    units = scale.units(span.block)
    start, taken = 0, 0
    for at, unit in enumerate(units):
        weight = unit.weight + scale.noted(unit.notes)
        if at > start and taken + weight > most:
            yield _span(span.block, start, units[start:at])
            start, taken = at, 0
        taken += weight
    yield _span(span.block, start, units[start:])


def joined(dealt: Iterable[Span]) -> Iterator[Block]:
    """The spans as blocks; portions of one block that stand together are one."""
    held: Span | None = None
    for span in dealt:
        if held and held.block is span.block and held.stop == span.start:
            held = replace(held, stop=span.stop)
            continue
        if held:
            yield portion(held.block, held.start, held.stop)
        held = span
    if held:
        yield portion(held.block, held.start, held.stop)
