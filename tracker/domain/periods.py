"""Duties owed every period, and duties due some days from an event: which due date is judged on a day.

A period is judged from the day after its due date until the next one has passed as well; before the first has passed,
the first is judged. A report counts for the period whose last day its figures cover. One that does not say what it
covers counts for each period for which it can have been filed: after the due date of the period before, and by that
of the next. So nobody is called overdue on the strength of a report that is silent about its period. A claim that a
report was missed is of a period in the same way.
"""

from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from tracker.domain.dates import Span
from tracker.domain.deadlines import RuleKind, due_after, every_due, parse_rule
from tracker.domain.facts import Duty, Evidence, Period
from tracker.domain.law_words import PeriodStanding
from tracker.domain.vocabulary import Outcome

_STANDING = {
    Outcome.FULFILLED: PeriodStanding.MET,
    Outcome.FULFILLED_LATE: PeriodStanding.MET_LATE,
    Outcome.REMEDIED: PeriodStanding.MET_LATE,
    Outcome.OVERDUE: PeriodStanding.MISSED,
    Outcome.NOT_DUE: PeriodStanding.OPEN,
}


def periods_of(duty: Duty, *, until: date) -> tuple[Period, ...]:
    """The periods of a duty up to the first whose due date is on or after `until`; none where it is not periodic.

    A period whose last day falls in a suspension, or after an end and before a return, is not owed, and is left out.
    """
    if duty.effective is None or not duty.recurs:
        return ()
    year_end = until.replace(month=12, day=31)
    found = _periods(duty.recurs, duty.effective, duty.ended, (*duty.suspensions, *duty.gaps), year_end)
    last = next((n for n, period in enumerate(found) if period.due >= until), len(found))
    return found[: last + 1]


@lru_cache(maxsize=256)
def _periods(
    recurs: str, start: date, ended: date | None, pauses: tuple[tuple[date, date | None], ...], until: date
) -> tuple[Period, ...]:
    """The same up to the end of a year and one more. It is asked for day after day of a course, so it is kept."""
    rule = parse_rule(recurs)
    if not rule.periodic:
        return ()
    end = ended - timedelta(days=1) if ended else None
    owed: list[tuple[Span, date]] = []
    for found in every_due(rule, start=start, end=end):
        if found.period is not None and not _covers(pauses, found.period.last):
            owed.append((found.period, found.due))
            if len(owed) > 1 and owed[-2][1] > until:
                break
    dues = [None, *(due for _, due in owed), None]
    return tuple(Period(span.first, span.last, due, dues[n], dues[n + 2]) for n, (span, due) in enumerate(owed))


def _covers(spans: tuple[tuple[date, date | None], ...], day: date) -> bool:
    return any(first <= day and (last is None or day <= last) for first, last in spans)


def on(duty: Duty, day: date) -> Duty:
    """The duty with the period that is judged on a day, and its due date; the same where it has no periods."""
    if duty.period is not None or not duty.recurs:
        return duty
    found = periods_of(duty, until=day)
    if not found:
        return duty
    passed = [period for period in found if period.due < day]
    return of_period(duty, passed[-1] if passed else found[0])


def of_period(duty: Duty, period: Period) -> Duty:
    """The duty as it is owed for one period."""
    return replace(duty, due=period.due, period=period)


def comes_again(rule: str) -> bool:
    """Whether a rule of a deadline, as `Duty.recurs` has it, comes every period."""
    return rule != "" and parse_rule(rule).periodic


def is_from_event(duty: Duty) -> bool:
    """Whether the due date is counted from the event that opens the duty."""
    return duty.recurs != "" and parse_rule(duty.recurs).kind is RuleKind.EVENT


def from_event(duty: Duty, event: date | None) -> Duty:
    """The duty with the due date that is counted from the event that opened it; the same where none is counted so."""
    if event is None or duty.due is not None or not is_from_event(duty):
        return duty
    return replace(duty, due=due_after(parse_rule(duty.recurs), event))


def reports_on(period: Period, evidence: Evidence) -> bool:
    """Whether a report counts for a period: its figures cover the last day, or it may have been filed for it."""
    if evidence.covers_first is not None and evidence.covers_last is not None:
        return evidence.covers_first <= period.last <= evidence.covers_last
    early = period.after is not None and evidence.last <= period.after
    return not early and (period.until is None or evidence.first <= period.until)


def falls_in(period: Period, evidence: Evidence) -> bool:
    """Whether an event certainly falls in a period."""
    return period.first <= evidence.first and evidence.last <= period.last


def breaks_in(period: Period, evidence: Evidence) -> bool:
    """Whether a breach of a limit certainly falls in a period: by the days that its figures cover, or its own."""
    first, last = span_of(evidence)
    return period.first <= first and last <= period.last


def span_of(evidence: Evidence) -> tuple[date, date]:
    """The days that the figures of a claim say they cover; those of its event, where they say none."""
    if evidence.covers_first is None or evidence.covers_last is None:
        return evidence.first, evidence.last
    return evidence.covers_first, evidence.covers_last


def standing_of(outcome: Outcome, *, passed: bool) -> PeriodStanding:
    """What became of a period, from the outcome of its cell; `passed` says whether its due date has."""
    if outcome is Outcome.NO_INFORMATION:
        return PeriodStanding.NOT_SHOWN if passed else PeriodStanding.OPEN
    return _STANDING.get(outcome, PeriodStanding.OTHER)
