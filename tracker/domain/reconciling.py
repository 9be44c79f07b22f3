"""A published count of states set against the record: which states it has, how many it lacks, and what moved since.

"47 states have reported" names nobody. The record names states one by one. Whoever counted may have seen reports that
no source of the record names, so a difference says nothing about who is right.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from tracker.domain import periods
from tracker.domain.dates import day_words
from tracker.domain.facts import Clocks, Duty, Evidence, Party
from tracker.domain.tally import FULFILMENT, Aside, Bucket, aside_of, bucket_of
from tracker.domain.vocabulary import StateKind


@dataclass(frozen=True, slots=True)
class Published:
    """A count of states that somebody published, and the day of which it speaks."""

    count: int
    day: date


@dataclass(frozen=True, slots=True)
class Line:
    """A state, and the claims that put it where it is."""

    code: str
    name: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """The states that the record names as having met a duty by a day, and those that it nearly does.

    `met`: an accepted claim says so. `unpublished`: those of `met` for which no public source is certainly of that day
    or earlier. `doubtful`: the day may be later. `later`: the day is later. `unaccepted`: no reviewer has accepted it,
    it was found doubtful, or it was not public by the day of the filter. `unmet`: an accepted claim says that the state
    did not, and none says that it did.
    """

    met: tuple[Line, ...] = ()
    unpublished: tuple[Line, ...] = ()
    doubtful: tuple[Line, ...] = ()
    later: tuple[Line, ...] = ()
    unaccepted: tuple[Line, ...] = ()
    unmet: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """A published count against the record; with an earlier count, also what the record has between the two."""

    published: Published
    named: Named
    earlier: Published | None = None
    before: Named = field(default_factory=Named)

    @property
    def lacking(self) -> int:
        """How many states the count has that the record does not name; negative where the record names more."""
        return self.published.count - len(self.named.met)

    @property
    def gained(self) -> tuple[Line, ...]:
        """The states that the record names at this count and did not at the earlier one, each by its claims."""
        known = {line.code for line in self.before.met}
        return tuple(line for line in self.named.met if line.code not in known)

    @property
    def unexplained(self) -> int:
        """How much of the rise of the published count no state of the record explains; negative for too many."""
        return self.published.count - self.earlier.count - len(self.gained) if self.earlier else 0

    @property
    def sentence(self) -> str:
        """The result in words."""
        day, met = day_words(self.published.day), len(self.named.met)
        said = f"{self.published.count} published for {day}; the record names {met}."
        if self.lacking > 0:
            return f"{said} It lacks {self.lacking}: no accepted claim says which they are."
        if self.lacking < 0:
            return f"{said} That is {-self.lacking} more: the count is of something narrower, or missed them."
        return f"{said} The numbers agree, which does not show that the states are the same."

    @property
    def difference(self) -> str:
        """What the record has of the difference between the two counts, in words; empty without an earlier one."""
        if self.earlier is None:
            return ""
        since, rise = day_words(self.earlier.day), self.published.count - self.earlier.count
        said = f"From {self.earlier.count} on {since} the published count moved by {rise:+d}"
        more = "1 more state" if len(self.gained) == 1 else f"{len(self.gained)} more states"
        said = f"{said}; the record names {more}."
        if self.unexplained == 0:
            return said
        if self.unexplained < 0:
            return f"{said} That is {-self.unexplained} more than the rise."
        return f"{said} Of the rise, {self.unexplained} {'is' if self.unexplained == 1 else 'are'} without a name."


_CLOSED = (Aside.WAITING, Aside.RETURNED, Aside.CREDIBILITY_LOW, Aside.CREDIBILITY_UNJUDGED, Aside.NOT_PUBLIC)


def reconcile(
    duty: Duty,
    cells: Iterable[tuple[Party, Iterable[Evidence]]],
    *,
    published: Published,
    known_at: datetime,
    public_at: date | None = None,
    earlier: Published | None = None,
) -> Reconciliation:
    """Set a count against the record as known at an instant. Rows that are no single state are passed over."""
    rows = [(party, list(evidence)) for party, evidence in cells if party.kind is not StateKind.COLLECTIVE]
    clocks = Clocks(published.day, known_at, public_at=public_at)
    named = named_at(duty, rows, clocks)
    if earlier is None:
        return Reconciliation(published, named)
    return Reconciliation(published, named, earlier, named_at(duty, rows, clocks.at(earlier.day)))


def named_at(duty: Duty, cells: Iterable[tuple[Party, list[Evidence]]], clocks: Clocks) -> Named:
    """The states that the record names by the clocks, in the order of their names."""
    duty = periods.on(duty, clocks.as_of)
    found: dict[str, list[Line]] = {}
    for party, evidence in sorted(cells, key=lambda cell: cell[0].name):
        place, claims = _place(duty, party, evidence, clocks)
        if place:
            found.setdefault(place, []).append(Line(party.code, party.name, claims))
        if place == "met" and not any(_seen(item, clocks.as_of) for item in evidence if item.claim in claims):
            found.setdefault("unpublished", []).append(Line(party.code, party.name, claims))
    return Named(**{place: tuple(lines) for place, lines in found.items()})


def _seen(item: Evidence, day: date) -> bool:
    return item.public_from is not None and item.public_from <= day


def _place(duty: Duty, party: Party, evidence: list[Evidence], clocks: Clocks) -> tuple[str, tuple[str, ...]]:
    """Where a state stands, the strongest place first, and the claims that put it there."""
    places: dict[str, set[str]] = {}
    for item in evidence:
        why = aside_of(duty, party, item, clocks)
        places.setdefault(_place_of(duty, party, item, why), set()).add(item.claim)
    order = ("met", "doubtful", "later", "unaccepted", "unmet")
    place = next((place for place in order if place in places), "")
    return place, tuple(sorted(places.get(place, ())))


def _place_of(duty: Duty, party: Party, item: Evidence, why: Aside | None) -> str:
    bucket = bucket_of(duty, party, item)
    if bucket is Bucket.BREACHES:
        return "unmet" if why is None else ""
    if bucket not in FULFILMENT:
        return ""
    if why in _CLOSED:
        return "unaccepted"
    return {None: "met", Aside.DAY_UNCERTAIN: "doubtful", Aside.AFTER_AS_OF: "later"}.get(why, "")
