"""Deciding on many claims at once: what makes a claim an exception, which are drawn to be read, what must be said.

A deed of many is so many reviews: each by the rules of one, never on one's own work. What is an exception is decided on
only where it stands before the reviewer and is ticked. The others may be decided on by a sample that was read, drawn
by a rule that nobody can steer.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from tracker.domain.errors import Problem, RuleBroken
from tracker.domain.vocabulary import Word

T = TypeVar("T")

MOST = 500
"""How many claims one deed decides on."""

SAMPLE = 20
"""How many claims are drawn; fewer than so many are all read."""


class Flag(Word):
    """Why a claim must be looked at by itself."""

    MISMATCH = "mismatch", "citation does not match", "What it cites does not fit what it bears on."
    DUPLICATE = "duplicate", "may be a duplicate", "Another claim of the same days says much the same of a state."
    ADVERSE = "adverse", "adverse", "It says that a state broke a duty."
    MISQUOTED = "misquoted", "quotation not found", "Its words were not found in a kept copy of the source."
    UNQUOTED = "unquoted", "no quotation", "No words of a source are quoted."
    EDITED = "edited", "edited since", "It says something else now than what the import brought."
    SEVERAL = "several", "several authors", "Not all of its revisions are by one person."


@dataclass(frozen=True, slots=True)
class Chosen:
    """A claim as the reviewer had it before them: its key, its revision, and how much had happened to its reviews."""

    key: str
    revision: int
    seen: int


def draw(keys: Collection[str], *, seed: str, most: int = SAMPLE) -> list[str]:
    """The keys to be read, the same for the same keys and seed; all of them where there are no more than that."""
    drawn = sorted(keys, key=lambda key: hashlib.sha256(f"{seed} {key}".encode()).digest())[:most]
    return sorted(drawn)


def fingerprint(chosen: Iterable[Chosen]) -> str:
    """What a deed is about; it changes as soon as one of the claims does."""
    lines = sorted(f"{one.key} {one.revision} {one.seen}" for one in chosen)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def check(*, many: int, reason: str, authors: Collection[str], authors_said: bool) -> None:
    """Raise RuleBroken unless a deed of many says why, is not too large, and says whose work it is if by several."""
    found = []
    if not many:
        found.append(Problem("chosen", "Tick at least one claim."))
    if many > MOST:
        found.append(Problem("chosen", f"Decide on at most {MOST} claims at once."))
    if not reason:
        found.append(Problem("reason", "Say why they may be decided on together; it stays with each of them."))
    if len(authors) > 1 and not authors_said:
        names = ", ".join(sorted(authors))
        found.append(Problem("authors", f"These are the work of several people ({names}). Say that you know it."))
    if found:
        raise RuleBroken("review", *found)


def comment(*, reason: str, many: int, run: int, authors: Collection[str], drawn: int = 0) -> str:
    """What each review says of how it was come by, before the reviewer's own reason."""
    others = f"with {many - 1} other claims" if many != 2 else "with one other claim"
    whose = f", the work of {' and '.join(sorted(authors))}" if len(authors) > 1 else ""
    how = f"; {drawn} of them, drawn at random, were read" if drawn else ""
    lead = (
        f"Decided {others} of import {run}{whose}{how}." if many > 1 else f"Decided among the claims of import {run}."
    )
    return f"{lead} {reason}"


def in_order(rows: Sequence[T], flags: Sequence[Collection[Flag]]) -> list[T]:
    """The rows, those with flags first: the weightiest flag first, then the most flags, else as they come."""
    weight = {flag: place for place, flag in enumerate(Flag)}

    def place(number: int) -> tuple[int, int, int]:
        found = flags[number]
        return min((weight[flag] for flag in found), default=len(weight)), -len(found), number

    return [rows[number] for number in sorted(range(len(rows)), key=place)]
