"""Retractions and corrections of sources: who may record one, and what it must say."""

from collections.abc import Collection

from tracker.domain.dates import DateUnreadable, parse_span
from tracker.domain.errors import NotAllowed, Problem, RuleBroken
from tracker.domain.vocabulary import Role

LONGEST_DAY, LONGEST_ADDRESS, LONGEST_REASON = 100, 2_000, 5_000


def check_recorder(roles: Collection[str]) -> None:
    """Raise NotAllowed for a person who is neither an analyst nor a reviewer."""
    if not {Role.ANALYST, Role.REVIEWER}.intersection(roles):
        sentence = "Only an analyst or a reviewer may record that a source was taken back. Ask an administrator."
        raise NotAllowed("notice", Problem("", sentence))


def check_notice(*, day: str, address: str, reason: str) -> None:
    """Raise RuleBroken with every problem of a notice. `day` is perhaps partial; `address` may be empty."""
    found = []
    if not reason:
        found.append(Problem("reason", "Say what the publisher took back or corrected; the reason stays with it."))
    limits = (("day", day, LONGEST_DAY), ("address", address, LONGEST_ADDRESS), ("reason", reason, LONGEST_REASON))
    found += [Problem(field, f"Use at most {most:,} characters.") for field, text, most in limits if len(text) > most]
    try:
        parse_span(day)
    except DateUnreadable as error:
        found.append(Problem("day", str(error)))
    if found:
        raise RuleBroken("notice", *found)
