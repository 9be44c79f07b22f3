r"""The wording of a text: its words with the ways of setting them taken out, and the way back to the text.

`fold` makes a key to compare by. These are ways of setting, and gone from the key:

- white space of every kind and length, and all of it beside a mark or between characters of a script that writes none;
- what is not seen (soft hyphens, joiners, signs of direction, the stretching stroke of Arabic);
- the shape of quotation marks, dashes, ellipses, ligatures, full-width, presentation and composed forms, digits.

These are words, and stay: case, accents, punctuation, superscripts, and letters that are only alike (е and ё, ي and ى).
Digits of another script are the same number and fold; so does the resolution in an Arabic text.

Three things are left out of the key but remembered beside it, because one side may leave them out and the other not:

- a hyphen within a word. At the end of a line it may be a hyphen of the word or of the printer, so it agrees with
  both "mid-term" and "midterm"; elsewhere "re-sign" is not "resign".
- a space between Korean syllables. A line may end within a word there, so a line break agrees with a space and with
  none; elsewhere a space is a space.
- the vowel signs of Arabic. They agree with none; two that differ make different words.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from tracker.domain.scripts import HYPHENS, IGNORED, MARKS, Sort, is_mark, sort_of

EITHER = "\n"  # a join that agrees with every other
QUOTES = "\"'`´‘’‚‛“”„‟«»‹›「」『』｢｣〝〞〟＂＇ʹʺʻʼ′″"

# Letters and digits that fold to themselves when no mark follows; a run of anything else is folded piece by piece.
_SETTLED = (
    "0-9A-Za-zÀ-ÖØ-öø-ıĴ-ľŁ-ňŊ-žΆΈ-ώЀ-ҁҊ-ԯ\u0621-\u063a\u0641-\u064a\u066e\u066f\u0671-\u0674\u0679-\u06d3"
    "\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
)
_RUN = re.compile(f"[^{_SETTLED}]+")
_FIRST_OF_OTHER_SCRIPTS = "\u1100"  # below it, every settled character is of a script that writes spaces
_LETTER = r"[^\W\d_]"
_ATOM = re.compile(
    rf"(?P<hyphen>(?<=[^\W\d_]|[{MARKS}])(?:[{HYPHENS}][{IGNORED}]*(?:\s[\s{IGNORED}]*)?|–)(?={_LETTER}))"
    rf"|(?P<soft>\u00ad[{IGNORED}]*[\r\n\f][\s{IGNORED}]*)"
    r"|(?P<dots>[…‥⋯][….‥⋯]*|[.．]{2,}|\.(?:\s\.){2,})"
    rf"|(?P<space>[\s{IGNORED}]+)"
    rf"|(?P<quote>''|``|[{QUOTES}])"
    r"|(?P<dash>-{2,}|[-‐‑‒–—―−﹘﹣－⸺⸻\x02\ufffe]+)"
    rf"|(?P<letter>.[{MARKS}]*)",
    re.DOTALL,
)
_VOWELS = re.compile("[\u064b-\u0652\u0670]")
_SETTINGS = (
    "<compat>",
    "<wide>",
    "<narrow>",
    "<small>",
    "<vertical>",
    "<initial>",
    "<medial>",
    "<final>",
    "<isolated>",
)
_LONG_RUN = 16


class _Atom(NamedTuple):
    """A piece of a text and what it folds to; places count from the start of the run."""

    key: str
    start: int
    end: int
    join: str = ""
    vowels: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """A text and its key. `keys`, `starts` and `ends` are the pieces of the map; an end of -1 is a piece kept whole.

    `joins` and `vowels` hold what the key leaves out, by the place in the key that it stands before.
    """

    text: str
    key: str
    keys: list[int]
    starts: list[int]
    ends: list[int]
    joins: dict[int, str]
    vowels: dict[int, str]

    def start_of(self, place: int) -> int:
        """Where in the text the character of the key at a place begins."""
        piece = bisect_right(self.keys, place) - 1
        return self.starts[piece] + (place - self.keys[piece] if self.ends[piece] < 0 else 0)

    def end_of(self, place: int) -> int:
        """Where in the text the character of the key at a place ends."""
        piece = bisect_right(self.keys, place) - 1
        return self.ends[piece] if self.ends[piece] >= 0 else self.starts[piece] + place - self.keys[piece] + 1

    def place_of(self, position: int) -> int:
        """The place in the key of the first character that begins at a position of the text, or after it."""
        piece = bisect_right(self.starts, position) - 1
        if piece < 0:
            return 0
        following = self.keys[piece + 1] if piece + 1 < len(self.keys) else len(self.key)
        inside = position - self.starts[piece]
        return min(self.keys[piece] + inside, following) if self.ends[piece] < 0 or not inside else following

    def parts_at(self, place: int) -> bool:
        """Whether a place in the key is one in the text: not so within a ligature, or another piece that grew."""
        if place in (0, len(self.key)):
            return True
        piece = bisect_right(self.keys, place) - 1
        return self.keys[piece] == place or self.ends[piece] < 0

    def agrees(self, place: int, other: "Wording", place_there: int, length: int) -> bool:
        """Whether hyphens, Korean spaces and vowel signs agree where the keys of both are the same."""
        if (self.joins or other.joins) and not all(
            self.joins_alike(place + i, other, place_there + i) for i in range(1, length)
        ):
            return False
        return not (self.vowels and other.vowels) or all(
            _same_vowels(self.vowels.get(place + i, ""), other.vowels.get(place_there + i, ""))
            for i in range(1, length + 1)
        )

    def joins_alike(self, place: int, other: "Wording", place_there: int) -> bool:
        """Whether the hyphens or Korean spaces before two places of the keys agree."""
        one, two = self.joins.get(place, ""), other.joins.get(place_there, "")
        return one == two or EITHER in (one, two)


def _same_vowels(one: str, other: str) -> bool:
    return not one or not other or one == other


def fold(text: str) -> Wording:
    """Fold a text: about half a second for a million characters."""
    made = _Folding(text)
    for run in _RUN.finditer(text):
        start, end = run.span()
        if end - start > 1 or text[start] != " " or not _plainly_spaced(text, start):
            made.take(start, end)
    return made.wording()


def _plainly_spaced(text: str, place: int) -> bool:
    return 0 < place < len(text) - 1 and max(text[place - 1], text[place + 1]) < _FIRST_OF_OTHER_SCRIPTS


class _Folding:
    """A text half folded: what is kept up to `done`."""

    def __init__(self, text: str) -> None:
        self.text, self.done, self.length = text, 0, 0
        self.parts: list[str] = []
        self.keys: list[int] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.joins: dict[int, str] = {}
        self.vowels: dict[int, str] = {}

    def take(self, start: int, end: int) -> None:
        """Keep the text up to a run, then fold the run, with the letter that its first marks belong to."""
        text = self.text
        base = text[start - 1] if start > self.done and is_mark(text[start]) else ""
        self._keep(start - len(base))
        before = sort_of(text[start - 1 : start]).value
        after = sort_of(text[end : end + 1]).value
        fold_run = _fold_run if end - start <= _LONG_RUN else _fold_run.__wrapped__
        for atom in fold_run(before, base, text[start:end], after):
            self._add(atom, start)
        self.done = end

    def _keep(self, end: int) -> None:
        if end > self.done:
            self._piece(self.text[self.done : end], self.done, -1)

    def _add(self, atom: _Atom, origin: int) -> None:
        if atom.key:
            self._piece(atom.key, origin + atom.start, origin + atom.end)
        if atom.join:
            self.joins[self.length] = atom.join
        if atom.vowels:
            self.vowels[self.length] = atom.vowels

    def _piece(self, key: str, start: int, end: int) -> None:
        self.keys.append(self.length)
        self.starts.append(start)
        self.ends.append(end)
        self.parts.append(key)
        self.length += len(key)

    def wording(self) -> Wording:
        """Keep the rest, and close."""
        self._keep(len(self.text))
        return Wording(self.text, "".join(self.parts), self.keys, self.starts, self.ends, self.joins, self.vowels)


@lru_cache(maxsize=8192)
def _fold_run(before: str, base: str, run: str, after: str) -> tuple[_Atom, ...]:
    """Fold what stands between settled characters.

    `before` and `after` stand for the sort of those; `base` is the one itself when the run begins with marks on it.
    """
    context = (base or before) + run + after
    shift = len(base or before)
    atoms = []
    place = 0 if base else shift
    while place < shift + len(run) and (match := _ATOM.match(context, place)):
        atoms.append(_atom(match, context, match.start() - shift, min(match.end() - shift, len(run))))
        place = match.end()
    return tuple(atoms)


def _atom(match: re.Match[str], context: str, start: int, end: int) -> _Atom:
    words = match[0]
    match match.lastgroup:
        case "hyphen":
            return _Atom("", start, end, join="-" if words in "-‐‑–－﹣" else EITHER)
        case "soft":
            return _Atom("", start, end)
        case "space":
            return _space(words, _Around(context, match.start(), match.end()), start, end)
        case "letter":
            key, vowels = _letter(words)
            return _Atom(key, start, end, vowels=vowels)
        case kind:
            return _Atom({"dots": "…", "quote": '"', "dash": "-"}[kind or ""], start, end)


class _Around(NamedTuple):
    """Where a white space stands."""

    context: str
    start: int
    end: int

    @property
    def sorts(self) -> tuple[Sort, Sort]:
        """The sorts of the characters on both sides."""
        return sort_of(self.context[max(0, self.start - 1) : self.start]), sort_of(
            self.context[self.end : self.end + 1]
        )

    @property
    def splits_number(self) -> bool:
        """Whether it keeps two numbers apart that its loss would make one, as in "in 2016, 500 workers"."""
        around = self.context[max(0, self.start - 2) : self.start] + self.context[self.end : self.end + 1]
        return re.fullmatch(r"\d[.,٫٬．，]\d", around) is not None


def _space(words: str, around: _Around, start: int, end: int) -> _Atom:
    """White space says something between two words, and between a number with a comma and the next number."""
    before, after = around.sorts
    if not any(c.isspace() for c in words) or Sort.UNSPACED in (before, after):
        return _Atom("", start, end)
    if Sort.OTHER in (before, after):
        return _Atom(" " if around.splits_number else "", start, end)
    if Sort.HANGUL in (before, after):
        return _Atom("", start, end, join=EITHER if re.search(r"[\r\n\f]", words) else " ")
    return _Atom(" ", start, end)


def _letter(cluster: str) -> tuple[str, str]:
    """A character with its marks in plain form, and the Arabic vowel signs that were on it."""
    vowels = "".join(_VOWELS.findall(cluster))
    bare = unicodedata.normalize("NFC", _VOWELS.sub("", cluster) if vowels else cluster)
    plain = unicodedata.normalize("NFC", "".join(map(_plain, bare)))
    return re.sub(f"[{IGNORED}]", "", plain), unicodedata.normalize("NFC", vowels)


def _plain(character: str) -> str:
    """A character without the setting that its form stands for; superscripts, fractions and circles say more."""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    tag = unicodedata.decomposition(character).partition(" ")
    if tag[0] in _SETTINGS and not tag[2].startswith("0020"):
        return unicodedata.normalize("NFKC", character)
    return character
