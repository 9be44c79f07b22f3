"""Frozen records that the status rules read. They are made from rows by `tracker.db.facts`, or by hand in tests."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from tracker.domain.plain import SPARSE
from tracker.domain.vocabulary import Effect, Force, Kind, LimitScope, ReviewState, StateKind, Test

RULES_VERSION = "1"
"""The decision rules that every record starts with; see `domain.rules` for the others."""

ALL_STATES = "ALL"
"""The code of the row in which limits on all states together are judged."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """The day judged, the instant (UTC) whose knowledge is used, and the version of the rules that decide.

    With `public_at`, only what the public could have read by that day counts, whenever it was recorded here.
    """

    as_of: date
    known_at: datetime
    rules: str = field(default=RULES_VERSION, kw_only=True)
    public_at: date | None = field(default=None, kw_only=True)

    def at(self, day: date) -> "Clocks":
        """The same clocks with another day judged."""
        return replace(self, as_of=day)


@dataclass(frozen=True, slots=True)
class Party:
    """A state, an observer, or all states together."""

    code: str
    name: str
    kind: StateKind
    member_from: date | None = None
    member_until: date | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """One number that may not be passed in a period, in one unit.

    `first` and `last` bound the days that it measures. With `every_months` it begins anew after so many months.
    """

    value: float
    unit: str
    period: str = ""
    first: date | None = None
    last: date | None = None
    every_months: int | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """One reporting period of a duty, from `first` to `last`, and the day on which its report is due.

    `after` is the due date of the period before, `until` that of the next; None where there is none.
    """

    first: date
    last: date
    due: date
    after: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Exemption:
    """A record by which all conduct of some states under a duty is exempt from `first` to `last`, open where None."""

    first: date
    last: date | None
    states: frozenset[str]
    title: str

    def covers(self, code: str, day: date) -> bool:
        """Whether it covers a state on a day. Its first and its last day are in it."""
        return code in self.states and self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Rate:
    """That one of `unit` counts as `factor` of `into`, for figures whose days lie from `first` to `last`; None is open.

    It holds by a record of the law: its number, its title, and the source that gives the rate.
    """

    unit: str
    factor: float
    into: str
    record: int
    title: str
    source: str
    first: date | None = None
    last: date | None = None

    def covers(self, first: date, last: date) -> bool:
        """Whether days lie within its own."""
        return (self.first is None or self.first <= first) and (self.last is None or last <= self.last)


@dataclass(frozen=True, slots=True)
class Duty:
    """One obligation as the rules see it.

    `due` is the judged deadline, if the duty has a fixed one. `ended` is the first day on which the duty no longer
    binds. `condition` is the wording of what opens a conditional duty; `opens_below` is the fraction under which it
    opens. `excluded` are states that the wording does not address (the state under sanctions). `suspensions` are the
    first and the last day of each time in which the duty did not bind; None for one that has not ended. `recurs` is the
    rule of a deadline that gives no one day: it comes every period, or is counted from the event that opens the duty.
    `gaps` are the days between an end of the duty and its return. `exemptions` are those on record.
    `period` is the period judged, once a day is (see `domain.periods`); `due` is then its due date. `rates` are
    those at which figures in one unit count in another; on one day at most one holds from a unit to another.
    """

    key: str
    test: Test
    force: Force = Force.BINDING
    effective: date | None = None
    due: date | None = None
    ended: date | None = None
    ended_by: str = ""
    condition: str = ""
    opens_below: float | None = None
    limits: tuple[Limit, ...] = ()
    limit_scope: LimitScope = LimitScope.STATE
    excluded: frozenset[str] = frozenset()
    suspensions: tuple[tuple[date, date | None], ...] = ()
    recurs: str = ""
    gaps: tuple[tuple[date, date], ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    period: Period | None = None
    rates: tuple[Rate, ...] = field(default=(), metadata=SPARSE)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One claim as it bears on one cell, at one known-at instant.

    `first` and `last` bound the day of the event (for a pledge: the day it was said). `own_voice`: its origin speaks
    for the state judged. `finding`: the Council, its Committee, its Panel or the Secretariat finds it. `has_fact`: it
    names a state action or a figure. `over_limit`: a figure of it is over a limit of the duty (see
    `domain.limits`). `converted` says how that figure was converted; empty where it is over as its source gives it.
    `share_low`, `share_high`: bounds of a fraction it gives, for duties that open below a fraction. `covers_first`,
    `covers_last`: the days that its figures say they cover, for duties that are owed every period.
    `public_from`: the first day by which one of its sources was certainly published; None where no day is certain.
    """

    claim: str
    revision: int
    kind: Kind
    effect: Effect
    origin: str
    first: date
    last: date
    review_state: ReviewState = ReviewState.ACCEPTED
    credibility: int | None = 2
    own_voice: bool = False
    finding: bool = False
    has_fact: bool = True
    over_limit: bool = False
    share_low: float | None = None
    share_high: float | None = None
    covers_first: date | None = None
    covers_last: date | None = None
    public_from: date | None = None
    converted: str = field(default="", metadata=SPARSE)


@dataclass(frozen=True, slots=True)
class Voices:
    """Who stands behind one side: the state itself, how many other origins, and whether a UN body finds it."""

    own: bool = False
    others: int = 0
    finding: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """A cell's counted evidence in one small summary, from which its outcome is decided (see `domain.tally`).

    `answers` are voices for the state (fulfilment, denial, statement of compliance) dated on or after the first day
    of a counted breach claim; `ceases` are voices for its end (it ceased, or the duty was met late) dated on or
    after the last one. `unjudged` are breach claims of credibility 6. `pending_fulfilment`: a fulfilment whose
    possible days begin by the as-of date and end after it. `opened_on`: the last possible day of the first fact that
    opened a conditional duty.
    """

    promises: Voices = field(default_factory=Voices)
    advances: Voices = field(default_factory=Voices)
    measures: Voices = field(default_factory=Voices)
    on_time: Voices = field(default_factory=Voices)
    straddling: Voices = field(default_factory=Voices)
    late: Voices = field(default_factory=Voices)
    exempts: Voices = field(default_factory=Voices)
    breaches: Voices = field(default_factory=Voices)
    unjudged: Voices = field(default_factory=Voices)
    answers: Voices = field(default_factory=Voices)
    ceases: Voices = field(default_factory=Voices)
    pending_fulfilment: bool = False
    opened: bool = False
    closed: bool = False
    opened_on: date | None = None
