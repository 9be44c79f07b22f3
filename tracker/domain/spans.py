"""How the decision of a cell moves from day to day, by what was known at one instant.

A cell on which nothing counts is decided by its duty and its party alone, so it is not told here. What is told are
the spans of days on which something counts, each with the one decision of all its days.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from tracker.domain import periods, status
from tracker.domain.duty_days import days_of
from tracker.domain.facts import Clocks, Duty, Evidence, Party
from tracker.domain.reasons import Decision
from tracker.domain.tally import Aside, aside_of
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


def spans(duty: Duty, party: Party, evidence: Iterable[Evidence], *, clocks: Clocks, until: date) -> list[Span]:
    """The spans from the day of the clocks to `until` on which something counts, in order.

    The days between two that `_steps` gives are judged alike, so one of them is judged for all.
    """
    items = _lasting(duty, party, evidence, clocks.at(until))
    found: list[Span] = []
    days = _steps(duty, party, items, clocks.as_of, until)
    for first, after in pairwise([*days, until + _DAY]):
        made = decided(duty, party, items, clocks.at(first))
        if made is not None:
            _append(found, Span(first, after - _DAY, made))
    return found


def _append(found: list[Span], span: Span) -> None:
    before = found[-1] if found else None
    if before and before.decision == span.decision and before.last + _DAY == span.first:
        found[-1] = Span(before.first, span.last, span.decision)
    else:
        found.append(span)


def _lasting(duty: Duty, party: Party, evidence: Iterable[Evidence], clocks: Clocks) -> list[Evidence]:
    """The evidence that counts on some day. What is of another period today may be of the one judged tomorrow."""
    items = (item for item in evidence if _may_count(item) and item.first <= clocks.as_of)
    if periods.comes_again(duty.recurs):
        return list(items)
    return [item for item in items if aside_of(duty, party, item, clocks) in _COUNTS]


def _steps(duty: Duty, party: Party, items: Sequence[Evidence], first: date, last: date) -> list[date]:
    """The days from `first` to `last` on which a decision can change, the first of those on which one can hold too."""
    if not items:
        return []
    begun = max(first, min(item.first for item in items))
    days = {day for day in _turns(duty, party, items, last) if begun < day <= last}
    return sorted({begun, *days}) if begun <= last else []


def _turns(duty: Duty, party: Party, items: Sequence[Evidence], last: date) -> Iterator[date]:
    """The days on which something begins: the event of a claim, its certainty, a time of the duty, a membership."""
    events = sorted({item.last for item in items})
    yield from events
    yield from (item.first for item in items)
    yield from (day for day, _ in days_of(duty, until=last, events=events))
    if party.member_from is not None:
        yield party.member_from
    if party.member_until is not None and party.member_until < date.max:
        yield party.member_until + _DAY
