"""Figures counted in another unit at a rate that a source gives: the arithmetic, the words, and the limits of both.

A rate holds by a record of the law (see `domain.law_changes`). It is read one way and once: nothing is converted back,
and nothing by way of a third unit. People, permits, states and shares never convert.
"""

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tracker.domain.dates import day_words
from tracker.domain.facts import Rate
from tracker.domain.history import bounds
from tracker.domain.vocabulary import Measure

LEAST, MOST = 0.000001, 1_000_000.0
"""Between which a factor lies."""

LONGEST = 40
"""How many characters a factor has at most."""

UNREAD = "“{}” is not a number above 0; write one such as 0.1364 or 7.33, with a point before decimals."
"""What is said of a factor that cannot be read."""

PEOPLE = ("persons", "permits", "visas", "workers", "nationals", "diplomats")
"""Units in which people are counted, or what is given to them."""

UNCONVERTED = frozenset({*PEOPLE, "states", "fraction"})
"""Units that never convert."""

_NUMBER = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Converted:
    """What a converted figure was: the number with its unit, in the words of its source, and the rate."""

    words: str
    rate: Rate

    @property
    def counts_as(self) -> str:
        """The rate alone, in words."""
        return counts_as(self.rate)

    @property
    def sentence(self) -> str:
        """The original figure, the rate, and the record with its source."""
        return f"converted from {self.words}: {rate_words(self.rate)}"


def converts(rate: Rate, unit: str, measure: Measure, first: date, last: date) -> bool:
    """Whether a rate converts a figure: one in its unit, for days within its own, that is no share."""
    return unit == rate.unit and measure is not Measure.FRACTION and rate.covers(first, last)


def times(bound: float | None, factor: float) -> float | None:
    """A bound in the other unit: both numbers are taken as they are written, and only the result is rounded."""
    return None if bound is None else float(Fraction(repr(float(bound))) * Fraction(repr(float(factor))))


def read_factor(text: str) -> float | None:
    """A factor as typed: "0.1364", "1,000"; None for anything else, such as a comma before decimals."""
    return float(text.replace(",", "")) if len(text) <= LONGEST and _NUMBER.fullmatch(text) else None


def counts_as(rate: Rate) -> str:
    """The rate alone: "1 bbl counts as 0.1364 t"."""
    return f"1 {rate.unit} counts as {number(rate.factor)} {rate.into}"


def number(factor: float) -> str:
    """A factor as it is written, never as a power of ten."""
    return f"{factor:,.0f}" if factor == int(factor) else f"{factor:,.12f}".rstrip("0")


def rate_words(rate: Rate) -> str:
    """The rate with its record and source: "1 bbl counts as 0.1364 t, by record 3 of the law, “A table” (a source)"."""
    return f"{counts_as(rate)}, {_by(rate)}"


def rate_line(rate: Rate) -> str:
    """The same with the days of the figures that it converts."""
    first = f" from {day_words(rate.first)}" if rate.first else ""
    last = f" to {day_words(rate.last)}" if rate.last else ""
    days = f" for figures{first}{last}" if first or last else ""
    return f"{counts_as(rate)}{days}, {_by(rate)}"


def _by(rate: Rate) -> str:
    return f"by record {rate.record} of the law, “{rate.title}” ({rate.source})"


def amount(low: float | None, high: float | None, wording: str, unit: str) -> str:
    """A figure to be converted, in the words of its source where it has some, with its unit."""
    return f"{wording or bounds(low, high)} {unit}"
