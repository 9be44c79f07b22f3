"""The scope of a report: which states and obligations it covers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from tracker.db import knowing
from tracker.db.models import Bearing, Claim, ClaimRevision, Determination, Obligation, Regime, Review, State
from tracker.domain.errors import Problem, RuleBroken
from tracker.domain.facts import ALL_STATES
from tracker.domain.vocabulary import Ruling, Verdict
from tracker.services import law


@dataclass(frozen=True, slots=True)
class Scope:
    """Rows and columns in order; `regime` is None for all of them.

    `recorded` are the cells, by state and id, on which anything is on record.
    """

    regime: Regime | None
    states: tuple[State, ...]
    obligations: tuple[Obligation, ...]
    recorded: frozenset[tuple[str, int]]

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return len(self.states) * len(self.obligations)

    @property
    def spoken(self) -> int:
        """On how many of the cells anything is on record."""
        codes, ids = {state.code for state in self.states}, {duty.id for duty in self.obligations}
        return sum(code in codes and duty in ids for code, duty in self.recorded)


def choose(
    session: Session,
    *,
    regime: str,
    states: Sequence[str] | None,
    obligations: Sequence[str] | None,
    known_at: datetime,
) -> Scope:
    """The rows and columns asked for; where nothing is asked, what the record of that instant speaks of.

    Without a choice: the obligations on which something was accepted (all of the regime if nothing was), and the row
    of all states with every state of which anything is on record. An empty regime means all regimes. Raises NotFound
    and RuleBroken for unknown names.
    """
    found = law.regime(session, key=regime) if regime else None
    on_record = _on_record(session, found, known_at)
    duties = _obligations(session, regime, obligations, {duty for (_, duty), accepted in on_record.items() if accepted})
    ids = {duty.id for duty in duties}
    named = {state for state, duty in on_record if duty in ids} | {ALL_STATES}
    return Scope(found, _states(session, states, named), duties, frozenset(on_record))


def whole(session: Session, *, regime: str, states: Sequence[str] | None, obligations: Sequence[str] | None) -> Scope:
    """The rows and columns asked for; where nothing is asked, all of them. Raises NotFound and RuleBroken."""
    found = law.regime(session, key=regime) if regime else None
    rows = law.obligations(session, regime=regime)
    keys = [row.key for row in rows] if obligations is None else obligations
    every = {state.code for state in law.states(session, together=True)}
    chosen = _obligations(session, regime, keys, set()), _states(session, states or None, every)
    return Scope(found, chosen[1], chosen[0], frozenset())


def recorded(session: Session, *, regime: Regime | None, known_at: datetime) -> frozenset[tuple[str, int]]:
    """The cells on which anything was on record at an instant."""
    return frozenset(_on_record(session, regime, known_at))


def ordered(session: Session) -> list[State]:
    """All states as reports order them: all together, then each by its name, the same on both databases."""
    return sorted(law.states(session, together=True), key=lambda s: (s.code != ALL_STATES, s.sort_name, s.code))


def _on_record(session: Session, regime: Regime | None, known_at: datetime) -> dict[tuple[str, int], bool]:
    """Every cell on which anything was on record at an instant, and whether any of it was accepted."""
    accepted = and_(Review.verdict == Verdict.RIGHT, knowing.unwithdrawn_at(known_at))
    query = _bearings(known_at).add_columns(func.max(case((accepted, 1), else_=0)))
    query = query.where(*_of(regime)).group_by(Bearing.state_code, Bearing.obligation_id)
    spoken = {(state, duty): bool(found) for state, duty, found in session.execute(query)}
    return spoken | dict.fromkeys(_determined(session, regime, known_at), True)


def _of(regime: Regime | None) -> list[ColumnElement[bool]]:
    return [Obligation.regime_id == regime.id] if regime else []


def _determined(session: Session, regime: Regime | None, known_at: datetime) -> list[tuple[str, int]]:
    """The cells that had an approved determination at an instant, standing or lapsed."""
    ended = Determination.ended_at
    query = select(Determination.state_code, Determination.obligation_id).join(
        Obligation, Obligation.id == Determination.obligation_id
    )
    query = query.where(
        *_of(regime),
        Determination.ruling == Ruling.APPROVED,
        Determination.ruled_at <= known_at,
        or_(ended.is_(None), ended > known_at),
    )
    return [(state, duty) for state, duty in session.execute(query)]


def _bearings(known_at: datetime) -> Select[str, int]:
    return (
        select(Bearing.state_code, Bearing.obligation_id)
        .join(ClaimRevision, ClaimRevision.id == Bearing.revision_id)
        .join(Claim, Claim.id == ClaimRevision.claim_id)
        .join(Obligation, Obligation.id == Bearing.obligation_id)
        .outerjoin(Review, knowing.review_at(known_at))
        .where(knowing.current_at(known_at))
    )


def _obligations(
    session: Session, regime: str, keys: Sequence[str] | None, accepted: set[int]
) -> tuple[Obligation, ...]:
    rows = sorted(law.obligations(session, regime=regime), key=lambda duty: (duty.sort_key, duty.key))
    if keys is None:
        return _some([duty for duty in rows if duty.id in accepted] or rows, "obligations", "obligation")
    if unknown := sorted(set(keys) - {duty.key for duty in rows}):
        raise RuleBroken.at("report", "obligations", f"There is no obligation “{unknown[0]}” in the scope.")
    return _some([duty for duty in rows if duty.key in set(keys)], "obligations", "obligation")


def _states(session: Session, names: Sequence[str] | None, on_record: set[str]) -> tuple[State, ...]:
    rows = ordered(session)  # by Python and not by the database, since the two order text differently
    codes = on_record if names is None else _codes(session, names, {state.code for state in rows})
    return _some([state for state in rows if state.code in codes], "states", "state")


def _codes(session: Session, names: Sequence[str], known: set[str]) -> set[str]:
    spellings = law.state_names(session)
    found = {name: name if name in known else spellings.resolve(name) for name in names}
    problems = [
        Problem("states", f"There is no state “{name}” in the record. Write its name, or its code such as KHM.")
        for name, code in found.items()
        if code is None
    ]
    if problems:
        raise RuleBroken("report", *problems[:3])
    return {code for code in found.values() if code}


def _some(rows: list, field: str, noun: str) -> tuple:
    if not rows:
        raise RuleBroken.at("report", field, f"Choose at least one {noun}; a report on none says nothing.")
    return tuple(rows)
