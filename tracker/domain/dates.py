"""Days and partial days. A `Span` keeps what a source said and the first and last day it can mean.

Invariant: `first <= last`; both are calendar days without a time zone, inside 1945..2100 when read from text.
"""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

FIRST_YEAR, LAST_YEAR = 1945, 2100
FIRST_DAY, LAST_DAY = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
ABOUT = timedelta(days=3)  # how far from a named day "about" may reach, either side
MONTHS = tuple(calendar.month_name)[1:]
_MONTH_WORDS = {name.casefold(): n for n, name in enumerate(MONTHS, 1)}
_MONTH_WORDS |= {name.casefold()[:3]: n for n, name in enumerate(MONTHS, 1)} | {"sept": 9}
_ABSENT = frozenset({"", "not stated", "none", "unknown", "n/a", "-"})
_CAN_TYPE = "type 2018, 2018-12, 18 July 2018, 2018-07-18, early 2018 or 1 May 2018 to 18 July 2018"


class DateUnreadable(ValueError):
    """The text is no date this product can read; the message says what can be typed."""


@dataclass(frozen=True, slots=True)
class Span:
    """First and last possible day, both included, and the words they were read from."""

    first: date
    last: date
    wording: str

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"a span cannot end ({self.last}) before it begins ({self.first})")

    @classmethod
    def of_day(cls, day: date) -> "Span":
        """Make the span of a day that is known."""
        return cls(day, day, day_words(day))

    @property
    def is_day(self) -> bool:
        """Say whether only one day is possible."""
        return self.first == self.last

    @property
    def days(self) -> int:
        """Number of possible days, at least 1."""
        return (self.last - self.first).days + 1

    def contains(self, day: date) -> bool:
        """Say whether `day` is one of the possible days."""
        return self.first <= day <= self.last

    def overlaps(self, other: "Span") -> bool:
        """Say whether the two have a possible day in common."""
        return self.first <= other.last and other.first <= self.last


def day_words(day: date) -> str:
    """`18 July 2018`, in English whatever the locale of the process."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def instant_words(at: datetime) -> str:
    """`18 July 2018, 09:05:00 UTC`, of an instant in any zone."""
    moment = at.astimezone(UTC)
    return f"{day_words(moment.date())}, {moment:%H:%M:%S} UTC"


def month_number(word: str) -> int | None:
    """1..12 for an English month name or its usual short form, with or without a full stop."""
    return _MONTH_WORDS.get(word.casefold().rstrip("."))


def month_span(year: int, month: int) -> Span:
    """Make the span of a whole month."""
    last = calendar.monthrange(year, month)[1]
    return Span(date(year, month, 1), date(year, month, last), f"{MONTHS[month - 1]} {year}")


def year_span(year: int) -> Span:
    """Make the span of a whole year."""
    return Span(date(year, 1, 1), date(year, 12, 31), str(year))


def add_months(day: date, n: int) -> date:
    """`n` calendar months on (or back); a day the month lacks becomes its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


# --- reading ---------------------------------------------------------------------------------------------

_SPACES = re.compile(r"\s+")
_HEDGE = re.compile(r"(about|around|approximately|circa|ca?\.|~|early|mid|late)[\s-]*(?=[a-z0-9])(.+)")
_RANGE_WORDS = (
    re.compile(r"from (.+?) (?:to|until|through) (.+)"),
    re.compile(r"between (.+?) and (.+)"),
    re.compile(r"(.+?)\s*\.\.\.?\s*(.+)"),
    re.compile(r"(.+?)\s*/\s*(\d{4}.*)"),
    re.compile(r"(.+?) (?:to|until|through|-) (.+)"),
    re.compile(r"(\d{4})-(\d{4})"),
)
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_MONTH = r"([a-z]{3,9})\.?"


def parse_span(text: str) -> Span | None:
    """Read a whole, partial, hedged or ranged date; None when the source states none.

    "early", "mid" and "late" are thirds of the year or month; "about" a day is three days either side, and
    "about" a month or a year is that month or year. Raises DateUnreadable.
    """
    return _spans(text) if len(text) <= _KEPT else _span(text)


def _span(text: str) -> Span | None:
    words = _SPACES.sub(" ", text.replace("\u2013", "-").replace("\u2014", "-")).strip()
    if words.casefold() in _ABSENT:
        return None
    if len(words) > 80:
        raise DateUnreadable(f"A date of {len(words)} characters cannot be read: {_CAN_TYPE}.")
    if any(c.isdigit() and not c.isascii() for c in words):
        raise DateUnreadable(f"“{words}” has digits other than 0-9: {_CAN_TYPE}.")
    first, last = _bounds(words.casefold(), words)
    return Span(first, last, words)


_KEPT = 100
"""How long a text may be to be read only once; a record has the same few days over and over."""
_spans = lru_cache(maxsize=8_192)(_span)


def _bounds(text: str, words: str) -> tuple[date, date]:
    found = _one(text, words) or _range(text, words)
    if found is None:
        raise DateUnreadable(f"“{words}” is not a date that can be read: {_CAN_TYPE}.")
    return found


def _range(text: str, words: str) -> tuple[date, date] | None:
    for pattern in _RANGE_WORDS:
        parts = pattern.fullmatch(text)
        if parts:
            start, end = _one(parts[1], words), _one(parts[2], words)
            if start is None or end is None:
                return None
            first, last = start[0], end[1]
            if first > last:
                raise DateUnreadable(f"“{words}” ends before it begins: type the earlier date first.")
            return first, last
    return None


def _one(text: str, words: str) -> tuple[date, date] | None:
    """Read a date without a range in it, with or without a hedge before it."""
    hedged = _HEDGE.fullmatch(text)
    found = _simple(hedged[2] if hedged else text, words)
    if found is None or hedged is None:
        return found
    if hedged[1] in ("early", "mid", "late"):
        return _third(hedged[1], *found, words)
    if found[0] != found[1]:
        return found
    return max(FIRST_DAY, found[0] - ABOUT), min(LAST_DAY, found[0] + ABOUT)


def _third(hedge: str, first: date, last: date, words: str) -> tuple[date, date]:
    """January-April, May-August, September-December of a year; days 1-10, 11-20, 21-end of a month."""
    if first == last:
        raise DateUnreadable(f"“{words}” puts “{hedge}” before a day: use it before a month or a year.")
    step = ("early", "mid", "late").index(hedge)
    if first.month != last.month:
        return add_months(first, 4 * step), add_months(first, 4 * step + 4) - timedelta(days=1)
    start = first + timedelta(days=10 * step)
    return start, last if hedge == "late" else start + timedelta(days=9)


def _simple(text: str, words: str) -> tuple[date, date] | None:
    for pattern, read in _SHAPES:
        parts = pattern.fullmatch(text)
        if parts:
            return read(parts.groups(), words)
    return None


def _read_year(parts: tuple[str, ...], words: str) -> tuple[date, date]:
    year = _year(parts[0], words)
    return date(year, 1, 1), date(year, 12, 31)


def _read_month(year: str, month: str, words: str) -> tuple[date, date]:
    span = month_span(_year(year, words), _month(month, words))
    return span.first, span.last


def _read_day(year: str, month: str, day: str, words: str) -> tuple[date, date]:
    y, m = _year(year, words), _month(month, words)
    if not 1 <= int(day) <= calendar.monthrange(y, m)[1]:
        raise DateUnreadable(f"“{words}”: {MONTHS[m - 1]} {y} has no day {int(day)}; check the day.")
    read = date(y, m, int(day))
    return read, read


def _year(text: str, words: str) -> int:
    if not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise DateUnreadable(f"“{words}”: type a year from {FIRST_YEAR} to {LAST_YEAR}.")
    return int(text)


def _month(text: str, words: str) -> int:
    number = int(text) if text.isdecimal() else month_number(text)
    if number is None or not 1 <= number <= 12:
        raise DateUnreadable(f"“{words}”: “{text}” is not a month; type a name or a number from 1 to 12.")
    return number


_Reader = Callable[[tuple[str, ...], str], tuple[date, date]]
_SHAPES: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (re.compile(r"(\d{4})"), _read_year),
    (re.compile(r"(\d{4})-(\d{2})"), lambda p, w: _read_month(p[0], p[1], w)),
    (re.compile(_MONTH + r",? (\d{4})"), lambda p, w: _read_month(p[1], p[0], w)),
    (re.compile(r"(\d{4})-(\d{2})-(\d{2})"), lambda p, w: _read_day(p[0], p[1], p[2], w)),
    (re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})"), lambda p, w: _read_day(p[2], p[1], p[0], w)),
    (re.compile(_DAY + r"(?: of)? " + _MONTH + r",? (\d{4})"), lambda p, w: _read_day(p[2], p[1], p[0], w)),
    (re.compile(_MONTH + " " + _DAY + r",? (\d{4})"), lambda p, w: _read_day(p[2], p[0], p[1], w)),
)


# --- writing ---------------------------------------------------------------------------------------------


def print_span(span: Span) -> str:
    """Canonical English wording; `parse_span` reads it back to the same first and last day."""
    hedged = _HEDGE.fullmatch(span.wording.casefold())
    if hedged and _agrees(span):
        inner = _simple(hedged[2], span.wording)
        if inner is not None:
            return f"{_hedge_word(hedged[1])} {_plain(*inner)}"
    return _plain(span.first, span.last)


def _agrees(span: Span) -> bool:
    """Say whether the wording means the same days; a caller who builds a span may have written anything."""
    try:
        read = parse_span(span.wording)
    except DateUnreadable:
        return False
    return read is not None and (read.first, read.last) == (span.first, span.last)


def _hedge_word(word: str) -> str:
    return word if word in ("early", "mid", "late") else "about"


def _plain(first: date, last: date) -> str:
    if first == last:
        return day_words(first)
    if (first, last) == (year_span(first.year).first, year_span(first.year).last):
        return str(first.year)
    month = month_span(first.year, first.month)
    if (first, last) == (month.first, month.last):
        return month.wording
    return f"{day_words(first)} to {day_words(last)}"


# --- in running text -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Clue:
    """A date found in a text and every span it can mean, likeliest first; `full` if it has month and year."""

    words: str
    spans: tuple[Span, ...]
    start: int
    end: int
    full: bool = False

    def fits(self, day: date) -> bool:
        """Say whether the clue can mean `day`, an adoption in New York that Asia dates a day later."""
        return any(s.contains(day) or (s.is_day and s.contains(day + timedelta(days=1))) for s in self.spans)


_MONTH_NAME = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_IN_YEAR = r"(?:,? ?(?P<open>[\[(])?(?P<year>(?:19|20)[0-9]{2})\b(?(open)[\])])|,?(?: of)? (?P<rel>last|this) year)"
_NTH = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?(?: of)?"
_CLUES = tuple(
    re.compile(r"(?<![\w-])" + pattern + r"(?![\w-])", re.IGNORECASE)
    for pattern in (
        r"(?P<year>(?:19|20)[0-9]{2})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})",
        rf"{_NTH} {_MONTH_NAME}{_IN_YEAR}?",
        rf"{_MONTH_NAME} (?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?![0-9]){_IN_YEAR}?",
        rf"{_MONTH_NAME}{_IN_YEAR}",
        rf"(?P<rel>last|this) {_MONTH_NAME}",
        _MONTH_NAME,
        r"(?P<rel>last|this) year",
        r"(?P<year>(?:19|20)[0-9]{2})",
    )
)
_VERBS = ("may", "mar", "march")  # words of English that are months only after one of these:
_BEFORE_MONTH = re.compile(r"\b(?:in|of|since|by|during|until|from|early|mid|late)[ -]$", re.IGNORECASE)


def find_clues(text: str, said: date | None) -> tuple[Clue, ...]:
    """Dates named in running text, in order; "last June" and "Dec. 22" are read from the day it was said.

    Without that day a date that names no year is left out.
    """
    found: list[Clue] = []
    spent: list[tuple[int, int]] = []  # the words of impossible days too: "31 April" is not "April"
    for pattern in _CLUES:
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in spent):
                continue
            parts, spans = match.groupdict(), _meanings(match, text, said)
            if spans or parts.get("day"):
                spent.append(match.span())
            if spans:
                full = bool(parts.get("month") and parts.get("year"))
                found.append(Clue(match[0], spans, *match.span(), full))
    return tuple(sorted(found, key=lambda clue: clue.start))


def _meanings(match: re.Match[str], text: str, said: date | None) -> tuple[Span, ...]:
    parts = match.groupdict()
    name, year, rel = parts.get("month"), parts.get("year"), (parts.get("rel") or "").casefold()
    if name is None:
        years = _years(year, rel, said)
        return tuple(year_span(y) for y in years)
    if match[0] == name and not _is_month_word(match, text):
        return ()
    month = int(name) if name.isdecimal() else month_number(name) or 0
    if not 1 <= month <= 12:
        return ()
    spans = [_part(y, month, parts.get("day")) for y in _years(year, rel, said, month, match)]
    spans = [span for span in spans if span is not None and (year or rel or said is None or span.first <= said)]
    return tuple(spans if year or rel else spans[:1])


def _is_month_word(match: re.Match[str], text: str) -> bool:
    if not match[0][0].isupper():
        return False
    return match[0].casefold() not in _VERBS or bool(_BEFORE_MONTH.search(text[: match.start()]))


def _years(
    year: str | None, rel: str, said: date | None, month: int = 0, match: re.Match[str] | None = None
) -> tuple[int, ...]:
    """List the years a date can lie in, likeliest first: "last June" is the latest, or that of last year."""
    if year:
        return (int(year),) if FIRST_YEAR <= int(year) <= LAST_YEAR else ()
    if said is None:
        return ()
    if rel == "this":
        return (said.year,)
    if rel == "last":
        past = month and match and match[0].casefold().startswith("last") and month < said.month
        return (said.year, said.year - 1) if past else (said.year - 1,)
    return tuple(range(said.year, said.year - 5, -1))  # five, so that 29 February is met


def _part(year: int, month: int, day: str | None) -> Span | None:
    if day is None:
        return month_span(year, month)
    if not 1 <= int(day) <= calendar.monthrange(year, month)[1]:
        return None
    return Span.of_day(date(year, month, int(day)))
