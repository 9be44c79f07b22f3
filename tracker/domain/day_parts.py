"""Parts of days in a sentence, as words and figures have them: a day beside a month, a month and a year, 2018-07-18.

What is left out of a part, and whether the calendar has the day, is told by `day_words`.
"""

from dataclasses import dataclass, replace

from tracker.domain.dates import FIRST_YEAR, LAST_YEAR
from tracker.domain.lexicon import Hit
from tracker.domain.scenes import Scene
from tracker.domain.titles import is_first_name

_ORDINAL = ("", "st", "nd", "rd", "th", "er", "го", "日", "号", "號")
_YEARLY = ("г", "год", "года", "году", "年", "عام", "سنه")
SMALL = frozenset(["of", "de", "del", "du", "d'", "the", "le", "la", "el", "в", "во", "في", "من", "年", "month", "شهر"])


@dataclass(frozen=True, slots=True)
class Parts:
    """The places of the first word and of that behind the last, and what they say."""

    first: int
    after: int
    year: int | None = None
    month: int | None = None
    day: int | None = None


def is_month(scene: Scene, hit: Hit) -> bool:
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


def month_at(scene: Scene, months: dict[int, Hit], at: int) -> Parts:
    """The parts around a month that stands at a place."""
    hit = months[at]
    parts = Parts(at, hit.after, month=int(hit.value))
    parts = _with_day_before(scene, parts)
    parts = _with_year_after(scene, parts if parts.day else _with_day_after(scene, parts))
    return parts if parts.day else _with_no_day(scene, parts)


def _with_day_before(scene: Scene, parts: Parts) -> Parts:
    at = parts.first - 1
    while at >= 0 and scene.tokens[at].key in SMALL and parts.first - at < 3:
        at -= 1
    day = _day(scene, at)
    return replace(parts, first=at, day=day) if day else parts


def _with_day_after(scene: Scene, parts: Parts) -> Parts:
    day = _day(scene, parts.after)
    if not day or ":" in scene.between(parts.after, parts.after):
        return parts
    after = parts.after + 1
    if after < len(scene.tokens) and scene.tokens[after].key in ("日", "号", "號"):
        after += 1
    return replace(parts, after=after, day=day)


def _with_year_after(scene: Scene, parts: Parts) -> Parts:
    at = parts.after
    while at < len(scene.tokens) and scene.tokens[at].key in SMALL and at - parts.after < 2:
        at += 1
    year = _year(scene, at)
    if year is None or (parts.day and scene.between(parts.after, parts.after).strip() not in ("", ",", ".", "(", "[")):
        return _with_year_before(scene, parts)
    after = at + 1
    if after < len(scene.tokens) and scene.tokens[after].key in _YEARLY:
        after += 1
    return replace(parts, after=after, year=year)


def _with_no_day(scene: Scene, parts: Parts) -> Parts:
    """32 March 2019, March 32, 2019: a number beside a month and its year that is none of its days."""
    before = _number(scene, parts.first - 1)
    if parts.year and before > LONGEST and scene.between(parts.first, parts.first) == " ":
        return replace(parts, first=parts.first - 1, day=before)
    behind, year = _number(scene, parts.after), _year(scene, parts.after + 1)
    if not parts.year and behind > LONGEST and year and scene.between(parts.after + 1, parts.after + 1) == ", ":
        return replace(parts, after=parts.after + 2, day=behind, year=year)
    return parts


LONGEST = 31
"""Days of the longest month."""


def _number(scene: Scene, at: int) -> int:
    """A token that is a number of two figures; else 0."""
    key = scene.tokens[at].key if 0 <= at < len(scene.tokens) else ""
    return int(key) if len(key) == len("32") and key.isdecimal() else 0


def _with_year_before(scene: Scene, parts: Parts) -> Parts:
    """2018 年 6 月: the year before the month, in Chinese."""
    at = parts.first - 1
    if at >= 1 and scene.tokens[at].key == "年" and (year := _year(scene, at - 1)):
        return replace(parts, first=at - 1, year=year)
    return parts


def number_at(scene: Scene, at: int) -> Parts | None:
    """The parts that a number at a place begins; None where it begins none."""
    key = scene.tokens[at].key
    if not key.isdecimal() or len(key) > 4:
        return None
    return _chinese(scene, at) or _digits(scene, at) or _before_month(scene, at) or _bare_year(scene, at)


def _before_month(scene: Scene, at: int) -> Parts | None:
    """A day before its month is read with the month."""
    after = at + 1
    while after < len(scene.tokens) and scene.tokens[after].key in SMALL and after - at < 3:
        after += 1
    hit = next((hit for hit in scene.of("month") if hit.first == after), None)
    if hit is None or not _day(scene, at):
        return None
    return month_at(scene, {hit.first: hit}, hit.first)


def _chinese(scene: Scene, at: int) -> Parts | None:
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
    bounds = {"year": (FIRST_YEAR, LAST_YEAR), "month": (1, 99 if full else 12), "day": (1, 99 if full else LONGEST)}
    if not numbers or any(not bounds[unit][0] <= number <= bounds[unit][1] for unit, number in numbers.items()):
        return None
    return Parts(at, after, numbers.get("year"), numbers.get("month"), numbers.get("day"))


def _digits(scene: Scene, at: int) -> Parts | None:
    """2018-07-18 and 18.07.2018; 18/07/2018 where it cannot be read otherwise."""
    if at + 2 >= len(scene.tokens):
        return None
    one, two, three = (scene.tokens[n].key for n in (at, at + 1, at + 2))
    joints = scene.between(at + 1, at + 1), scene.between(at + 2, at + 2)
    if not (two.isdecimal() and three.isdecimal()) or joints[0] != joints[1]:
        return None
    if joints[0] == "-" and len(one) == 4:
        return _sound(Parts(at, at + 3, int(one), int(two), int(three)))
    if joints[0] in (".", "/") and len(three) == 4 and (joints[0] == "." or int(one) > 12):
        return _sound(Parts(at, at + 3, int(three), int(two), int(one)))
    return None


def _sound(parts: Parts) -> Parts | None:
    """A day in figures, be it one that the calendar has not; what has more figures is a number of something else."""
    year, month, day = parts.year or 0, parts.month or 0, parts.day or 0
    return parts if FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= _FIGURES and 1 <= day <= _FIGURES else None


_FIGURES = 99


def _bare_year(scene: Scene, at: int) -> Parts | None:
    year = _year(scene, at)
    around = scene.text[scene.tokens[at].start - 1 : scene.tokens[at].start], scene.text[scene.tokens[at].end :][:1]
    if year is None or year > 2040 or around[0] in "$€£/(" or (around[1] in "%/)" and around[1]):
        return None
    after = at + 2 if at + 1 < len(scene.tokens) and scene.tokens[at + 1].key in _YEARLY else at + 1
    counted = any(hit.first == after for hit in scene.of("counted"))
    return None if counted else Parts(at, after, year=year)


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
