"""A kept text as paragraphs with marks in it, for a page that shows where words stand.

Offsets are in code points of the whole text, so that a mark is what an anchor gives.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

_BREAK = re.compile(r"\n[ \t]*(?:\n\s*)+|\f")
_LINE = re.compile(r"\n")


@dataclass(frozen=True, slots=True)
class Mark:
    """Words to be marked: where they begin and end, why (a word for the page), and of what, for a link."""

    start: int
    stop: int
    why: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A run of a paragraph under the same marks, in the order of the marks."""

    text: str
    start: int
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: its number in the text from 1, the page it begins on (0 where a text has none), and its parts."""

    number: int
    page: int
    start: int
    stop: int
    parts: tuple[Part, ...]


def paragraphs(text: str, marks: Iterable[Mark] = ()) -> list[Paragraph]:
    """The paragraphs of a text, each cut where a mark begins or ends. Empty ones are left out."""
    wanted = sorted(marks, key=lambda mark: (mark.start, mark.stop, mark.why, mark.of))
    paged = "\f" in text
    found = []
    for start, stop in _spans(text):
        here = tuple(mark for mark in wanted if mark.start < stop and mark.stop > start)
        page = text.count("\f", 0, start) + 1 if paged else 0
        found.append(Paragraph(len(found) + 1, page, start, stop, tuple(_parts(text, start, stop, here))))
    return found


def around(shown: list[Paragraph], marks: Iterable[Mark], *, reach: int = 6) -> list[Paragraph]:
    """The paragraphs that hold a mark, with `reach` before and after each; all of them where nothing is marked."""
    bounds = [(mark.start, mark.stop) for mark in marks]
    held = [n for n, p in enumerate(shown) if any(start < p.stop and stop > p.start for start, stop in bounds)]
    if not held:
        return shown
    near = {n for middle in held for n in range(middle - reach, middle + reach + 1)}
    return [paragraph for n, paragraph in enumerate(shown) if n in near]


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where each paragraph begins and ends, without the white space around it.

    Blank lines and page breaks part paragraphs; in a text that has neither, every line is one (as `locators` counts).
    """
    body = text.strip()
    breaks = _BREAK if _BREAK.search(body) else _LINE
    start = 0
    for gap in [*breaks.finditer(text), None]:
        stop = gap.start() if gap else len(text)
        inner = text[start:stop]
        if inner.strip():
            yield start + len(inner) - len(inner.lstrip()), stop - (len(inner) - len(inner.rstrip()))
        start = gap.end() if gap else stop


def _parts(text: str, start: int, stop: int, marks: tuple[Mark, ...]) -> Iterator[Part]:
    edges = {start, stop, *(edge for mark in marks for edge in (mark.start, mark.stop) if start < edge < stop)}
    cuts = sorted(edges)
    for first, last in pairwise(cuts):
        over = tuple(mark for mark in marks if mark.start < last and mark.stop > first)
        yield Part(text[first:last], first, over)
