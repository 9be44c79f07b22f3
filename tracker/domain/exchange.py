"""Exchange between installations: what makes two revisions the same, and what a merge does with a claim.

Invariants kept here: names that installations give are never compared, only what was said and who wrote it when; a
merge adds and never takes away; of two edits since two records parted, both records put the same one on top, whichever
of them merges first; and what was merged once is known again, so a second merge does nothing.
"""

import hashlib
import json
import unicodedata
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any

SKEW = timedelta(hours=1)
"""By how much the clock of another installation may be ahead of ours."""


def ident(*parts: str) -> str:
    """The SHA-256 of some texts in their order, in hexadecimal; what a revision or a review is known by everywhere."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode()).hexdigest()


WRITTEN = ("kind", "statement", "speaker", "office", "said", "event", "notes")
"""What of a claim's words goes into the ident of a revision."""


def revision_ident(at: datetime, username: str, said: Mapping[str, Any]) -> str:
    """By what a revision is known everywhere: when and by whom it was written, and its words by their fields.

    Whoever reads a bundle computes it anew, so that nobody passes other words off under it.
    """
    words = (unicodedata.normalize("NFC", str(said.get(name) or "")).strip() for name in WRITTEN)
    return ident("revision", _instant(at), username, *words)


def review_ident(revision: str, at: datetime, username: str, *decided: str | None) -> str:
    """By what a review is known everywhere: on which revision, when, by whom, and verdict, grades and comment."""
    return ident("review", revision, _instant(at), username, *(str(one or "") for one in decided))


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")


@dataclass(frozen=True, slots=True)
class Version:
    """A revision as a merge sees it: what it is known by, what it says in the names of this record, and when.

    `says` is compared as a whole; `weight` decides between two that were written at one instant, the same everywhere.
    """

    idents: frozenset[str]
    says: Hashable
    at: datetime
    weight: str = ""

    @property
    def rank(self) -> tuple[datetime, str]:
        """What decides which of two edits is the later one."""
        return (self.at, self.weight)


class Course(Enum):
    """What a merge does with a claim."""

    NOTHING = "nothing"
    NEW = "new"
    FORWARD = "forward"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done: which told revisions are added, in their order, and which are ones that stand here.

    `same` maps the place of a told revision to that of the one that stands here. `again` says that the present revision
    is to be put on top of what was added, because it is the later one.
    """

    course: Course
    added: tuple[int, ...] = ()
    same: dict[int, int] = field(default_factory=dict)
    again: bool = False


def plan(here: Sequence[Version], told: Sequence[Version]) -> Plan:
    """What becomes of a claim of which both records have revisions, each oldest first; `here` may be empty."""
    if not here:
        return Plan(Course.NEW, tuple(range(len(told))))
    same = _same(here, told)
    parted = max(same, default=-1)
    added = tuple(range(parted + 1, len(told)))
    if not added:
        return Plan(Course.NOTHING, same=same)
    if parted >= 0 and same[parted] == len(here) - 1:
        return Plan(Course.FORWARD, added, same)
    return Plan(Course.CONFLICT, added, same, again=here[-1].rank > told[-1].rank)


def _same(here: Sequence[Version], told: Sequence[Version]) -> dict[int, int]:
    """Which told revision is which of those here: by what it is known by, else by what it says, each in its turn.

    What says the same as the present revision may be that one although it was known already: two records may have come
    to the same words by different ways. Words that were used again are no reason to pair what came before with what
    came after: nothing is paired beyond the pair of a later told revision.
    """
    known = {name: place for place, version in enumerate(here) for name in version.idents}
    found: dict[int, int] = {}
    for number, version in enumerate(told):
        places = [known[name] for name in version.idents if name in known]
        if places:
            found[number] = max(places)
    reached = -1
    for number, version in enumerate(told):
        bound = min((place for later, place in found.items() if later > number), default=len(here))
        taken = set(found.values())
        if number not in found and (place := _alike(here, version, range(reached + 1, bound), taken)) is not None:
            found[number] = place
        reached = max(reached, found.get(number, -1))
    return found


def _alike(here: Sequence[Version], version: Version, between: range, taken: set[int]) -> int | None:
    last = len(here) - 1
    free = (n for n in between if n not in taken and here[n].says == version.says)
    present = between.stop == len(here) and here[last].says == version.says
    return next(free, last if present else None)


def key_with(base: str, slug: str, attempt: int, *, longest: int = 120) -> str:
    """The key that a record gets here whose own is taken: with the other installation's name, then with a number."""
    tail = f"-{slug}" if attempt < 2 else f"-{slug}-{attempt}"
    return f"{base[: longest - len(tail)].rstrip('-')}{tail}"
