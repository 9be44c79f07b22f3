"""Figures that several claims give, each taken once.

An act that is reported by two sides is one act, whatever days each of them names. Which report of it is taken: of
several by the state itself, the latest; then a finding of a UN body; then the better grade, by credibility before
reliability; then the one that was said later.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from datetime import date
from fractions import Fraction

from tracker.domain.entries import Entry, Left, LeftOut, in_order

_UNGRADED = "F6"


def once(entries: Iterable[Entry]) -> tuple[list[Entry], list[LeftOut]]:
    """The figures that stand, and those of which another claim has the same. Of one unit."""
    left: list[LeftOut] = []
    kept = sorted(set(entries), key=in_order)
    for group_of, choose in ((_act, _one_report), (_utterance, _one_repeat), (_notified, _one_notification)):
        kept = _reduced(kept, group_of, choose, left)
    return kept, left


def _reduced(
    entries: list[Entry],
    group_of: Callable[[Entry], Hashable],
    choose: Callable[[list[Entry], list[LeftOut]], list[Entry]],
    left: list[LeftOut],
) -> list[Entry]:
    """The figures with each group brought down to those that stand; a figure of no group stands."""
    groups: defaultdict[Hashable, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[group_of(entry)].append(entry)
    kept = groups.pop(None, [])
    for group in groups.values():
        kept += choose(group, left) if len({entry.claim for entry in group}) > 1 else group
    return sorted(kept, key=in_order)


def _act(entry: Entry) -> Hashable:
    return entry.action or None


def _utterance(entry: Entry) -> Hashable:
    return (entry.origin, entry.state, entry.first, entry.last) if entry.origin else None


def _notified(entry: Entry) -> Hashable:
    return (entry.state, entry.first, entry.last) if entry.own and not entry.whole else None


def _one_report(group: list[Entry], left: list[LeftOut]) -> list[Entry]:
    """One claim of an act, with all the figures that it gives of it."""
    own: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in group:
        own[entry.state if entry.own else ""].append(entry)
    latest = own.pop("", [])
    for notified in own.values():
        latest += _of_claim(notified, _time, Left.REVISED, left)
    return _of_claim(latest, _rank, Left.SAME_ACT, left)


def _one_repeat(group: list[Entry], left: list[LeftOut]) -> list[Entry]:
    """One claim of an utterance; where claims of it name acts, these, as each is another act by now."""
    named = [entry for entry in group if entry.action]
    if not named:
        return _of_claim(group, _rank, Left.SAME_ORIGIN, left)
    left += [LeftOut(entry, Left.SAME_ORIGIN, _claims(named)) for entry in group if not entry.action]
    return named


def _one_notification(group: list[Entry], left: list[LeftOut]) -> list[Entry]:
    """The latest notification of the same days, unless the claims name different acts."""
    if len({entry.action for entry in group if entry.action}) > 1:
        return group
    return _of_claim(group, _time, Left.REVISED, left)


def _of_claim(
    group: list[Entry], key: Callable[[Entry], tuple[object, ...]], why: Left, left: list[LeftOut]
) -> list[Entry]:
    """The figures of the claim that goes first by a key; those of the others are left out.

    Of claims that are equal by it, the one that gives more figures goes first, then the one that gives less.
    """
    versions: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in group:
        versions[entry.claim].append(entry)

    def place(claim: str) -> tuple[object, ...]:
        figures = versions[claim]
        return max(map(key, figures)), len(figures), -sum(Fraction(one.low or 0) for one in figures), claim

    best = max(versions, key=place)
    left += [LeftOut(entry, why, (best,)) for entry in group if entry.claim != best]
    return versions[best]


def _time(entry: Entry) -> tuple[object, ...]:
    return entry.said or date.min, *_rank(entry)


def _rank(entry: Entry) -> tuple[object, ...]:
    """How good a report of an act is: higher is better."""
    reliability, credibility = (entry.grade or _UNGRADED)[:2]
    return entry.finding, -int(credibility), -ord(reliability), entry.said or date.min


def _claims(entries: Iterable[Entry]) -> tuple[str, ...]:
    return tuple(sorted({entry.claim for entry in entries}))
