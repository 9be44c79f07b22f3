"""Which figures can be added: those that cannot hold the same goods.

Two figures of one state may hold the same goods if their days overlap; a figure of several or all states together may
hold those of any. Only claims that name different acts on the very same days are known to be of different goods. Of all
ways to choose figures of which no two may hold the same, the one with the greatest certain sum is taken, and of equal
ones that with the most figures, which says most about when.

The figures of one state are intervals of days, so the best choice is found by the last day of each: weighted interval
scheduling. Those of all states together cut the time into pieces between them, in which each state is its own matter;
so for each of them the days after it are gone through once.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tracker.domain.entries import Entry, Left, LeftOut, in_order


@dataclass(frozen=True, slots=True)
class _Piece:
    """Figures of one state on the very same days that can be taken together, and what they weigh."""

    first: date
    last: date
    state: str
    weight: int
    entries: tuple[Entry, ...]


class _Scale:
    """What figures weigh, as whole numbers: their certain sum first, then how many they are.

    The numbers of a computer are fractions of powers of two, so nothing is rounded.
    """

    def __init__(self, entries: Sequence[Entry]) -> None:
        parts = [Fraction(entry.low or 0).denominator for entry in entries]
        self.unit = max(parts, default=1) * (len(entries) + 1)

    def weigh(self, entries: Iterable[Entry]) -> int:
        """The weight of some figures: they can be added, and compared."""
        return sum(int(Fraction(entry.low or 0) * self.unit) + 1 for entry in entries)


class _Schedule:
    """The best choice of one state's pieces, which are added in the order of their last days."""

    def __init__(self) -> None:
        self.pieces: list[_Piece] = []
        self.lasts: list[date] = []
        self.best = [0]

    def add(self, piece: _Piece) -> int:
        """Add a piece; by how much the best choice is better now."""
        taken = self.best[bisect_left(self.lasts, piece.first)] + piece.weight
        self.pieces.append(piece)
        self.lasts.append(piece.last)
        self.best.append(max(self.best[-1], taken))
        return self.best[-1] - self.best[-2]

    def chosen(self) -> list[_Piece]:
        """The pieces of the best choice."""
        found, n = [], len(self.pieces)
        while n:
            if self.best[n] > self.best[n - 1]:
                found.append(self.pieces[n - 1])
                n = bisect_left(self.lasts, self.pieces[n - 1].first)
            else:
                n -= 1
        return found


class _Stretch:
    """The best choice for each state of the pieces after a day, as far as they were added."""

    def __init__(self, after: date) -> None:
        self.after = after
        self.weight = 0
        self.states: defaultdict[str, _Schedule] = defaultdict(_Schedule)

    def add(self, piece: _Piece) -> None:
        """Add a piece if it lies after the day; in the order of the last days."""
        if piece.first > self.after:
            self.weight += self.states[piece.state].add(piece)

    def chosen(self) -> list[_Piece]:
        """The pieces of the best choices."""
        return [piece for state in self.states.values() for piece in state.chosen()]


def greatest(entries: Iterable[Entry]) -> tuple[tuple[Entry, ...], tuple[LeftOut, ...]]:
    """The figures with the greatest certain sum of which no two may hold the same goods, and the others."""
    given = sorted(set(entries), key=in_order)
    scale = _Scale(given)
    whole = _pieces((entry for entry in given if entry.whole), scale)
    pieces = _pieces((entry for entry in given if not entry.whole), scale)
    chosen = _best(whole, pieces)
    counted = sorted((entry for piece in chosen for entry in piece.entries), key=in_order)
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


def _pieces(entries: Iterable[Entry], scale: _Scale) -> list[_Piece]:
    """Figures by state and days, in the order of their last days. Those of all states are of one state here."""
    groups: defaultdict[tuple[date, date, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[entry.last, entry.first, "" if entry.whole else entry.state].append(entry)
    found = []
    for (last, first, state), group in sorted(groups.items()):
        together = _together(group, scale)
        found.append(_Piece(first, last, state, scale.weigh(together), together))
    return found


def _together(group: Sequence[Entry], scale: _Scale) -> tuple[Entry, ...]:
    """All acts on the same days, one figure of each; or the one figure that has more than they have."""
    acts: dict[str, Entry] = {}
    for entry in group:
        if entry.action:
            acts[entry.action] = max(acts.get(entry.action, entry), entry, key=lambda one: one.low or 0)
    ways = [tuple(acts.values()), *((entry,) for entry in group)]
    return max(ways, key=scale.weigh)


def _best(whole: Sequence[_Piece], pieces: Sequence[_Piece]) -> list[_Piece]:
    """The best choice: of figures of all states together, and of the pieces of each state before, between and after.

    `before` has for each figure of all states together the best weight up to it, and the one that then is before it.
    """
    before: list[tuple[int, int]] = [(-1, -1)] * len(whole)
    by_first = sorted(range(len(whole)), key=lambda n: whole[n].first)

    def weight_from(after: date, weight: int, origin: int) -> int:
        """Go on from a day on which a choice has a weight; the weight at the end, if nothing of all states follows."""
        stretch, added = _Stretch(after), 0
        for n in by_first:
            if whole[n].first > after:
                while added < len(pieces) and pieces[added].last < whole[n].first:
                    stretch.add(pieces[added])
                    added += 1
                before[n] = max(before[n], (weight + stretch.weight, origin), key=lambda way: way[0])
        for piece in pieces[added:]:
            stretch.add(piece)
        return weight + stretch.weight

    ends = [(weight_from(date.min, 0, -1), -1)]
    for n, piece in enumerate(whole):
        ends.append((weight_from(piece.last, before[n][0] + piece.weight, n), n))
    return _chosen(whole, pieces, before, max(ends, key=lambda end: end[0])[1])


def _chosen(
    whole: Sequence[_Piece], pieces: Sequence[_Piece], before: Sequence[tuple[int, int]], last: int
) -> list[_Piece]:
    """The pieces of a way that ends with one of all states together, or with none (-1); the last ones first."""
    found, until, at = [], date.max, last
    while True:
        stretch = _Stretch(whole[at].last if at >= 0 else date.min)
        for piece in pieces:
            if piece.last < until:
                stretch.add(piece)
        found += stretch.chosen()
        if at < 0:
            return found
        found.append(whole[at])
        until, at = whole[at].first, before[at][1]


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
