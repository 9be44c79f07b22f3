"""Putting a version of the rules in force: who may propose it, who may rule on it, and which is in force when.

A version is put in force from the instant at which a second person approves it; what was known before goes on being
judged by the version of that time.
"""

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from tracker.domain.errors import NotAllowed, Problem, RuleBroken
from tracker.domain.facts import RULES_VERSION
from tracker.domain.rules import VERSIONS, Rules
from tracker.domain.vocabulary import Role, Ruling

LONGEST_REASON = 5_000
_TOO_LONG = f"Use at most {LONGEST_REASON:,} characters."


@dataclass(frozen=True, slots=True)
class Adoption:
    """A version, and the instant from which it is in force."""

    version: str
    at: datetime


def in_force(adoptions: Iterable[Adoption], known_at: datetime) -> str:
    """The version in force at an instant: the one adopted last by then, or the first rules."""
    adopted = [one for one in adoptions if one.at <= known_at]
    return max(adopted, key=lambda one: one.at).version if adopted else RULES_VERSION


def fingerprint(rules: Rules) -> str:
    """The SHA-256, in hexadecimal, of what a version says, so that an approval is of those very rules."""
    return hashlib.sha256(json.dumps(asdict(rules), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def check_proposer(roles: Collection[str]) -> None:
    """Raise NotAllowed unless the person is an analyst or a reviewer."""
    if not {Role.ANALYST, Role.REVIEWER}.intersection(roles):
        raise _not_allowed("Only an analyst or a reviewer may propose rules. Ask an administrator.")


def check_proposal(*, version: str, reason: str, present: str) -> None:
    """Raise RuleBroken unless the version is one, is not in force already, and a reason is given."""
    found: list[Problem] = []
    if version not in VERSIONS:
        found.append(Problem("version", f"There are no rules of that version: choose one of {', '.join(VERSIONS)}."))
    if version == present:
        found.append(Problem("version", f"Version {version} is in force already; choose another one."))
    if not reason:
        found.append(Problem("reason", "Say why these rules should decide; the reason stays with them."))
    if len(reason) > LONGEST_REASON:
        found.append(Problem("reason", _TOO_LONG))
    if found:
        raise RuleBroken("rules", *found)


def check_ruler(*, person: int, roles: Collection[str], proposer: int) -> None:
    """Raise NotAllowed unless the person is a reviewer and did not propose it. Administrators are not excepted."""
    if Role.REVIEWER not in roles:
        raise _not_allowed("Only a reviewer may put rules in force. Ask an administrator for the role.")
    if person == proposer:
        raise _not_allowed("You proposed these rules. A second person must rule on them.")


def check_ruling(*, ruling: Ruling, reason: str) -> None:
    """Raise RuleBroken unless a second person's ruling is one, and a refusal gives its reason."""
    if ruling is Ruling.TAKEN_BACK:
        raise RuleBroken.at("rules", "ruling", "Approve it or refuse it; only its author takes it back.")
    if ruling is Ruling.REFUSED and not reason:
        raise RuleBroken.at("rules", "reason", "Say why it is refused; the reason stays with it.")
    if len(reason) > LONGEST_REASON:
        raise RuleBroken.at("rules", "reason", _TOO_LONG)


def check_taking_back(*, person: int, proposer: int) -> None:
    """Raise NotAllowed unless the person proposed it."""
    if person != proposer:
        raise _not_allowed("Only who proposed these rules may take the proposal back. A reviewer can refuse it.")


def _not_allowed(sentence: str) -> NotAllowed:
    return NotAllowed("rules", Problem("", sentence))
