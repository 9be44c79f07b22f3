"""A long report parted into volumes, each small enough to be set by itself; nothing is left out, and the order is kept.

How the blocks are dealt out is said in `parting`. A section or a state that goes on from one volume to the next says so
in its heading, and the manifest stands in all of them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tracker.exports import volume_contents as contents
from tracker.exports.outline import Block, Bullets, Facts, Heading, Outline, Paragraph, Runs, plain, words
from tracker.exports.parting import Span, filled, joined, spans, total
from tracker.exports.weighing import Scale

MOST = 240_000_000
"""How many bytes the process may take that sets a volume, as it is estimated."""

ALWAYS = 44_000_000
"""What it takes for a report of one page without data."""

LEAST = 40_000_000
"""What a volume holds at least, however large the data are that are attached to each."""

LONGEST = 3_000
"""How many characters the value of a fact has at most in a report of several volumes; a longer one is several facts."""

LONGEST_AGAIN = 500
"""The same of the manifest in all volumes but the one in which it stands whole."""

ELSEWHERE = "The page, the table and the data of this report have all of it in one file."


@dataclass(frozen=True, slots=True)
class Volume:
    """One file of a report. `name` is “Volume 2 of 5”, empty for a report of one; `holds` says what is in it.

    `made` is what it says, its first page included; `elsewhere` the volume of each anchor that stands in another.
    """

    made: Outline
    name: str = ""
    holds: str = ""
    elsewhere: Mapping[str, int] = field(default_factory=dict)


def room_beside(data: int) -> int:
    """How many bytes the blocks of a volume may take, beside an attached file of some bytes."""
    return max(LEAST, MOST - ALWAYS - data)


def parted(made: Outline, room: int) -> tuple[Volume, ...]:
    """The report as volumes whose blocks take no more than `room` bytes each: one, as it is, if that is enough."""
    scale = Scale(made.notes)
    whole, first = spans(_short((*made.body, *made.annex)), scale), scale.all(made.summary)
    weight, notes = total(whole)
    if first + weight + scale.noted(notes) <= room:
        return (Volume(made),)
    left = max(room // 2, room - scale.all(_manifest_again(made.annex, 0)))
    dealt = list(filled(whole, scale, left, first))
    return tuple(_volumes(made, dealt)) if len(dealt) > 1 else (Volume(made),)


def _short(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks; a fact with a very long value becomes several, so that they can stand in several volumes."""
    for block in blocks:
        yield replace(block, pairs=tuple(_pairs(block))) if isinstance(block, Facts) else block


def _pairs(facts: Facts) -> Iterator[tuple[str, Runs]]:
    for name, runs in facts.pairs:
        said = plain(runs)
        if len(said) <= LONGEST:
            yield name, runs
        else:
            parts = enumerate(_lines(said))
            yield from ((f"{name}, continued" if at else name, words(part)) for at, part in parts)


def _lines(text: str) -> Iterator[str]:
    """A text in parts of at most `LONGEST` characters, parted at a blank where there is one."""
    while len(text) > LONGEST:
        end = text.rfind(" ", 0, LONGEST) + 1 or LONGEST
        yield text[:end]
        text = text[end:]
    yield text


def _volumes(made: Outline, dealt: Sequence[list[Span]]) -> Iterator[Volume]:
    """The volumes from what each of them holds; all but the one in which the manifest stands have it in short."""
    parts = [tuple(joined(one)) for one in dealt]
    places, told = _places(parts), contents.told(parts, made.notes)
    last = places.get("manifest", len(parts))
    again, above = _manifest_again(made.annex, last), list[Heading]()
    for number, blocks in enumerate(parts, 1):
        tail = again if number != last else ()
        summary = (*_contents(told, number), *(made.summary if number == 1 else ()))
        yield Volume(
            made=replace(made, summary=summary, body=(*_going_on(above, blocks[0]), *blocks, *tail), annex=()),
            name=f"Volume {number} of {len(parts)}",
            holds=told[number - 1],
            elsewhere={anchor: place for anchor, place in places.items() if place != number},
        )
        above = _in_force((*above, *blocks))


def _places(parts: Sequence[Sequence[Block]]) -> dict[str, int]:
    """The volume in which each anchor stands, the first one if several blocks have it."""
    found: dict[str, int] = {}
    for number, blocks in enumerate(parts, 1):
        for block in blocks:
            if isinstance(block, Heading | Paragraph) and block.anchor:
                found.setdefault(block.anchor, number)
    return found


def _going_on(above: Iterable[Heading], first: Block) -> Iterator[Heading]:
    """The headings that hold for the first block of a volume although they stand in an earlier one."""
    level = first.level if isinstance(first, Heading) else 4
    yield from (Heading(one.level, f"{one.text}, continued") for one in above if one.level < level)


def _in_force(blocks: Iterable[Block]) -> list[Heading]:
    """The headings under which the next block would stand."""
    held: list[Heading] = []
    for block in blocks:
        if isinstance(block, Heading):
            held = [one for one in held if one.level < block.level] + [block]
    return held


def _manifest_again(annex: Sequence[Block], volume: int) -> tuple[Block, ...]:
    """The manifest for all other volumes than its own: it has no anchor, and says where long values stand."""
    starts = [at for at, block in enumerate(annex) if isinstance(block, Heading) and block.anchor == "manifest"]
    found = annex[starts[0] :] if starts else ()
    return tuple(replace(one, anchor="") if isinstance(one, Heading) else _brief(one, volume) for one in found)


def _brief(block: Block, volume: int) -> Block:
    if not isinstance(block, Facts):
        return block
    there = words(f"In the manifest of volume {volume}.")
    pairs = ((name, runs if len(plain(runs)) <= LONGEST_AGAIN else there) for name, runs in block.pairs)
    return replace(block, pairs=tuple(pairs))


def _contents(told: Sequence[str], number: int) -> Iterator[Block]:
    """What the first page of a volume says of the volumes."""
    count = len(told)
    if number > 1:
        said = f"This is volume {number} of {count}: {told[number - 1]}. Volume 1 says what the others hold."
        yield Paragraph(words(said))
        return
    yield Paragraph(words(f"This report has {count} volumes, of which this is the first", strong=True))
    yield Bullets(tuple(words(f"Volume {at}: {holds}") for at, holds in enumerate(told, 1)))
    yield Paragraph(words(ELSEWHERE), "small")
