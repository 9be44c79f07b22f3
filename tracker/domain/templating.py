"""Templates of statements that recur: the fields of a claim, with blanks for its month, its quantity and its day.

A field is a name and a text, as a form sends them. A blank stands in braces, `{month}`; one that nobody filled in stays
as it is, so that it is seen.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from tracker.domain.dates import DateUnreadable, Span, add_months, day_words, month_span, parse_span
from tracker.domain.errors import RuleBroken

Fields = Sequence[tuple[str, str]]

MONTH, QUANTITY, DAY = "month", "quantity", "day"
BLANKS = {
    MONTH: "the month that it tells of",
    QUANTITY: "the quantity",
    DAY: "the day on which it was said",
}
_BLANK = re.compile(r"\{(month|quantity|day)\}")

NOT_REPEATED = ("origin", "state_action", "base", "reason", "replies_to")
_OF_THE_PAGE = re.compile(r"citations-\d+-(locator|quotation|translation|translator|read_in|sha256)")
_REFERENCE = re.compile(r"quantities-(\d+)-reference")
_WRITTEN = re.compile(r"statement|said|event|notes|quantities-\d+-(wording|counted|reference)|hops-\d+-day")
_NUMBER = re.compile(r"[0-9]{1,30}(?:\.[0-9]{1,30})?")
_FEW = timedelta(days=7)
"""Within how many days a statement that is known from later reports is still one of its first day."""


def generalise(fields: Fields) -> tuple[Fields, str]:
    """What a claim has in common with the next one of its kind, and its month as YYYY-MM; empty if it tells of none.

    What belongs to this one alone is left out: the words quoted and where they stand, its origin, its act.
    """
    kept = [(name, text) for name, text in fields if name not in NOT_REPEATED and not _OF_THE_PAGE.fullmatch(name)]
    given, row = dict(kept), _row_of_month(dict(kept))
    numbers = [given.get(f"{row}-{end}", "") for end in ("low", "high", "wording")]
    spellings = {
        DAY: _days(given.get("said", "")),
        QUANTITY: _numbers(*numbers),
        MONTH: _months(month_of(kept)),
    }
    return [(name, _blanked(name, text, spellings, row)) for name, text in kept], month_of(kept)


def _blanked(name: str, text: str, spellings: Mapping[str, Iterable[str]], row: str) -> str:
    if name in (f"{row}-low", f"{row}-high"):
        return _put(text, QUANTITY, spellings[QUANTITY])
    if not _WRITTEN.fullmatch(name):
        return text
    for blank, written in spellings.items():  # the day before the month that stands in it
        text = _put(text, blank, written)
    return text


def _put(text: str, blank: str, spellings: Iterable[str]) -> str:
    """Put a blank in place of each spelling that stands by itself; a month is no month in "4 October 2018"."""
    alone = r"(?<!\d )" if blank == MONTH else ""
    for spelling in sorted(filter(None, set(spellings)), key=len, reverse=True):
        text = re.sub(rf"{alone}(?<![\w.,{{-]){re.escape(spelling)}(?![\w}}-]|[.,]\d)", f"{{{blank}}}", text)
    return text


def month_of(fields: Fields) -> str:
    """The month, as YYYY-MM, of a figure, else of the event, else of the day said; empty where none is one month."""
    given = dict(fields)
    for name in (f"{_row_of_month(given)}-reference", "event", "said"):
        span = _span(given.get(name, ""))
        if span and (span.first.year, span.first.month) == (span.last.year, span.last.month):
            return f"{span.first:%Y-%m}"
    return ""


def _row_of_month(given: Mapping[str, str]) -> str:
    """The row of the first figure that is for a whole month; of the first figure where none is."""
    rows = [found[1] for name in given if (found := _REFERENCE.fullmatch(name))]
    whole = (row for row in rows if _is_month(_span(given[f"quantities-{row}-reference"])))
    return f"quantities-{next(whole, '0')}"


def _is_month(span: Span | None) -> bool:
    whole = month_span(span.first.year, span.first.month) if span else None
    return span is not None and whole is not None and (span.first, span.last) == (whole.first, whole.last)


def _span(text: str) -> Span | None:
    try:
        return parse_span(text)
    except DateUnreadable:
        return None


def _days(said: str) -> set[str]:
    span = _span(said)
    if span is None or span.last - span.first > _FEW:
        return {said}
    return {said, day_words(span.first), span.first.isoformat()}


def _months(month: str) -> set[str]:
    return {month, month_words(month)} if month else set()


def _numbers(low: str, high: str, wording: str) -> set[str]:
    """The ways in which one figure is written; none for bounds, of which two numbers are given, nor for other words."""
    if low != high or not _NUMBER.fullmatch(low):
        return set()
    number = float(low)
    grouped = f"{number:,.0f}" if number == int(number) else f"{number:,}"
    return {low, grouped, *({wording} if any(map(str.isdigit, wording)) else ())}


def fill(fields: Fields, given: Mapping[str, str]) -> Fields:
    """The fields with the blanks filled in for which something is given; a month as YYYY-MM."""
    texts = {name: month_words(text) if name == MONTH else text for name, text in given.items() if text}
    return [(name, _BLANK.sub(lambda found: texts.get(found[1], found[0]), text)) for name, text in fields]


def blanks_in(fields: Fields) -> tuple[str, ...]:
    """The blanks that stand in the fields, in the order of `BLANKS`."""
    found = {blank for _, text in fields for blank in _BLANK.findall(text)}
    return tuple(blank for blank in BLANKS if blank in found)


def left_open(text: str) -> str:
    """A sentence on the first blank of a text that nobody filled in; empty where there is none."""
    found = _BLANK.search(text)
    return f"Fill in {BLANKS[found[1]]} where “{found[0]}” stands." if found else ""


def read_month(text: str) -> str:
    """A month as YYYY-MM, from any way of writing it. Raises RuleBroken at `month`."""
    span = _span(text)
    if span is None or not _is_month(span):
        raise RuleBroken.at("template", MONTH, "Give one month, such as October 2018 or 2018-10.")
    return f"{span.first:%Y-%m}"


def next_month(month: str) -> str:
    """The month after one, both as YYYY-MM."""
    return f"{add_months(_first(month), 1):%Y-%m}"


def month_words(month: str) -> str:
    """`October 2018`, for `2018-10`."""
    first = _first(month)
    return month_span(first.year, first.month).wording


def _first(month: str) -> date:
    year, _, number = month.partition("-")
    return date(int(year), int(number), 1)
