"""Quoted words and the kept text that they are said to come from.

A quotation is looked for as it is, then by its wording (`wording.py` says what is setting and what is words), then as
the nearest passage (`alignment.py` says how near). The first that holds is the verdict, and words that differ in the
least can be near at best. Case is wording. What the quotation has around it is not the text's: enclosing quotation
marks, an ellipsis before or after, and one closing stop or comma may be missing there.

An ellipsis within a quotation, bare or in brackets, leaves words out. The parts must then stand in the text in order,
each of at least two words and at most 1,000 characters (a long paragraph) after the one before it.

Positions count Unicode code points from 0, as the W3C selectors do.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from tracker.domain.alignment import Passage, Segment, nearest, size
from tracker.domain.scripts import begins_word, ends_word
from tracker.domain.vocabulary import Change, QuoteVerdict
from tracker.domain.wording import QUOTES, Wording, fold

_kept = lru_cache(maxsize=4)(fold)  # one text is asked for many quotations
CONTEXT = 32
FARTHEST = 1000
_FEWEST_WORDS_OF_PART = 2.0
_MOST_PLACES = 20_000  # where a common string begins within words; beyond it the search gives up
_MOST_WORDINGS = 2_000
_DOTS = r"(?:…+|\.(?:\s?\.){2,}|⋯+)"
_ELLIPSIS = re.compile(rf"\[\s*{_DOTS}\s*\]|\(\s*{_DOTS}\s*\)|［\s*{_DOTS}\s*］|（\s*{_DOTS}\s*）|{_DOTS}")
_ENCLOSING = rf"(?>[\s{QUOTES}]|{_ELLIPSIS.pattern})++"
_OPENING = re.compile(f"^{_ENCLOSING}")
_CLOSING = re.compile(f"{_ENCLOSING}$")
_LONGEST_CLOSING = 200
_STOP = re.compile(r"[.,;،؛。，；、]$")


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a quotation stands in a text, and how.

    `exact`, `prefix` and `suffix` are words of the text; an ellipsis in the quotation spans what it leaves out. Without
    a place (`start` is None) they are empty. `difference` is given when the verdict is NEAR.
    """

    verdict: QuoteVerdict
    start: int | None = None
    end: int | None = None
    exact: str = ""
    prefix: str = ""
    suffix: str = ""
    difference: tuple[Segment, ...] = ()

    @property
    def selector(self) -> list[dict[str, Any]]:
        """The W3C selectors of the target, for the same words by quotation and by position; empty without a place."""
        if self.start is None:
            return []
        quote = {"type": "TextQuoteSelector", "exact": self.exact, "prefix": self.prefix, "suffix": self.suffix}
        return [quote, {"type": "TextPositionSelector", "start": self.start, "end": self.end}]

    @property
    def difference_line(self) -> str:
        """The difference on one line: what the text alone has in [-...-], what the quotation alone has in {+...+}."""
        return in_a_line(self.difference)


class Span(NamedTuple):
    """A stretch of a text, by its first position and the one after its last."""

    start: int
    end: int


def anchor(text: str, quotation: str, *, near: int | None = None) -> Anchor:
    """Find a quotation in a text. Of several places the one nearest to position `near` is taken, or else the first."""
    asked = quotation.strip()
    if not text.strip() or not asked:
        return Anchor(QuoteVerdict.UNCHECKED)
    if verbatim := _preferred(_verbatim(text, asked), near):
        return _anchored(text, verbatim, QuoteVerdict.EXACT)
    kept = _kept(text)
    for parts in _readings(asked):
        if spans := _preferred_run(kept, parts, near):
            return _anchored(text, Span(spans[0].start, spans[-1].end), QuoteVerdict.NORMALISED)
    return _nearest(kept, _parts(asked), near) or Anchor(QuoteVerdict.NOT_FOUND)


def again(text: str, stored: Anchor) -> Anchor:
    """Look for the words of a stored anchor in a text that may have changed.

    Of several places the one is taken whose surroundings are most alike, then the nearest to the old position. The
    verdict is the stored one at best: words of the text found again do not mend a quotation that was only near them.
    """
    if stored.start is None:
        return stored
    found = anchor(text, stored.exact, near=stored.start)
    if found.verdict is QuoteVerdict.EXACT:
        places = _verbatim(text, stored.exact)
        best = max(places, key=lambda span: (_alike(text, span, stored), -abs(span.start - (stored.start or 0))))
        found = _anchored(text, best, QuoteVerdict.EXACT)
    verdict = found.verdict.at_best(stored.verdict)
    return replace(found, verdict=verdict, difference=found.difference or (stored.difference if found.exact else ()))


def mentions(text: str, cited_as: str) -> tuple[Span, ...]:
    """Every place where words stand in a text, but for spacing and marks, in order; parts of an ellipsis one by one."""
    if not text.strip() or not cited_as.strip():
        return ()
    kept = _kept(text)
    for parts in _readings(cited_as.strip()):
        if len(parts) > 1:
            return tuple(_preferred_run(kept, parts, None) or ())
        if found := tuple(_wordings(kept, parts[0])):
            return _apart(found)
    return ()


def in_a_line(difference: tuple[Segment, ...]) -> str:
    """A difference on one line of text; what both have is shortened to its ends."""
    marks = {Change.REMOVED: "[-{}-]", Change.ADDED: "{{+{}+}}", Change.KEPT: "{}", Change.LEFT_OUT: "[…]"}
    shown = [marks[s.change].format(_shortened(s) if s.change is Change.KEPT else s.words.strip()) for s in difference]
    return " ".join(" ".join(shown).split())


def _shortened(segment: Segment) -> str:
    words = segment.words.strip()
    if len(words) <= 2 * CONTEXT:
        return words
    head, tail = words[:CONTEXT], words[-CONTEXT:]
    return f"{head.rpartition(' ')[0] or head} … {tail.partition(' ')[2] or tail}"


# --- as it is, and by its wording ------------------------------------------------------------------------


def _starts(text: str, words: str, low: int = 0, high: int | None = None) -> Iterator[int]:
    place = text.find(words, low, high)
    while words and place >= 0:
        yield place
        place = text.find(words, place + 1, high)


def _is_whole(text: str, start: int, end: int) -> bool:
    return begins_word(text, start) and ends_word(text, end)


def _verbatim(text: str, words: str) -> Iterator[Span]:
    """Where words stand as they are, whole."""
    for start in islice(_starts(text, words), _MOST_PLACES):
        if _is_whole(text, start, start + len(words)):
            yield Span(start, start + len(words))


def _wordings(kept: Wording, part: Wording, low: int = 0, high: int | None = None) -> Iterator[Span]:
    """Where words stand but for their setting, whole; `low` and `high` are positions in the text."""
    first = kept.place_of(low)
    last = None if high is None else kept.place_of(high) + len(part.key)
    for place in islice(_starts(kept.key, part.key, first, last), _MOST_WORDINGS):
        end = place + len(part.key)
        if not (kept.parts_at(place) and kept.parts_at(end) and kept.agrees(place, part, 0, len(part.key))):
            continue
        span = Span(kept.start_of(place), kept.end_of(end - 1))
        if _is_whole(kept.text, *span):
            yield span


def _preferred(spans: Iterator[Span], near: int | None) -> Span | None:
    if near is None:
        return next(spans, None)
    return min(spans, key=lambda span: abs(span.start - near), default=None)


def _readings(asked: str) -> Iterator[list[Wording]]:
    """What a quotation may mean to quote, the most literal first: all of it, all but its fringe, its parts."""
    for words in dict.fromkeys((asked, _unwrapped(asked), _bare(asked))):
        if (whole := fold(words)).key:
            yield [whole]
    parts = _parts(asked)
    if len(parts) > 1 and all(size(part) >= _FEWEST_WORDS_OF_PART for part in parts):
        yield parts


def _unwrapped(asked: str) -> str:
    """A quotation without what encloses it."""
    words = _OPENING.sub("", asked)
    closing = _CLOSING.search(words, max(0, len(words) - _LONGEST_CLOSING))
    return words[: closing.start()] if closing else words


def _bare(asked: str) -> str:
    """A quotation without what encloses it and without its last stop."""
    return _unwrapped(_STOP.sub("", _unwrapped(asked)))


def _parts(asked: str) -> list[Wording]:
    """What stands between the ellipses of a quotation."""
    return [fold(words) for words in _ELLIPSIS.split(_bare(asked)) if words and fold(words).key]


def _preferred_run(kept: Wording, parts: list[Wording], near: int | None) -> list[Span] | None:
    runs = (run for first in _wordings(kept, parts[0]) if (run := _run(kept, [first], parts[1:])))
    if near is None:
        return next(runs, None)
    return min(runs, key=lambda run: abs(run[0].start - near), default=None)


def _run(kept: Wording, found: list[Span], parts: list[Wording]) -> list[Span] | None:
    """The parts that follow, each the next after the one before and not far from it."""
    for part in parts:
        low = found[-1].end
        following = next(_wordings(kept, part, low, low + FARTHEST), None)
        if following is None:
            return None
        found = [*found, following]
    return found


def _apart(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Spans without those that overlap an earlier one."""
    kept: list[Span] = []
    for span in spans:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return tuple(kept)


# --- the nearest passage ---------------------------------------------------------------------------------


def _nearest(kept: Wording, parts: list[Wording], near: int | None) -> Anchor | None:
    """The passages nearest to the parts of a quotation, in order."""
    found: list[Passage] = []
    for part in parts:
        passage = _passage(kept, part, found[-1].end if found else None, near)
        if passage is None:
            return None
        found.append(passage)
    if not found:
        return None
    made = _anchored(kept.text, Span(found[0].start, found[-1].end), QuoteVerdict.NEAR)
    return replace(made, difference=tuple(_one_after_another(kept.text, found)))


def _passage(kept: Wording, part: Wording, low: int | None, near: int | None) -> Passage | None:
    """Where a part stands, or what is nearest to it; not far after position `low`, if one is given."""
    high = None if low is None else low + FARTHEST
    if span := _preferred(_wordings(kept, part, low or 0, high), near):
        return Passage(*span, (Segment(Change.KEPT, kept.text[span.start : span.end]),))
    within = None if low is None else (kept.place_of(low), kept.place_of(low + FARTHEST) + 2 * len(part.key))
    return nearest(kept, part, near=None if near is None else kept.place_of(near), within=within)


def _one_after_another(text: str, passages: list[Passage]) -> Iterator[Segment]:
    for before, passage in zip([None, *passages], passages, strict=False):
        if before:
            yield Segment(Change.LEFT_OUT, text[before.end : passage.start])
        yield from passage.difference


def _anchored(text: str, span: Span, verdict: QuoteVerdict) -> Anchor:
    start, end = span
    prefix, suffix = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return Anchor(verdict, start, end, text[start:end], prefix, suffix)


def _alike(text: str, span: Span, stored: Anchor) -> int:
    """How many characters beside a place are those beside the stored one."""
    here = _anchored(text, span, stored.verdict)
    before = zip(reversed(here.prefix), reversed(stored.prefix), strict=False)
    return _common(before) + _common(zip(here.suffix, stored.suffix, strict=False))


def _common(pairs: Iterator[tuple[str, str]]) -> int:
    count = 0
    for one, other in pairs:
        if one != other:
            break
        count += 1
    return count
