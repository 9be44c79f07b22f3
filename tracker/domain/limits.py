"""When a figure is over a limit: in the limit's unit, within its period, and by the lower bound of the figure.

A figure that is in the unit of a rate is asked in the other unit too, unless its claim gives another figure in that.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tracker.domain.dates import FIRST_DAY, add_months
from tracker.domain.facts import Limit, Rate
from tracker.domain.rates import Converted, amount, converts, times
from tracker.domain.vocabulary import Measure

Span = tuple[date | None, date | None]
"""The first and the last day of a period; None where a limit names none."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that a claim gives: its lower bound (None when only an upper one is known), unit, and days covered.

    `high` and `wording` are for its words. `converted` says from what it was converted, if it was.
    """

    low: float | None
    unit: str
    first: date
    last: date
    high: float | None = None
    wording: str = ""
    measure: Measure = Measure.FLOW
    converted: Converted | None = None


def first_over(limits: Iterable[Limit], figures: Iterable[Figure], rates: Iterable[Rate] = ()) -> Figure | None:
    """The first figure of one claim that is over a limit that it counts against; those that were converted go last.

    Of alternative limits, the lower one decides.
    """
    given, asked = tuple(figures), tuple(limits)
    every = (*given, *converted(given, rates))
    return next((one for one in every if any(counts(limit, one) and _above(limit, one) for limit in asked)), None)


def converted(figures: Iterable[Figure], rates: Iterable[Rate]) -> Iterator[Figure]:
    """The figures of one claim in the other units of the rates, where the claim gives none in that unit itself."""
    given = tuple(figures)
    units = {figure.unit for figure in given}
    for rate in rates:
        for one in given if rate.into not in units else ():
            if converts(rate, one.unit, one.measure, one.first, one.last):
                words = amount(one.low, one.high, one.wording, one.unit)
                yield replace(one, low=times(one.low, rate.factor), unit=rate.into, converted=Converted(words, rate))


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
