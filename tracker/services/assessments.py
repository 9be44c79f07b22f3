"""Assessments: the status of one cell with its reasons, and of many cells by the same rules."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.db import facts
from tracker.db.models import Obligation, Regime, State
from tracker.domain import status
from tracker.domain.facts import Clocks, Duty, Party, Tally
from tracker.domain.reasons import Decision
from tracker.domain.status import Assessment
from tracker.services import law

_NOTHING = Tally()


@dataclass(frozen=True, slots=True)
class Cell:
    """One state and one obligation, assessed."""

    state: State
    obligation: Obligation
    clocks: Clocks
    duty: Duty
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class Matrix:
    """States by obligations of a regime. `decisions` has every pair of a state's code and an obligation's key."""

    regime: Regime
    clocks: Clocks
    states: Sequence[State]
    obligations: Sequence[Obligation]
    decisions: dict[tuple[str, str], Decision]

    def row(self, code: str) -> list[Decision]:
        """The decisions of one state, in the order of the obligations."""
        return [self.decisions[code, obligation.key] for obligation in self.obligations]


def cell(session: Session, *, state: str, obligation: str, clocks: Clocks) -> Cell:
    """Assess one cell, with reasons and what was set aside. The state by code or any name; raises NotFound."""
    party_row = law.state(session, name=state)
    duty_row = law.obligation(session, key=obligation)
    duty, party = facts.duty_of(duty_row), facts.party_of(party_row)
    evidence = facts.evidence_of(
        session, state=party_row.code, obligation_id=duty_row.id, known_at=clocks.known_at
    )
    return Cell(party_row, duty_row, clocks, duty, status.assess(duty, party, evidence, clocks))


def matrix(
    session: Session,
    *,
    regime: str,
    clocks: Clocks,
    obligations: Sequence[Obligation] | None = None,
    states: Sequence[State] | None = None,
) -> Matrix:
    """Assess many cells in a fixed number of statements. Without a choice: all states, all the regime's obligations."""
    regime_row = law.regime(session, key=regime)
    columns = law.obligations(session, regime=regime) if obligations is None else obligations
    rows = law.states(session, together=True) if states is None else states
    return Matrix(regime_row, clocks, rows, columns, decide_all(session, columns, rows, clocks))


def decide_all(
    session: Session, obligations: Sequence[Obligation], states: Sequence[State], clocks: Clocks
) -> dict[tuple[str, str], Decision]:
    """The decision of every cell, from one small tally each.

    Most cells have nothing on record. Their decision depends only on what sort of party the state is, so it is made
    once for each sort, not once for each of thousands of cells.
    """
    tallies = facts.tallies_of(session, obligation_ids=[o.id for o in obligations], clocks=clocks)
    parties = [facts.party_of(state) for state in states]
    decisions: dict[tuple[str, str], Decision] = {}
    for row in obligations:
        duty = facts.duty_of(row)
        silent: dict[tuple[object, ...], Decision] = {}
        for party in parties:
            tally = tallies.get((party.code, row.id))
            decisions[party.code, row.key] = (
                status.decide(duty, party, tally, clocks) if tally else _silent(silent, duty, party, clocks)
            )
    return decisions


def _silent(known: dict[tuple[object, ...], Decision], duty: Duty, party: Party, clocks: Clocks) -> Decision:
    sort = (party.kind, party.member_from, party.member_until, party.code in duty.excluded)
    if sort not in known:
        known[sort] = status.decide(duty, party, _NOTHING, clocks)
    return known[sort]


def of_state(session: Session, *, state: State, clocks: Clocks) -> list[tuple[Obligation, Decision]]:
    """Every obligation with its decision for one state."""
    rows = law.obligations(session)
    decisions = decide_all(session, rows, [state], clocks)
    return [(row, decisions[state.code, row.key]) for row in rows]


def of_obligation(session: Session, *, obligation: Obligation, clocks: Clocks) -> list[tuple[State, Decision]]:
    """Every state with its decision for one obligation, the row of all states first."""
    rows = law.states(session, together=True)
    decisions = decide_all(session, [obligation], rows, clocks)
    return [(row, decisions[row.code, obligation.key]) for row in rows]
