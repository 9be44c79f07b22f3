"""Ending what two people approved takes two people again: the proposal, the ruling on it, and how it is read back.

The verbs are those of determinations and of records of the law, which hold their lock and say what may end. Until a
second person approves the end, the thing itself has nothing of it: only its proposal is a row, and stays one.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from tracker.db.constraints import refusing
from tracker.db.models import Determination, EndProposal, LawChange, User
from tracker.domain.errors import Problem, Stale
from tracker.domain.two_people import SharedDeed
from tracker.domain.vocabulary import Ruling
from tracker.services import accounts

Endable = Determination | LawChange


@dataclass(frozen=True, slots=True)
class Ends:
    """What had been proposed by an instant to end a thing: what waited then, and what had been refused or taken back.

    `made` is the one by which it had ended; None too where one person ended it, before that took two.
    """

    waiting: EndProposal | None = None
    made: EndProposal | None = None
    declined: tuple[EndProposal, ...] = ()


def of(row: Endable, *, known_at: datetime | None = None) -> Ends:
    """The proposals to end a thing that was loaded whole, as known at an instant; all there are, where None."""
    there = [one for one in row.end_proposals if known_at is None or one.proposed_at <= known_at]
    ruled = [one for one in there if one.ruled_at is not None and (known_at is None or one.ruled_at <= known_at)]
    return Ends(
        waiting=next((one for one in there if one not in ruled), None),
        made=next((one for one in ruled if one.ruling is Ruling.APPROVED), None),
        declined=tuple(one for one in ruled if one.ruling is not Ruling.APPROVED),
    )


def propose(session: Session, *, row: Endable, deed: SharedDeed, reason: str, by: int, at: datetime) -> EndProposal:
    """Propose the end of what is approved. Raises Stale when an end of it waits already."""
    if (other := _waiting(row)) is not None:
        raise Stale(deed.noun, Problem("", f"{other.proposed_by.name} has proposed this already, and it waits."))
    since = max(at, row.ruled_at or at)  # two hosts' clocks may differ a little
    # By its number and not into the list of the thing: the thing itself is not changed, and the log says so.
    where = {"determination_id" if isinstance(row, Determination) else "law_change_id": row.id}
    proposal = EndProposal(**where, reason=reason, proposed_by_id=by, proposed_at=since)
    with refusing(session):
        session.add(proposal)
    return proposal


def rule(
    session: Session, *, row: Endable, deed: SharedDeed, ruling: Ruling, reason: str, by: int, at: datetime
) -> EndProposal:
    """Put into effect the end that somebody else proposed, or refuse it.

    Raises NotAllowed for who proposed it and for anybody who is no reviewer, RuleBroken for a refusal without its
    reason, and Stale when no end waits.
    """
    proposal = _found(row, deed)
    deed.check_ruler(person=by, roles=accounts.roles_of(session, person=by), proposer=proposal.proposed_by_id)
    deed.check_ruling(ruling=ruling, reason=reason)
    at = max(at, proposal.proposed_at)
    proposal.ruling, proposal.ruled_by_id, proposal.ruled_at, proposal.ruling_reason = ruling, by, at, reason
    if ruling is Ruling.APPROVED:
        row.ended_at, row.ended_by_id, row.end_reason = at, by, proposal.reason
        row.end_proposed_by_id = proposal.proposed_by_id
    with refusing(session):
        session.add(row)
    return proposal


def take_back(session: Session, *, row: Endable, deed: SharedDeed, by: int, at: datetime) -> EndProposal:
    """Take back the end that one proposed. Raises NotAllowed for anybody else, and Stale when no end waits."""
    proposal = _found(row, deed)
    deed.check_taking_back(person=by, proposer=proposal.proposed_by_id)
    proposal.ruling, proposal.ruled_by_id, proposal.ruled_at = Ruling.TAKEN_BACK, by, max(at, proposal.proposed_at)
    with refusing(session):
        session.add(proposal)
    return proposal


def with_people(proposals: Any) -> ORMOption:
    """The option that loads the proposals of a relation, with who proposed and who ruled. One statement."""
    people = (EndProposal.proposed_by, EndProposal.ruled_by)
    return selectinload(proposals).options(*(joinedload(who).lazyload(User.roles) for who in people))


def _waiting(row: Endable) -> EndProposal | None:
    return next((one for one in row.end_proposals if one.ruling is None), None)


def _found(row: Endable, deed: SharedDeed) -> EndProposal:
    """The proposal that waits; Stale, with who was first, when none does."""
    if (proposal := _waiting(row)) is not None:
        return proposal
    if not row.end_proposals:
        raise Stale(deed.noun, Problem("", f"Nobody has proposed {deed.this}, so there is nothing to rule on."))
    last = row.end_proposals[-1]
    who, ruling = (last.ruled_by.name if last.ruled_by else "Somebody"), (last.ruling.label if last.ruling else "")
    raise Stale(deed.noun, Problem("", f"{who} was first: {deed.this} is {ruling} already."))
