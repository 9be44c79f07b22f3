"""How the decision of a cell moves from day to day, by what was known at one instant.

A cell on which nothing counts is decided by its duty and its party alone, so it is not told here. What is told are
the spans of days on which something counts, each with the one decision of all its days.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from tracker.domain import periods, spells, status
from tracker.domain.duty_days import days_of
from tracker.domain.facts import Clocks, Duty, Evidence, Party, Period
from tracker.domain.reasons import Decision
from tracker.domain.sweeping import Mark, Sweep, mark
from tracker.domain.tally import BREACH, Aside, aside_of, bucket_of
from tracker.domain.vocabulary import ReviewState

_DAY = timedelta(days=1)
_COUNTS = (None, Aside.DAY_UNCERTAIN)
"""What `aside_of` says of a claim that bears on a cell: it counts, or it would if its day were certain."""


class Span(NamedTuple):
    """A decision, and the first and the last day on which it holds."""

    first: date
    last: date
    decision: Decision


def decided(duty: Duty, party: Party, evidence: Iterable[Evidence], clocks: Clocks) -> Decision | None:
    """The decision of a cell on which something counts by the clocks; None where nothing does."""
    items = [item for item in evidence if _may_count(item) and item.first <= clocks.as_of]
    judged = periods.on(duty, clocks.as_of) if items else duty
    if not any(aside_of(judged, party, item, clocks) in _COUNTS for item in items):
        return None
    return status.conclude(judged, party, items, clocks)


def _may_count(item: Evidence) -> bool:
    return item.review_state is ReviewState.ACCEPTED


@dataclass(frozen=True)
class Lanes:
    """What is judged side by side in a cell: one duty, or each period in which a limit that begins anew was passed.

    `begins` is the first day on which something may count; `spells` are periods, each with the first day on which a
    claim that one was broken in it counts.
    """

    period: Period | None
    begins: date
    whole: Sweep
    spells: Sequence[tuple[date, Sweep]]

    def on(self, day: date) -> list[Sweep]:
        """Those that are judged on a day."""
        return [sweep for begun, sweep in self.spells if begun <= day] or [self.whole]


def _spells_begun(duty: Duty, party: Party, items: Iterable[Evidence]) -> dict[Period, date]:
    """The periods of a limit in which a breach is put, with the first day on which one counts."""
    found: dict[Period, date] = {}
    for item in items:
        if bucket_of(duty, party, item) in BREACH:
            spell = spells.spell_of(duty, item)
            found[spell] = min(item.last, found.get(spell, date.max))
    return found


def _days_of_party(party: Party) -> Iterator[date]:
    if party.member_from is not None:
        yield party.member_from
    if party.member_until is not None and party.member_until < date.max:
        yield party.member_until + _DAY


class Timetable:
    """A duty until a last day, as it is judged on each day and for each period: worked out once for all its cells."""

    def __init__(self, duty: Duty, *, until: date) -> None:
        self.duty, self.until = duty, until
        self.recurs = periods.comes_again(duty.recurs)
        self.turns = frozenset(day for day, _ in days_of(duty, until=until))
        self._on: dict[date, Duty] = {}
        self._for: dict[Period, Duty] = {}

    def on(self, day: date) -> Duty:
        """The duty as it is judged on a day."""
        if not self.recurs:
            return self.duty
        if day not in self._on:
            judged = periods.on(self.duty, day)
            self._on[day] = self._for.setdefault(judged.period, judged) if judged.period else judged
        return self._on[day]

    def of_spell(self, spell: Period) -> Duty:
        """The duty as it is judged for a period in which a limit was passed."""
        if spell not in self._for:
            self._for[spell] = spells.for_spell(self.duty, spell)
        return self._for[spell]

    def opened(self, events: Iterable[date]) -> set[date]:
        """The days on which a decision can change by facts that open the duty on some days."""
        return {day for day, _ in days_of(self.duty, until=date.min, events=events)} if events else set()


class Course:
    """How one cell moves from day to day, until a last one, by one version of the rules.

    It may be asked again with other evidence of the same cell, as more becomes known: what a claim is to the duty, and
    what a tally comes to, is worked out once.
    """

    def __init__(self, times: Timetable, party: Party, clocks: Clocks) -> None:
        self._times, self._party, self._clocks = times, party, clocks
        self._turns = sorted({*_days_of_party(party), *times.turns})
        self._marks: dict[Period | None, dict[int, tuple[Evidence, Mark | None]]] = {}
        self._decided: dict[tuple[object, ...], Decision] = {}

    def spans(self, evidence: Iterable[Evidence], *, since: date) -> list[Span]:
        """The spans from a day on, in order: the days between two steps are judged alike, so one is judged for all."""
        items = [item for item in evidence if _may_count(item) and item.first <= self._times.until]
        found: list[Span] = []
        lanes: Lanes | None = None
        for first, after in pairwise([*self._steps(items, since), self._times.until + _DAY]):
            judged = self._times.on(first)
            if lanes is None or lanes.period != judged.period:
                lanes = self._lanes(judged, items)
            if lanes.begins <= first:
                _append(found, Span(first, after - _DAY, self._decide(lanes, first)))
        return found

    def _steps(self, items: Sequence[Evidence], since: date) -> list[date]:
        """The days on which a decision can change, the first of those on which one can hold too.

        What is of another period today may be of the one judged tomorrow.
        """
        marks = self._marked(self._times.duty, items)
        lasting = items if self._times.recurs else [one.item for one in marks]
        if not lasting:
            return []
        begun, until = max(since, min(item.first for item in lasting)), self._times.until
        days = {day for item in lasting for day in (item.first, item.last)}
        days.update(self._turns, self._times.opened([one.opened_on for one in marks if one.opened_on]))
        return sorted({begun, *(day for day in days if begun < day <= until)}) if begun <= until else []

    def _lanes(self, judged: Duty, items: Sequence[Evidence]) -> Lanes:
        whole = Sweep(judged, self._party, self._marked(judged, items))
        if not spells.begins_anew(judged):
            return Lanes(judged.period, whole.begins, whole, ())
        begun = _spells_begun(judged, self._party, [one.item for one in self._marked(judged, items)])
        duties = [(begun[spell], self._times.of_spell(spell)) for spell in spells.in_order(begun)]
        side = [(day, Sweep(duty, self._party, self._marked(duty, items))) for day, duty in duties]
        return Lanes(judged.period, whole.begins, whole, side)

    def _marked(self, judged: Duty, items: Iterable[Evidence]) -> list[Mark]:
        """What counts by a duty on some day."""
        known = self._marks.setdefault(judged.period, {})
        found: list[Mark] = []
        for item in items:
            # By identity, which costs a tenth of a hash; what is kept here keeps its number to itself.
            if id(item) not in known:
                known[id(item)] = item, mark(judged, self._party, item, self._clocks)
            if (one := known[id(item)][1]) is not None:
                found.append(one)
        return found

    def _decide(self, lanes: Lanes, day: date) -> Decision:
        """The decision of a day. A tally comes to the same on all days between two turns of the duty."""
        turn = bisect_right(self._turns, day)
        return min((self._come_to(sweep, day, turn) for sweep in lanes.on(day)), key=status.gravity)

    def _come_to(self, sweep: Sweep, day: date, turn: int) -> Decision:
        tally, duty = sweep.on(day), sweep.duty
        key = (turn, duty.period, duty.due, duty.due is not None and day > duty.due, tally)
        if key not in self._decided:
            self._decided[key] = status.decide(duty, self._party, tally, self._clocks.at(day))
        return self._decided[key]


def spans(duty: Duty, party: Party, evidence: Iterable[Evidence], *, clocks: Clocks, until: date) -> list[Span]:
    """The spans from the day of the clocks to `until` on which something counts, in order."""
    return Course(Timetable(duty, until=until), party, clocks).spans(evidence, since=clocks.as_of)


def _append(found: list[Span], span: Span) -> None:
    before = found[-1] if found else None
    if before and before.decision == span.decision and before.last + _DAY == span.first:
        found[-1] = Span(before.first, span.last, span.decision)
    else:
        found.append(span)
