"""Putting a version of the rules in force: who may propose it, who may rule on it, and which is in force when.

A version is put in force from the instant at which a second person approves it; what was known before goes on being
judged by the version of that time.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from tracker.domain.errors import Problem, RuleBroken
from tracker.domain.facts import RULES_VERSION
from tracker.domain.rules import VERSIONS, Rules
from tracker.domain.two_people import SharedDeed, reason_problems

DEED = SharedDeed("rules", "a version of the rules", "this version")
"""What takes two people."""


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


def check_proposal(*, version: str, reason: str, present: str) -> None:
    """Raise RuleBroken unless the version is one, is not in force already, and a reason is given."""
    found: list[Problem] = []
    if version not in VERSIONS:
        found.append(Problem("version", f"There are no rules of that version: choose one of {', '.join(VERSIONS)}."))
    if version == present:
        found.append(Problem("version", f"Version {version} is in force already; choose another one."))
    found += reason_problems(reason, missing="Say why these rules should decide; the reason stays with them.")
    if found:
        raise RuleBroken("rules", *found)
