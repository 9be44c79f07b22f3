"""What two sources have in common, how much that says, and the sentences that say so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

MOST_CELLS = 2
"""How many cells a sentence names; the others are counted."""


class Described(NamedTuple):
    """What a source says of itself."""

    publisher: str
    author: str
    symbol: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing in common: how much it says of likeness, and the sentence for it."""

    weight: int
    sentence: str

    @classmethod
    def of_origin(cls, claims: int) -> "Reason":
        """They carry the same first utterance, in so many claims of the other source."""
        many = "claim" if claims == 1 else "claims"
        return cls(60 + min(claims, 10), f"It carries the same first utterance, in {claims} {many}.")

    @classmethod
    def of_cells(cls, cells: Sequence[str]) -> "Reason":
        """They are about the same states and duties, each named as `Mongolia, Repatriation`."""
        more = len(cells) - MOST_CELLS
        named = "; ".join(cells[:MOST_CELLS]) + (f"; and {more} more" if more > 0 else "")
        return cls(20 + 5 * min(len(cells), 10), f"It is about the same state and duty: {named}.")


def described(one: Described, other: Described) -> list[Reason]:
    """What two sources have in common by what they say of themselves."""
    found: list[Reason] = []
    if one.author and one.author == other.author:
        found.append(Reason(40, f"By the same author: {one.author}."))
    if (same := series(one.symbol)) and series(other.symbol) == same:
        found.append(Reason(30, f"Of the same series: {same}."))
    if one.publisher and one.publisher == other.publisher:
        found.append(Reason(10, f"Of the same publisher: {one.publisher}."))
    return found


def series(symbol: str) -> str:
    """A document symbol without its last number: S/AC.49/2019/ for S/AC.49/2019/12; empty for one without parts."""
    head, slash, _ = symbol.rpartition("/")
    return head + slash if "/" in head else ""


def weight(reasons: Iterable[Reason]) -> int:
    """How much several things in common say together."""
    return sum(reason.weight for reason in reasons)


def sentences(reasons: Iterable[Reason]) -> tuple[str, ...]:
    """The sentences, the one that says most first."""
    return tuple(reason.sentence for reason in sorted(reasons, key=lambda reason: -reason.weight))
