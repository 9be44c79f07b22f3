"""The drawing of a running total against its limit in one period."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.dates import day_words
from tracker.domain.totals import PeriodTotal
from tracker.exports.charts.drawing import (
    BOTTOM,
    HEIGHT,
    LEFT,
    LETTER,
    TOP,
    WIDTH,
    Frame,
    Label,
    Line,
    amount,
    amounts_up_to,
    day_ticks,
    days_between,
    field,
    nice,
    spread,
)

ROOM = 26
"""How far a drawing goes on after the last day, so that what is reached on it can be seen."""


@dataclass(frozen=True, slots=True)
class TotalChart:
    """A running total against its limit: the certain sum as steps, what is possible as a band, the limit as a line.

    `band` has the corners of what is possible beyond the certain sum, empty where nothing is. `is_open`: no upper bound
    is known, so the band has no upper edge.
    """

    frame: Frame
    steps: str
    band: str
    is_open: bool
    dots: tuple[Label, ...]
    lines: tuple[Line, ...]
    upright: tuple[Line, ...]


def running(total: PeriodTotal, *, as_of: date) -> TotalChart:
    """The running total of a period in which something counts. A figure is added on the last of its days."""
    first = total.first or min(entry.first for entry in total.counted)
    last = total.last or max(as_of, *(entry.last for entry in total.counted))
    right = WIDTH - 92
    place = days_between(first, last, LEFT, right - ROOM)
    known = [total.limit.value, total.low, *(high for _, _, high in total.steps if high is not None)]
    amounts = nice(1.08 * max(known))
    height = amounts_up_to(amounts[-1], TOP, HEIGHT - BOTTOM)
    end = place(as_of) if as_of < last else right
    steps = [(place(entry.last), low, high) for entry, low, high in total.steps]
    upright = [Line(place(as_of), f"as of {day_words(as_of)}", 0, "as-of")] if first <= as_of <= last else []
    return TotalChart(
        field(WIDTH, right, day_ticks(first, last, place, 5), amounts, height),
        _stairs(place(first), [(x, low) for x, low, _ in steps], end, height),
        _band(place(first), steps, end, height),
        total.high is None,
        tuple(_dots(steps, height)),
        tuple(_levels(total, height)),
        tuple(spread(upright, right)),
    )


def _stairs(start: float, steps: Sequence[tuple[float, float]], end: float, height: Callable[[float], float]) -> str:
    """A path that goes on level until each step, and up there."""
    parts = [f"M{start} {height(0)}", *(f"H{x} V{height(amount)}" for x, amount in steps)]
    return " ".join([*parts, f"H{end}"])


def _band(
    start: float,
    steps: Sequence[tuple[float, float, float | None]],
    end: float,
    height: Callable[[float], float],
) -> str:
    """What is possible beyond the certain sum: along its upper edge, and back along the certain sum."""
    if all(high == low for _, low, high in steps):
        return ""
    upper = [f"M{start} {height(0)}"]
    for x, _, high in steps:
        upper.append(f"H{x} V{TOP if high is None else height(high)}")
    back = [f"H{end}"]
    lows = [0.0, *(low for _, low, _ in steps)]
    for (x, low, _), before in zip(reversed(steps), reversed(lows[:-1]), strict=True):
        back.append(f"V{height(low)} H{x} V{height(before)}")
    return " ".join([*upper, *back, "Z"])


def _dots(steps: Sequence[tuple[float, float, float | None]], height: Callable[[float], float]) -> Iterable[Label]:
    """The places of the figures, with their numbers, and the certain sum at the last one."""
    for n, (x, low, high) in enumerate(steps, 1):
        words = f"{n}" if n < len(steps) else f"{n}: {'at least ' if high is None else ''}{amount(low)}"
        yield Label(x, height(low), words, "end" if x > LEFT + len(words) * LETTER + 12 else "start")


def _levels(total: PeriodTotal, height: Callable[[float], float]) -> Iterable[Line]:
    """The limit, and the shares of it at which notice is given; labels keep their distance."""
    edge = 0.0
    wanted = [(total.limit.value, "limit", "limit")]
    wanted += [(total.mark(share), f"{share * 100:.4g} %", "alert") for share in reversed(total.alerts)]
    for value, words, kind in wanted:
        at = height(value)
        label = max(at + 4, edge)
        edge = label + 15
        yield Line(at, words, label, kind)


def of_totals(totals: Iterable[PeriodTotal], *, as_of: date) -> dict[PeriodTotal, TotalChart]:
    """The charts of those totals in which something counts."""
    return {total: running(total, as_of=as_of) for total in totals if total.counted}
