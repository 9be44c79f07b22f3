"""The drawing of a stock against a deadline: each figure with its bounds, its possible days and its grade."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.domain.dates import day_words
from tracker.domain.history import bounds
from tracker.domain.series import Point, Series
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
    Place,
    amounts_up_to,
    day_ticks,
    days_between,
    field,
    nice,
    spread,
)

LONGEST = 24
"""How many letters of a source's own words stand beside a mark."""

_BESIDE = (
    *((11, 4, "start"), (0, -12, "middle"), (-11, 4, "end"), (0, 22, "middle")),
    *((-8, -12, "start"), (8, -12, "end"), (-8, 22, "start"), (8, 22, "end")),
    *((11, 20, "start"), (-11, 20, "end"), (-8, -28, "start"), (8, -28, "end"), (-8, 38, "start"), (8, 38, "end")),
)
"""Where the words of a mark may stand, the best place first."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure: at `x`, between `top` and `bottom`, over the days from `left` to `right`.

    `is_open_above`: no upper bound is known, so the bar ends in an arrow. `is_bound`: it is no one number.
    """

    point: Point
    x: float
    left: float
    right: float
    top: float
    bottom: float
    is_bound: bool
    is_open_above: bool
    label: Label


@dataclass(frozen=True, slots=True)
class StockChart:
    """Figures of a stock against a deadline. A day that lies beyond the field is told in words at its edge."""

    frame: Frame
    marks: tuple[Mark, ...]
    upright: tuple[Line, ...]
    beyond: str


def stock(line: Series, *, due: date | None, as_of: date) -> StockChart:
    """The figures of a line that has some with days of their own. The as-of day is drawn where it lies near them."""
    points = [point for point in line.points if point.is_dated]
    first, last = min(point.first for point in points), max(point.last for point in points)
    first, last = min(first, due or first), max(last, due or last)
    room = timedelta(days=max((last - first).days // 12, 15))
    near = as_of <= last + 4 * room
    first, last = first - room, max(last, as_of if near else last) + room
    right = WIDTH - 24
    place = days_between(first, last, LEFT, right)
    amounts = nice(1.12 * max(max(point.low or 0, point.high or 0) for point in points))
    height = amounts_up_to(amounts[-1], TOP, HEIGHT - BOTTOM)
    upright = [Line(place(due), f"deadline {day_words(due)}", 0, "deadline")] if due else []
    upright += [Line(place(as_of), f"as of {day_words(as_of)}", 0, "as-of")] if near else []
    return StockChart(
        field(WIDTH, right, day_ticks(first, last, place), amounts, height),
        tuple(_marks(points, place, height, right)),
        tuple(spread(upright, right)),
        "" if near else f"as of {day_words(as_of)}",
    )


def _marks(points: Sequence[Point], place: Place, height: Callable[[float], float], right: float) -> Iterable[Mark]:
    taken: list[tuple[float, float, float, float]] = []
    raw = []
    for point in points:
        x1, x2 = place(point.first), place(point.last)
        middle = round((x1 + x2) / 2, 1)
        top = TOP if point.high is None else height(point.high)
        bottom = height(point.low or 0)
        raw.append((point, middle, x1, x2, top, bottom))
        taken.append((middle - 6, min(top, bottom) - 6, middle + 6, max(top, bottom) + 6))
    for point, middle, x1, x2, top, bottom in raw:
        words = _words(point)
        label = _label(words, middle, top, taken, right)
        yield Mark(point, middle, x1, x2, top, bottom, point.low != point.high, point.high is None, label)


def _words(point: Point) -> str:
    """The number and its grade; its bounds where the source is wordy. The table beside says how one was converted."""
    number = point.words if len(point.words) <= LONGEST else bounds(point.low, point.high)
    number = f"{number} converted" if point.converted else number
    return f"{number} · {point.grade}" if point.grade else number


def _label(words: str, x: float, y: float, taken: list[tuple[float, float, float, float]], right: float) -> Label:
    """A label beside a mark, at the first place where it covers nothing; without words where there is no such place."""
    wide = len(words) * LETTER
    places = [(x + dx, y + dy, anchor) for dx, dy, anchor in _BESIDE]
    boxes = [(_box(a, b, wide, anchor), Label(round(a, 1), round(b, 1), words, anchor)) for a, b, anchor in places]
    fitting = [
        (box, label) for box, label in boxes if box[0] >= LEFT + 2 and box[2] <= right + 20 and box[1] >= TOP - 8
    ]
    free = [one for one in fitting if not any(_meet(one[0], other) for other in taken)]
    if not free:
        return Label(x, y, "")
    box, label = free[0]
    taken.append(box)
    return label


def _box(x: float, y: float, wide: float, anchor: str) -> tuple[float, float, float, float]:
    left = {"start": x, "middle": x - wide / 2, "end": x - wide}[anchor]
    return left, y - 12, left + wide, y + 4


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def of_lines(lines: Iterable[Series], *, due: date | None, as_of: date) -> dict[Series, StockChart]:
    """The charts of those lines that are drawn."""
    return {line: stock(line, due=due, as_of=as_of) for line in lines if line.is_drawn}
