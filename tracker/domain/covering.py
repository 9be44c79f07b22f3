"""How well a cell has been looked at: when last, by whom, and on how many sources and origins what is there rests.

Whether anybody looked says nothing about the state. It tells where the record itself is thin. Of thousands of cells at
which nobody has looked, those come first on whose state and on whose duty the record says most: something is likeliest
to be found there.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from tracker.domain.dates import day_words
from tracker.domain.vocabulary import SearchResult, Word


class Cover(Word):
    """What has been done on a cell."""

    NOBODY = "nobody", "nobody looked", "No claim bears on it, and no search for it is on record."
    NOTHING = "nothing", "looked, nothing found", "Somebody looked, and nothing was there."
    FOUND = "found", "looked, not logged yet", "A search found something, and no claim bears on the cell yet."
    WAITING = "waiting", "nothing accepted", "Claims bear on it, and no reviewer has accepted one."
    ACCEPTED = "accepted", "accepted claims", "At least one accepted claim bears on it."


class LookKind(StrEnum):
    """How somebody looked."""

    CLAIM = "claim"
    SEARCH = "search"
    REVIEW = "review"


_DID = {LookKind.CLAIM: "logged a claim", LookKind.SEARCH: "searched", LookKind.REVIEW: "reviewed a claim"}


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody dealt with a cell on a day: a claim was logged or reviewed, or a search made. Days are of UTC."""

    day: date
    by: str
    kind: LookKind
    result: SearchResult | None = None

    @property
    def sentence(self) -> str:
        """As in: 24 November 2026, Rita Reviewer reviewed a claim."""
        return f"{day_words(self.day)}, {self.by} {_DID[self.kind]}"


@dataclass(frozen=True, slots=True)
class Counts:
    """What bears on a cell and was not withdrawn: claims, those accepted, their sources, and their origins."""

    claims: int = 0
    accepted: int = 0
    sources: int = 0
    origins: int = 0


@dataclass(frozen=True, slots=True)
class Beside:
    """How many claims bear on the other cells of the same state, and of the same duty."""

    state: int = 0
    duty: int = 0

    @property
    def weight(self) -> tuple[int, int]:
        """The more of both, the likelier that something is to be found."""
        return self.state * self.duty, self.state + self.duty


@dataclass(frozen=True, slots=True)
class Covered:
    """One cell, with what bears on it, who looked at it last, and what bears on the cells beside it."""

    state: str
    obligation: str
    counts: Counts = Counts()
    last: Look | None = None
    found: bool = False
    beside: Beside = Beside()

    @property
    def cover(self) -> Cover:
        """What has been done on it."""
        if self.counts.accepted:
            return Cover.ACCEPTED
        if self.counts.claims:
            return Cover.WAITING
        if self.last is None:
            return Cover.NOBODY
        return Cover.FOUND if self.found else Cover.NOTHING


def covered(state: str, obligation: str, counts: Counts | None, looks: Iterable[Look]) -> Covered:
    """A cell from what bears on it and the looks at it, in any order. Of several on a day, a review goes first."""
    known = list(looks)
    last = max(known, key=lambda look: (look.day, _RANK[look.kind], look.by), default=None)
    found = any(look.result is SearchResult.SOMETHING for look in known)
    return Covered(state, obligation, counts or Counts(), last, found)


_RANK = {LookKind.CLAIM: 0, LookKind.SEARCH: 1, LookKind.REVIEW: 2}
_COVERS = tuple(Cover)


def thinnest_first(cells: Iterable[Covered]) -> list[Covered]:
    """Cells, the emptiest first; of those that are as empty, the one at which nobody has looked for longest.

    Of those at which nobody ever looked, the one with the most beside it.
    """
    return sorted(cells, key=_thinness)


def _thinness(cell: Covered) -> tuple[int, int, int, date, int, int]:
    counts, (most, sum_of_both) = cell.counts, cell.beside.weight
    day = cell.last.day if cell.last else date.min
    return _COVERS.index(cell.cover), counts.origins, counts.sources, day, -most, -sum_of_both


def beside(cells: Iterable[Covered]) -> list[Covered]:
    """The same cells, each with how many claims bear on the others of its state and of its duty among them."""
    given = list(cells)
    states, duties = Counter[str](), Counter[str]()
    for cell in given:
        states[cell.state] += cell.counts.claims
        duties[cell.obligation] += cell.counts.claims
    return [
        replace(cell, beside=Beside(states[cell.state] - own, duties[cell.obligation] - own))
        for cell, own in ((cell, cell.counts.claims) for cell in given)
    ]
