"""Figures that several claims give, each taken once.

An act that is reported by two sides is one act, whatever days each of them names. Which report of it is taken: of
several by the state itself, the latest; then a finding of a UN body; then the better grade, by credibility before
reliability; then the one that was said later. Figures that were converted stand behind those that are given.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from tracker.domain.entries import Entry, Left, LeftOut, in_order

_UNGRADED = "F6"


def once(entries: Iterable[Entry]) -> tuple[list[Entry], list[LeftOut]]:
    """The figures that stand, and those of which another claim has the same. Of one unit."""
    once_each = _Once(entries)
    once_each.reduce(_act, once_each.one_report)
    once_each.reduce(_utterance, once_each.one_repeat)
    once_each.reduce(_notified, once_each.one_notification)
    return once_each.kept, once_each.left


def unsaid(entries: Iterable[Entry], standing: Iterable[Entry]) -> tuple[list[Entry], list[LeftOut]]:
    """The figures that repeat none of others that stand before them, and those that do.

    A figure repeats one of the same act, one of the same utterance, and one that its state notified no earlier.
    """
    known: defaultdict[Hashable, list[Entry]] = defaultdict(list)
    for one in standing:
        for key in _keys(one):
            known[key].append(one)
    kept, left = [], []
    for entry in entries:
        found = next(_repeated(entry, known), None)
        (left if found else kept).append(found or entry)
    return kept, left


def _keys(entry: Entry) -> list[tuple[Left, Hashable]]:
    rows = ((Left.SAME_ACT, _act(entry)), (Left.SAME_ORIGIN, _utterance(entry)), (Left.REVISED, _notified(entry)))
    return [(why, key) for why, key in rows if key is not None]


def _repeated(entry: Entry, known: Mapping[Hashable, Sequence[Entry]]) -> Iterator[LeftOut]:
    for why, key in _keys(entry):
        akin = (one for one in known.get((why, key), ()) if entry.action in ("", one.action) or not one.action)
        same = [one for one in akin if why is not Left.REVISED or _said(one) >= _said(entry)]
        if same:
            yield LeftOut(entry, why, _claims(same))


def _said(entry: Entry) -> date:
    return entry.said or date.min


def _act(entry: Entry) -> Hashable:
    return entry.action or None


def _utterance(entry: Entry) -> Hashable:
    return (entry.origin, entry.state, entry.first, entry.last) if entry.origin else None


def _notified(entry: Entry) -> Hashable:
    return (entry.state, entry.first, entry.last) if entry.own and not entry.whole else None


class _Once:
    """Figures that are brought down step by step to those that stand."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.kept = sorted(set(entries), key=in_order)
        self.left: list[LeftOut] = []
        self.figures_of = Counter(entry.claim for entry in self.kept)

    def reduce(self, group_of: Callable[[Entry], Hashable], choose: Callable[[list[Entry]], list[Entry]]) -> None:
        """Bring each group of several claims down to those that stand; a figure of no group stands."""
        groups: defaultdict[Hashable, list[Entry]] = defaultdict(list)
        for entry in self.kept:
            groups[group_of(entry)].append(entry)
        kept = groups.pop(None, [])
        for group in groups.values():
            kept += choose(group) if len({entry.claim for entry in group}) > 1 else group
        self.kept = kept

    def one_report(self, group: list[Entry]) -> list[Entry]:
        """One claim of an act, with all the figures that it gives of it."""
        own: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in group:
            own[entry.state if entry.own else ""].append(entry)
        latest = own.pop("", [])
        for notified in own.values():
            latest += self._of_claim(notified, _time, Left.REVISED)
        return self._of_claim(latest, _rank, Left.SAME_ACT)

    def one_repeat(self, group: list[Entry]) -> list[Entry]:
        """One claim of an utterance; where claims of it name acts, these, as each is another act by now."""
        named = [entry for entry in group if entry.action]
        if not named:
            return self._of_claim(group, _rank, Left.SAME_ORIGIN)
        self.left += [LeftOut(entry, Left.SAME_ORIGIN, _claims(named)) for entry in group if not entry.action]
        return named

    def one_notification(self, group: list[Entry]) -> list[Entry]:
        """The latest notification of the same days, unless the claims name different acts."""
        if len({entry.action for entry in group if entry.action}) > 1:
            return group
        return self._of_claim(group, _time, Left.REVISED)

    def _of_claim(self, group: list[Entry], key: Callable[[Entry], tuple[object, ...]], why: Left) -> list[Entry]:
        """The figures of the claim that goes first by a key; those of the others are left out.

        Of claims that are equal by it, the one that gives more figures goes first, then the one that gives less.
        """
        versions: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in group:
            versions[entry.claim].append(entry)

        def place(claim: str) -> tuple[object, ...]:
            figures = versions[claim]
            amount = sum(Fraction(one.low or 0) for one in figures)
            return max(map(key, figures)), self.figures_of[claim], len(figures), -amount, claim

        best = max(versions, key=place)
        self.left += [LeftOut(entry, why, (best,)) for entry in group if entry.claim != best]
        return versions[best]


def _time(entry: Entry) -> tuple[object, ...]:
    return _said(entry), *_rank(entry)


def _rank(entry: Entry) -> tuple[object, ...]:
    """How good a report of an act is: higher is better."""
    reliability, credibility = (entry.grade or _UNGRADED)[:2]
    return entry.finding, -int(credibility), -ord(reliability), entry.said or date.min


def _claims(entries: Iterable[Entry]) -> tuple[str, ...]:
    return tuple(sorted({entry.claim for entry in entries}))
