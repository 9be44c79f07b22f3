"""A figure of a claim as a running total reads it, and why one is left out of it."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.rates import Converted
from tracker.domain.vocabulary import Measure, Word


class Left(Word):
    """Why a figure is not added."""

    BASELINE = "baseline", "only compared with", "Its claim gives it only for another to be compared with."
    NO_FLOW = "no_flow", "not an amount in a period", "It is a stock or a share, and only amounts in a period add up."
    CHANGE = "change", "a change", "It is a change, which may be negative, and no amount."
    LATER = "later", "not over by the day", "The days that it covers end after the as-of day."
    SPANS = "spans", "not in one period", "Its days do not lie in one period, so it says nothing of any one of them."
    SAME_ACT = "same_act", "the same act", "Another claim of the same act has the figure."
    SAME_ORIGIN = "same_origin", "the same utterance", "Another claim of the same first utterance has the figure."
    REVISED = "revised", "revised", "The same state notified the same days again, later."
    OVERLAPS = "overlaps", "may hold the same goods", "Its days, and its states, overlap those of a figure that counts."


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure of one claim. `first` and `last` are the days that it covers.

    `low` or `high` is None where the claim gives only the other. `said` is the first day on which it can have been
    said. `action` is the state action behind the claim, `origin` its first utterance. `own`: it speaks for the state
    itself, so it is a notification. `finding`: a UN body finds it. `grade` is the Admiralty pair, as B2. `rough`: its
    source rounds. `whole`: it is of several or all states together, so it may hold the goods of any of them.
    `converted` says from what it was converted; None for a figure as its claim gives it.
    """

    claim: str
    state: str
    low: float | None
    high: float | None
    unit: str
    first: date
    last: date
    said: date | None = None
    action: str = ""
    origin: str = ""
    measure: Measure = Measure.FLOW
    baseline: bool = False
    own: bool = False
    finding: bool = False
    grade: str = ""
    rough: bool = False
    whole: bool = False
    counted: str = ""
    wording: str = ""
    converted: Converted | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A figure that is not added, why, and the claims whose figures count instead."""

    entry: Entry
    why: Left
    by: tuple[str, ...] = ()


def in_order(entry: Entry) -> tuple[object, ...]:
    """The place of a figure among others: by its days, its state and its claim; no two figures have the same."""
    bounds = (entry.low is not None, entry.low or 0, entry.high is None, entry.high or 0)
    rest = (entry.counted, entry.wording, entry.origin, entry.action, entry.grade, str(entry.said))
    made = entry.converted.sentence if entry.converted else ""
    flags = (entry.measure, entry.baseline, entry.own, entry.finding, entry.rough, entry.whole, made)
    return (entry.last, entry.first, entry.state, entry.claim, entry.unit, bounds, rest, flags)
