"""Merging and splitting of origins: who may propose it, who may rule on it, and what a proposal must say.

How many voices stand behind a status depends on it, so it takes two people. Nobody is excepted.
"""

import hashlib
import json
from dataclasses import asdict, dataclass

from tracker.domain.errors import Problem, RuleBroken
from tracker.domain.two_people import SharedDeed, reason_problems
from tracker.domain.vocabulary import OriginChangeKind

LONGEST_LABEL = 500

DEED = SharedDeed("origin", "a change of origins", "this change of origins")
"""What takes two people."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a proposal is about, as it is seen when somebody looks at it.

    Claims are pairs of a key and the number of the current revision: those of the origin, and those of the origin that
    it would be merged into. `chosen` are the keys that a split takes out.
    """

    kind: OriginChangeKind
    origin: str
    into: str
    label: str
    chosen: tuple[str, ...]
    claims: tuple[tuple[str, int], ...]
    others: tuple[tuple[str, int], ...]

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of all of it. It changes when a claim comes, goes or is edited, so an approval then lapses."""
        ordered = asdict(self) | {name: sorted(getattr(self, name)) for name in ("chosen", "claims", "others")}
        return hashlib.sha256(json.dumps(ordered, sort_keys=True).encode()).hexdigest()


def check_merge(proposed: Proposed, reason: str) -> None:
    """Raise RuleBroken unless a merge names another origin, and says why the two are one utterance."""
    if proposed.into == proposed.origin:
        raise RuleBroken.at("origin", "into", "An origin cannot be merged into itself. Choose another one.")
    if not proposed.claims:
        raise RuleBroken.at("origin", "into", "No claim has this origin any more, so there is nothing to merge.")
    DEED.check_reason(reason, missing="Say why the two are one utterance; a second person reads it.")


def check_split(proposed: Proposed, reason: str) -> None:
    """Raise RuleBroken with every problem of a split: it takes some claims and leaves some, under a name, with why."""
    found = []
    there = {key for key, _ in proposed.claims}
    if not proposed.chosen:
        found.append(Problem("claims", "Mark the claims that go back to another utterance."))
    elif foreign := sorted(set(proposed.chosen) - there):
        found.append(Problem("claims", f"“{foreign[0]}” is no claim of this origin. Look at its claims again."))
    elif len(set(proposed.chosen)) == len(there):
        found.append(Problem("claims", "Leave at least one claim; to take all of them away is no split."))
    if not proposed.label:
        found.append(Problem("label", "Say what the other utterance is, such as “Reuters interview, 18 July 2018”."))
    if len(proposed.label) > LONGEST_LABEL:
        found.append(Problem("label", f"Use at most {LONGEST_LABEL} characters."))
    found += reason_problems(reason, missing="Say why they are another utterance; a second person reads it.")
    if found:
        raise RuleBroken("origin", *found)
