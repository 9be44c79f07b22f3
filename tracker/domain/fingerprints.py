"""The fingerprint of what a cell rests on, and what became different between two states of it.

Invariants kept here: only accepted claims are evidence, so a statement that nobody has reviewed makes nothing lapse;
order and repetition of the evidence change nothing; a field that is at its default is left out, so that a field added
to the facts later leaves every earlier fingerprint as it was.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any

from tracker.domain.facts import Duty, Evidence
from tracker.domain.vocabulary import ReviewState


@dataclass(frozen=True, slots=True)
class Change:
    """What became different since: the key of the claim, or nothing where it is no claim, and a sentence."""

    claim: str
    sentence: str


TERMS_CHANGED = "The terms of the duty, or what the record held when it was proposed, are not what they were."

# When a source was published says nothing of what was decided on, and earlier fingerprints did not have it.
_UNTOLD = frozenset({"public_from"})

_NO_LONGER = {
    ReviewState.WITHDRAWN: "It was withdrawn.",
    ReviewState.RETURNED: "A reviewer now returns it to its analyst.",
    ReviewState.WRONG: "A reviewer now judges the record wrong.",
    ReviewState.WAITING: "It waits for review again.",
}


def fingerprint(duty: Duty, evidence: Iterable[Evidence], *, last: date | None = None) -> str:
    """The SHA-256, in hexadecimal, of a duty's terms and of the accepted evidence on them.

    With `last`, evidence on later days is left out: no rule lets it bear on days up to that one.
    """
    plain = {"duty": _plain(duty), "evidence": sorted({_text(_plain(item)) for item in bearing(evidence, last=last)})}
    return hashlib.sha256(_text(plain).encode()).hexdigest()


def bearing(evidence: Iterable[Evidence], *, last: date | None) -> list[Evidence]:
    """The accepted evidence whose first possible day is not after `last`."""
    accepted = (item for item in evidence if item.review_state is ReviewState.ACCEPTED)
    return [item for item in accepted if last is None or item.first <= last]


def _text(plain: Any) -> str:
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _plain(value: Any) -> Any:
    """A value as JSON can hold it."""
    if is_dataclass(value):
        told = (f for f in fields(value) if f.name not in _UNTOLD and getattr(value, f.name) != f.default)
        return {f.name: _field(getattr(value, f.name)) for f in told}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _field(value: Any) -> Any:
    """A field's value. Several of a kind have no order that means anything, so they get one."""
    if isinstance(value, tuple | frozenset):
        return sorted((_plain(item) for item in value), key=_text)
    return _plain(value)


def differences(before: Iterable[Evidence], now: Iterable[Evidence], *, last: date | None = None) -> list[Change]:
    """What became of the evidence in between, claim by claim, by their keys. Empty when nothing did."""
    present = list(now)
    old, new = _by_claim(bearing(before, last=last)), _by_claim(bearing(present, last=last))
    known = _by_claim(present)
    changed = (key for key in sorted(old.keys() | new.keys()) if old.get(key) != new.get(key))
    return [Change(key, _sentence(old.get(key), new.get(key), known.get(key))) for key in changed]


def _by_claim(evidence: Iterable[Evidence]) -> dict[str, Evidence]:
    return {item.claim: item for item in evidence}


def _sentence(old: Evidence | None, new: Evidence | None, known: Evidence | None) -> str:
    """Say what happened to a claim that counts otherwise than before. `known` is it now, accepted or not."""
    if old is None:
        return "It was accepted since."
    if new is None:
        return _gone(old, known)
    if new.revision != old.revision:
        return f"It was edited, and revision {new.revision} was accepted."
    if new.credibility != old.credibility:
        return f"Its credibility was {old.credibility} and is now {new.credibility}."
    if new.origin != old.origin:
        return "It counts under another origin now."
    return "The rules read it otherwise now."


def _gone(old: Evidence, known: Evidence | None) -> str:
    if known is None:
        return "It no longer bears on this cell."
    if known.review_state is ReviewState.WAITING and known.revision != old.revision:
        return "It was edited and waits for review again."
    return _NO_LONGER.get(known.review_state, "Its day is now after the last day of the determination.")
