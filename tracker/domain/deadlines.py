"""Deadlines: a rule in a few fixed words, and the days it gives.

Rules: `+24 months`, `+90 days`, `+2 years`, `on 2016-12-31`, `monthly +30 days`, `every 30 days`, `every 3 months`,
`yearly`, `+120 days from event`, `-5 days from event`. Days are counted as the Council does: 30 days from 14 October is
13 November. An event is a recorded fact with its day, such as a delivery or a refusal; what is due some days before it
is counted back from it. From an event only days are counted, since the databases do not agree on months.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import takewhile

from tracker.domain.dates import LAST_DAY, Span, add_months, day_words, month_span

# A duty that begins in the last days of a month joins them to the next month: the first coal report
# of 2321 ¶26 covers 30 November to 31 December 2016, not one day of November by itself.
STUB_DAYS = 7
_LONGEST = 9999  # no rule counts further, so that no rule can leave the calendar unnoticed


class RuleUnreadable(ValueError):
    """The text is no deadline rule; the message says what can be typed."""


class RuleKind(StrEnum):
    """The six shapes of a rule."""

    AFTER = "after"
    ON = "on"
    MONTHLY = "monthly"
    EVERY = "every"
    YEARLY = "yearly"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Rule:
    """`amount` counts `unit` ("days" or "months"), back from the event where negative; `day` is set for ON only."""

    kind: RuleKind
    amount: int = 0
    unit: str = "days"
    day: date | None = None

    @property
    def periodic(self) -> bool:
        """Say whether the rule gives a due date again and again."""
        return self.kind in (RuleKind.MONTHLY, RuleKind.EVERY, RuleKind.YEARLY)

    @property
    def text(self) -> str:
        """The rule as it is typed; `parse_rule` reads it back."""
        match self.kind:
            case RuleKind.ON:
                return f"on {self.day}"
            case RuleKind.AFTER:
                return f"+{_count(self.amount, self.unit)}"
            case RuleKind.EVERY:
                return f"every {_count(self.amount, self.unit)}"
            case RuleKind.MONTHLY:
                return f"monthly +{_count(self.amount, self.unit)}"
            case RuleKind.YEARLY:
                return "yearly"
            case RuleKind.EVENT:
                return f"{'-' if self.amount < 0 else '+'}{_count(abs(self.amount), self.unit)} from event"


@dataclass(frozen=True, slots=True)
class Due:
    """A last day, and for a periodic duty the period that it covers."""

    period: Span | None
    due: date


_STEP = re.compile(r"(\+ ?|every |monthly ?\+ ?)([0-9]{1,4}) ?(day|week|month|year)s?")
_EVENT = re.compile(r"([+-]) ?([0-9]{1,4}) (day|week)s? (?:from|after) (?:the )?event")
_ON = re.compile(r"on ([0-9]{4}-[0-9]{2}-[0-9]{2})")


def parse_rule(text: str) -> Rule:
    """Read a rule. Raises RuleUnreadable."""
    words = " ".join(text.split()).casefold()
    if words in ("yearly", "every year", "annually"):
        return Rule(RuleKind.YEARLY, 12, "months")
    if found := _ON.fullmatch(words):
        return Rule(RuleKind.ON, day=_day(found[1]))
    if (found := _STEP.fullmatch(words)) and int(found[2]):
        return _step(found[1].strip(" +"), int(found[2]), found[3], text)
    if (found := _EVENT.fullmatch(words)) and int(found[2]):
        step = _step("", int(found[2]), found[3], text)
        return Rule(RuleKind.EVENT, -step.amount if found[1] == "-" else step.amount)
    raise _unreadable(text)


def _step(word: str, n: int, unit: str, text: str) -> Rule:
    kind = {"": RuleKind.AFTER, "every": RuleKind.EVERY, "monthly": RuleKind.MONTHLY}[word]
    amount, unit = {"week": (n * 7, "days"), "year": (n * 12, "months")}.get(unit, (n, f"{unit}s"))
    too_far = amount > (_LONGEST if unit == "days" else _LONGEST // 30)
    if too_far or (kind is RuleKind.MONTHLY and unit != "days"):
        raise _unreadable(text)
    return Rule(kind, amount, unit)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RuleUnreadable(f"“on {text}” names a day that does not exist: check the day.") from None


def _unreadable(text: str) -> RuleUnreadable:
    return RuleUnreadable(
        f"“{text}” is not a deadline rule: type +24 months, +90 days, on 2016-12-31, monthly +30 days, "
        "every 30 days, yearly, +120 days from event or -5 days from event."
    )


def due_dates(rule: Rule, *, start: date, until: date, end: date | None = None) -> tuple[Due, ...]:
    """Every due date of a rule that runs from `start`.

    A single rule gives exactly one, and one counted from an event none: see `due_after`. A periodic rule gives those
    due on or before `until`, in order; no period opens after `end`, the duty's last day, and the last period is cut
    off there.
    """
    if rule.kind is RuleKind.ON and rule.day is not None:
        return (Due(None, rule.day),)
    if rule.kind is RuleKind.AFTER:
        return (Due(None, _after(start, rule.amount, rule.unit)),)
    if rule.kind is RuleKind.EVENT:
        return ()
    return tuple(takewhile(lambda found: found.due <= until, every_due(rule, start=start, end=end)))


def due_after(rule: Rule, event: date) -> date:
    """The due date of a rule that is counted from an event of this day, or back from it."""
    if rule.kind is not RuleKind.EVENT:
        raise ValueError(f"“{rule.text}” is not counted from an event.")
    return _after(event, rule.amount, rule.unit)


def every_due(rule: Rule, *, start: date, end: date | None = None) -> Iterator[Due]:
    """The due dates of a periodic rule in order, for ever where the duty has no last day."""
    periods = _months(rule, start) if rule.kind is RuleKind.MONTHLY else _steps(rule, start)
    for first, last, due in periods:
        if end is not None and first > end:
            return
        yield Due(period_span(first, last if end is None else min(last, end)), due)


def around(
    rule: Rule, *, start: date, day: date, end: date | None = None, before: int = 1, after: int = 3
) -> tuple[Due, ...]:
    """The due dates of a periodic rule near a day: the last `before` it, and the first `after` from it on.

    `start` and `end` are as in `due_dates`. A single rule gives none.
    """
    if not rule.periodic:
        return ()
    past: list[Due] = []
    ahead: list[Due] = []
    for due in every_due(rule, start=start, end=end):
        (past if due.due < day else ahead).append(due)
        if len(ahead) == after:
            break
    return (*past[len(past) - min(before, len(past)) :], *ahead)


def _after(start: date, amount: int, unit: str) -> date:
    return add_months(start, amount) if unit == "months" else start + timedelta(days=amount)


def _steps(rule: Rule, start: date) -> Iterator[tuple[date, date, date]]:
    """Count from `start` each time, so that a short month never shifts the later ones."""
    first, n = start, 1
    while first <= LAST_DAY:
        due = _after(start, rule.amount * n, rule.unit)
        yield first, due - timedelta(days=1), due
        first, n = due, n + 1


def _months(rule: Rule, start: date) -> Iterator[tuple[date, date, date]]:
    first, last = start, _month_end(start)
    if (last - first).days + 1 < STUB_DAYS:
        last = _month_end(last + timedelta(days=1))
    while first <= LAST_DAY:
        yield first, last, last + timedelta(days=rule.amount)
        first = last + timedelta(days=1)
        last = _month_end(first)


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def period_span(first: date, last: date) -> Span:
    """A period with its wording: a month by its name, anything else by its two days."""
    month = month_span(first.year, first.month)
    whole = (first, last) == (month.first, month.last)
    return month if whole else Span(first, last, f"{day_words(first)} to {day_words(last)}")


def explain(rule: Rule, start: date) -> str:
    """How the rule's date was reached, in a form a reader can check by hand."""
    if rule.kind is RuleKind.EVENT:
        side = "before" if rule.amount < 0 else "from"
        return f"{_count(abs(rule.amount), rule.unit)} {side} the event that opens it"
    first = next(iter(due_dates(rule, start=start, until=date.max))) if not rule.periodic else _first(rule, start)
    match rule.kind:
        case RuleKind.ON:
            return f"the deadline is {first.due}"
        case RuleKind.AFTER:
            return f"{_count(rule.amount, rule.unit)} from {start} is {first.due}"
        case RuleKind.MONTHLY:
            each = f"{_count(rule.amount, rule.unit)} after each month end from {start}"
        case RuleKind.EVERY:
            each = f"every {_count(rule.amount, rule.unit)} from {start}"
        case RuleKind.YEARLY:
            each = f"every year from {start}"
    return f"{each}; the first is due on {first.due}"


def _first(rule: Rule, start: date) -> Due:
    first, last, due = next(_months(rule, start) if rule.kind is RuleKind.MONTHLY else _steps(rule, start))
    return Due(period_span(first, last), due)


def _count(n: int, unit: str) -> str:
    return f"{n} {unit.removesuffix('s') if n == 1 else unit}"
