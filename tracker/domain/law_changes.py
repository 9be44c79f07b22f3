"""Records that change what is owed: what each does to a duty from a day, and the readings of states that reject one.

A record is a decision of a Committee, a note of guidance, an exemption, or an act of the Council. It is put in force
by two people, and bears on one obligation from its first day to its last. Records are applied in the order of their
first days. The reading by default is that of the Council and the Secretariat, by which all of them hold; some states
may reject one, and by their reading the duty is what it would be without it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple, TypeVar

from tracker.domain.dates import FIRST_DAY, LAST_DAY, day_words
from tracker.domain.errors import Problem, RuleBroken
from tracker.domain.facts import Duty, Exemption, Limit, Rate
from tracker.domain.law_words import LawEffect, LawRecord
from tracker.domain.rates import LEAST, MOST, UNCONVERTED
from tracker.domain.two_people import SharedDeed
from tracker.domain.vocabulary import Test

DEED = SharedDeed("law_change", "a change of the law", "this change of the law")
"""What takes two people."""

STRIKING = SharedDeed("law_change", "the striking of a change of the law", "the striking of this change of the law")
"""What takes two people again, whoever they are."""

LONGEST = 5_000
_DAY = timedelta(days=1)
T = TypeVar("T", Limit, Rate)


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
    rate: Rate | None = None


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
        case LawEffect.CONVERTS if change.rate is not None:
            return replace(duty, rates=_rates(duty.rates, change.rate, change))
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


def _rates(rates: Iterable[Rate], new: Rate, change: Change) -> tuple[Rate, ...]:
    """The rates with a new one between its days; on both sides of them an earlier one of the same units stands."""
    found: list[Rate] = []
    for rate in rates:
        found += [rate] if (rate.unit, rate.into) != (new.unit, new.into) else _around(rate, change)
    return (*found, replace(new, first=change.first, last=change.last))


def _around(limit: T, change: Change) -> list[T]:
    """What is left of a limit or a rate before the first day of a change and after its last."""
    before: date = change.first - _DAY
    found: list[T] = []
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
    rate_unit: str = ""
    rate_factor: float | None = None
    rate_into: str = ""
    source: str = ""
    locator: str = ""
    quotation: str = ""


def check_proposal(proposed: Proposed, duty: Duty, units: Collection[str] = ()) -> None:
    """Raise RuleBroken with every problem at its field, unless a record says what its effect needs and no more.

    `units` are those in which the record has figures.
    """
    known = {*units, *(limit.unit for limit in duty.limits)}
    terms = (*_terms(proposed, duty), *_rate(proposed, known), *_cited(proposed))
    found = [*_said(proposed), *_days(proposed), *terms, *_readings(proposed)]
    if found:
        raise RuleBroken("law_change", *found)


def _said(proposed: Proposed) -> list[Problem]:
    found = []
    if not proposed.title:
        found.append(Problem("title", "Name the record, as “Committee decision of 8 August 2018”."))
    if not proposed.summary:
        found.append(Problem("summary", "Say in a sentence or two what it decides."))
    if proposed.kind is LawRecord.RATE and proposed.effect is not LawEffect.CONVERTS:
        found.append(Problem("effect", "A published rate converts a unit. Choose “converts a unit”, or another kind."))
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


def _rate(proposed: Proposed, known: Collection[str]) -> list[Problem]:
    """What is wrong with the units and the factor of a rate."""
    unit, factor, into = proposed.rate_unit, proposed.rate_factor, proposed.rate_into
    if proposed.effect is not LawEffect.CONVERTS:
        given = bool(unit or into) or factor is not None
        return (
            [Problem("rate_factor", "Only a record that converts a unit has a rate. Leave it empty.")] if given else []
        )
    found = [*_unit("rate_unit", unit, known), *_unit("rate_into", into, known)]
    if unit and unit == into:
        found.append(Problem("rate_into", "The two units are the same. Give two different ones."))
    if factor is None or not LEAST <= factor <= MOST:
        said = f"Say how many of the second unit one of the first counts as: a number from {LEAST:f} to {MOST:,.0f}."
        found.append(Problem("rate_factor", said))
    return found


def _unit(field: str, unit: str, known: Collection[str]) -> list[Problem]:
    if not unit:
        return [Problem(field, "Give both units as the record has them, such as bbl and t.")]
    if unit in UNCONVERTED:
        return [Problem(field, f"Figures in {unit} never convert. Give a unit of goods, such as bbl or t.")]
    if unit not in known:
        said = f"No limit of this duty and no figure on record is in “{unit}”. Write the unit as the record has it."
        return [Problem(field, said)]
    return []


def _cited(proposed: Proposed) -> list[Problem]:
    """What is wrong with the source of a record and its words, which a rate needs."""
    needed = proposed.effect is LawEffect.CONVERTS
    if needed and not proposed.source:
        return [Problem("source", "Name the source that gives the rate, by its key.")]
    if needed and not proposed.quotation:
        return [Problem("quotation", "Quote the words of the source that give the rate.")]
    if bool(proposed.source) != bool(proposed.quotation):
        return [Problem("quotation", "Give a source and the words that it says, or leave both empty.")]
    return []


def _readings(proposed: Proposed) -> list[Problem]:
    if bool(proposed.rejected_by) == bool(proposed.reading):
        return []
    return [Problem("reading", "Name the states that reject it, and say how they read the law; or leave both empty.")]
