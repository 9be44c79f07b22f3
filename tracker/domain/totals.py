"""Running totals against limits: what is on record in each period, between which bounds, and how near to the limit.

A total is of the figures on record, and of nothing else. The rules, in the order in which they are asked:

    1 measured  a flow in the unit of the limit whose days lie in one period and are over by the as-of day; no stock, no
                share, no figure that is only compared with, no change that may be negative
    2 once      two claims of one act, or of one first utterance on the same days of one state, are one figure; a later
                notification by a state for the same days takes the place of its earlier one (`domain.repeats`)
    3 added     only figures that cannot hold the same goods: a year's figure is not added to its months', nor that of
                all states to those of each; of the ways to add, the one with the greatest sum (`domain.adding`)
    4 given     figures that were converted (`domain.converting`) go by the same rules among themselves, and after those
                that a source gives in the unit: one is added if it cannot hold the same goods as any of these

The lower bound is what is certain by the record. A figure without one counts as 0 there. Nothing is converted here, and
order and repetition of the input change nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import accumulate

from tracker.domain import adding, repeats
from tracker.domain.entries import Entry, Left, LeftOut, in_order
from tracker.domain.facts import Limit, Period
from tracker.domain.limits import Span, spans_of
from tracker.domain.vocabulary import Measure

__all__ = ["Entry", "Left", "LeftOut", "PeriodTotal", "nearest", "newest", "running", "whichever_is_lower"]


@dataclass(frozen=True, slots=True)
class PeriodTotal:
    """What counts against one limit in one period of it.

    `low` and `high` are the bounds of the sum; `high` is None where a figure has no upper bound. `counted` are in the
    order of their days; at `crossing` the sum of their lower bounds passes the limit. `alerts` are shares of the limit
    at which notice is given, smallest first. `late` are notifications that were made after the due date of their
    report. `is_open`: the period goes on after the as-of day.
    """

    limit: Limit
    first: date | None
    last: date | None
    low: float
    high: float | None
    counted: tuple[Entry, ...] = ()
    crossing: Entry | None = None
    left_out: tuple[LeftOut, ...] = ()
    alerts: tuple[float, ...] = ()
    late: tuple[Entry, ...] = ()
    is_open: bool = False

    @property
    def is_over(self) -> bool:
        """Whether the record shows for certain that the limit was passed."""
        return self.low > self.limit.value

    @property
    def may_be_over(self) -> bool:
        """Whether the upper bound is over the limit, or none is known."""
        return bool(self.counted) and (self.high is None or self.high > self.limit.value)

    @property
    def reached(self) -> float | None:
        """The highest share of the limit, of those at which notice is given, that is reached for certain."""
        return self._highest(self.low)

    @property
    def perhaps(self) -> float | None:
        """The highest such share that may be reached."""
        if self.high is None:
            return max(self.alerts, default=None) if self.counted else None
        return self._highest(self.high)

    def _highest(self, amount: float) -> float | None:
        return max((alert for alert in self.alerts if amount >= self.mark(alert)), default=None)

    def mark(self, alert: float) -> float:
        """The amount at which a share of the limit is reached."""
        return float(Fraction(str(alert)) * Fraction(self.limit.value))

    @property
    def share(self) -> float:
        """The certain sum as a share of the limit; above 1 where it is passed."""
        return self.low / self.limit.value if self.limit.value else 0.0

    @property
    def is_rough(self) -> bool:
        """Whether a figure that counts is rounded in the words of its source."""
        return any(entry.rough for entry in self.counted)

    @property
    def converted(self) -> tuple[Entry, ...]:
        """The figures that count and were converted."""
        return tuple(entry for entry in self.counted if entry.converted)

    @property
    def is_over_as_given(self) -> bool:
        """Whether the limit was passed by the figures that their sources give in its unit, without converted ones."""
        given = sum((_floor(entry) for entry in self.counted if not entry.converted), Fraction(0))
        return given > self.limit.value

    @property
    def floorless(self) -> tuple[Entry, ...]:
        """The figures that have no lower bound, and so add nothing to the certain sum."""
        return tuple(entry for entry in self.counted if entry.low is None)

    @property
    def steps(self) -> tuple[tuple[Entry, float, float | None], ...]:
        """Each figure that counts, with the bounds of the sum with it; with the last one they are the total's."""
        lows = accumulate(_floor(entry) for entry in self.counted)
        highs = [*accumulate((entry.high for entry in self.counted), _plus)]
        if highs:
            highs[-1] = self.high
        return tuple((entry, float(low), high) for entry, low, high in zip(self.counted, lows, highs, strict=True))


@dataclass(slots=True)
class _Period:
    """What a period is filled with: the figures that fit, those of them that stand, and those that are left out."""

    limit: Limit
    span: Span
    fit: list[Entry] = field(default_factory=list)
    once: list[Entry] = field(default_factory=list)
    left: list[LeftOut] = field(default_factory=list)


def running(
    limits: Iterable[Limit],
    entries: Iterable[Entry],
    as_of: date,
    *,
    alerts: Mapping[str, Sequence[float]] | None = None,
    reports: Iterable[Period] = (),
    ended: date | None = None,
) -> tuple[PeriodTotal, ...]:
    """The total of the entries against each limit, for each of its periods that had begun, in order of limit and day.

    All entries are summed, so those of one state give its own total. `alerts` are shares of the limit by its unit.
    `reports` are the reporting periods of the duty, where a sister duty is to report. `ended` is the first day on which
    the duty no longer binds: a period that begins on it or later is left out.
    """
    given, due = sorted(set(entries), key=in_order), list(reports)
    periods = (period for limit in limits for period in _filled(limit, given, as_of, ended))
    return tuple(_total(period, as_of, (alerts or {}).get(period.limit.unit, ()), due) for period in periods)


def newest(
    limits: Iterable[Limit],
    entries: Iterable[Entry],
    as_of: date,
    *,
    alerts: Mapping[str, Sequence[float]] | None = None,
    ended: date | None = None,
) -> tuple[PeriodTotal, ...]:
    """The totals of `running` of the newest period in which something counts; none where nothing does."""
    given = sorted(set(entries), key=in_order)
    periods = [period for limit in limits for period in _filled(limit, given, as_of, ended)]
    span = max((period.span for period in periods if period.once), key=_by_day, default=None)
    found = (period for period in periods if period.span == span)
    return tuple(_total(period, as_of, (alerts or {}).get(period.limit.unit, ()), []) for period in found)


def _by_day(span: Span) -> tuple[date, date]:
    return span[0] or date.min, span[1] or date.max


def _filled(limit: Limit, entries: Iterable[Entry], as_of: date, ended: date | None) -> list[_Period]:
    """The periods of a limit, each with its figures. A figure that two claims give is one, whatever their periods."""
    spans = (span for span in spans_of(limit, as_of) if ended is None or span[0] is None or span[0] < ended)
    periods = [_Period(limit, span) for span in spans]
    for entry in entries:
        if entry.unit == limit.unit:
            _place(entry, periods, as_of)
    home = {entry: period for period in periods for entry in period.fit}
    once, left = _once(home)
    for one in left:
        home[one.entry].left.append(one)
    for entry in once:
        home[entry].once.append(entry)
    return periods


def _once(entries: Iterable[Entry]) -> tuple[list[Entry], list[LeftOut]]:
    """Each figure once; one that was converted only where none that is given says the same."""
    given, made = _given_and_converted(entries)
    first, repeated = repeats.once(given)
    new, said = repeats.unsaid(made, first)
    second, again = repeats.once(new)
    return [*first, *second], [*repeated, *said, *again]


def _given_and_converted(entries: Iterable[Entry]) -> tuple[list[Entry], list[Entry]]:
    given, made = [], []
    for entry in entries:
        (made if entry.converted else given).append(entry)
    return given, made


def _place(entry: Entry, periods: Iterable[_Period], as_of: date) -> None:
    """Put a figure in the period that holds its days; one that is not measured, in those that it touches."""
    touched = [period for period in periods if _touches(period.span, entry)]
    why = _unmeasured(entry, as_of) or (None if any(_holds(one.span, entry) for one in touched) else Left.SPANS)
    for period in touched:
        if why:
            period.left.append(LeftOut(entry, why))
        else:
            period.fit.append(entry)


def _touches(span: Span, entry: Entry) -> bool:
    first, last = span
    return (first is None or entry.last >= first) and (last is None or entry.first <= last)


def _holds(span: Span, entry: Entry) -> bool:
    first, last = span
    return (first is None or entry.first >= first) and (last is None or entry.last <= last)


def _unmeasured(entry: Entry, as_of: date) -> Left | None:
    if entry.baseline:
        return Left.BASELINE
    if entry.measure is not Measure.FLOW:
        return Left.NO_FLOW
    if min(bound for bound in (entry.low, entry.high, 0) if bound is not None) < 0:
        return Left.CHANGE
    return Left.LATER if entry.last > as_of else None


def _total(period: _Period, as_of: date, alerts: Sequence[float], reports: Sequence[Period]) -> PeriodTotal:
    counted, over = _added(period.once)
    left = sorted([*period.left, *over], key=lambda one: (in_order(one.entry), one.why))
    first, last = period.span
    return PeriodTotal(
        period.limit,
        first,
        last,
        low=float(sum((_floor(entry) for entry in counted), Fraction(0))),
        high=adding.at_most(counted, [one.entry for one in over]),
        counted=counted,
        crossing=_crossing(period.limit, counted),
        left_out=tuple(left),
        alerts=tuple(sorted(alerts)),
        late=tuple(entry for entry in counted if _is_late(entry, reports)),
        is_open=last is None or last > as_of,
    )


def _added(entries: Iterable[Entry]) -> tuple[tuple[Entry, ...], tuple[LeftOut, ...]]:
    """The figures that are added up, and those that may hold the same goods; what is given goes before what is made."""
    given, made = _given_and_converted(entries)
    first, left = adding.greatest(given)
    beside = [(entry, [one.claim for one in first if adding.may_be_same(entry, one)]) for entry in made]
    second, more = adding.greatest(entry for entry, claims in beside if not claims)
    behind = (LeftOut(entry, Left.OVERLAPS, tuple(sorted({*claims}))) for entry, claims in beside if claims)
    return tuple(sorted((*first, *second), key=in_order)), (*left, *more, *behind)


def _floor(entry: Entry) -> Fraction:
    return Fraction(entry.low) if entry.low is not None else Fraction(0)


def _plus(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one + other


def _crossing(limit: Limit, counted: Sequence[Entry]) -> Entry | None:
    sums = accumulate(_floor(entry) for entry in counted)
    return next((entry for entry, so_far in zip(counted, sums, strict=True) if so_far > limit.value), None)


def _is_late(entry: Entry, reports: Iterable[Period]) -> bool:
    """Whether a state's own notification was certainly made after the report for its last day was due."""
    due = next((period.due for period in reports if period.first <= entry.last <= period.last), None)
    return entry.own and due is not None and entry.said is not None and entry.said > due


def nearest(totals: Iterable[PeriodTotal]) -> PeriodTotal | None:
    """Of totals against alternative limits, the one that is nearest to its end, which decides; None of none."""
    return max(totals, key=lambda one: (one.share, (one.high or 0) / (one.limit.value or 1)), default=None)


def whichever_is_lower(totals: Iterable[PeriodTotal]) -> dict[Span, tuple[PeriodTotal, ...]]:
    """The totals of each period, newest first, those of one period side by side: its limits are alternatives."""
    found: defaultdict[Span, list[PeriodTotal]] = defaultdict(list)
    for total in totals:
        found[total.first, total.last].append(total)
    return {span: tuple(found[span]) for span in sorted(found, key=_by_day, reverse=True)}
