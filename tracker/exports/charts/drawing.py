"""What every chart is drawn from: a field with axes, lines across it, and labels, in pixels of a drawing of fixed size.

Text is never scaled, so that it stays as large as the stylesheet says; on a narrow screen the drawing scrolls.
Templates draw what is placed here, and nothing is decided here.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, floor, log10

from tracker.domain.dates import MONTHS, add_months

WIDTH, HEIGHT = 560, 330
LEFT, TOP, BOTTOM = 86, 46, 44
LETTER = 7.4
"""How wide a letter of a label is, on the average."""

_STEPS = (1, 2, 2.5, 5, 10)
_MONTHS = (1, 3, 6, 12, 24, 60, 120)


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis, with its words."""

    at: float
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line across the drawing at a place, with its label at another one, in a row above or below."""

    at: float
    words: str
    label: float
    kind: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a place; `anchor` is start, middle or end."""

    x: float
    y: float
    words: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Frame:
    """The field of a drawing, with its axes."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    days: tuple[Tick, ...]
    amounts: tuple[Tick, ...]


Place = Callable[[date], float]


def days_between(first: date, last: date, left: float, right: float) -> Place:
    """Where days stand that lie between two, from left to right."""
    span = max((last - first).days, 1)
    return lambda day: round(left + (right - left) * (day - first).days / span, 1)


def amounts_up_to(most: float, top: float, bottom: float) -> Callable[[float], float]:
    """Where amounts stand from 0 at the bottom; what is more than `most` stands at the top."""
    return lambda amount: round(bottom - (bottom - top) * max(min(amount, most), 0) / most, 1)


def day_ticks(first: date, last: date, place: Place, most: int = 6) -> tuple[Tick, ...]:
    """Marks on the first days of months or years, no more than a number of them; on days where there are few."""
    if (last - first).days <= 31 * 3:
        return _single_days(first, last, place)
    months = max((last.year - first.year) * 12 + last.month - first.month, 1)
    step = next((one for one in _MONTHS if months / one <= most), _MONTHS[-1])
    start = date(first.year - first.year % max(step // 12, 1), 1, 1)
    found = []
    for n in range(months // step + 24):
        day = add_months(start, n * step)
        if first <= day <= last:
            found.append(Tick(place(day), str(day.year) if step >= 12 else f"{MONTHS[day.month - 1][:3]} {day.year}"))
    return tuple(found)


def _single_days(first: date, last: date, place: Place) -> tuple[Tick, ...]:
    step = max(ceil(((last - first).days + 1) / 4), 1)
    days = [first + timedelta(days=n) for n in range(0, (last - first).days + 1, step)]
    return tuple(Tick(place(day), f"{day.day} {MONTHS[day.month - 1][:3]}") for day in days)


def nice(most: float) -> tuple[float, ...]:
    """Round amounts from 0 to the first one that is not below `most`, three to six of them."""
    size = 10 ** floor(log10(most)) if most > 0 else 1
    step = next(one * size / 10 * k for k in (1, 10) for one in _STEPS if ceil(most / (one * size / 10 * k)) <= 5)
    return tuple(step * n for n in range(ceil(most / step) + 1)) if most > 0 else (0, 1)


def amount(value: float) -> str:
    """An amount as an axis has it: 500,000; 1.5 million."""
    if value >= 1_000_000_000:
        return f"{value / 1_000_000_000:g} billion"
    if value >= 1_000_000:
        return f"{value / 1_000_000:g} million"
    return f"{value:,.0f}" if value == int(value) else f"{value:,g}"


def field(
    width: float, right: float, days: tuple[Tick, ...], amounts: Sequence[float], height: Callable[[float], float]
) -> Frame:
    """The field of a drawing, with its axes."""
    ticks = tuple(Tick(height(one), amount(one)) for one in amounts)
    return Frame(width, HEIGHT, LEFT, right, TOP, HEIGHT - BOTTOM, days, ticks)


def spread(lines: Sequence[Line], right: float) -> Iterator[Line]:
    """Upright lines with their labels above them; one that would cover the one before it stands a row higher."""
    edge = 0.0
    for line in sorted(lines, key=lambda one: one.at):
        half = len(line.words) * LETTER / 2
        label = min(max(line.at, half), right - half + 18)
        row = 1 if label - half < edge else 0
        edge = label + half + 6
        yield Line(line.at, line.words, round(label, 1), line.kind, row)
