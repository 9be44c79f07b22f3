"""Limits that begin anew: in which periods the record says that one was passed.

Two allegations of two years do not confirm each other, so breaches of such a limit are weighed period by period, and a
cell is judged for the period in which it stands worst (see `status.judged`). A breach whose days lie in more than one
period says nothing certain of either: it is weighed by itself, over its own days.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from tracker.domain.facts import Clocks, Duty, Evidence, Limit, Party, Period
from tracker.domain.limits import spans_of
from tracker.domain.periods import span_of
from tracker.domain.tally import BREACH, aside_of, bucket_of
from tracker.domain.vocabulary import Test


def spells_of(duty: Duty, party: Party, evidence: Iterable[Evidence], clocks: Clocks) -> tuple[Period, ...]:
    """The periods of a limit in which claims that count put a breach, the latest first; none of any other duty."""
    if not begins_anew(duty):
        return ()
    counted = (item for item in evidence if aside_of(duty, party, item, clocks) is None)
    breaches = (item for item in counted if bucket_of(duty, party, item) in BREACH)
    return in_order({spell_of(duty, item) for item in breaches})


def begins_anew(duty: Duty) -> bool:
    """Whether a duty is a limit that begins anew, and is not judged for one period yet."""
    return duty.test is Test.LIMIT and duty.period is None and any(map(_renews, duty.limits))


def in_order(spells: Iterable[Period]) -> tuple[Period, ...]:
    """The latest first, as they are judged: of two that stand alike the first is taken."""
    return tuple(sorted(spells, key=lambda period: (period.first, period.last), reverse=True))


def spell_of(duty: Duty, breach: Evidence) -> Period:
    """The period in which a claim puts a breach of such a limit."""
    return _period_of(duty.limits, *span_of(breach))


def for_spell(duty: Duty, spell: Period) -> Duty:
    """The duty as it is judged for one of them."""
    return replace(duty, period=spell)


def _renews(limit: Limit) -> bool:
    return limit.every_months is not None and limit.first is not None


def _period_of(limits: Iterable[Limit], first: date, last: date) -> Period:
    """The period of the first limit that holds these days; the days themselves, where no one period does."""
    for limit in limits:
        found = holding(limit, first)
        if found is not None and last <= found.last:
            return found
    return Period(first, last, last)


def holding(limit: Limit, day: date) -> Period | None:
    """The period of a limit that begins anew in which a day lies; None outside its days, and for any other limit.

    A period that the limit's last day cuts short ends on that day.
    """
    if not _renews(limit) or (limit.last is not None and day > limit.last):
        return None
    begun = spans_of(limit, day)
    first, last = begun[-1] if begun else (None, None)
    return Period(first, last, last) if first is not None and last is not None else None
