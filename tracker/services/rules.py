"""The rules in force: which version decided when, what another would change, and two people who put one in force."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from tracker.db import facts
from tracker.db.adoptions import adoptions
from tracker.db.constraints import refusing
from tracker.db.engine import serialise
from tracker.db.models import Obligation, RulesInForce, State, User
from tracker.domain import adopting, status
from tracker.domain.errors import NotFound, Problem, RuleBroken, Stale
from tracker.domain.facts import Clocks
from tracker.domain.reasons import Decision, Reason
from tracker.domain.rules import VERSIONS, Rules
from tracker.domain.vocabulary import Ruling
from tracker.services import accounts, assessments, law

LOCK = "rules"


@dataclass(frozen=True, slots=True)
class Flip:
    """A cell that another version decides otherwise: the decision by each, and why the other decides so."""

    state: State
    obligation: Obligation
    before: Decision
    after: Decision
    why: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a version would change at some clocks, against the version that the clocks name. `cells` were decided."""

    rules: Rules
    against: Rules
    clocks: Clocks
    cells: int
    flips: Sequence[Flip]


def in_force(session: Session, *, known_at: datetime) -> str:
    """The version that was in force at an instant. One statement. Raises RuleBroken for one that is not known here."""
    found = adopting.in_force(adoptions(session), known_at)
    if found not in VERSIONS:
        sentence = f"The record is judged by rules of version {found}, which this product does not know. Upgrade it."
        raise RuleBroken.at("rules", "", sentence)
    return found


def clocks(
    session: Session, *, as_of: date, known_at: datetime, public_at: date | None = None, rules: str = ""
) -> Clocks:
    """The clocks of a question. Without a version, the one that was in force at the instant decides."""
    named = rules or in_force(session, known_at=known_at)
    return Clocks(as_of, known_at, rules=named, public_at=public_at)


def version(number: str) -> Rules:
    """The rules of a version. Raises NotFound."""
    if number not in VERSIONS:
        known = ", ".join(VERSIONS)
        sentence = f"There are no rules of version “{number[:40]}”: there are {known}."
        raise NotFound("rules", Problem("version", sentence))
    return VERSIONS[number]


def preview(session: Session, *, number: str, clocks: Clocks) -> Preview:
    """Which cells a version would decide otherwise than that of the clocks, and why. Raises NotFound."""
    other, against = version(number), version(clocks.rules)
    duties, states = law.obligations(session), law.states(session, together=True)
    then = replace(clocks, rules=number)
    before = assessments.decide_all(session, duties, states, clocks)
    after = assessments.decide_all(session, duties, states, then)
    differing = {cell for cell, found in after.items() if found != before[cell]}
    pairs = [(s, d) for d in duties for s in states if (s.code, d.key) in differing]
    whys = _whys(session, pairs, then)
    flips = [
        Flip(state, duty, before[state.code, duty.key], after[state.code, duty.key], whys[state.code, duty.key])
        for state, duty in pairs
    ]
    return Preview(other, against, clocks, len(after), flips)


def _whys(
    session: Session, pairs: Sequence[tuple[State, Obligation]], clocks: Clocks
) -> dict[tuple[str, str], tuple[Reason, ...]]:
    """The reasons that a version gives for each of some cells."""
    cells = {(state.code, duty.id) for state, duty in pairs}
    evidence = facts.evidence_of_cells(session, cells=cells, known_at=clocks.known_at)
    duties = facts.duties_of(session, rows={duty for _, duty in pairs}, known_at=clocks.known_at)
    found: dict[tuple[str, str], tuple[Reason, ...]] = {}
    for state, duty in pairs:
        items = evidence.get((state.code, duty.id), [])
        assessment = status.assess(duties[duty.id], facts.party_of(state), items, clocks)
        found[state.code, duty.key] = assessment.reasons
    return found


def history(session: Session) -> Sequence[RulesInForce]:
    """Every proposal with its people, newest first."""
    return session.scalars(_whole().order_by(RulesInForce.id.desc())).all()


def get(session: Session, *, number: int) -> RulesInForce:
    """The proposal of a number, with its people. Raises NotFound."""
    row = session.scalar(_whole().where(RulesInForce.id == number).execution_options(populate_existing=True))
    if row is None:
        raise NotFound("rules", Problem("number", f"There is no proposal {number} of rules in the record."))
    return row


def propose(session: Session, *, number: str, reason: str, by: int, at: datetime) -> RulesInForce:
    """Propose that a version decide from now on. It decides nothing until somebody else approves it.

    Raises NotAllowed for a person who is neither analyst nor reviewer, and RuleBroken with each problem at its field.
    """
    adopting.DEED.check_proposer(accounts.roles_of(session, person=by))
    serialise(session, LOCK)  # two proposals must not both find that none waits
    adopting.check_proposal(version=number, reason=reason, present=in_force(session, known_at=at))
    waiting = session.scalar(select(RulesInForce).where(RulesInForce.ruling.is_(None)))
    if waiting is not None:
        sentence = f"Version {waiting.version} is proposed already (proposal {waiting.id}). Let it be ruled on first."
        raise RuleBroken.at("rules", "version", sentence)
    row = RulesInForce(
        version=number,
        reason=reason,
        fingerprint=adopting.fingerprint(VERSIONS[number]),
        proposed_by_id=by,
        proposed_at=at,
    )
    with refusing(session):
        session.add(row)
    return row


def rule(session: Session, *, number: int, ruling: Ruling, reason: str, by: int, at: datetime) -> RulesInForce:
    """Put in force, or refuse, rules that somebody else proposed. A refusal gives its reason.

    Raises NotAllowed for its author and for anybody who is no reviewer, and Stale when it was ruled on already, or when
    the version does not say any more what it said when it was proposed.
    """
    row = _locked(session, number)
    adopting.DEED.check_ruler(person=by, roles=accounts.roles_of(session, person=by), proposer=row.proposed_by_id)
    adopting.DEED.check_ruling(ruling=ruling, reason=reason)
    _check_waiting(row)
    if ruling is Ruling.APPROVED and row.fingerprint != adopting.fingerprint(version(row.version)):
        sentence = "These rules do not say any more what they said when they were proposed. Refuse the proposal."
        raise Stale("rules", Problem("", sentence))
    return _rule(session, row, ruling, reason, by, at)


def take_back(session: Session, *, number: int, by: int, at: datetime) -> RulesInForce:
    """Take back a proposal that waits. Raises NotAllowed for anybody but its author, and Stale once it was ruled on."""
    row = _locked(session, number)
    adopting.DEED.check_taking_back(person=by, proposer=row.proposed_by_id)
    _check_waiting(row)
    return _rule(session, row, Ruling.TAKEN_BACK, "", by, at)


def _rule(session: Session, row: RulesInForce, ruling: Ruling, reason: str, by: int, at: datetime) -> RulesInForce:
    # Two hosts' clocks may differ a little; nothing is ruled on before it was proposed.
    row.ruling, row.ruled_by_id, row.ruled_at, row.ruling_reason = ruling, by, max(at, row.proposed_at), reason
    with refusing(session):
        session.add(row)
    return row


def _locked(session: Session, number: int) -> RulesInForce:
    """The proposal, held against everybody else who would rule on one until this transaction is over."""
    serialise(session, LOCK)
    return get(session, number=number)


def _whole() -> Select[RulesInForce]:
    people = (RulesInForce.proposed_by, RulesInForce.ruled_by)
    return select(RulesInForce).options(*(joinedload(who).lazyload(User.roles) for who in people))


def _check_waiting(row: RulesInForce) -> None:
    if row.ruling is not None and row.ruled_by is not None:
        sentence = f"{row.ruled_by.name} was first: this proposal is {row.ruling.label} already."
        raise Stale("rules", Problem("", sentence))
