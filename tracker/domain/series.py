"""The figures that claims give of one duty, as points on lines: what was counted, where, when, and who says so.

A line is of one state, one sort of number, one unit and one thing counted. "Permits" and "persons" are two lines, and
so are "workers" and "nationals": no figure of the one is added to, subtracted from or drawn with the other. A bound
stays a bound. A number that a claim gives in two units is two points, each by the claim's own word. A figure that was
converted at a rate on record (`domain.converting`) is a point that says so.

A figure is asked for its own days, not for the day on which it was said: as of the end of 2018 there were as many as a
report of 2019 says of that day.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from tracker.domain.entries import Entry
from tracker.domain.facts import ALL_STATES, Clocks
from tracker.domain.history import bounds
from tracker.domain.rates import PEOPLE, Converted
from tracker.domain.vocabulary import Credibility, Kind, Measure, Reliability, ReviewState, Word


class Apart(Word):
    """Why a figure is not among those that count."""

    WAITING = "waiting", "waiting for review", "Its claim is waiting for review."
    RETURNED = "returned", "returned", "A reviewer returned its claim for a change."
    WRONG = "wrong", "judged wrong", "A reviewer found that the record of its claim does not stand."
    WITHDRAWN = "withdrawn", "withdrawn", "Its claim was withdrawn."
    NOT_PUBLIC = "not_public", "not public then", "No source of its claim was certainly published by the day asked for."
    LATER = "later", "after the day", "Its days end after the as-of day."
    SILENT = "silent", "no statement of fact", "Its claim is a call, a position or procedure, and tells no fact."
    FORECAST = "forecast", "of days to come", "It tells of days after it was said: a promise or a forecast."
    LOW = "low", "doubted", "A reviewer judged what its claim says doubtful or improbable."
    UNJUDGED = "unjudged", "not judged", "How credible its claim is cannot be judged."


_SILENT = (Kind.CALL, Kind.POSITION, Kind.PROCEDURAL)
_DOUBTED = (Credibility.FOUR, Credibility.FIVE)
_ROUNDED = re.compile(
    r"\b(?:about|around|some|roughly|approximately|circa|ca|nearly|almost|close to|estimated|or so)\b", re.IGNORECASE
)
_IN_BRACKETS = re.compile(r"\s*\(([^()]*)\)\s*$")
_UNITS = {"t": "tonnes", "bbl": "barrels", "USD": "US dollars", "fraction": "share of a whole"}


class Key(NamedTuple):
    """What makes a line: figures that differ in one of these never share one."""

    state: str
    measure: Measure
    unit: str
    population: str


@dataclass(frozen=True, slots=True)
class Point:
    """One figure of one claim as it was known at an instant.

    `states` are the codes of those it is of; of several, it is of all of them together. `first` and `last` are the days
    that it covers; `reference` is how the claim names them, empty where it does not. `said_*` are the first and the
    last day on which it can have been said. `own`: it speaks for the state itself. `finding`: a UN body finds it.
    `converted` says from what it was converted, in the words of its source; None for a figure as its claim gives it.
    """

    claim: str
    revision: int
    position: int
    states: tuple[str, ...]
    low: float | None
    high: float | None
    unit: str
    counted: str
    measure: Measure
    first: date
    last: date
    kind: Kind
    speaker: str
    origin: str
    wording: str = ""
    reference: str = ""
    baseline: bool = False
    said_first: date | None = None
    said_last: date | None = None
    action: str = ""
    own: bool = False
    finding: bool = False
    review_state: ReviewState = ReviewState.ACCEPTED
    reliability: Reliability | None = None
    credibility: Credibility | None = None
    public_from: date | None = None
    converted: Converted | None = None

    @property
    def state(self) -> str:
        """The state that it is of: a code, or several with commas."""
        return ", ".join(self.states)

    @property
    def is_shared(self) -> bool:
        """Whether it is of several or all states together, so that no part of it is known to be one state's."""
        return len(self.states) != 1 or ALL_STATES in self.states

    @property
    def grade(self) -> str:
        """The Admiralty pair, as B2; empty where nobody graded it."""
        return f"{self.reliability}{self.credibility}" if self.reliability and self.credibility else ""

    @property
    def is_rough(self) -> bool:
        """Whether the words of the source round the number."""
        return bool(_ROUNDED.search(self.converted.words if self.converted else self.wording))

    @property
    def is_exact(self) -> bool:
        """Whether both bounds are known and the same, and the source does not round."""
        return self.low is not None and self.low == self.high and not self.is_rough

    @property
    def is_dated(self) -> bool:
        """Whether it has a day of its own. What is only compared with has none unless the claim names one."""
        return bool(self.reference) or not self.baseline

    @property
    def words(self) -> str:
        """The number as the source has it, else its bounds: "about 2,500", "at most 10,000"."""
        return self.wording or bounds(self.low, self.high)

    @property
    def amount(self) -> str:
        """The number with its unit; of one that was converted, from what, at which rate and by which record."""
        said = with_unit(self.words, self.unit)
        return f"{said}, {self.converted.sentence}" if self.converted else said

    @property
    def key(self) -> Key:
        """The line that it belongs to."""
        return Key(self.state, self.measure, self.unit, population(self.counted))

    @property
    def entry(self) -> Entry:
        """The same as a running total reads it."""
        return Entry(
            claim=self.claim,
            state=self.state,
            low=self.low,
            high=self.high,
            unit=self.unit,
            first=self.first,
            last=self.last,
            said=self.said_first,
            action=self.action,
            origin=self.origin,
            measure=self.measure,
            baseline=self.baseline,
            own=self.own,
            finding=self.finding,
            grade=self.grade,
            rough=self.is_rough,
            whole=self.is_shared,
            counted=self.counted,
            wording=self.wording,
            converted=self.converted,
        )


@dataclass(frozen=True, slots=True)
class Series:
    """The points of one line, in the order of their days; `counted` is what they count, in the words of the first."""

    key: Key
    counted: str
    points: tuple[Point, ...]

    @property
    def is_drawn(self) -> bool:
        """Whether it is a stock with two figures on days of their own, so that a drawing tells more than its table."""
        return self.key.measure is Measure.STOCK and sum(point.is_dated for point in self.points) > 1


@dataclass(frozen=True, slots=True)
class SetAside:
    """A figure that does not count, and why."""

    point: Point
    why: Apart


def population(counted: str) -> str:
    """What is counted, to compare by: case and spacing aside, and without words in brackets at its end."""
    return " ".join(_IN_BRACKETS.sub("", counted).casefold().split())


def method(counted: str) -> str:
    """The words in brackets at the end of what is counted, which say by whom or how: "NKDB"; or nothing."""
    found = _IN_BRACKETS.search(counted)
    return found[1].strip() if found else ""


def with_unit(words: str, unit: str) -> str:
    """A number in words with its unit, unless the words name it: "more than half", "about 1.6 billion dollars"."""
    named = unit == "fraction" or (unit == "USD" and "dollar" in words.casefold())
    return words if named else f"{words} {unit}"


def unit_words(unit: str) -> str:
    """A unit in full: "barrels" for bbl; one that is a word already, as it is."""
    return _UNITS.get(unit, unit)


def apart(point: Point, clocks: Clocks) -> Apart | None:
    """Why a figure does not count by the clocks; None when it counts. The first row that fits is given."""
    rows = (
        (Apart.NOT_PUBLIC, not _is_public(point, clocks.public_at)),
        (Apart.LATER, point.last > clocks.as_of),
        (Apart.SILENT, point.kind in _SILENT),
        (Apart.FORECAST, _is_forecast(point)),
        (Apart.LOW, point.credibility in _DOUBTED),
        (Apart.UNJUDGED, point.credibility in (None, Credibility.SIX)),
    )
    if point.review_state is not ReviewState.ACCEPTED:
        return Apart(point.review_state.value)
    return next((why for why, fits in rows if fits), None)


def _is_public(point: Point, public_at: date | None) -> bool:
    return public_at is None or (point.public_from is not None and point.public_from <= public_at)


def _is_forecast(point: Point) -> bool:
    """Whether it tells of days after the last one on which it can have been said.

    An amount that is pledged for days that go on is one too, and so is any figure of a pledge of which no day is known.
    """
    pledged = point.kind is Kind.PLEDGE
    if point.said_last is None:
        return pledged
    amount = pledged and point.measure is Measure.FLOW
    return (point.last if amount else point.first) > point.said_last


def sort_out(points: Iterable[Point], clocks: Clocks) -> tuple[list[Point], list[SetAside]]:
    """Part the figures that count from those that do not; both in order, without repetition."""
    given = sorted(set(points), key=_place)
    reasons = [(point, apart(point, clocks)) for point in given]
    return [point for point, why in reasons if why is None], [SetAside(point, why) for point, why in reasons if why]


def _place(point: Point) -> tuple[object, ...]:
    return point.last, point.first, point.state, point.claim, point.position


def series_of(points: Iterable[Point]) -> tuple[Series, ...]:
    """The lines of some figures: by state, then stocks, flows and shares, then the line with the most points."""
    lines: defaultdict[Key, list[Point]] = defaultdict(list)
    for point in sorted(set(points), key=_place):
        lines[point.key].append(point)
    found = [Series(key, _IN_BRACKETS.sub("", group[0].counted), tuple(group)) for key, group in lines.items()]
    return tuple(sorted(found, key=_line_place))


def _line_place(line: Series) -> tuple[object, ...]:
    key = line.key
    return (
        key.state != ALL_STATES,
        key.state,
        list(Measure).index(key.measure),
        -len(line.points),
        key.unit,
        key.population,
    )


def different_counts(lines: Iterable[Series], without: Collection[str] = ()) -> tuple[tuple[Series, ...], ...]:
    """Lines that differ only in unit or in what is counted, those of one state and one sort of number together.

    A reader would be tempted to subtract the one from the other: permits from persons, nationals from workers. Counts
    of people in whatever unit are alike in that, and else those in one unit. Shares are of wholes of their own, and
    lines in the units of a limit are added up elsewhere, so both are left out.
    """
    alike: defaultdict[Hashable, list[Series]] = defaultdict(list)
    for line in lines:
        if line.key.measure is not Measure.FRACTION and line.key.unit not in without:
            alike[line.key.state, line.key.measure, "people" if line.key.unit in PEOPLE else line.key.unit].append(line)
    return tuple(tuple(group) for group in alike.values() if len(group) > 1)
