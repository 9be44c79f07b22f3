"""Determinations: propose one, rule on one that somebody else proposed, take it back, end it by two, read back.

The rules that decide a status never see a determination. What is read here stands beside what they say.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from tracker.db import facts
from tracker.db.constraints import refusing
from tracker.db.engine import serialise
from tracker.db.models import Determination, Obligation, Provision, User
from tracker.domain import determining
from tracker.domain.determining import Determined, Proposal
from tracker.domain.errors import NotFound, Problem, RuleBroken, Stale
from tracker.domain.facts import Duty, Evidence
from tracker.domain.fingerprints import fingerprint
from tracker.domain.vocabulary import Ruling
from tracker.services import accounts, endings, law

LOCK = "determinations"

_SEEN = "The evidence of this cell changed while you wrote. Read it again; what you typed is still here."
_MOVED = (
    "The evidence changed after this was proposed, so nobody can approve it any more. Refuse it, and let it be "
    "proposed anew on the evidence as it is."
)


@dataclass(frozen=True, slots=True)
class Ground:
    """What a cell rests on at an instant: the duty's terms and every claim that bears on it."""

    duty: Duty
    evidence: Sequence[Evidence]

    def fingerprint(self, last: date | None = None) -> str:
        """The fingerprint of it; of what bears on the days up to `last`, where that is given."""
        return fingerprint(self.duty, self.evidence, last=last)


def propose(session: Session, *, proposal: Proposal, by: int, at: datetime, seen: str = "") -> Determination:
    """Propose that a cell be held otherwise than computed.

    `seen` is the fingerprint of the ground that the person had before them; Stale is raised when that has moved.
    Raises NotAllowed for a person who is neither analyst nor reviewer, NotFound for a state or an obligation that is
    not on record, and RuleBroken with each problem at its field.
    """
    determining.DEED.check_proposer(accounts.roles_of(session, person=by))
    determining.check_proposal(proposal)
    state, duty = law.state(session, name=proposal.state), law.obligation(session, key=proposal.obligation)
    serialise(session, LOCK)  # two proposals of one person must not both find that there is none yet
    ground = ground_of(session, state=state.code, obligation=duty, known_at=at)
    if seen and seen != ground.fingerprint():
        raise Stale("determination", Problem("", _SEEN))
    row = Determination(
        state_code=state.code,
        obligation_id=duty.id,
        outcome=proposal.outcome,
        first=proposal.first,
        last=proposal.last,
        reason=proposal.reason,
        fingerprint=ground.fingerprint(proposal.last),
        proposed_by_id=by,
        proposed_at=at,
    )
    _refuse_second_proposal(session, row)
    with refusing(session):
        session.add(row)
    return row


def rule(session: Session, *, number: int, ruling: Ruling, reason: str, by: int, at: datetime) -> Determination:
    """Approve or refuse a determination that somebody else proposed. A refusal gives its reason.

    Raises NotAllowed for its author and for anybody who is no reviewer, and Stale when it was ruled on already, or when
    it is to be approved and its evidence has moved.
    """
    row = _locked(session, number)
    determining.DEED.check_ruler(person=by, roles=accounts.roles_of(session, person=by), proposer=row.proposed_by_id)
    determining.DEED.check_ruling(ruling=ruling, reason=reason)
    _check_waiting(session, row)
    if ruling is Ruling.APPROVED:
        _check_unmoved(session, row, at)
        _refuse_second_approval(session, row)
    return _rule(session, row, ruling, reason, by, at)


def take_back(session: Session, *, number: int, by: int, at: datetime) -> Determination:
    """Take back a determination that waits.

    Raises NotAllowed for anybody but its author, and Stale once somebody ruled on it.
    """
    row = _locked(session, number)
    determining.DEED.check_taking_back(person=by, proposer=row.proposed_by_id)
    _check_waiting(session, row)
    return _rule(session, row, Ruling.TAKEN_BACK, "", by, at)


def propose_end(session: Session, *, number: int, reason: str, by: int, at: datetime) -> Determination:
    """Propose that an approved determination end. It stands as before until a second person ends it.

    Raises NotAllowed for a person who is neither analyst nor reviewer, and Stale when it is not approved, has ended
    already, or has an end that waits.
    """
    row = _locked(session, number)
    determining.ENDING.check_proposer(accounts.roles_of(session, person=by))
    determining.ENDING.check_reason(reason, missing="Say why it should end; the reason stays with it.")
    _check_approved(session, row)
    endings.propose(session, row=row, deed=determining.ENDING, reason=reason, by=by, at=at)
    return row


def rule_on_end(session: Session, *, number: int, ruling: Ruling, reason: str, by: int, at: datetime) -> Determination:
    """End a determination from `at` on, as somebody else proposed, or refuse that with a reason.

    What was known before stays as it was. Raises NotAllowed for who proposed the end and for anybody who is no
    reviewer, and Stale when no end waits.
    """
    row = _locked(session, number)
    endings.rule(session, row=row, deed=determining.ENDING, ruling=ruling, reason=reason, by=by, at=at)
    return row


def take_end_back(session: Session, *, number: int, by: int, at: datetime) -> Determination:
    """Take back the end that one proposed. Raises NotAllowed for anybody else, and Stale when no end waits."""
    row = _locked(session, number)
    endings.take_back(session, row=row, deed=determining.ENDING, by=by, at=at)
    return row


def _check_approved(session: Session, row: Determination) -> None:
    if row.ruling is not Ruling.APPROVED or row.ruled_at is None:
        raise Stale("determination", Problem("", "This determination is not approved, so there is nothing to end."))
    if row.ended_at is not None:
        raise Stale("determination", Problem("", f"{_name(session, row.ended_by_id)} has ended it already."))


def ground_of(session: Session, *, state: str, obligation: Obligation, known_at: datetime) -> Ground:
    """What a cell, by its state's code and its loaded obligation, rested on at an instant."""
    duty = facts.duties_of(session, rows=[obligation], known_at=known_at)[obligation.id]
    return Ground(duty, facts.evidence_of(session, state=state, obligation_id=obligation.id, known_at=known_at))


def get(session: Session, *, number: int) -> Determination:
    """The determination of a number, whole. Raises NotFound."""
    query = with_ends(whole(select(Determination))).where(Determination.id == number)
    return _found(session.scalar(query.execution_options(populate_existing=True)), number)


def whole(query: Select[Determination]) -> Select[Determination]:
    """The query, with the people, the state and the obligation of each, and what the rules read. Two statements."""
    duty = joinedload(Determination.obligation)
    people = (
        Determination.proposed_by,
        Determination.ruled_by,
        Determination.ended_by,
        Determination.end_proposed_by,
    )
    return query.options(
        joinedload(Determination.state),
        duty.selectinload(Obligation.limits),
        duty.joinedload(Obligation.regime),
        duty.joinedload(Obligation.provision).joinedload(Provision.resolution),
        *(joinedload(who).lazyload(User.roles) for who in people),  # names are read here, and no roles
    )


def with_ends(query: Select[Determination]) -> Select[Determination]:
    """The query, with the proposals to end each. One statement more."""
    return query.options(endings.with_people(Determination.end_proposals))


def determined(row: Determination) -> Determined:
    """A determination as the rules read it."""
    return Determined(row.first, row.last, row.fingerprint, row.proposed_at, row.ruling, row.ruled_at, row.ended_at)


def _rule(session: Session, row: Determination, ruling: Ruling, reason: str, by: int, at: datetime) -> Determination:
    # Two hosts' clocks may differ a little; nothing is ruled on before it was proposed.
    row.ruling, row.ruled_by_id, row.ruled_at, row.ruling_reason = ruling, by, max(at, row.proposed_at), reason
    with refusing(session):
        session.add(row)
    return row


def _locked(session: Session, number: int) -> Determination:
    """The determination, held against everybody else who would rule on one until this transaction is over."""
    serialise(session, LOCK)
    return get(session, number=number)


def _found(row: Determination | None, number: int) -> Determination:
    if row is None:
        raise NotFound("determination", Problem("number", f"There is no determination {number} in the record."))
    return row


def _check_waiting(session: Session, row: Determination) -> None:
    if row.ruling is not None:
        sentence = f"{_name(session, row.ruled_by_id)} was first: this determination is {row.ruling.label} already."
        raise Stale("determination", Problem("", sentence))


def _check_unmoved(session: Session, row: Determination, at: datetime) -> None:
    ground = ground_of(session, state=row.state_code, obligation=row.obligation, known_at=at)
    if ground.fingerprint(row.last) != row.fingerprint:
        raise Stale("determination", Problem("", _MOVED))


def _refuse_second_approval(session: Session, row: Determination) -> None:
    """A cell has one approved determination for a day, lapsed or not, so that nobody has to choose between two."""
    query = _of_same_cell(row).where(Determination.ruling == Ruling.APPROVED, Determination.ended_at.is_(None))
    if (other := _overlapping(row, session.scalars(query))) is not None:
        sentence = f"Determination {other.id} of this cell is approved for some of the same days. End that one first."
        raise RuleBroken.at("determination", "ruling", sentence)


def _refuse_second_proposal(session: Session, row: Determination) -> None:
    query = _of_same_cell(row).where(Determination.ruling.is_(None), Determination.proposed_by_id == row.proposed_by_id)
    if (other := _overlapping(row, session.scalars(query))) is not None:
        sentence = f"Your determination {other.id} of this cell waits already, for some of the same days."
        raise RuleBroken.at("determination", "", f"{sentence} Take it back first.")


def _of_same_cell(row: Determination) -> Select[Determination]:
    query = select(Determination).where(Determination.state_code == row.state_code)
    return query.where(Determination.obligation_id == row.obligation_id).order_by(Determination.id)


def _overlapping(row: Determination, others: Iterable[Determination]) -> Determination | None:
    mine = determined(row)
    return next((other for other in others if determining.overlap(mine, determined(other))), None)


def _name(session: Session, person: int | None) -> str:
    user = session.get(User, person) if person is not None else None
    return user.name if user else "Somebody"
