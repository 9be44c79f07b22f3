"""When a figure is over a limit: in the limit's unit, within its period, and by the lower bound of the figure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.domain.dates import FIRST_DAY, add_months
from tracker.domain.facts import Limit

Span = tuple[date | None, date | None]
"""The first and the last day of a period; None where a limit names none."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that a claim gives: its lower bound (None when only an upper one is known), unit, and days covered."""

    low: float | None
    unit: str
    first: date
    last: date


def is_over(limits: Iterable[Limit], figures: Iterable[Figure]) -> bool:
    """Whether a figure is over a limit that it counts against. Of alternative limits, the lower one decides."""
    figures = tuple(figures)
    return any(counts(limit, figure) and _above(limit, figure) for limit in limits for figure in figures)


def counts(limit: Limit, figure: Figure) -> bool:
    """Whether a figure is measured by a limit: same unit, inside its bounds, and no longer than one of its periods.

    A figure that covers more than one period says nothing of any one of them.
    """
    inside = (limit.first is None or figure.first >= limit.first) and (limit.last is None or figure.last <= limit.last)
    short = limit.every_months is None or months_covered(figure.first, figure.last) <= limit.every_months
    return limit.unit == figure.unit and inside and short


def months_covered(first: date, last: date) -> int:
    """The least number of calendar months, begun on `first`, that hold `last` too: 1 for a day, 12 for a year."""
    months = max(1, (last.year - first.year) * 12 + last.month - first.month)
    return months if last < add_months(first, months) else months + 1


def _above(limit: Limit, figure: Figure) -> bool:
    return figure.low is not None and figure.low > limit.value


def spans_of(limit: Limit, as_of: date) -> list[Span]:
    """The periods of a limit that had begun by a day, in order."""
    if limit.every_months is None:
        begun = limit.first is None or limit.first <= as_of
        return [(limit.first, limit.last)] if begun else []
    spans: list[Span] = []
    start, until = limit.first or FIRST_DAY, min(as_of, limit.last or as_of)
    while (first := add_months(start, len(spans) * limit.every_months)) <= until:
        last = add_months(start, (len(spans) + 1) * limit.every_months) - timedelta(days=1)
        spans.append((first, min(last, limit.last or last)))
    return spans
