"""Determinations: who may override an outcome and what they must say, where one stands, and when it lapses.

A determination is shown beside the computed outcome and never instead of it, so nothing of the rules that decide a
status reads this file. What was approved is the accepted evidence of that moment and the duty's terms, by their
fingerprint; where the present fingerprint is another, the determination has lapsed.
"""

from dataclasses import dataclass
from datetime import date, datetime

from tracker.domain.dates import day_words
from tracker.domain.errors import Problem, RuleBroken
from tracker.domain.two_people import SharedDeed, reason_problems
from tracker.domain.vocabulary import Outcome, Ruling, Standing

DEED = SharedDeed("determination", "a determination", "this determination")
"""What takes two people."""

ENDING = SharedDeed("determination", "the end of a determination", "the end of this determination")
"""What takes two people again, whoever they are."""

_ENDINGS = {Ruling.REFUSED: Standing.REFUSED, Ruling.TAKEN_BACK: Standing.TAKEN_BACK}


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a person proposes: that a cell be held to have an outcome, and why.

    `state` is a code or a name, `obligation` a key; it is about the days from `first` to `last`, open where None.
    """

    state: str
    obligation: str
    outcome: Outcome
    reason: str
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Determined:
    """What the rules read of a determination. It is about the days from `first` to `last`, open where None."""

    first: date | None
    last: date | None
    fingerprint: str
    proposed_at: datetime
    ruling: Ruling | None = None
    ruled_at: datetime | None = None
    ended_at: datetime | None = None

    def covers(self, day: date) -> bool:
        """Whether it is about a day. Its first and its last day are in it."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


def days_words(first: date | None, last: date | None) -> str:
    """The days that a determination is about, in words."""
    if first is not None and last is not None:
        return f"on {day_words(first)}" if first == last else f"from {day_words(first)} to {day_words(last)}"
    if first is not None:
        return f"from {day_words(first)} on"
    return f"until {day_words(last)}" if last is not None else "on all days"


def standing(determined: Determined, *, known_at: datetime, present: str) -> Standing | None:
    """Where a determination stood at an instant; None before it was proposed.

    `present` is the fingerprint of the evidence as it was known at that instant. When that is again what was approved,
    the determination stands again.
    """
    if determined.proposed_at > known_at:
        return None
    ruled = determined.ruled_at is not None and determined.ruled_at <= known_at
    if not ruled or determined.ruling is None:
        return Standing.PROPOSED
    if determined.ruling in _ENDINGS:
        return _ENDINGS[determined.ruling]
    if determined.ended_at is not None and determined.ended_at <= known_at:
        return Standing.ENDED
    return Standing.APPROVED if present == determined.fingerprint else Standing.LAPSED


def overlap(one: Determined, other: Determined) -> bool:
    """Whether two determinations are about some day in common."""
    starts = one.first is None or other.last is None or one.first <= other.last
    return starts and (other.first is None or one.last is None or other.first <= one.last)


def check_proposal(proposal: Proposal) -> None:
    """Raise RuleBroken unless a proposal gives its reason and its days are in order."""
    first, last, reason = proposal.first, proposal.last, proposal.reason
    found = []
    if first is not None and last is not None and last < first:
        found.append(Problem("last", "The last day is before the first. Exchange them, or leave one empty."))
    found += reason_problems(
        reason, missing="Say why the outcome should be held otherwise; the reason stands beside it."
    )
    if found:
        raise RuleBroken("determination", *found)
