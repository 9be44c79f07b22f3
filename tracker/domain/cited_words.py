"""The words with which a sentence cites a resolution, kept word for word: its name, its paragraph, its date.

"paragraph 8 of Security Council resolution 2397, adopted last December" is one citation; so is "UN sanctions resolution
of December 2017", which names no number. A day beside a citation is part of it only where a word of adoption goes with
it ("passed", "of", "dated"), or where the resolution was adopted then; any other is that of what is told.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.domain.day_ranges import DayMention
from tracker.domain.scenes import Scene
from tracker.domain.symbols import Mention, ResolutionSymbol, find_mentions

_LEAD = re.compile(
    r"(?:(?:un|u\.n\.|united nations|security council|unsc|council|the|de l'onu|onu|de la onu|des nations unies"
    r"|sc|安理会|联合国)(?:'s)? ?)+$",
    re.IGNORECASE,
)
_PARAGRAPH = re.compile(
    r"(?:(?:operative )?(?:paragraphs?|paras?\.?|op|paragraphes?|parrafos?|пункт[а-я]{0,3}|الفقره|الفقرة)"
    r" ?[0-9]{1,3}(?: ?\([a-z]{1,4}\)){0,2}|(?<![\w.])[0-9]{1,3}(?: ?\((?:[a-z]|[ivx]{2,4})\)){1,2})"
    r" (?:of|de|du|de la|de|من) ?(?:the |la |le |l'|el )?(?:[\w.' ]{0,40})$",
    re.IGNORECASE,
)
_BY = (
    "as (?:required|requested|called for|provided) (?:by|in|under) |in accordance with |pursuant to |conformement au "
    "|conformemente al |en cumplimiento del "
)
_PARAGRAPH_AFTER = re.compile(
    rf",? ?\(?(?:{_BY})?(?:operative |in its |its )?(?:paragraphs?|paras?\.?|paragraphe|parrafo|op|¶|第)"
    r"\s?[0-9]{1,3}(?:段| ?\([a-z]{1,4}\)){0,2}\)?",
    re.IGNORECASE,
)
_LIST_GAP, _MOST_LISTED = 12, 8


@dataclass(frozen=True)
class Dating:
    """How a language dates a resolution, and when those of the record were adopted, by number.

    `link` is what may stand between a citation and a day, `adopting` the words of it that make the day one of adoption.
    """

    link: re.Pattern[str]
    adopting: re.Pattern[str]
    adopted: Mapping[int, date]

    def fits(self, numbers: Collection[int], day: DayMention) -> bool:
        """Whether one of some resolutions, or any where none is named, was adopted on a day or in a month.

        Asia dates the evening votes of New York a day later.
        """
        span = day.span
        if span is None or span.days > _MONTH:
            return False
        days = (self.adopted[one] for one in (numbers or self.adopted) if one in self.adopted)
        return any(span.contains(one) or (span.is_day and span.contains(one + timedelta(days=1))) for one in days)


_MONTH = 31


@dataclass(frozen=True, slots=True)
class CitedWords:
    """A citation in a text: its place, and the resolutions that it names by number, or none."""

    start: int
    end: int
    symbols: tuple[ResolutionSymbol, ...]
    mentions: tuple[Mention, ...] = ()
    is_law: bool = True
    dated: bool = False

    @property
    def is_one(self) -> bool:
        """Whether it says which resolution is meant, by number or date; "the resolutions of the Council" does not."""
        return bool(self.symbols) or self.dated


def cited(scene: Scene, days: Sequence[DayMention], dating: Dating) -> list[CitedWords]:
    """The citations of a sentence, in order; of those without a number, only such as stand beside no other."""
    found = [_numbered(scene, group, days, dating) for group in _lists(mentions_in(scene))]
    taken = [(one.start, one.end) for one in found]
    for hit in scene.of("loose"):
        if not any(low < hit.end and hit.start < high for low, high in taken):
            start, end = _led(scene, hit.start), _dated(scene, hit.end, (), days, dating)
            found.append(CitedWords(start, end, (), is_law=hit.value == "resolution", dated=end > hit.end))
    return sorted(found, key=lambda one: one.start)


def mentions_in(scene: Scene) -> list[Mention]:
    """The resolutions that a sentence cites by number, at their places in the whole text."""
    shift = scene.start
    return [
        Mention(m.symbol, m.words, m.start + shift, m.end + shift) for m in find_mentions(scene.text[shift : scene.end])
    ]


def _lists(mentions: Sequence[Mention]) -> Iterator[tuple[Mention, ...]]:
    group: list[Mention] = []
    for mention in mentions:
        if group and (mention.start - group[-1].end > _LIST_GAP or len(group) == _MOST_LISTED):
            yield tuple(group)
            group = []
        group.append(mention)
    if group:
        yield tuple(group)


def _numbered(scene: Scene, group: tuple[Mention, ...], days: Sequence[DayMention], dating: Dating) -> CitedWords:
    end = group[-1].end
    if paragraph := _PARAGRAPH_AFTER.match(scene.text, end, scene.end):
        end = paragraph.end()
    end = _dated(scene, end, [m.symbol.number for m in group], days, dating)
    return CitedWords(_led(scene, group[0].start), end, tuple(m.symbol for m in group), group)


def _led(scene: Scene, start: int) -> int:
    """The beginning of a citation with the Council and the paragraph before it; without a leading "the"."""
    low = max(scene.start, start - 80)
    if lead := _LEAD.search(scene.text[low:start]):
        words = scene.text[low + lead.start() : start]
        start = low + lead.start()
        start += 4 if words.casefold().startswith("the ") else 0
    if paragraph := _PARAGRAPH.search(scene.text[low:start]):
        start = low + paragraph.start()
    return start


def _dated(scene: Scene, end: int, numbers: Collection[int], days: Sequence[DayMention], dating: Dating) -> int:
    """The end of a citation with the words that date the resolution."""
    link = dating.link.match(scene.text, end, scene.end)
    if link is None:
        return end
    for day in days:
        if -1 <= day.start - link.end() <= 1 or day.start <= link.end() < day.end:
            closing = _closing(scene, link[0], day, dating)
            of_adoption = closing or (dating.adopting.search(link[0]) and ".." not in day.typed)
            return day.end + closing if of_adoption or dating.fits(numbers, day) else end
    return end


def _closing(scene: Scene, link: str, day: DayMention, dating: Dating) -> int:
    """How many characters behind a day go with it: a bracket that is closed, in Chinese a word of adoption."""
    if "(" in link:
        return int(scene.text[day.end : day.end + 1] in (")", "]"))
    found = None if scene.manner.spaced else dating.adopting.match(scene.text, day.end, scene.end)
    return found.end() - day.end if found else 0
