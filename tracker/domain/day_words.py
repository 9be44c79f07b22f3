"""Days in a sentence, read from the day on which the text was published.

A partial date stays partial: "in May 2018" is `2018-05`, "at the end of May" is `late May 2018`. A day or month
without a year is the last such before the text was published, or the next one after "by", "until" and the like. A
weekday is the last one up to that day. Without a day of publication, only what names its year is read.

A day that the calendar has not, "31 February 2019", is found as such, and no part of it is taken for a day.
"""

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tracker.domain.dates import FIRST_YEAR, LAST_YEAR, MONTHS
from tracker.domain.day_ranges import DayMention, ranged, relative
from tracker.domain.lexicon import Hit
from tracker.domain.scenes import Scene
from tracker.domain.titles import is_first_name

_ORDINAL = ("", "st", "nd", "rd", "th", "er", "го", "日", "号", "號")
_YEARLY = ("г", "год", "года", "году", "年", "عام", "سنه")
_SMALL = frozenset(
    ["of", "de", "del", "du", "d'", "the", "le", "la", "el", "в", "во", "في", "من", "年", "month", "شهر"]
)


@dataclass(frozen=True, slots=True)
class _Parts:
    first: int
    after: int
    year: int | None = None
    month: int | None = None
    day: int | None = None


def day_mentions(
    scene: Scene,
    published: date | None,
    spent: Sequence[tuple[int, int]] = (),
    *,
    others: Sequence[DayMention] = (),
    to_the_day: bool = True,
) -> list[DayMention]:
    """The days of a sentence, in order.

    `spent` are places where numbers are no days, such as symbols; `others` days that somebody else has found in it.
    `to_the_day` says that the day of publication is known and not only its month: else no weekday or week is counted.
    """
    related = [one for one in _relative(scene, published) if to_the_day or len(one.typed) <= len("2018-07")]
    weekdays = _weekdays(scene, published) if to_the_day else ()
    found = [*_calendar(scene, published, spent), *weekdays, *related, *others]
    found.sort(key=lambda mention: (mention.first, -mention.after))
    return ranged(_apart(found), scene)


def _apart(found: Sequence[DayMention]) -> list[DayMention]:
    kept: list[DayMention] = []
    for mention in found:
        if not kept or mention.first >= kept[-1].after:
            kept.append(mention)
    return kept


# --- by the calendar -------------------------------------------------------------------------------------


def _calendar(scene: Scene, published: date | None, spent: Sequence[tuple[int, int]]) -> Iterator[DayMention]:
    months = {hit.first: hit for hit in scene.of("month") if _is_month(scene, hit)}
    taken = 0
    for at, token in enumerate(scene.tokens):
        if at < taken or any(low <= token.start < high for low, high in spent):
            continue
        parts = _month_at(scene, months, at) if at in months else _number_at(scene, at)
        if parts is None:
            continue
        mention = _mention(scene, parts, published)
        if mention is not None:
            taken = mention.after
            yield mention


def _is_month(scene: Scene, hit: Hit) -> bool:
    """Whether a word is a month: "may" and "mar" are other words too, and need a capital or a number there."""
    key = scene.tokens[hit.first].key
    if key not in ("may", "march") and (len(key) > _SHORT or not key.isascii() or key == "mai"):
        return len(key) <= _SHORT or not is_first_name(scene, hit)
    beside = scene.keys(max(0, hit.first - 1), hit.after + 1)
    numbered = any(word.rstrip("stndrh").isdecimal() for word in beside)
    if len(key) <= _SHORT and key not in ("may", "mai"):
        return numbered
    return numbered or (scene.tokens[hit.first].capital and hit.first > 0 and key != "may") or _led(scene, hit)


_SHORT = 3
"""Letters of a short form such as "Jun", which may be a name where no number stands beside it."""
_LEADING = frozenset(
    [
        "in",
        "of",
        "since",
        "by",
        "during",
        "until",
        "early",
        "mid",
        "late",
        "last",
        "from",
        "and",
        "to",
        "through",
        "between",
        "till",
    ]
)


def _led(scene: Scene, hit: Hit) -> bool:
    before = scene.tokens[hit.first - 1].key if hit.first else ""
    return before == "en" or (before in _LEADING and scene.tokens[hit.first].capital)


def _month_at(scene: Scene, months: dict[int, Hit], at: int) -> _Parts:
    hit = months[at]
    parts = _Parts(at, hit.after, month=int(hit.value))
    parts = _with_day_before(scene, parts)
    parts = _with_year_after(scene, parts if parts.day else _with_day_after(scene, parts))
    return parts if parts.day else _with_no_day(scene, parts)


def _with_day_before(scene: Scene, parts: _Parts) -> _Parts:
    at = parts.first - 1
    while at >= 0 and scene.tokens[at].key in _SMALL and parts.first - at < 3:
        at -= 1
    day = _day(scene, at)
    return replace(parts, first=at, day=day) if day else parts


def _with_day_after(scene: Scene, parts: _Parts) -> _Parts:
    day = _day(scene, parts.after)
    if not day or ":" in scene.between(parts.after, parts.after):
        return parts
    after = parts.after + 1
    if after < len(scene.tokens) and scene.tokens[after].key in ("日", "号", "號"):
        after += 1
    return replace(parts, after=after, day=day)


def _with_year_after(scene: Scene, parts: _Parts) -> _Parts:
    at = parts.after
    while at < len(scene.tokens) and scene.tokens[at].key in _SMALL and at - parts.after < 2:
        at += 1
    year = _year(scene, at)
    if year is None or (parts.day and scene.between(parts.after, parts.after).strip() not in ("", ",", ".", "(", "[")):
        return _with_year_before(scene, parts)
    after = at + 1
    if after < len(scene.tokens) and scene.tokens[after].key in _YEARLY:
        after += 1
    return replace(parts, after=after, year=year)


def _with_no_day(scene: Scene, parts: _Parts) -> _Parts:
    """32 March 2019, March 32, 2019: a number beside a month and its year that is none of its days."""
    before = _number(scene, parts.first - 1)
    if parts.year and before > _LONGEST and scene.between(parts.first, parts.first) == " ":
        return replace(parts, first=parts.first - 1, day=before)
    behind, year = _number(scene, parts.after), _year(scene, parts.after + 1)
    if not parts.year and behind > _LONGEST and year and scene.between(parts.after + 1, parts.after + 1) == ", ":
        return replace(parts, after=parts.after + 2, day=behind, year=year)
    return parts


_LONGEST = 31
"""Days of the longest month."""


def _number(scene: Scene, at: int) -> int:
    """A token that is a number of two figures; else 0."""
    key = scene.tokens[at].key if 0 <= at < len(scene.tokens) else ""
    return int(key) if len(key) == len("32") and key.isdecimal() else 0


def _with_year_before(scene: Scene, parts: _Parts) -> _Parts:
    """2018 年 6 月: the year before the month, in Chinese."""
    at = parts.first - 1
    if at >= 1 and scene.tokens[at].key == "年" and (year := _year(scene, at - 1)):
        return replace(parts, first=at - 1, year=year)
    return parts


def _number_at(scene: Scene, at: int) -> _Parts | None:
    key = scene.tokens[at].key
    if not key.isdecimal() or len(key) > 4:
        return None
    return _chinese(scene, at) or _digits(scene, at) or _before_month(scene, at) or _bare_year(scene, at)


def _before_month(scene: Scene, at: int) -> _Parts | None:
    """A day before its month is read with the month."""
    after = at + 1
    while after < len(scene.tokens) and scene.tokens[after].key in _SMALL and after - at < 3:
        after += 1
    hit = next((hit for hit in scene.of("month") if hit.first == after), None)
    if hit is None or not _day(scene, at):
        return None
    return _month_at(scene, {hit.first: hit}, hit.first)


def _chinese(scene: Scene, at: int) -> _Parts | None:
    """2018年7月18日, 7月18日, 2018年7月, 2018年, 18日."""
    numbers: dict[str, int] = {}
    after = at
    while after + 1 < len(scene.tokens) and scene.tokens[after].key.isdecimal() and len(numbers) < 3:
        unit = {"年": "year", "月": "month", "日": "day", "号": "day"}.get(scene.tokens[after + 1].key)
        if unit is None or unit in numbers:
            break
        numbers[unit] = int(scene.tokens[after].key)
        after += 2
    full = len(numbers) == len(("year", "month", "day"))  # then it is a day, be it one that the calendar has not
    bounds = {"year": (FIRST_YEAR, LAST_YEAR), "month": (1, 99 if full else 12), "day": (1, 99 if full else _LONGEST)}
    if not numbers or any(not bounds[unit][0] <= number <= bounds[unit][1] for unit, number in numbers.items()):
        return None
    return _Parts(at, after, numbers.get("year"), numbers.get("month"), numbers.get("day"))


def _digits(scene: Scene, at: int) -> _Parts | None:
    """2018-07-18 and 18.07.2018; 18/07/2018 where it cannot be read otherwise."""
    if at + 2 >= len(scene.tokens):
        return None
    one, two, three = (scene.tokens[n].key for n in (at, at + 1, at + 2))
    joints = scene.between(at + 1, at + 1), scene.between(at + 2, at + 2)
    if not (two.isdecimal() and three.isdecimal()) or joints[0] != joints[1]:
        return None
    if joints[0] == "-" and len(one) == 4:
        return _sound(_Parts(at, at + 3, int(one), int(two), int(three)))
    if joints[0] in (".", "/") and len(three) == 4 and (joints[0] == "." or int(one) > 12):
        return _sound(_Parts(at, at + 3, int(three), int(two), int(one)))
    return None


def _sound(parts: _Parts) -> _Parts | None:
    """A day in figures, be it one that the calendar has not; what has more figures is a number of something else."""
    year, month, day = parts.year or 0, parts.month or 0, parts.day or 0
    return parts if FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= _FIGURES and 1 <= day <= _FIGURES else None


_FIGURES = 99


def _bare_year(scene: Scene, at: int) -> _Parts | None:
    year = _year(scene, at)
    around = scene.text[scene.tokens[at].start - 1 : scene.tokens[at].start], scene.text[scene.tokens[at].end :][:1]
    if year is None or year > 2040 or around[0] in "$€£/(" or (around[1] in "%/)" and around[1]):
        return None
    after = at + 2 if at + 1 < len(scene.tokens) and scene.tokens[at + 1].key in _YEARLY else at + 1
    counted = any(hit.first == after for hit in scene.of("counted"))
    return None if counted else _Parts(at, after, year=year)


def _day(scene: Scene, at: int) -> int | None:
    if not 0 <= at < len(scene.tokens):
        return None
    key = scene.tokens[at].key
    digits = key[: len(key) - len(key.lstrip("0123456789"))]
    if not digits or len(digits) > 2 or key[len(digits) :] not in _ORDINAL or not 1 <= int(digits) <= 31:
        return None
    return int(digits)


def _year(scene: Scene, at: int) -> int | None:
    if not 0 <= at < len(scene.tokens):
        return None
    key = scene.tokens[at].key
    return int(key) if len(key) == 4 and key.isdecimal() and key[:2] in ("19", "20") else None


def _mention(scene: Scene, parts: _Parts, published: date | None) -> DayMention | None:
    first, limit, hedge, relation = _before(scene, parts.first)
    parts, relation = _relation_after(scene, parts, relation)
    parts, hedge = _hedge_after(scene, parts, hedge)
    year = parts.year or _year_for(parts, published, limit, relation)
    if fault := _fault(parts, year):
        start, end = scene.tokens[first].start, scene.tokens[parts.after - 1].end
        return DayMention(first, parts.after, start, end, "", limit, exact=True, fault=fault)
    if year is None or (parts.month is None and parts.day is not None and published is None):
        return None
    typed = _typed(replace(parts, year=year), hedge, published)
    if typed is None:
        return None
    start, end = scene.tokens[first].start, scene.tokens[parts.after - 1].end
    bare = parts.year is None and not relation
    return DayMention(first, parts.after, start, end, typed, limit, exact=parts.day is not None, bare=bare)


def _fault(parts: _Parts, year: int | None) -> str:
    """Why the calendar has no such day, in a sentence; empty where it has."""
    if parts.day is None or parts.month is None:
        return ""
    if parts.month > len(MONTHS):
        return f"{year} has no month {parts.month}; check the day."
    if parts.day <= calendar.monthrange(year or _LEAP, parts.month)[1]:
        return ""
    named = f"{MONTHS[parts.month - 1]} {year}" if parts.year else MONTHS[parts.month - 1]
    return f"{named} has no day {parts.day}; check the day."


_LEAP = 2000
"""A year that has every day that a year can have."""


_PERIODS = {"h1": (1, 6), "h2": (7, 12), "q1": (1, 3), "q2": (4, 6), "q3": (7, 9), "q4": (10, 12)}
"""Halves and quarters of a year, with their first and last month."""
_HEDGES = ("early", "mid", "late", *_PERIODS)


def _period(year: int, hedge: str) -> str:
    first, last = _PERIODS[hedge]
    return f"{year}-{first:02}-01..{year}-{last:02}-{calendar.monthrange(year, last)[1]}"


_RELATIONS = ("last", "this", "next", "last year", "this year", "next year")


def _relation_after(scene: Scene, parts: _Parts, relation: str) -> tuple[_Parts, str]:
    """The word that relates a month to the text may follow it: "juin dernier", "июня прошлого года"."""
    for hit in scene.of("day"):  # "in July of last year"
        led = hit.first == parts.after or scene.keys(parts.after, hit.first) == ("of",)
        if led and hit.value in _RELATIONS:
            return replace(parts, after=hit.after), "latest" if hit.value == "last" else hit.value
    return parts, relation


def _hedge_after(scene: Scene, parts: _Parts, hedge: str) -> tuple[_Parts, str]:
    """A part of a month or year may follow it without a space: 5月初, 2018年上半年."""
    if hedge or parts.day or scene.manner.spaced:
        return parts, hedge
    for hit in scene.of("day"):
        follows = hit.first in (parts.after - 1, parts.after) and hit.after > parts.after
        if follows and hit.value in _HEDGES:
            return replace(parts, after=hit.after), hit.value
    return parts, hedge


def _before(scene: Scene, first: int) -> tuple[int, str, str, str]:
    """What stands before a date: its limit, whether it is early or late in it, and "last" or "this"."""
    limit = hedge = relation = ""
    looked = first
    for _ in range(3):
        at = looked
        while at > 0 and scene.tokens[at - 1].key in _SMALL and looked - at < 2:
            at -= 1
        hit = next((hit for hit in scene.of("day") if at <= hit.after <= looked), None)
        if hit is None:
            break
        if hit.value in _HEDGES:
            hedge, first = hedge or hit.value, hit.first
            limit = limit or _limit_within(scene, hit)
        elif hit.value in _RELATIONS:
            relation, first = relation or hit.value, hit.first
        elif hit.value in ("by", "since", "after"):
            limit = limit or hit.value
        looked = hit.first
    return first, limit, hedge, relation


def _limit_within(scene: Scene, hit: Hit) -> str:
    """The limit that words for a part of a time hold themselves: "by the end of"."""
    words = scene.words(hit).casefold()
    return "by" if any(word in words for word in ("by ", "before", "d'ici", "к ", "قبل", "之前")) else ""


def _year_for(parts: _Parts, published: date | None, limit: str, relation: str) -> int | None:
    """The year of a date that names none."""
    if published is None:
        return None
    if parts.month is None:
        return published.year
    if relation.endswith("year") or relation == "this":
        return published.year + {"last year": -1, "next year": 1}.get(relation, 0)
    if relation in ("last", "latest") and parts.day is None:
        return published.year - (parts.month >= published.month - (relation == "last"))
    ahead = limit == "by" or relation == "next"
    day = parts.day or 1
    if ahead:
        passed = (parts.month, parts.day or _LONGEST) < (published.month, published.day)
        return _leap(parts, published.year + passed, 1)
    return _leap(parts, published.year - ((parts.month, day) > (published.month, published.day)), -1)


def _leap(parts: _Parts, year: int, step: int) -> int:
    """The year, for 29 February the nearest one before or after that has it."""
    while (parts.month, parts.day) == (2, 29) and not calendar.isleap(year):
        year += step
    return year


def _typed(parts: _Parts, hedge: str, published: date | None) -> str | None:
    year = parts.year or 0
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    month = parts.month
    if parts.day is not None:
        if month is None:
            if published is None:
                return None
            month = published.month if parts.day <= published.day else (published.month - 2) % 12 + 1
            year -= month > published.month
        if parts.day > calendar.monthrange(year, month)[1]:
            return None
        return date(year, month, parts.day).isoformat()
    whole = f"{year}" if month is None else f"{year}-{month:02}"
    if hedge in _PERIODS:
        return _period(year, hedge) if month is None else whole
    if not hedge:
        return whole
    return f"{hedge} {year}" if month is None else f"{hedge} {MONTHS[month - 1]} {year}"


# --- from the day of publication -------------------------------------------------------------------------


def _weekdays(scene: Scene, published: date | None) -> Iterator[DayMention]:
    if published is None:
        return
    for hit in scene.of("weekday"):
        back = (published.weekday() - int(hit.value)) % 7
        first, limit, _, relation = _before(scene, hit.first)
        ahead = limit == "by" or relation == "next"
        day = published + timedelta(days=(7 - back) % 7) if ahead else published - timedelta(days=back)
        yield DayMention(first, hit.after, hit.start, hit.end, day.isoformat(), limit, exact=True, weekday=True)


def _relative(scene: Scene, published: date | None) -> Iterator[DayMention]:
    if published is None:
        return
    for hit in scene.of("day"):
        typed = relative(hit.value, published)
        if typed:
            first, limit, hedge, _ = _before(scene, hit.first)
            hedged = _hedged(typed, hedge)
            exact = hit.value.lstrip("-").isdecimal()
            yield DayMention(first, hit.after, hit.start, hit.end, hedged, limit, exact=exact)


def _hedged(typed: str, hedge: str) -> str:
    if not hedge or typed.count("-") > 1 or ".." in typed:
        return typed
    if hedge in _PERIODS:
        return _period(int(typed), hedge) if typed.isdecimal() else typed
    year, _, month = typed.partition("-")
    return f"{hedge} {MONTHS[int(month) - 1]} {year}" if month else f"{hedge} {year}"
