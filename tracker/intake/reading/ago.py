"""Days such as "three weeks ago", in six languages, by `dateparser`.

It is given only the few words that a pattern found, with their language, the day to count from, and its reader of
relations alone: nothing then depends on the clock, the locale or the time zone of the process.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import lru_cache

from tracker.domain.dates import add_months
from tracker.domain.day_ranges import DayMention
from tracker.domain.scenes import Scene
from tracker.intake.reading import names, words
from tracker.intake.reading.tongues import LANGUAGES

_COUNT = r"(?P<count>[0-9]{1,3}|[^\W\d_]{1,12})"
_PATTERNS = {
    "en": rf"\b{_COUNT} (?:day|week|month|year)s? ago\b",
    "fr": rf"\bil y a {_COUNT} (?:jour|semaine|mois|an|annee)s?\b",
    "es": rf"\bhace {_COUNT} (?:dia|semana|mes|ano)(?:e?s)?\b",
    "ru": rf"\b(?:{_COUNT} )?(?:дня|днеи|день|недел[юьи]|месяц(?:а|ев)?|год(?:а)?|лет) назад\b",
    "ar": rf"\b(?:قبل|منذ) (?:{_COUNT} (?:ايام|يوما|اسابيع|اشهر|شهرا|سنوات|سنه)|يومين|اسبوعين|شهرين|سنتين)",
    "zh": r"(?P<count>[0-9]{1,2}|[一两二三四五六七八九十]) ?(?:天|周|个月|年)前",
}
_YEARS = re.compile(r"year|\ban\b|annee|\bano|год|лет|سن|年")
_MONTHS = re.compile(r"month|mois|\bmes|месяц|شهر|个月")
_ONES = {"a": "1", "an": "1", "un": "1", "une": "1", "una": "1", "one": "1", "一": "1"}


@lru_cache(maxsize=8)
def _pattern(code: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[code], re.IGNORECASE)


def days_ago(scene: Scene, code: str, published: date | None) -> Iterator[DayMention]:
    """The days of a sentence that are counted back from the day of publication."""
    if published is None:
        return
    for match in _pattern(code).finditer(scene.text, scene.start, scene.end):
        typed = _typed(_numbered(match, code), code, published)
        inside = [n for n, token in enumerate(scene.tokens) if match.start() <= token.start < match.end()]
        if typed and inside:
            exact = len(typed) == len("2018-07-18")
            yield DayMention(inside[0], inside[-1] + 1, match.start(), match.end(), typed, exact=exact)


def _numbered(match: re.Match[str], code: str) -> str:
    """The words with their number in digits; `dateparser` does not read number words in every language."""
    count = match["count"] if "count" in match.re.groupindex else None
    digits = count and _numbers(code).get(count.casefold())
    return match[0].replace(count, digits, 1) if count and digits else match[0]


@lru_cache(maxsize=8)
def _numbers(code: str) -> dict[str, str]:
    return _ONES | {names.plain(one).casefold(): value for value, one in words.of(LANGUAGES[code])["number"]}


@lru_cache(maxsize=4_096)
def _typed(said: str, code: str, published: date) -> str:
    """The day, month or year meant, as typed: as exact as the words are."""
    import dateparser  # it takes a second to load, and most texts never need it

    settings = {
        "RELATIVE_BASE": datetime.combine(published, time.min),
        "PARSERS": ["relative-time"],
        "RETURN_AS_TIMEZONE_AWARE": False,
        "TIMEZONE": "UTC",
    }
    found = dateparser.parse(said, languages=[code], settings=settings)  # pyright: ignore[reportArgumentType]  (a dict)
    if found is None or not add_months(published, -1200) <= found.date() <= published:
        return ""
    if _YEARS.search(said):
        return f"{found.year}"
    if _MONTHS.search(said):
        return f"{found.year}-{found.month:02}"
    return found.date().isoformat()
