"""The tally of a cell as one day follows another: each day adds what it brings, and nothing is read anew.

It says of each day what `tally.summed` says of it, but for one thing: of the origins that stand on a side, no more
than `ENOUGH` are counted, since more change no outcome. Within one duty as it is judged evidence is only ever added: a
claim bears on a cell from its first possible day on, and counts from its last.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile

from tracker.domain.facts import Clocks, Duty, Evidence, Party, Tally, Voices
from tracker.domain.periods import from_event
from tracker.domain.tally import (
    BREACH,
    ENDS,
    FULFILMENT,
    NOBODY,
    UNVOICED,
    Bucket,
    answers,
    aside_of,
    bucket_of,
    closes,
    opened_on,
    shares_of,
)

ENOUGH = 2
"""How many origins make a side corroborated; see `tally.assurance_of`."""

_NAMES = {side: side.value for side in Bucket if side not in UNVOICED}
"""The fields of a tally."""


@dataclass(slots=True)
class Side:
    """Who stands on one side so far."""

    voices: Voices = NOBODY
    origins: set[str] = field(default_factory=set)

    def add(self, item: Evidence) -> None:
        """Let the origin of a claim stand here."""
        if not item.own_voice and len(self.origins) < ENOUGH:
            self.origins.add(item.origin)
        was = self.voices
        now = (was.own or item.own_voice, len(self.origins), was.finding or item.finding)
        if now != (was.own, was.others, was.finding):
            self.voices = Voices(*now)


@dataclass(frozen=True, slots=True)
class Mark:
    """What a claim is to a duty as it is judged, whatever the day."""

    item: Evidence
    bucket: Bucket | None
    opened_on: date | None
    closes: bool

    @property
    def fulfils(self) -> bool:
        """Whether it is a fulfilment, be it in time or not."""
        return self.bucket in FULFILMENT


def mark(duty: Duty, party: Party, item: Evidence, clocks: Clocks) -> Mark | None:
    """What a claim is to a duty; None if it does not count on any day."""
    if aside_of(duty, party, item, clocks.at(date.max)) is not None:
        return None
    shares = shares_of(duty, [item])
    closing = any(closes(duty, share) for share in shares)
    return Mark(item, bucket_of(duty, party, item), opened_on(duty, [item]), closing)


class Sweep:
    """The tally of a cell of a duty as it is judged, from day to day; no day may be asked for after a later one."""

    def __init__(self, duty: Duty, party: Party, marks: Iterable[Mark]) -> None:
        self._judged, self._party = duty, party
        self._coming = sorted(marks, key=lambda one: one.item.last, reverse=True)
        self.begins = min((one.item.first for one in self._coming), default=date.max)
        fulfilments = [one.item for one in self._coming if one.fulfils]
        self._may, self._did = sorted(i.first for i in fulfilments), sorted(i.last for i in fulfilments)
        self._counted: list[Mark] = []
        self._opened_on: date | None = None
        self._closed = False
        self._sum: Tally | None = None
        self._begin(duty)

    def _begin(self, duty: Duty) -> None:
        """Put what counts on its sides anew, by a duty that is due by the event that opened it."""
        self.duty = duty
        self._sides: defaultdict[Bucket, Side] = defaultdict(Side)
        # In the order of their last possible days, as they are counted.
        self._placed: list[tuple[Bucket, Evidence]] = []
        self._broken: tuple[date, date] | None = None
        for one in self._counted:
            self._place(one)

    def on(self, day: date) -> Tally:
        """The tally of a day."""
        added = False
        while self._coming and self._coming[-1].item.last <= day:
            self._count(self._coming.pop())
            added = True
        pending = bisect_right(self._may, day) > bisect_right(self._did, day)
        if added or self._sum is None or self._sum.pending_fulfilment != pending:
            self._sum = self._tally(pending=pending)
        return self._sum

    def _count(self, one: Mark) -> None:
        """Count a claim whose last possible day has come: those of earlier days are counted already."""
        self._counted.append(one)
        self._closed = self._closed or one.closes
        if one.opened_on is not None and self._opened_on is None:
            self._opened_on = one.opened_on
            self._begin(from_event(self._judged, one.opened_on))
        else:
            self._place(one)

    def _place(self, one: Mark) -> None:
        bucket, item = one.bucket, one.item
        if bucket is None:
            return
        if one.fulfils and self.duty is not self._judged:
            bucket = bucket_of(self.duty, self._party, item) or bucket  # in time, or late, by another due date
        self._placed.append((bucket, item))
        if bucket is not Bucket.CEASES:
            self._sides[bucket].add(item)
        if bucket in BREACH:
            self._break(item)
        elif self._broken:
            self._answer(bucket, item)
            self._cease(bucket, item)

    def _break(self, item: Evidence) -> None:
        """Where a breach moves the days of all breaches, find anew what answers them, or what ends them."""
        before = self._broken
        first, last = before or (item.first, item.last)
        self._broken = min(first, item.first), max(last, item.last)
        if before is None or self._broken[0] < first:
            self._sides[Bucket.ANSWERS] = Side()
            for placed in self._placed:
                self._answer(*placed)
        if before is None or self._broken[1] > last:
            self._sides[Bucket.CEASES] = Side()
            for placed in takewhile(lambda one: one[1].last >= item.last, reversed(self._placed)):
                self._cease(*placed)

    def _answer(self, bucket: Bucket, item: Evidence) -> None:
        if self._broken and answers(bucket, item) and item.last >= self._broken[0]:
            self._sides[Bucket.ANSWERS].add(item)

    def _cease(self, bucket: Bucket, item: Evidence) -> None:
        if self._broken and bucket in ENDS and item.last >= self._broken[1]:
            self._sides[Bucket.CEASES].add(item)

    def _tally(self, *, pending: bool) -> Tally:
        return Tally(
            **{name: side.voices for bucket, side in self._sides.items() if (name := _NAMES.get(bucket))},
            pending_fulfilment=pending,
            opened=self._opened_on is not None,
            closed=self._closed,
            opened_on=self._opened_on,
        )
