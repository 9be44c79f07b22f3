"""The days of a duty on which an outcome can change by the law alone."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from tracker.domain import periods
from tracker.domain.facts import Duty


def days_of(duty: Duty, *, until: date, events: Iterable[date] = ()) -> Iterator[tuple[date, str]]:
    """The days of a duty on which an outcome can change by the law alone, each with what day it is.

    Of a duty that comes every period, those up to the first due date on or after `until`. `events` are days of facts
    that may open the duty; a due date may be counted from them.
    """
    named = ((duty.effective, "takes effect"), (duty.ended, "ends"))
    yield from ((day, why) for day, why in named if day)
    if duty.due:
        yield from _due_days(duty.due, "due", "the day after it was due")
    for first, last, what in _pauses(duty):
        yield first, f"{what} begins"
        if last is not None and last < date.max:
            yield last + timedelta(days=1), f"{what} is over"
    for period in periods.periods_of(duty, until=until):
        yield from _due_days(period.due, "a report is due", "the day after a report was due")
    for event in events if duty.due is None and periods.is_from_event(duty) else ():
        counted = periods.from_event(duty, event).due
        yield from _due_days(counted, "due, by what opened it", "the day after it was due") if counted else ()


def _due_days(due: date, on: str, after: str) -> Iterator[tuple[date, str]]:
    yield due, on
    yield due + timedelta(days=1), after


def _pauses(duty: Duty) -> Iterator[tuple[date, date | None, str]]:
    """The times in which a duty does not bind, or not everybody, as the law and its records have them."""
    yield from ((first, last, "a suspension") for first, last in duty.suspensions)
    yield from ((first, last, "a time without the duty") for first, last in duty.gaps)
    yield from ((one.first, one.last, "an exemption") for one in duty.exemptions)
