"""Assessments: the status of one cell with its reasons, and of many cells by the same rules."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import chain

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.db import decisions as db_decisions
from tracker.db import facts, knowing, origins
from tracker.db.models import Claim, ClaimRevision, Obligation, Origin, Regime, Review, State
from tracker.domain import periods, proofs, status
from tracker.domain.duty_days import days_of
from tracker.domain.facts import Clocks, Duty, Evidence, Party
from tracker.domain.proof import Proof
from tracker.domain.reasons import Decision
from tracker.domain.status import Assessment
from tracker.domain.support import Support, support_behind, support_of
from tracker.domain.vocabulary import Assurance, Outcome
from tracker.services import claims, decided, law
from tracker.services.law_book import LawBook


@dataclass(frozen=True, slots=True)
class Cell:
    """One state and one obligation, assessed."""

    state: State
    obligation: Obligation
    clocks: Clocks
    duty: Duty
    assessment: Assessment
    party: Party
    evidence: tuple[Evidence, ...] = ()

    @property
    def support(self) -> Support:
        """How many claims count here, and how many independent origins they have."""
        aside = {item.claim for item in self.assessment.set_aside}
        return support_of(item for item in self.evidence if item.claim not in aside)

    @property
    def proof(self) -> Proof:
        """The proof of the outcome. It is worked out when it is asked for."""
        return proofs.prove(self.duty, self.party, self.evidence, self.clocks)

    @property
    def sides(self) -> list[Support]:
        """The same for the claims behind each reason, in the order of the reasons."""
        by_key = {item.claim: item for item in self.evidence}
        return [support_behind(reason.claims, by_key) for reason in self.assessment.reasons]


@dataclass(frozen=True, slots=True)
class OtherReading:
    """How some states, by their codes, read the law of a cell: the records they reject, and the cell by it."""

    states: tuple[str, ...]
    rejected: tuple[int, ...]
    cell: Cell

    @property
    def assessment(self) -> Assessment:
        """What would follow."""
        return self.cell.assessment


@dataclass(frozen=True, slots=True)
class Turn:
    """A day on which the outcome of a cell changed, as known at one instant. `why` says what day it is."""

    day: date
    outcome: Outcome
    assurance: Assurance
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StateCell:
    """An obligation as decided for one state. `recorded` says whether something counts there by the clocks."""

    obligation: Obligation
    decision: Decision
    recorded: bool
    support: Support = field(default_factory=Support)

    @property
    def is_live(self) -> bool:
        """Whether a reader looks here first: something is on record, is due, or was due and is missing."""
        return self.recorded or self.decision.outcome in (Outcome.NOT_DUE, Outcome.OVERDUE)

    @property
    def is_owed(self) -> bool:
        """Whether the duty is the state's own and in force."""
        return self.decision.outcome not in (Outcome.NOT_APPLICABLE, Outcome.NOT_IN_FORCE)

    @property
    def has_date(self) -> bool:
        """Whether the state has a date to keep: one that comes once, of a duty that is its own and in force."""
        return self.decision.due is not None and self.is_owed and not periods.comes_again(self.obligation.recurs or "")

    @property
    def day(self) -> date:
        """The due date, of a cell that has one."""
        if self.decision.due is None:
            raise LookupError(f"{self.obligation.key} has no fixed date.")
        return self.decision.due


@dataclass(frozen=True, slots=True)
class Matrix:
    """States by obligations of a regime. `decisions` has every pair of a state's code and an obligation's key.

    `recorded` are the pairs on which something counts by the clocks.
    """

    regime: Regime
    clocks: Clocks
    states: Sequence[State]
    obligations: Sequence[Obligation]
    decisions: dict[tuple[str, str], Decision]
    recorded: frozenset[tuple[str, str]] = field(default_factory=frozenset)

    def row(self, code: str) -> list[Decision]:
        """The decisions of one state, in the order of the obligations."""
        return [self.decisions[code, obligation.key] for obligation in self.obligations]


@dataclass(frozen=True, slots=True)
class Grid:
    """A matrix in its leanest form. `cells[row][column]` is the place in `decisions` of what was decided there.

    Rows are in the order of `states`, columns in that of `obligations`; `decisions` has each one once. `spoken` are
    the codes of the states of which something counts by the clocks.
    """

    regime: str
    clocks: Clocks
    states: tuple[str, ...]
    obligations: tuple[str, ...]
    decisions: tuple[Decision, ...]
    cells: list[list[int]]
    spoken: frozenset[str]


def cell(session: Session, *, state: str, obligation: str, clocks: Clocks) -> Cell:
    """Assess one cell, with reasons and what was set aside. The state by code or any name; raises NotFound."""
    party_row = law.state(session, name=state)
    duty_row = law.obligation(session, key=obligation)
    party = facts.party_of(party_row)
    duty = facts.duties_of(session, rows=[duty_row], known_at=clocks.known_at)[duty_row.id]
    evidence = facts.evidence_of(session, state=party_row.code, obligation_id=duty_row.id, known_at=clocks.known_at)
    assessment = status.assess(duty, party, evidence, clocks)
    return Cell(party_row, duty_row, clocks, duty, assessment, party, tuple(evidence))


def other_readings(session: Session, *, cell: Cell) -> list[OtherReading]:
    """The same cell as the states that reject a record of the law read it. None where nobody rejects one."""
    found = []
    known_at = cell.clocks.known_at
    others = facts.readings_of(session, rows=[cell.obligation], known_at=known_at)
    for reading in others.get(cell.obligation.id, ()):
        rejected = tuple(change.number for change in reading.rejected)
        evidence = facts.evidence_of(
            session,
            state=cell.state.code,
            obligation_id=cell.obligation.id,
            known_at=known_at,
            rejected=rejected,
        )
        assessment = status.assess(reading.duty, cell.party, evidence, cell.clocks)
        held = replace(cell, duty=reading.duty, assessment=assessment, evidence=tuple(evidence))
        found.append(OtherReading(reading.states, rejected, held))
    return found


def siblings(session: Session, *, cell: Cell) -> list[tuple[Obligation, Assessment]]:
    """The other duties of a cell's paragraph, each assessed for the same state from its own evidence."""
    others = [duty.key for duty in cell.obligation.provision.obligations if duty.key != cell.obligation.key]
    rows = law.obligations(session, keys=others) if others else []
    code, known_at = cell.state.code, cell.clocks.known_at
    duties = facts.duties_of(session, rows=rows, known_at=known_at)
    found = facts.evidence_of_cells(session, cells=[(code, row.id) for row in rows], known_at=known_at) if rows else {}
    return [
        (row, status.assess(duties[row.id], cell.party, found.get((code, row.id), ()), cell.clocks)) for row in rows
    ]


def claims_of(session: Session, *, cell: Cell) -> dict[str, ClaimRevision]:
    """The claims that bear on a cell by their keys, each as it was known at the cell's instant, whole."""
    known_at = cell.clocks.known_at
    query = select(ClaimRevision).join(Claim, Claim.id == ClaimRevision.claim_id)
    keys = sorted({item.claim for item in cell.evidence})
    query = query.where(Claim.key.in_(keys), knowing.current_at(known_at))
    return {revision.claim.key: revision for revision in session.scalars(claims.whole(query))}


def review_at(revision: ClaimRevision, *, known_at: datetime) -> Review | None:
    """The review of a loaded revision that held at an instant."""
    return knowing.standing_review(revision, known_at=known_at)


def origin_at(revision: ClaimRevision, *, known_at: datetime) -> Origin:
    """The origin under which a loaded revision counted at an instant."""
    return origins.effective(revision, known_at=known_at)


def course(cell: Cell, *, until: date) -> list[Turn]:
    """How the outcome moved up to a day, from what is known at the cell's instant; the day judged is always there."""
    days: dict[date, list[str]] = {}
    for day, why in _days(cell, until):
        days.setdefault(day, [])
        if why not in days[day]:
            days[day].append(why)
    turns: list[Turn] = []
    for day in sorted(days):
        found = status.assess(cell.duty, cell.party, cell.evidence, cell.clocks.at(day))
        judged = None if periods.comes_again(cell.duty.recurs) else found.due
        moved = not turns or (turns[-1].outcome, turns[-1].assurance) != (found.outcome, found.assurance)
        if moved or day in (cell.clocks.as_of, judged):
            turns.append(Turn(day, found.outcome, found.assurance, tuple(days[day])))
    return turns


def _days(cell: Cell, until: date) -> Iterator[tuple[date, str]]:
    """The days on which an outcome can change, and the last ones to show, each with what day it is."""
    yield from days_of(cell.duty, until=until, events=sorted({item.last for item in cell.evidence}))
    for item in cell.evidence:
        yield item.first, "a statement tells of this day"
        yield item.last, "a statement tells of this day"
    yield cell.clocks.as_of, "the day asked about"
    yield until, "today"


def matrix(
    session: Session,
    *,
    regime: str,
    clocks: Clocks,
    obligations: Sequence[Obligation] | None = None,
    states: Sequence[State] | None = None,
) -> Matrix:
    """Decide many cells. Without a choice: all states, all the regime's obligations."""
    regime_row = law.regime(session, key=regime)
    columns = law.obligations(session, regime=regime) if obligations is None else obligations
    rows = law.states(session, together=True) if states is None else states
    held = decided.of(session, columns, rows, clocks)
    keys = {column.id: column.key for column in columns}
    spoken = frozenset((code, keys[obligation_id]) for code, obligation_id in held.decisions)
    return Matrix(regime_row, clocks, rows, columns, held.of_all(), spoken)


def grid(session: Session, *, regime: str, clocks: Clocks, obligations: Sequence[Obligation], book: LawBook) -> Grid:
    """The matrix as codes: the states, the obligations of the book, and a place in a list of distinct decisions.

    It makes and reads no more than that takes.
    """
    held = decided.of_law(session, obligations, book.duties, book.parties, clocks)
    decisions, cells = held.places()
    spoken = frozenset(chain.from_iterable(one.states for one in held.alike))
    return Grid(regime, clocks, tuple(held.parties), tuple(row.key for row in obligations), decisions, cells, spoken)


def decide_all(
    session: Session, obligations: Sequence[Obligation], states: Sequence[State], clocks: Clocks
) -> dict[tuple[str, str], Decision]:
    """The decision of every cell."""
    return decided.of(session, obligations, states, clocks).of_all()


def of_state(session: Session, *, state: State, clocks: Clocks) -> list[StateCell]:
    """Every obligation with its decision for one state, in the order of the paragraphs."""
    rows = law.obligations(session)
    held = decided.of(session, rows, [state], clocks)
    decisions, recorded = held.of_all(), held.decisions
    behind = db_decisions.supports(session, duties=held.duties, parties=held.parties, clocks=clocks)
    return [
        StateCell(
            row,
            decisions[state.code, row.key],
            (state.code, row.id) in recorded,
            behind.get((state.code, row.id), Support()),
        )
        for row in rows
    ]


def of_obligation(session: Session, *, obligation: Obligation, clocks: Clocks) -> list[tuple[State, Decision]]:
    """Every state with its decision for one obligation, the row of all states first."""
    rows = law.states(session, together=True)
    decisions = decide_all(session, [obligation], rows, clocks)
    return [(row, decisions[row.code, obligation.key]) for row in rows]


def supports(session: Session, *, obligation: Obligation, clocks: Clocks) -> dict[str, Support]:
    """How much stands behind each state's cell of an obligation, by the state's code; without those of no claim."""
    parties = db_decisions.parties_of(session)
    duties = facts.duties_of(session, rows=[obligation], known_at=clocks.known_at)
    behind = db_decisions.supports(session, duties=duties, parties=parties, clocks=clocks)
    return {code: found for (code, _), found in behind.items()}
