"""What a person means by a few words typed in haste, and which of the things that fit comes first.

Text is compared word by word, without case, accents and punctuation. A code typed whole comes before the beginning of
one, and that before words of a description. "2397 8 russia" names a resolution, a paragraph of it, and a state.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from tracker.domain.searching import fold
from tracker.domain.symbols import Paragraph, parse_paragraph

LONGEST = 200
"""How many characters of what was typed are read."""

SHORTEST = 3
"""From how many letters on the beginning of a state's name is taken for it."""

_WORD = re.compile(r"\w+")
_PAIRED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]")
_NAMED = r"(?:s ?/ ?res ?/ ?|unscr ?|scr ?|res(?:olution)?s?\.? ?|r)?"
_NUMBER = re.compile(rf"(?<![\w./]){_NAMED}(?P<number>[1-9][0-9]{{1,3}})(?: ?\( ?(?:19|20)[0-9]{{2}} ?\))?(?![\w./])")
_PART = r"(?P<part>[0-9]{1,3}(?: ?\( ?[a-z]{1,5} ?\)){0,2}|[0-9]{1,3}[a-z])(?!\w)"
_AFTER = re.compile(rf"^[ ,;:]*(?:¶+|op\.?|para(?:graph)?s?\.?|p\.)? ?{_PART}")
_MARKED = re.compile(rf"(?<!\w)(?:¶+|op\.?|para(?:graph)?s?\.?) ?{_PART}(?: of)?")
_BEFORE = re.compile(rf"(?<!\w){_PART}[ ,]*(?:of(?: the)? )?$")
_WITH_LETTER = re.compile(r"([0-9]+)([a-z])")
_ALSO_WORDS = frozenset({"and", "are", "can", "per"})
"""Codes of states that are English words as well: alone they are taken for the code, among others for the word."""


class Closeness(IntEnum):
    """How well a thing fits what was typed; the lower, the better."""

    EXACT = 0
    BEGINS = 1
    WORDS = 2


@dataclass(frozen=True, slots=True)
class Known:
    """A thing that can be found: `codes` by which it is known whole, `text` by the words of which it is described.

    Both are as `plain` leaves them; `text` begins with a space, so that " word" finds the beginnings of words.
    """

    key: str
    title: str
    detail: str
    codes: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed: its words, and the resolution and paragraph that it names; `rest` are the words beside these."""

    words: tuple[str, ...]
    resolution: int | None = None
    paragraph: Paragraph | None = None
    rest: tuple[str, ...] = ()

    @property
    def whole(self) -> str:
        """All that was typed, to compare with a code."""
        return " ".join(self.words)


def known(key: str, title: str, detail: str = "", *, codes: Iterable[str], words: Iterable[str] = ()) -> Known:
    """A thing that can be found, by its codes as people write them and by texts that describe it."""
    folded = tuple(filter(None, dict.fromkeys(map(plain, codes))))
    return Known(key, title, detail, folded, " " + plain(" ".join((*codes, title, *words))))


def plain(text: str) -> str:
    """The words of a text without case, accents and punctuation, one space apart."""
    return " ".join(_WORD.findall(fold(text)))


def read(text: str, numbers: Collection[int]) -> Asked:
    """Read what was typed; `numbers` are those of the resolutions that there are, and no other is taken for one."""
    folded = fold(text[:LONGEST])
    words = tuple(_WORD.findall(folded))
    named = next((found for found in _NUMBER.finditer(folded) if int(found["number"]) in numbers), None)
    if named is None:
        return Asked(words, rest=words)
    before, after = folded[: named.start()], folded[named.end() :]
    paragraph, before, after = _paragraph(before, after)
    return Asked(words, int(named["number"]), paragraph, tuple(_WORD.findall(f"{before} {after}")))


def _paragraph(before: str, after: str) -> tuple[Paragraph | None, str, str]:
    """The paragraph that stands right behind a resolution or before it, or anywhere with a mark; and all the rest."""
    if found := _AFTER.search(after):
        return _part(found), before, after[found.end() :]
    if found := _MARKED.search(before):
        return _part(found), before[: found.start()] + before[found.end() :], after
    if found := _BEFORE.search(before):
        return _part(found), before[: found.start()], after
    if found := _MARKED.search(after):
        return _part(found), before, after[: found.start()] + after[found.end() :]
    return None, before, after


def _part(found: re.Match[str]) -> Paragraph | None:
    return parse_paragraph(_WITH_LETTER.sub(r"\1(\2)", found["part"].replace(" ", "")))


@dataclass(frozen=True, slots=True)
class _Sought:
    """Words as they are looked for in many texts: all of them, and each as the beginning of a word, or anywhere."""

    whole: str
    parts: tuple[str, ...]


def _sought(asked: Sequence[str]) -> _Sought:
    # Scripts that write no spaces are looked through: a word of theirs may stand anywhere.
    return _Sought(" ".join(asked), tuple(word if _PAIRED.search(word) else f" {word}" for word in asked))


def closeness(asked: Sequence[str], thing: Known) -> Closeness | None:
    """How close a thing is to words that were typed; None where it does not fit. No words fit everything."""
    return _close(_sought(asked), thing)


def _close(sought: _Sought, thing: Known) -> Closeness | None:
    if sought.whole in thing.codes:
        return Closeness.EXACT
    for part in sought.parts:
        if part not in thing.text:  # most things fail here, and codes stand in the text as well
            return None
    begins = any(code.startswith(sought.whole) for code in thing.codes)
    return Closeness.BEGINS if begins else Closeness.WORDS


def closest(asked: Sequence[str], things: Iterable[Known], most: int) -> list[tuple[Closeness, Known]]:
    """The things that fit, the closest first and otherwise in their order; at most so many."""
    sought = _sought(asked)
    fitting = [(close, thing) for thing in things if (close := _close(sought, thing)) is not None]
    return sorted(fitting, key=lambda pair: pair[0])[:most]


def states_in(words: Sequence[str], names: Mapping[str, str], most: int = 3) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes of the states that some of the words name, and the other words.

    `names` are names and codes as `plain` leaves them. The longest run of words that is a name wins; where none is,
    the longest that begins one.
    """
    runs = [(i, j) for size in range(len(words), 0, -1) for i in range(len(words) - size + 1) for j in (i + size,)]
    for first, last in runs:
        run = " ".join(words[first:last])
        if run in names and not (run in _ALSO_WORDS and len(words) > 1):
            return (names[run],), (*words[:first], *words[last:])
    for first, last in runs:
        run = " ".join(words[first:last])
        codes = dict.fromkeys(code for name, code in names.items() if name.startswith(run))
        if len(run) >= SHORTEST and 0 < len(codes) <= most and run not in _ALSO_WORDS:
            return tuple(codes), (*words[:first], *words[last:])
    return (), tuple(words)


def covers(asked: Asked, resolution: int, paragraph: str) -> bool:
    """Whether what was typed names this paragraph of this resolution, or a part or the whole of it, or all of it."""
    if asked.resolution != resolution:
        return False
    there = parse_paragraph(paragraph)
    return asked.paragraph is None or (there is not None and asked.paragraph.meets(there))
