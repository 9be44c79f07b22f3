"""Which figures count in another unit as well, by the rates that hold on a duty.

A figure is converted if all of this is so:

    1 unit   it is in the unit of a rate, and no share; it is no people, and not only compared with
    2 days   its days lie in those of the rate
    3 use    a limit of the duty is in the other unit, or a line of figures is, which then has one more
    4 given  neither its claim nor, of those that count, another claim of its state action gives a figure in the other
             unit itself

Bounds convert bound by bound. A figure that was converted is never converted again.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from tracker.domain import rates
from tracker.domain.facts import Limit, Rate
from tracker.domain.rates import Converted
from tracker.domain.series import Point


def converted(
    counted: Collection[Point], given: Iterable[Point], limits: Iterable[Limit], held: Iterable[Rate]
) -> list[Point]:
    """The figures that some of those that count are in another unit. `given` are all figures, also those set aside."""
    wanted = {limit.unit for limit in limits}
    lines = {point.key for point in counted}
    taken = {("claim", one.claim, one.unit) for one in given if not one.baseline}
    taken |= {("action", one.action, one.unit) for one in counted if one.action and not one.baseline}
    return [
        made
        for rate in held
        for point in _convertible(counted, rate)
        if not taken & {("claim", point.claim, rate.into), ("action", point.action, rate.into)}
        if (made := _at(point, rate)).unit in wanted or made.key in lines
    ]


def _convertible(points: Iterable[Point], rate: Rate) -> Iterator[Point]:
    for point in points:
        if not point.baseline and rates.converts(rate, point.unit, point.measure, point.first, point.last):
            yield point


def _at(point: Point, rate: Rate) -> Point:
    words = rates.amount(point.low, point.high, point.wording, point.unit)
    low, high = (rates.times(bound, rate.factor) for bound in (point.low, point.high))
    made = Converted(words, rate)
    return replace(point, low=low, high=high, unit=rate.into, wording="", converted=made)
