"""Days in a sentence, read from the day on which the text was published.

A partial date stays partial: "in May 2018" is `2018-05`, "at the end of May" is `late May 2018`. A day or month
without a year is the last such before the text was published, or the next one after "by", "until" and the like. A
weekday is the last one up to that day. Without a day of publication, only what names its year is read.

A day that the calendar has not, "31 February 2019", is found as such, and no part of it is taken for a day.
"""

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from tracker.domain.dates import FIRST_YEAR, LAST_YEAR, MONTHS
from tracker.domain.day_parts import LONGEST, SMALL, Parts, is_month, month_at, number_at
from tracker.domain.day_ranges import DayMention, ranged, relative
from tracker.domain.lexicon import Hit
from tracker.domain.scenes import Scene


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
    months = {hit.first: hit for hit in scene.of("month") if is_month(scene, hit)}
    taken = 0
    for at, token in enumerate(scene.tokens):
        if at < taken or any(low <= token.start < high for low, high in spent):
            continue
        parts = month_at(scene, months, at) if at in months else number_at(scene, at)
        if parts is None:
            continue
        mention = _mention(scene, parts, published)
        if mention is not None:
            taken = mention.after
            yield mention


def _mention(scene: Scene, parts: Parts, published: date | None) -> DayMention | None:
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


def _fault(parts: Parts, year: int | None) -> str:
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


def _relation_after(scene: Scene, parts: Parts, relation: str) -> tuple[Parts, str]:
    """The word that relates a month to the text may follow it: "juin dernier", "июня прошлого года"."""
    for hit in scene.of("day"):  # "in July of last year"
        led = hit.first == parts.after or scene.keys(parts.after, hit.first) == ("of",)
        if led and hit.value in _RELATIONS:
            return replace(parts, after=hit.after), "latest" if hit.value == "last" else hit.value
    return parts, relation


def _hedge_after(scene: Scene, parts: Parts, hedge: str) -> tuple[Parts, str]:
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
        while at > 0 and scene.tokens[at - 1].key in SMALL and looked - at < 2:
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


def _year_for(parts: Parts, published: date | None, limit: str, relation: str) -> int | None:
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
        passed = (parts.month, parts.day or LONGEST) < (published.month, published.day)
        return _leap(parts, published.year + passed, 1)
    return _leap(parts, published.year - ((parts.month, day) > (published.month, published.day)), -1)


def _leap(parts: Parts, year: int, step: int) -> int:
    """The year, for 29 February the nearest one before or after that has it."""
    while (parts.month, parts.day) == (2, 29) and not calendar.isleap(year):
        year += step
    return year


def _typed(parts: Parts, hedge: str, published: date | None) -> str | None:
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
