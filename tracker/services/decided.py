"""The decisions of many cells: those on which something counts, and the thousands of silent ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import chain

from sqlalchemy.orm import Session

from tracker.db import decisions as db_decisions
from tracker.db import facts
from tracker.db.models import Obligation, State
from tracker.db.summaries import Alike
from tracker.domain import periods, status
from tracker.domain.facts import Clocks, Duty, Party, Tally
from tracker.domain.reasons import Decision
from tracker.domain.vocabulary import Test

_NOTHING = Tally()
_BARE = Duty("", Test.MAINTAIN)
"""A duty that singles nobody out."""


def parties_of(states: Sequence[State]) -> dict[str, Party]:
    """States as the rules see them, by their codes."""
    return {state.code: facts.party_of(state) for state in states}


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided of the cells on which something counts by the clocks, those alike together.

    `duties` are by their ids.
    """

    obligations: Sequence[Obligation]
    parties: Mapping[str, Party]
    duties: Mapping[int, Duty]
    clocks: Clocks
    alike: Sequence[Alike]

    @property
    def decisions(self) -> dict[facts.Cell, Decision]:
        """What was decided, by the state's code and the obligation's id. It is made when it is asked for."""
        return db_decisions.each(self.alike)

    def of_all(self) -> dict[tuple[str, str], Decision]:
        """The decision of every cell, by the state's code and the obligation's key."""
        keys = {row.id: row.key for row in self.obligations}
        found = {
            (code, key): one
            for key, silent in zip(keys.values(), self.silent(), strict=True)
            for code, one in zip(self.parties, silent, strict=True)
        }
        counted = ((code, keys[duty], one) for (code, duty), one in self.decisions.items() if code in self.parties)
        return found | {(code, key): one for code, key, one in counted}

    def places(self) -> tuple[tuple[Decision, ...], list[list[int]]]:
        """Each decision once, and for each party and each obligation the place of its decision among them."""
        silence = _silence(self._duties(), tuple(self.parties.values()), self.clocks.as_of, self.clocks.rules)
        known = dict(zip(silence.decisions, range(len(silence.decisions)), strict=True))
        rows = [list(places) for places in silence.places]
        numbers = {code: number for number, code in enumerate(self.parties)}
        duties = {row.id: number for number, row in enumerate(self.obligations)}
        for one, duty, codes in self.alike:
            place, column = known.setdefault(one, len(known)), duties[duty]
            for code in codes:
                rows[numbers[code]][column] = place
        return tuple(known), rows

    def silent(self) -> list[list[Decision]]:
        """For each obligation the decision of each party, were nothing on record."""
        return _silent_of(self._duties(), tuple(self.parties.values()), self.clocks.as_of, self.clocks.rules)

    def _duties(self) -> tuple[Duty, ...]:
        return tuple(self.duties[row.id] for row in self.obligations)


@dataclass(frozen=True, slots=True)
class Silence:
    """What is decided where nothing is on record: each decision once, and for each party its place for each duty."""

    decisions: tuple[Decision, ...]
    places: tuple[tuple[int, ...], ...]


@lru_cache(maxsize=16)
def _silence(duties: tuple[Duty, ...], parties: tuple[Party, ...], as_of: date, rules: str) -> Silence:
    """The silence of a matrix, which is the same until the law, the states or the day change."""
    made = _silent_of(duties, parties, as_of, rules)
    known: dict[Decision, int] = {}
    seen: dict[int, int] = {}  # most cells share the very object, and to compare whole decisions takes longer
    for one in chain.from_iterable(made):
        if id(one) not in seen:
            seen[id(one)] = known.setdefault(one, len(known))
    columns = [[seen[id(one)] for one in silent] for silent in made]
    return Silence(tuple(known), tuple(zip(*columns, strict=True)) or ((),) * len(parties))


def _silent_of(duties: Sequence[Duty], parties: Sequence[Party], as_of: date, rules: str) -> list[list[Decision]]:
    """For each duty the decision of each party, were nothing on record.

    It depends only on what sort of party the state is, so it is made once for each sort, not for every cell.
    """
    sorts = [(party.kind, status.unaddressed(_BARE, party, as_of)) for party in parties]
    one_of = dict(zip(sorts, parties, strict=True))
    places = {party.code: place for place, party in enumerate(parties)}
    found = []
    for whole in duties:
        duty = periods.on(whole, as_of)
        made = {sort: _silent(duty, party, as_of, rules) for sort, party in one_of.items()}
        decisions = [made[sort] for sort in sorts]
        for code in _singled_out(duty).intersection(places):
            decisions[places[code]] = _silent(duty, parties[places[code]], as_of, rules)
        found.append(decisions)
    return found


@lru_cache(maxsize=1 << 13)
def _silent(duty: Duty, party: Party, as_of: date, rules: str) -> Decision:
    """Where nothing is on record, it does not matter what was known. The same few are asked for again and again."""
    return status.decide(duty, party, _NOTHING, Clocks(as_of, datetime.min.replace(tzinfo=UTC), rules=rules))


def _singled_out(duty: Duty) -> set[str]:
    """The states that a duty or a record of the law names, which are no sort."""
    return set(duty.excluded).union(*(exemption.states for exemption in duty.exemptions))


def of(session: Session, obligations: Sequence[Obligation], states: Sequence[State], clocks: Clocks) -> Decided:
    """The decisions of the cells on which something counts, with all that decides the others."""
    duties = {row.id: facts.duty_of(row) for row in obligations}
    return of_law(session, obligations, duties, parties_of(states), clocks)


def of_law(
    session: Session,
    obligations: Sequence[Obligation],
    duties: Mapping[int, Duty],
    parties: Mapping[str, Party],
    clocks: Clocks,
) -> Decided:
    """The same with the states as the rules see them, and the duties by their ids as their own rows have them."""
    asked = {row.id: duties[row.id] for row in obligations}
    changed = facts.as_changed(session, duties=asked, known_at=clocks.known_at)
    found = db_decisions.recorded(session, duties=changed, parties=parties, clocks=clocks)
    return Decided(obligations, parties, changed, clocks, found)
