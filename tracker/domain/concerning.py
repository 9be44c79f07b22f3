"""What a statement is about: which states' conduct, and which duties.

Duties are compared by their concepts (workers, sending home, permits, coal …), which a reader finds in the title and
the summary of a duty by the same dictionary as in a sentence. A concept that few duties share tells them apart best,
so it weighs most. Of duties as near, one in force on the day wins, then one of a resolution that the source cites.
"""

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tracker.domain.book import BookDuty
from tracker.domain.symbols import Paragraph, parse_paragraph
from tracker.domain.vocabulary import Test

MOST_DUTIES = 3
_TOGETHER = (
    (frozenset({"nationals", "leaving"}), "workers"),
    (frozenset({"nationals", "work permits"}), "workers"),
    (frozenset({"workers", "leaving"}), "send home"),
    (frozenset({"vessels", "de-registration"}), "de-registration"),
)
"""Concepts that others make together: workers who leave are sent home."""
_SHOWN = ("workers", "vessels")
"""Of those, which are said beside what they make."""
_OF_ANYTHING = frozenset({"buying", "supplying", "trade", "leaving", "nationals"})
"""Concepts that alone say of no duty that it is meant."""
_NO_WORKERS = frozenset({"training", "diplomats", "agents"})
"""Nationals who leave and are these are no workers."""
_NEAR = 0.85
"""How near the best a further duty must come, as a share of its weight, to be proposed beside it."""


_OF_REPORTS = frozenset({"report", "measures taken"})
"""Concepts of a report of which nothing else is said: it is that on implementation."""


@dataclass(frozen=True, slots=True)
class DutyFound:
    """A duty that a statement may bear on, and why, in sentences."""

    duty: BookDuty
    why: tuple[str, ...]


@dataclass(frozen=True)
class Duties:
    """The duties of the record, with the concepts of their titles and of their titles and summaries together."""

    duties: tuple[BookDuty, ...]
    titles: Mapping[str, frozenset[str]]
    wholes: Mapping[str, frozenset[str]]

    @cached_property
    def weights(self) -> dict[str, float]:
        """How well each concept tells duties apart."""
        counted = Counter(concept for concepts in self.wholes.values() for concept in concepts)
        return {concept: math.log(1 + len(self.duties) / n) for concept, n in counted.items()}

    def weigh(self, duty: BookDuty, concepts: Collection[str]) -> float:
        """How much of a duty is in the concepts of a statement, less what its title has besides."""
        title, whole = self.titles[duty.key], self.wholes[duty.key]
        shared = sum(self._weight(c) * (1.0 if c in title else 0.6) for c in whole & set(concepts))
        lacking = sum(self._weight(c) for c in title - set(concepts))
        return shared - 0.5 * lacking

    def _weight(self, concept: str) -> float:
        return self.weights.get(concept, 1.0)

    def nearest(
        self,
        concepts: Collection[str],
        *,
        day: date | None,
        cited: Collection[int] = (),
        likely: Collection[str] = (),
        reporting: bool = False,
        paragraphs: Collection[tuple[int, Paragraph]] = (),
    ) -> list[DutyFound]:
        """The duties nearest to the concepts, best first, at most three.

        `cited` are numbers of resolutions that the source cites and that fit; `likely` keys of duties that the citation
        check proposes. `reporting` says that a report to the Committee is told of. A duty of a cited paragraph that
        shares a concept goes before all others.
        """
        ranked = [
            (rank, duty)
            for duty in self.duties
            if (rank := self._rank(duty, concepts, day, cited, likely, reporting=reporting)) is not None
        ]
        if named := [pair for pair in ranked if _is_of(pair[1], paragraphs)]:
            ranked = named
        ranked.sort(key=lambda pair: (-pair[0], -(pair[1].effective or date.min).toordinal(), pair[1].key))
        best = ranked[0][0] if ranked else 0.0
        near = [duty for rank, duty in ranked if rank >= best * _NEAR and rank >= best - 1.5]
        return [DutyFound(duty, self._why(duty, concepts, day, cited)) for duty in _of_one_each(near)[:MOST_DUTIES]]

    def _rank(
        self,
        duty: BookDuty,
        concepts: Collection[str],
        day: date | None,
        cited: Collection[int],
        likely: Collection[str],
        *,
        reporting: bool,
    ) -> float | None:
        weight = self.weigh(duty, concepts)
        if weight <= 0 or not self.wholes[duty.key] & set(concepts) - _OF_ANYTHING:
            return None
        is_report = duty.measure == "reporting"
        if is_report != reporting and (is_report or "report" not in self.titles[duty.key]):
            weight *= 0.2 if is_report else 0.9
        weight *= 2.2 if set(concepts) <= _OF_REPORTS and duty.subject == "implementation report" else 1.0
        weight *= _force(duty, day)
        weight *= 0.4 if duty.test is Test.LIMIT and duty.due and day and duty.due < day else 1.0
        weight *= 1.6 if duty.number in cited else 1.0
        return weight * (1.15 if duty.key in likely else 1.0)

    def _why(
        self, duty: BookDuty, concepts: Collection[str], day: date | None, cited: Collection[int]
    ) -> tuple[str, ...]:
        both = self.wholes[duty.key] & set(concepts)
        told = both - {part for parts, made in _TOGETHER if made in both for part in parts if part not in _SHOWN}
        shared = sorted(told or both, key=lambda c: (-self._weight(c), c))
        reasons = [f"{duty.symbol}, paragraph {duty.paragraph}: both speak of {_listed(shared[:4])}."]
        if duty.number in cited:
            reasons.append(f"The source cites {duty.symbol}, which creates it.")
        if day and duty.effective and duty.effective <= day:
            reasons.append("It was in force on the day of the statement.")
        return tuple(reasons)


def _is_of(duty: BookDuty, paragraphs: Collection[tuple[int, Paragraph]]) -> bool:
    own = parse_paragraph(duty.paragraph)
    return own is not None and any(duty.number == number and cited.meets(own) for number, cited in paragraphs)


_PEOPLE = frozenset({"workers", "send home"})
_TRANSPORT = frozenset({"aircraft", "rail and road"})
"""By what people leave, which is no matter of a duty on transport."""
_GOODS = frozenset(
    [
        "coal",
        "iron",
        "lead",
        "seafood",
        "textiles",
        "arms",
        "statues",
        "machinery",
        "luxury",
        "gold",
        "copper",
        "titanium",
    ]
)
_CARRYING = frozenset({"vessels", "ports", "cargo", "aircraft", "rail and road"})
_OF_SHIPS = frozenset({"de-registration", "ship-to-ship", "insurance", "inspect", "crew", "seize"})
"""Goods that are carried are matter of a ban on the goods, unless it is told what becomes of the ship or cargo."""


_BESIDE = (
    (frozenset({"fishing rights"}), {"seafood", "work permits"}),
    (frozenset({"asset freeze"}), {"bank", "bank account"}),  # accounts that are frozen are assets, and no banking
    (frozenset({"training", "military"}), {"teaching"}),
    (frozenset({"joint ventures", "statues"}), {"statues"}),
)
"""Concepts beside which others are no matter of a duty."""
_DEALT = frozenset({"buying", "supplying", "trade", "arms", "cargo"})
_WORKPLACES = frozenset({"textiles", "seafood", "coal", "wood", "food", "machinery", "iron", "metals"})
"""Goods of places in which people work, which are no matter of a duty on them: a garment plant, a coal mine."""


def together(concepts: Collection[str]) -> frozenset[str]:
    """The concepts of a statement, with those that they make together."""
    found = set(concepts)
    for parts, made in _TOGETHER:
        others = made == "workers" and bool(found & _NO_WORKERS)
        found |= {made} if parts <= found and not others else set()
    if {"diplomats", "send home"} <= found and "workers" not in found:
        found = (found - {"send home"}) | {"expel"}
    found -= _beside_people(found)
    if "leaving" in found and not found & _OF_SHIPS:
        found -= {"aircraft"}
    if found & _GOODS and not found & _OF_SHIPS:
        found -= _CARRYING
    found |= {"vessels"} if "de-registration" in found else set()
    for parts, beside in _BESIDE:
        found -= beside if parts <= found else set()
    return frozenset(found)


_SENT = frozenset({"workers", "nationals", "diplomats"})
_CARGO = frozenset({"cargo"})


def _beside_people(found: Collection[str]) -> frozenset[str]:
    """What is no matter of a duty: by what people leave, where they work, and that goods are sent back."""
    if "send home" in found and not _SENT & set(found) and (_GOODS | _CARGO) & set(found):
        return frozenset({"send home"})  # "sent back a container of seafood"
    if not _PEOPLE & set(found):
        return frozenset()
    return _TRANSPORT | (frozenset() if _DEALT & set(found) else _WORKPLACES)


def _force(duty: BookDuty, day: date | None) -> float:
    if day is None:
        return 0.8 if duty.ended else 1.0
    if duty.effective and duty.effective > day:
        return 0.3
    return 0.6 if duty.ended and duty.ended <= day else 1.0


def _of_one_each(duties: Sequence[BookDuty]) -> list[BookDuty]:
    """Of duties of one subject, as those that a later resolution repeats or widens, only the first."""
    seen: dict[tuple[str, str], BookDuty] = {}
    for duty in duties:
        seen.setdefault((duty.subject, duty.measure), duty)
    return list(seen.values())


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def states_of(
    named: Sequence[str], *, own: str | None, targets: Collection[str], about_it: bool
) -> tuple[tuple[str, ...], str]:
    """The states whose conduct is told, and why.

    `named` are those that the sentence names outside the speaker; `own` is the state for which the speaker speaks, and
    `about_it` says that the sentence speaks of its conduct. A state that a regime is about is meant only where no other
    is.
    """
    others = [code for code in dict.fromkeys(named) if code not in targets]
    if about_it and own and own not in targets and not others:
        others = [own]
    if others:
        return tuple(others), "The sentence names it."
    if own and own not in targets:
        return (own,), "The speaker speaks for it, and the sentence names no other state."
    if named:
        return tuple(dict.fromkeys(named)), "The sentence names it and no other state."
    if own:
        return (own,), "The speaker speaks for it."
    return (), ""
