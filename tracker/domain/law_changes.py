"""Records that change what is owed: what each does to a duty from a day, and the readings of states that reject one.

A record is a decision of a Committee, a note of guidance, an exemption, or an act of the Council. It is put in force
by two people, and bears on one obligation from its first day to its last. Records are applied in the order of their
first days. The reading by default is that of the Council and the Secretariat, by which all of them hold; some states
may reject one, and by their reading the duty is what it would be without it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from tracker.domain.dates import FIRST_DAY, LAST_DAY, day_words
from tracker.domain.errors import Problem, RuleBroken
from tracker.domain.facts import Duty, Exemption, Limit
from tracker.domain.law_words import LawEffect, LawRecord
from tracker.domain.two_people import SharedDeed
from tracker.domain.vocabulary import Test

DEED = SharedDeed("law_change", "a change of the law", "this change of the law")
"""What takes two people."""

STRIKING = SharedDeed("law_change", "the striking of a change of the law", "the striking of this change of the law")
"""What takes two people again, whoever they are."""

LONGEST = 5_000
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Change:
    """What the rules read of a record that is in force. `states` are those that an exemption covers."""

    number: int
    effect: LawEffect
    title: str
    first: date
    last: date | None = None
    states: frozenset[str] = frozenset()
    limit: Limit | None = None
    due: date | None = None
    rejected_by: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reading:
    """How some states read the law of one duty: the records they reject, and the duty as it is without these."""

    states: tuple[str, ...]
    rejected: tuple[Change, ...]
    duty: Duty


def under(duty: Duty, changes: Iterable[Change]) -> Duty:
    """The duty as the records leave it, by the reading of the Council and the Secretariat."""
    for change in sorted(changes, key=lambda one: (one.first, one.number)):
        duty = _applied(duty, change)
    return duty


def readings(duty: Duty, changes: Collection[Change]) -> tuple[Reading, ...]:
    """The other readings, one for each set of states that reject the same records."""
    sets = {change.rejected_by for change in changes if change.rejected_by}
    return tuple(_reading(duty, changes, states) for states in sorted(sets, key=sorted))


def _reading(duty: Duty, changes: Collection[Change], states: frozenset[str]) -> Reading:
    rejected = tuple(change for change in changes if states <= change.rejected_by)
    held = under(duty, (change for change in changes if change not in rejected))
    return Reading(tuple(sorted(states)), rejected, held)


def _applied(duty: Duty, change: Change) -> Duty:
    match change.effect:
        case LawEffect.SUSPENDS:
            return replace(duty, suspensions=(*duty.suspensions, (change.first, change.last)))
        case LawEffect.ENDS:
            return _ended(duty, change)
        case LawEffect.RESTORES:
            return _restored(duty, change)
        case LawEffect.SETS_LIMIT if change.limit is not None:
            return replace(duty, limits=_limits(duty.limits, change.limit, change))
        case LawEffect.SETS_DUE:
            return replace(duty, due=change.due, recurs="")
        case LawEffect.EXEMPTS:
            covered = Exemption(change.first, change.last, change.states, change.title)
            return replace(duty, exemptions=(*duty.exemptions, covered))
        case _:
            return duty


def _ended(duty: Duty, change: Change) -> Duty:
    if duty.ended is not None and duty.ended <= change.first:
        return duty
    return replace(duty, ended=change.first, ended_by=change.title)


def _restored(duty: Duty, change: Change) -> Duty:
    """Let a duty bind again: after its end there is a gap, and what suspended it stops the day before."""
    before = change.first - _DAY
    kept = tuple(
        (first, before if last is None or last > before else last)
        for first, last in duty.suspensions
        if first <= before
    )
    restored = replace(duty, suspensions=kept)
    if duty.ended is None or duty.ended > change.first:
        return restored
    gaps = (*duty.gaps, (duty.ended, before)) if duty.ended <= before else duty.gaps
    return replace(restored, gaps=gaps, ended=None, ended_by="")


def _limits(limits: Iterable[Limit], new: Limit, change: Change) -> tuple[Limit, ...]:
    """The limits with a new one in its unit between its days; on both sides of them the earlier ones stand."""
    found: list[Limit] = []
    for limit in limits:
        found += [limit] if limit.unit != new.unit else _around(limit, change)
    return (*found, replace(new, first=change.first, last=change.last))


def _around(limit: Limit, change: Change) -> list[Limit]:
    before, found = change.first - _DAY, []
    if limit.first is None or limit.first <= before:
        last = before if limit.last is None or limit.last > before else limit.last
        found.append(replace(limit, last=last))
    if change.last is not None and (limit.last is None or limit.last > change.last):
        after = change.last + _DAY
        first = after if limit.first is None or limit.first < after else limit.first
        found.append(replace(limit, first=first))
    return found


def end_of(relations: Iterable[tuple[str, date]]) -> date | None:
    """The day on which later duties ended one, from the types and the first days of what they do to it."""
    return min((day for kind, day in relations if kind in ("supersedes", "terminates")), default=None)


# --- who may record one, and what it must say ---------------------------------------------------------------------


class Proposed(NamedTuple):
    """A record as a person proposes it. `reading` says in words how the states that reject it read the law."""

    kind: LawRecord
    effect: LawEffect
    title: str
    summary: str
    first: date | None
    last: date | None = None
    reference: str = ""
    address: str = ""
    states: tuple[str, ...] = ()
    limit_value: float | None = None
    limit_unit: str = ""
    limit_period: str = ""
    limit_months: int | None = None
    due: date | None = None
    rejected_by: tuple[str, ...] = ()
    reading: str = ""


def check_proposal(proposed: Proposed, duty: Duty) -> None:
    """Raise RuleBroken with every problem at its field, unless a record says what its effect needs and no more."""
    found = [*_said(proposed), *_days(proposed), *_terms(proposed, duty), *_readings(proposed)]
    if found:
        raise RuleBroken("law_change", *found)


def _said(proposed: Proposed) -> list[Problem]:
    found = []
    if not proposed.title:
        found.append(Problem("title", "Name the record, as “Committee decision of 8 August 2018”."))
    if not proposed.summary:
        found.append(Problem("summary", "Say in a sentence or two what it decides."))
    if proposed.kind is LawRecord.GUIDANCE and proposed.effect is not LawEffect.EXPLAINS:
        found.append(Problem("effect", "Guidance explains and changes nothing. Choose “explains”, or another kind."))
    return found


def _days(proposed: Proposed) -> list[Problem]:
    first, last, effect = proposed.first, proposed.last, proposed.effect
    given = {"first": first, "last": last, "due": proposed.due}
    found = [
        Problem(field, f"Give a day from {day_words(FIRST_DAY)} to {day_words(LAST_DAY)}.")
        for field, day in given.items()
        if day is not None and not FIRST_DAY <= day <= LAST_DAY
    ]
    if first is None:
        found.append(Problem("first", "Give the first day on which it holds."))
    if first is not None and last is not None and last < first:
        found.append(Problem("last", "The last day is before the first. Exchange them, or leave it empty."))
    if last is not None and effect in (LawEffect.ENDS, LawEffect.RESTORES, LawEffect.SETS_DUE):
        found.append(Problem("last", f"What {effect.label} has no last day. Leave it empty."))
    return found


def _terms(proposed: Proposed, duty: Duty) -> list[Problem]:
    effect, found = proposed.effect, []
    if effect is LawEffect.SETS_LIMIT and not (proposed.limit_value is not None and proposed.limit_unit):
        found.append(Problem("limit_value", "Give the new limit as a number with its unit."))
    if effect is LawEffect.SETS_LIMIT and duty.test is not Test.LIMIT:
        found.append(Problem("effect", "This obligation is no limit, so no limit can be set for it."))
    if effect is not LawEffect.SETS_LIMIT and (proposed.limit_value is not None or proposed.limit_unit):
        found.append(Problem("limit_value", "Only a record that sets a limit has one. Leave the limit empty."))
    if (effect is LawEffect.SETS_DUE) != (proposed.due is not None):
        found.append(Problem("due", "Give the new due date with “sets the due date”, and with nothing else."))
    if (effect is LawEffect.EXEMPTS) != bool(proposed.states):
        found.append(Problem("states", "Name the states with “exempts named states”, and with nothing else."))
    if effect is LawEffect.RESTORES and not _stopped(duty, proposed.first):
        found.append(Problem("effect", "The obligation binds on that day already, so nothing brings it back."))
    return found


def _stopped(duty: Duty, first: date | None) -> bool:
    if first is None or (duty.ended is not None and duty.ended <= first):
        return True
    return any(begun < first and (last is None or last >= first - _DAY) for begun, last in duty.suspensions)


def _readings(proposed: Proposed) -> list[Problem]:
    if bool(proposed.rejected_by) == bool(proposed.reading):
        return []
    return [Problem("reading", "Name the states that reject it, and say how they read the law; or leave both empty.")]
