"""Medians of what is done again and again."""

from collections.abc import Callable, Sequence
from statistics import median
from time import perf_counter
from typing import Any

Figures = dict[str, Any]


def timed(deed: Callable[[], object], *, times: int = 15, warm: int = 2, seconds: float = 10) -> float:
    """The median time of a deed in milliseconds; fewer repetitions, but three, where they would take too long."""
    for _ in range(warm):
        deed()
    return each(lambda _: deed(), range(times), seconds=seconds)


def each(deed: Callable[[Any], object], given: Sequence[Any], *, seconds: float = 10) -> float:
    """The median time in milliseconds of a deed done once with each of many things."""
    taken: list[float] = []
    end = perf_counter() + seconds
    for item in given:
        start = perf_counter()
        deed(item)
        taken.append((perf_counter() - start) * 1_000)
        if perf_counter() > end and len(taken) >= 3:
            break
    return round(median(taken), 3)
