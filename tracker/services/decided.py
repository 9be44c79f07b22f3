"""The decisions of many cells: those on which something counts, and the thousands of silent ones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache

from sqlalchemy.orm import Session

from tracker.db import decisions as db_decisions
from tracker.db import facts
from tracker.db.models import Obligation, State
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
    """What was decided of the cells on which something counts by the clocks. `duties` are by their ids."""

    obligations: Sequence[Obligation]
    parties: dict[str, Party]
    duties: dict[int, Duty]
    clocks: Clocks
    decisions: dict[facts.Cell, Decision]

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
        known: dict[Decision, int] = {}
        seen: dict[int, int] = {}  # most cells share the very object, and to compare whole decisions takes longer

        def place(one: Decision) -> int:
            found = seen.get(id(one))
            if found is None:
                found = seen[id(one)] = known.setdefault(one, len(known))
            return found

        columns, kept = [], []
        for silent in self.silent():
            kept.append(silent)  # what is gone could give its place in memory, and so its number, to another
            columns.append([place(one) for one in silent])
        rows = {code: number for number, code in enumerate(self.parties)}
        duties = {row.id: number for number, row in enumerate(self.obligations)}
        for (code, duty), one in self.decisions.items():
            columns[duties[duty]][rows[code]] = place(one)
        return tuple(known), [list(row) for row in zip(*columns, strict=True)]

    def silent(self) -> Iterator[list[Decision]]:
        """For each obligation the decision of each party, were nothing on record.

        It depends only on what sort of party the state is, so it is made once for each sort, not for every cell.
        """
        as_of = self.clocks.as_of
        sorts = [(party.kind, status.unaddressed(_BARE, party, as_of)) for party in self.parties.values()]
        one_of = dict(zip(sorts, self.parties.values(), strict=True))
        places = {code: place for place, code in enumerate(self.parties)}
        for row in self.obligations:
            duty = periods.on(self.duties[row.id], as_of)
            made = {sort: _silent(duty, party, as_of, self.clocks.rules) for sort, party in one_of.items()}
            found = [made[sort] for sort in sorts]
            for code in _singled_out(duty).intersection(places):
                found[places[code]] = _silent(duty, self.parties[code], as_of, self.clocks.rules)
            yield found


@lru_cache(maxsize=1 << 13)
def _silent(duty: Duty, party: Party, as_of: date, rules: str) -> Decision:
    """Where nothing is on record, it does not matter what was known. The same few are asked for again and again."""
    return status.decide(duty, party, _NOTHING, Clocks(as_of, datetime.min.replace(tzinfo=UTC), rules=rules))


def _singled_out(duty: Duty) -> set[str]:
    """The states that a duty or a record of the law names, which are no sort."""
    return set(duty.excluded).union(*(exemption.states for exemption in duty.exemptions))


def of(session: Session, obligations: Sequence[Obligation], parties: dict[str, Party], clocks: Clocks) -> Decided:
    """The decisions of the cells on which something counts, with all that decides the others."""
    duties = facts.duties_of(session, rows=obligations, known_at=clocks.known_at)
    found = db_decisions.recorded(session, duties=duties, parties=parties, clocks=clocks)
    return Decided(obligations, parties, duties, clocks, found)
