"""The passage of a text that is nearest to a quotation, and what differs, in bounded time.

Pieces of the quotation, a few words each, are looked up in the text; where many fall on one stretch, the stretch is
laid beside the quotation word by word. The work grows with the length of the text and never with its square: the
pieces, the places of each and the differences that are followed up are all limited by number.

Two passages are near when at least 85 in 100 of their words are in both, in order: one of seven may be another. That
lets a slip or an omitted adjective through, and stops a sentence that merely treats of the same matter. A difference
in case is shown, but does not make another word; marks weigh nothing, and are shown. Each Chinese character and Korean
syllable counts like a word. Less than four words, or eight such characters, are too few to tell what is near from
chance.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from typing import NamedTuple

from tracker.domain.scripts import HANGUL, MARKS, UNSPACED, Sort, begins_word, ends_word, sort_of
from tracker.domain.vocabulary import Change
from tracker.domain.wording import Wording

NEAR_ENOUGH = 0.85
FEWEST_WORDS = 4.0
LONGEST = 20_000  # characters; a longer quotation is a document, and is only found word for word
_TOKEN = re.compile(
    rf"[{UNSPACED}{HANGUL}]|\d+(?:[.,]\d+)+(?!\w)|(?:[^\W_{UNSPACED}{HANGUL}]|[{MARKS}])+|\S",
)
_PIECES, _PLACES, _STRETCHES = 150, 50, 3
_MOST_CHANGES = 500
_LONGEST_WORD = 24


@dataclass(frozen=True, slots=True)
class Segment:
    """Some words, and whether the text, the quotation or both have them.

    What is not ADDED, put together, is the passage of the text; the words bring their white space along.
    """

    change: Change
    words: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a text, by its first and last position, and how it differs from the quotation."""

    start: int
    end: int
    difference: tuple[Segment, ...]


class _Token(NamedTuple):
    """A word, or a mark, of a key."""

    value: str
    start: int
    end: int

    @property
    def weight(self) -> int:
        """One for a word, nothing for a mark."""
        return int(self.value[0].isalnum())


class _Pair(NamedTuple):
    """A step of the alignment: the numbers of a token of the text and one of the quotation, or only one of them."""

    text: int | None
    quote: int | None


def tokens(wording: Wording, start: int = 0, end: int | None = None) -> list[_Token]:
    """The words and marks of a part of a key."""
    end = len(wording.key) if end is None else end
    return [_Token(found[0], *found.span()) for found in _TOKEN.finditer(wording.key, start, end)]


def size(wording: Wording) -> float:
    """How many words there are; two characters of Chinese, or two Korean syllables, count as one."""
    found = [sort_of(token.value[0]) for token in tokens(wording) if token.weight]
    return sum(0.5 if sort in (Sort.UNSPACED, Sort.HANGUL) else 1.0 for sort in found)


def nearest(
    text: Wording, quote: Wording, *, near: int | None = None, within: tuple[int, int] | None = None
) -> Passage | None:
    """The passage nearest to a quotation, if one is near enough; `near` is the place in the key to prefer.

    `within` limits the search to a part of the key.
    """
    if len(quote.key) > LONGEST or size(quote) < FEWEST_WORDS:
        return None
    words = tokens(quote)
    low, high = within or (0, len(text.key))
    best: tuple[float, int, _Alignment] | None = None
    for start, end in _stretches(text.key, quote.key, words, near=near, low=low, high=high):
        lines = _Alignment.of(text, quote, words, start, end)
        if lines and lines.likeness >= NEAR_ENOUGH:
            rank = (round(lines.likeness, 6), -abs(lines.start - near) if near is not None else -lines.start)
            if best is None or rank > best[:2]:
                best = (*rank, lines)
    return best[2].passage() if best else None


# --- where to look ---------------------------------------------------------------------------------------


def _pieces(key: str, words: list[_Token]) -> dict[str, int]:
    """Short runs of words, from all over the quotation, and where they stand in it."""
    pieces: dict[str, int] = {}
    for first in range(len(words)):
        last = first
        while last + 1 < len(words) and not _long_enough(words[first], words[last]):
            last += 1
        if _long_enough(words[first], words[last]):
            pieces.setdefault(key[words[first].start : words[last].end], words[first].start)
    step = max(1, len(pieces) // _PIECES)
    return dict(islice(pieces.items(), 0, None, step))


def _long_enough(first: _Token, last: _Token) -> bool:
    unspaced = sort_of(first.value[0]) in (Sort.UNSPACED, Sort.HANGUL)
    return last.end - first.start >= (4 if unspaced else 10)


def _places(key: str, piece: str, low: int, high: int) -> Iterator[int]:
    place = key.find(piece, low, high)
    while place >= 0:
        yield place
        place = key.find(piece, place + 1, high)


def _stretches(
    key: str, quote: str, words: list[_Token], *, near: int | None, low: int, high: int
) -> list[tuple[int, int]]:
    """The likeliest parts of a key, best first: where the most pieces would have the quotation begin."""
    votes: list[tuple[int, int]] = []
    for number, (piece, offset) in enumerate(_pieces(quote, words).items()):
        votes += [(place - offset, number) for place in islice(_places(key, piece, low, high), _PLACES)]
        if near is not None:
            around = _places(key, piece, max(low, near - len(quote)), min(high, near + 2 * len(quote)))
            votes += [(place - offset, number) for place in islice(around, _PLACES)]
    return _windows(sorted(set(votes)), key, len(quote), (low, high))


def _windows(votes: list[tuple[int, int]], key: str, length: int, bounds: tuple[int, int]) -> list[tuple[int, int]]:
    """Narrow parts of the key, for few changes, then wide ones, for many.

    A wide one takes in text of the neighbourhood, which may share words with the quotation and lead astray.
    """
    chosen: list[tuple[int, int]] = []
    for width, margin in ((8 + length // 20, 8), (40 + length * 3 // 10, 24)):
        apart: list[tuple[int, int]] = []
        for start, end in _by_support(votes, width):
            if len(apart) < _STRETCHES and all(end < other[0] or start > other[1] for other in apart):
                apart.append((start, end))
        chosen += [_widened(key, start - margin, end + length + margin, *bounds) for start, end in apart]
    return list(dict.fromkeys(chosen))


def _by_support(votes: list[tuple[int, int]], width: int) -> list[tuple[int, int]]:
    """Windows over the votes, those with the most different pieces first, earlier ones before later."""
    found: list[tuple[int, int, int]] = []
    last = 0
    count: dict[int, int] = {}
    for start, piece in votes:
        while last < len(votes) and votes[last][0] <= start + width:
            count[votes[last][1]] = count.get(votes[last][1], 0) + 1
            last += 1
        found.append((-len(count), start, votes[last - 1][0]))
        count[piece] -= 1
        if not count[piece]:
            del count[piece]
    return [(start, end) for _, start, end in sorted(found)]


def _widened(key: str, start: int, end: int, low: int, high: int) -> tuple[int, int]:
    """A stretch with its first and last word whole, within bounds."""
    start, end = max(low, start), min(high, end)
    for _ in range(_LONGEST_WORD):
        start -= start > low and key[start - 1].isalnum()
        end += end < high and key[end].isalnum()
    return start, end


# --- word by word ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Alignment:
    """A stretch of the text laid beside the quotation."""

    text: Wording
    quote: Wording
    ours: list[_Token]
    theirs: list[_Token]
    pairs: list[_Pair]

    @classmethod
    def of(cls, text: Wording, quote: Wording, words: list[_Token], start: int, end: int) -> "_Alignment | None":
        """Lay a stretch beside the quotation; None where too much differs."""
        ours = tokens(text, start, end)
        most = min(_MOST_CHANGES, len(words) * 3 // 10 + max(0, len(ours) - len(words)) + 8)
        pairs = _shortest_edit([t.value.casefold() for t in ours], [t.value.casefold() for t in words], most)
        if pairs is None:
            return None
        whole = cls(text, quote, ours, words, pairs)
        return cls(text, quote, ours, words, whole._cut())

    @property
    def start(self) -> int:
        """The first place in the key that belongs to the passage."""
        return next((self.ours[p.text].start for p in self.pairs if p.text is not None), 0)

    @property
    def likeness(self) -> float:
        """The share of words that both have."""
        kept = sum(self.ours[p.text].weight for p in self.pairs if p.text is not None and p.quote is not None)
        text = sum(self.ours[p.text].weight for p in self.pairs if p.text is not None)
        quote = sum(self.theirs[p.quote].weight for p in self.pairs if p.quote is not None)
        return 2 * kept / (text + quote) if text and quote else 0.0

    def passage(self) -> Passage:
        """The passage in the text, with the difference."""
        ours = [p.text for p in self.pairs if p.text is not None]
        start = self.text.start_of(self.ours[ours[0]].start)
        end = self.text.end_of(self.ours[ours[-1]].end - 1)
        return Passage(start, end, tuple(self._segments(start)))

    def _cut(self) -> list[_Pair]:
        """Leave out the text before and after the passage: keep the run of steps that is worth the most."""
        first, last = _best_run([self._worth(pair) for pair in self.pairs])
        inside = self.pairs[first:last]
        before = [p for p in self.pairs[:first] if p.quote is not None]
        after = [p for p in self.pairs[last:] if p.quote is not None]
        places = [p.text for p in inside if p.text is not None]
        if not places:
            return self.pairs
        head = self._reach(places[0], -1, len(before))
        tail = self._reach(places[-1], 1, len(after))
        return [
            *(_Pair(i, None) for i in reversed(head)),
            *(_Pair(None, p.quote) for p in before),
            *inside,
            *(_Pair(i, None) for i in tail),
            *(_Pair(None, p.quote) for p in after),
        ]

    def _worth(self, pair: _Pair) -> int:
        if pair.text is None:
            return 0
        weight = self.ours[pair.text].weight
        return weight if pair.quote is not None else -weight

    def _reach(self, place: int, step: int, count: int) -> list[int]:
        """Words of the text that stand where the quotation has others at its end, up to a mark, and to a whole word."""
        reached: list[int] = []
        following = place + step
        while 0 <= following < len(self.ours) and (
            (len(reached) < count and self.ours[following].weight) or not self._is_whole(following - step, step)
        ):
            reached.append(following)
            following += step
        return reached

    def _is_whole(self, place: int, step: int) -> bool:
        if step < 0:
            return begins_word(self.text.text, self.text.start_of(self.ours[place].start))
        return ends_word(self.text.text, self.text.end_of(self.ours[place].end - 1))

    def _segments(self, start: int) -> Iterator[Segment]:
        """The difference, with what the text has before what the quotation has instead."""
        done, quoted = start, 0
        steps: list[tuple[Change, str]] = []
        for pair in self.pairs:
            if pair.text is not None:
                end = self.text.end_of(self.ours[pair.text].end - 1)
                steps.append((Change.KEPT if self._is_kept(pair) else Change.REMOVED, self.text.text[done:end]))
                done = end
            if pair.quote is not None:
                end = self._end_of_quoted(pair.quote, leads=done == start)
                if not self._is_kept(pair):
                    steps.append((Change.ADDED, self.quote.text[quoted:end]))
                quoted = end
        for kept, run in groupby(steps, key=lambda step: step[0] is Change.KEPT):
            yield from _joined(list(run), kept=kept)

    def _end_of_quoted(self, place: int, *, leads: bool) -> int:
        """Where a token of the quotation ends; one before all of the passage brings along the space that follows it."""
        if leads and place + 1 < len(self.theirs):
            return self.quote.start_of(self.theirs[place + 1].start)
        return self.quote.end_of(self.theirs[place].end - 1)

    def _is_kept(self, pair: _Pair) -> bool:
        """Whether both have a token, and it is the same with its hyphens and vowel signs."""
        if pair.text is None or pair.quote is None:
            return False
        (value, here, _), (word, there, _) = self.ours[pair.text], self.theirs[pair.quote]
        if value != word:
            return False
        joined = pair.quote == 0 or self.text.joins_alike(here, self.quote, there)
        return joined and self.text.agrees(here, self.quote, there, len(value))


def _joined(run: list[tuple[Change, str]], *, kept: bool) -> Iterator[Segment]:
    for change in (Change.KEPT,) if kept else (Change.REMOVED, Change.ADDED):
        words = "".join(words for what, words in run if what is change)
        if words:
            yield Segment(change, words)


def _best_run(worth: list[int]) -> tuple[int, int]:
    """The run of steps worth the most, the longest of equals, by its first index and the one after its last.

    It begins and ends with a step that is worth something.
    """
    best, run = 0, (0, 0)
    total, first = -1, 0
    for index, value in enumerate(worth):
        if total < 0:
            total, first = (value, index) if value > 0 else (-1, index)
        else:
            total += value
        if value > 0 and total >= best:
            best, run = total, (first, index + 1)
    return run


def _shortest_edit(ours: list[str], theirs: list[str], most: int) -> list[_Pair] | None:
    """The fewest tokens to take out and put in, by the greedy method of Myers (1986); None when over `most`."""
    reach = {1: 0}
    history: list[dict[int, int]] = []
    for changes in range(most + 1):
        history.append({})
        for diagonal in range(-changes, changes + 1, 2):
            down = diagonal == -changes or (diagonal != changes and reach[diagonal - 1] < reach[diagonal + 1])
            x = reach[diagonal + 1] if down else reach[diagonal - 1] + 1
            while x < len(ours) and 0 <= x - diagonal < len(theirs) and ours[x] == theirs[x - diagonal]:
                x += 1
            reach[diagonal] = history[-1][diagonal] = x
            if x >= len(ours) and x - diagonal >= len(theirs):
                return _retrace(history, len(ours), len(theirs))
    return None


def _retrace(history: list[dict[int, int]], x: int, y: int) -> list[_Pair]:
    """The way that led to the end, from its beginning."""
    pairs: list[_Pair] = []
    for changes in range(len(history) - 1, 0, -1):
        before, diagonal = history[changes - 1], x - y
        down = diagonal == -changes or (diagonal != changes and before[diagonal - 1] < before[diagonal + 1])
        earlier = diagonal + 1 if down else diagonal - 1
        left = before[earlier] + (0 if down else 1)
        while x > left:
            x, y = x - 1, y - 1
            pairs.append(_Pair(x, y))
        x, y = (x, y - 1) if down else (x - 1, y)
        pairs.append(_Pair(None, y) if down else _Pair(x, None))
    pairs += [_Pair(i, i) for i in range(x - 1, -1, -1)]
    return pairs[::-1]
