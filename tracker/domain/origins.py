"""Merging and splitting of origins: who may propose it, who may rule on it, and what a proposal must say.

How many voices stand behind a status depends on it, so it takes two people. Nobody is excepted.
"""

import hashlib
import json
from collections.abc import Collection
from dataclasses import asdict, dataclass

from tracker.domain.errors import NotAllowed, Problem, RuleBroken
from tracker.domain.vocabulary import OriginChangeKind, Role, Ruling

LONGEST_LABEL, LONGEST_REASON = 500, 5_000


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


def check_proposer(roles: Collection[str]) -> None:
    """Raise NotAllowed for a person who is neither an analyst nor a reviewer."""
    if not {Role.ANALYST, Role.REVIEWER}.intersection(roles):
        sentence = "Only an analyst or a reviewer may propose a change of origins. Ask an administrator."
        raise NotAllowed("origin", Problem("", sentence))


def check_ruler(*, ruler: int, roles: Collection[str], proposer: int) -> None:
    """Raise NotAllowed unless the person is a reviewer and somebody else than the one who proposed it."""
    if Role.REVIEWER not in roles:
        raise NotAllowed("origin", Problem("", "Only a reviewer may rule on a proposal. Ask an administrator."))
    if ruler == proposer:
        raise NotAllowed("origin", Problem("", "You proposed this. A second person must rule on it."))


def check_ruling(ruling: Ruling, reason: str) -> None:
    """Raise RuleBroken unless it is an approval or a refusal, the latter with its reason."""
    if ruling is Ruling.TAKEN_BACK:
        raise RuleBroken.at("origin", "ruling", "Approve the proposal or refuse it; only its author takes it back.")
    if ruling is Ruling.REFUSED and not reason:
        raise RuleBroken.at("origin", "reason", "Say why you refuse it; the reason stays with the proposal.")
    _check_length(reason)


def check_merge(proposed: Proposed, reason: str) -> None:
    """Raise RuleBroken unless a merge names another origin, and says why the two are one utterance."""
    if proposed.into == proposed.origin:
        raise RuleBroken.at("origin", "into", "An origin cannot be merged into itself. Choose another one.")
    if not proposed.claims:
        raise RuleBroken.at("origin", "into", "No claim has this origin any more, so there is nothing to merge.")
    if not reason:
        raise RuleBroken.at("origin", "reason", "Say why the two are one utterance; a second person reads it.")
    _check_length(reason)


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
    if not reason:
        found.append(Problem("reason", "Say why they are another utterance; a second person reads it."))
    if found:
        raise RuleBroken("origin", *found)
    _check_length(reason)


def _check_length(reason: str) -> None:
    if len(reason) > LONGEST_REASON:
        raise RuleBroken.at("origin", "reason", f"Use at most {LONGEST_REASON:,} characters.")
