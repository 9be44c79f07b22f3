"""The drawing of the outcomes of a cell over time, as a band: by the day judged, or by the instant of known at."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol

from tracker.domain.vocabulary import Outcome
from tracker.exports.charts.drawing import LETTER, Line, Tick, day_ticks, days_between, spread


class Turned(Protocol):
    """A change of the outcome of a cell."""

    @property
    def outcome(self) -> Outcome:
        """What it is from then on."""
        ...


class Turn(Turned, Protocol):
    """A change on a day."""

    @property
    def day(self) -> date:
        """The day."""
        ...


class Learnt(Turned, Protocol):
    """A change at an instant."""

    @property
    def at(self) -> datetime:
        """The instant."""
        ...


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on which one outcome held; `number` is the row of the table in which it begins.

    `words` are empty where there is no room for them, and `label` is the height of the number, None without room.
    """

    outcome: Outcome
    number: int
    x: float
    width: float
    words: str
    has_shape: bool
    label: float | None


@dataclass(frozen=True, slots=True)
class Band:
    """Outcomes of a cell over time."""

    width: float
    height: float
    top: float
    bottom: float
    stretches: tuple[Stretch, ...]
    days: tuple[Tick, ...]
    upright: tuple[Line, ...]


BAND_WIDTH, BAND_HEIGHT = 1080, 118
_BAND_TOP, _BAND_BOTTOM = 52, 84
EDGE = 20


def band(turns: Sequence[Turn], *, until: date, as_of: date) -> Band:
    """The outcomes of a cell from the first day on which it had one. `turns` are its changes in order, one at least."""
    first = turns[0].day
    last = max(until, turns[-1].day) + timedelta(days=max((until - first).days // 40, 1))
    place = days_between(first, last, EDGE, BAND_WIDTH - EDGE)
    stretches = _stretches(turns, [place(turn.day) for turn in turns])
    return _band(stretches, day_ticks(first, last, place, 10), Line(place(as_of), "as of", 0, "as-of"))


def known_band(turns: Sequence[Learnt], *, known_at: datetime) -> Band:
    """The same for one day, from the first instant at which anything was known to that of known at."""
    first = turns[0].at
    last = known_at + ((known_at - first) / 40 or timedelta(days=1))
    place = _instants_between(first, last)
    days = day_ticks(first.date(), last.date(), lambda day: place(datetime.combine(day, time.min, UTC)), 10)
    here = Line(place(known_at), "known at", 0, "as-of")
    stretches = _stretches(turns, [place(turn.at) for turn in turns])
    return _band(stretches, tuple(tick for tick in days if tick.at >= EDGE), here)


def _instants_between(first: datetime, last: datetime) -> Callable[[datetime], float]:
    return lambda at: round(EDGE + (BAND_WIDTH - 2 * EDGE) * ((at - first) / (last - first)), 1)


def _band(stretches: tuple[Stretch, ...], days: tuple[Tick, ...], here: Line) -> Band:
    lines = tuple(spread([here], BAND_WIDTH - EDGE))
    return Band(BAND_WIDTH, BAND_HEIGHT, _BAND_TOP, _BAND_BOTTOM, stretches, days, lines)


def _stretches(turns: Sequence[Turned], places: Sequence[float]) -> tuple[Stretch, ...]:
    """A stretch for each run of turns with one outcome, from its place to that of the next."""
    begun = [n for n, turn in enumerate(turns) if n == 0 or turn.outcome is not turns[n - 1].outcome]
    ends = [*(places[n] for n in begun[1:]), BAND_WIDTH - float(EDGE)]
    stretches, edges = [], [0.0] * 3
    for n, end in zip(begun, ends, strict=True):
        x = places[n]
        row = next((row for row, edge in enumerate(edges) if x >= edge), None)
        if row is not None:
            edges[row] = x + 10 + LETTER * len(str(n + 1))
        stretches.append(_stretch(turns[n].outcome, n + 1, x, end - x, row))
    return tuple(stretches)


def _stretch(outcome: Outcome, number: int, x: float, width: float, row: int | None) -> Stretch:
    fits = width >= len(outcome.label) * LETTER + 34
    label = None if row is None else float(_BAND_TOP - 8 - 14 * row)
    return Stretch(outcome, number, x, round(width, 1), outcome.label if fits else "", width >= 24, label)
