"""What each volume of a report holds, in words: “Why (Chad – Cuba); Evidence (1 – 250)”."""

from collections import Counter
from collections.abc import Iterable, Sequence

from tracker.exports.outline import Block, Heading, Note, Paragraph, Table, plain

Label = tuple[int, str]
"""What an item is called, and how well that names a place: a state before an obligation, both before a table."""


def told(parts: Sequence[Sequence[Block]], notes: Iterable[Note]) -> list[str]:
    """The sections of each part; of a section that stands in several parts, from which item to which."""
    numbers = {note.anchor: str(note.number) for note in notes}
    titles: list[str] = [""]
    found = list(_sections(parts, numbers, titles))
    in_parts = Counter(section for labels in found for section in labels)
    return [
        "; ".join(_said(titles[section], labels if in_parts[section] > 1 else []) for section, labels in one.items())
        for one in found
    ]


def _sections(
    parts: Sequence[Sequence[Block]], numbers: dict[str, str], titles: list[str]
) -> Iterable[dict[int, list[Label]]]:
    """The labels of the items of each part by the numbers of their sections, whose titles are put on the list."""
    state = ""
    for blocks in parts:
        found: dict[int, list[Label]] = {}
        for block in blocks:
            if isinstance(block, Heading) and block.level == 1:
                titles.append(block.text)
                state = ""
            if isinstance(block, Heading) and block.level == 2:
                state = block.text
            labels = found.setdefault(len(titles) - 1, [(0, state)] if state else [])
            labels += _label(block, numbers)
        yield found


def _label(block: Block, numbers: dict[str, str]) -> list[Label]:
    match block:
        case Heading(level=2 | 3):
            return [(0 if block.level == 2 else 2, block.text)]
        case Paragraph() if block.anchor:
            return [(1, numbers.get(block.anchor) or plain(block.runs[:1]).strip(" .:"))]
        case Table():
            return [(3, block.caption)]
        case _:
            return []


def _said(title: str, labels: Sequence[Label]) -> str:
    if not labels:
        return title
    best = min(rank for rank, _ in labels)
    named = [label.removeprefix(f"{title}, ") for rank, label in labels if rank == best]
    ends = named[0] if named[0] == named[-1] else f"{named[0]} – {named[-1]}"
    return f"{title} ({ends})"
