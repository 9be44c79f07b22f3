"""A day named in a sentence, and two of them that are one span: "from May to July 2018"."""

from dataclasses import dataclass
from datetime import date, timedelta

from tracker.domain.dates import DateUnreadable, Span, add_months, parse_span
from tracker.domain.scenes import Scene


@dataclass(frozen=True, slots=True)
class DayMention:
    """A day named in a sentence: tokens `first` to before `after`, `typed` as `domain.dates` reads it.

    `limit` is "by", "since" or "after" where such a word stands before it; `exact` says that it is one day,
    `bare` that it names no year. `fault` says in a sentence why the calendar has no such day; then `typed` is empty.
    """

    first: int
    after: int
    start: int
    end: int
    typed: str
    limit: str = ""
    exact: bool = False
    weekday: bool = False
    bare: bool = False
    fault: str = ""

    @property
    def span(self) -> Span | None:
        """Its first and last day."""
        return parse_span(self.typed)


_LATIN = frozenset(["to", "until", "till", "through", "and", "au", "a", "al", "y", "hasta"])
_TO = _LATIN | {"по", "до", "и", "الى", "حتي", "و", "至", "到"}
_FROM = frozenset(["from", "between", "du", "entre", "de", "desde", "с", "между", "من", "بين", "从", "自", "depuis"])


def ranged(found: list[DayMention], scene: Scene) -> list[DayMention]:
    """Two days with "to" between them and "from" before them are one span."""
    merged: list[DayMention] = []
    for mention in found:
        if merged and (joined := _joined(merged[-1], mention, scene)):
            merged[-1] = joined
        else:
            merged.append(mention)
    return merged


def _of_year(one: DayMention, other: DayMention) -> str:
    """The first of two days; one that names no year is of the year of the second: "January-May 2020"."""
    return other.typed[:4] + one.typed[4:] if one.bare and other.typed[:4].isdecimal() and one.typed[4:] else one.typed


def _joined(one: DayMention, other: DayMention, scene: Scene) -> DayMention | None:
    gap = scene.keys(one.after, other.first)
    led = one.first > 0 and scene.tokens[one.first - 1].key in _FROM
    dash = not gap and scene.text[one.end : other.start].strip() == "-"
    if not (dash or (led and len(gap) == 1 and gap[0] in _TO)):
        return None
    if fault := one.fault or other.fault:
        return DayMention(one.first, other.after, one.start, other.end, "", exact=True, fault=fault)
    try:
        first, last = parse_span(_of_year(one, other)), parse_span(other.typed)
        if first is None or last is None or first.first > last.last or ".." in one.typed + other.typed:
            return None
        typed = f"{first.first.isoformat()}..{last.last.isoformat()}"
    except DateUnreadable:
        return None
    return DayMention(one.first, other.after, one.start, other.end, typed)


def relative(value: str, published: date) -> str:
    """A relation to the day of publication as a date; empty for a value that is none by itself."""
    if value.lstrip("-").isdecimal():
        return (published + timedelta(days=int(value))).isoformat()
    if value == "weekend":
        saturday = published - timedelta(days=(published.weekday() - 5) % 7)
        return f"{saturday.isoformat()}..{min(saturday + timedelta(days=1), published).isoformat()}"
    step = {"last": -1, "this": 0, "next": 1}.get(value.partition(" ")[0])
    if step is None:
        return ""
    match value.partition(" ")[2]:
        case "week":
            monday = published - timedelta(days=published.weekday()) + timedelta(weeks=step)
            return f"{monday.isoformat()}..{(monday + timedelta(days=6 if step else published.weekday())).isoformat()}"
        case "month":
            return add_months(published, step).isoformat()[:7]
        case "year":
            return str(published.year + step)
    return ""
