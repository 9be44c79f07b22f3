"""Which figures can be added: those that cannot hold the same goods.

Two figures of one state may hold the same goods if their days overlap; a figure of several or all states together may
hold those of any. Only claims that name different acts on the very same days are known to be of different goods. Of all
ways to choose figures of which no two may hold the same, the one with the greatest certain sum is taken, and of equal
ones that with the most figures, which says most about when.

The figures of one state are intervals of days, so the best choice is found by the last day of each: weighted interval
scheduling. Those of all states together cut the time into pieces between them, in which each state is its own matter.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from tracker.domain.entries import Entry, Left, LeftOut, in_order

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Sum:
    """Figures that can be added, and what they weigh: their certain sum, then their number."""

    low: Fraction = Fraction(0)
    entries: tuple[Entry, ...] = ()

    @property
    def weight(self) -> tuple[Fraction, int]:
        return self.low, len(self.entries)

    def plus(self, other: "_Sum") -> "_Sum":
        return _Sum(self.low + other.low, self.entries + other.entries)


def _of(*entries: Entry) -> _Sum:
    return _Sum(sum((Fraction(entry.low or 0) for entry in entries), Fraction(0)), entries)


def _better(one: _Sum, other: _Sum) -> _Sum:
    """The one that weighs more; of equal ones the first."""
    return other if other.weight > one.weight else one


@dataclass(frozen=True, slots=True)
class _Piece:
    """The figures of one state on the very same days, of which all, or the best one, can be taken."""

    first: date
    last: date
    best: _Sum


def greatest(entries: Iterable[Entry]) -> tuple[tuple[Entry, ...], tuple[LeftOut, ...]]:
    """The figures with the greatest certain sum of which no two may hold the same goods, and the others."""
    given = sorted(set(entries), key=in_order)
    states: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in given:
        states["" if entry.whole else entry.state].append(entry)
    whole = _pieces(states.pop("", []))
    counted = sorted(_best(whole, [_pieces(of_state) for of_state in states.values()]).entries, key=in_order)
    taken = set(counted)
    return tuple(counted), tuple(_left(entry, counted) for entry in given if entry not in taken)


def _left(entry: Entry, counted: Sequence[Entry]) -> LeftOut:
    return LeftOut(entry, Left.OVERLAPS, tuple(sorted({one.claim for one in counted if may_be_same(entry, one)})))


def may_be_same(one: Entry, other: Entry) -> bool:
    """Whether two figures may hold the same goods."""
    akin = one.whole or other.whole or one.state == other.state
    return akin and one.first <= other.last and other.first <= one.last and not _are_different(one, other)


def _are_different(one: Entry, other: Entry) -> bool:
    """Whether two claims name different acts on the very same days."""
    same_days = (one.first, one.last, one.whole) == (other.first, other.last, other.whole)
    return same_days and bool(one.action and other.action) and one.action != other.action


def _pieces(entries: Iterable[Entry]) -> list[_Piece]:
    days: defaultdict[tuple[date, date], list[Entry]] = defaultdict(list)
    for entry in entries:
        days[entry.last, entry.first].append(entry)
    return [_Piece(first, last, _together(group)) for (last, first), group in sorted(days.items())]


def _together(group: Sequence[Entry]) -> _Sum:
    """All acts on the same days, one figure of each; or the one figure that has more than they have."""
    acts: dict[str, _Sum] = {}
    for entry in group:
        if entry.action:
            acts[entry.action] = _better(acts.get(entry.action, _Sum()), _of(entry))
    best = _Sum()
    for act in acts.values():
        best = best.plus(act)
    for entry in group:
        best = _better(best, _of(entry))
    return best


def _best(whole: list[_Piece], states: list[list[_Piece]]) -> _Sum:
    """The best choice: up to each figure of all states together, then after the last of them."""
    if not whole:
        return _states(states, date.min, date.max)
    up_to: list[_Sum] = []
    for n, piece in enumerate(whole):
        before = piece.first - _DAY
        so_far = _states(states, date.min, before)
        for earlier, found in zip(whole[:n], up_to, strict=True):
            if earlier.last < piece.first:
                so_far = _better(so_far, found.plus(_states(states, earlier.last + _DAY, before)))
        up_to.append(so_far.plus(piece.best))
    best = _states(states, date.min, date.max)
    for piece, found in zip(whole, up_to, strict=True):
        best = _better(best, found.plus(_states(states, piece.last + _DAY, date.max)))
    return best


def _states(states: Iterable[list[_Piece]], first: date, last: date) -> _Sum:
    """The best choice for each state of the figures that lie between two days."""
    total = _Sum()
    for pieces in states:
        total = total.plus(_schedule([one for one in pieces if first <= one.first and one.last <= last]))
    return total


def _schedule(pieces: Sequence[_Piece]) -> _Sum:
    """The best choice among the pieces of one state, which are in the order of their last days."""
    lasts = [piece.last for piece in pieces]
    best = [_Sum()]
    for n, piece in enumerate(pieces):
        before = bisect_left(lasts, piece.first)
        best.append(_better(best[n], best[before].plus(piece.best)))
    return best[-1]


def at_most(counted: Sequence[Entry], over: Iterable[Entry]) -> float | None:
    """The upper bound of the total: None where a figure has none.

    A figure that was not added makes it higher by what it may hold beside those that count: all of it if its days only
    overlap theirs, or if it is of another act; what it has more than they have if the one's days hold the other's.
    """
    extra = [_beside(entry, [one for one in counted if may_be_same(entry, one)]) for entry in over]
    bounds = [*(entry.high for entry in counted), *extra]
    known = [Fraction(bound) for bound in bounds if bound is not None]
    return float(sum(known, Fraction(0))) if len(known) == len(bounds) else None


def _beside(entry: Entry, same: Sequence[Entry]) -> float | None:
    """What a figure may hold beside those that count and may hold the same goods."""
    if any(_is_other(entry, one) for one in same):
        return entry.high
    within = any(_holds(one, entry) for one in same)
    if entry.high is None:
        return 0.0 if within else None
    if not within and not all(_holds(entry, one) for one in same):
        return entry.high
    highs = [one.high for one in same]
    return max(0.0, entry.high - sum(high for high in highs if high is not None)) if None not in highs else 0.0


def _is_other(one: Entry, other: Entry) -> bool:
    return bool(one.action and other.action) and one.action != other.action


def _holds(one: Entry, other: Entry) -> bool:
    """Whether the days and the states of the one hold those of the other."""
    states = one.whole or (not other.whole and one.state == other.state)
    return states and one.first <= other.first and other.last <= one.last
