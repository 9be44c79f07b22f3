"""Records of the law beside the resolutions: propose one, rule on that of another, take it back, strike it by two.

A record that is put in force, or ended, changes what is owed from that instant on, and sets a ripple going: see
`services.ripples`. What was known before stays as it was.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload

from tracker.db import facts, figures, law_changes
from tracker.db.constraints import refusing
from tracker.db.engine import serialise
from tracker.db.models import LawChange, Obligation, Provision, User
from tracker.domain import law_changes as rules
from tracker.domain.errors import NotFound, Problem, RuleBroken, Stale
from tracker.domain.law_changes import Proposed
from tracker.domain.vocabulary import Ruling
from tracker.services import accounts, endings, law, law_sources, ripples

LOCK = "law_changes"


def propose(session: Session, *, obligation: str, proposed: Proposed, by: int, at: datetime) -> LawChange:
    """Propose a record that bears on an obligation. Nothing changes until a second person puts it in force.

    Raises NotAllowed, NotFound, and RuleBroken with each problem at its field.
    """
    rules.DEED.check_proposer(accounts.roles_of(session, person=by))
    duty_row = law.obligation(session, key=obligation)
    duty = facts.duties_of(session, rows=[duty_row], known_at=at)[duty_row.id]
    rules.check_proposal(proposed, duty, figures.units_among(session, (proposed.rate_unit, proposed.rate_into)))
    _check_codes(session, proposed)
    values = proposed._asdict() | {"states": list(proposed.states), "rejected_by": list(proposed.rejected_by)}
    values["source"] = law_sources.cited(session, proposed=proposed) if values["source"] else None
    row = LawChange(obligation_id=duty_row.id, proposed_by_id=by, proposed_at=at, **values)
    with refusing(session):
        session.add(row)
    return row


def _check_codes(session: Session, proposed: Proposed) -> None:
    known = law.names_by_code(session)
    found = [
        Problem(field, f"There is no state with the code “{code}”. Write codes such as CHN RUS.")
        for field, codes in (("states", proposed.states), ("rejected_by", proposed.rejected_by))
        for code in codes
        if code not in known
    ]
    if found:
        raise RuleBroken("law_change", *found)


def rule(session: Session, *, number: int, ruling: Ruling, reason: str, by: int, at: datetime) -> LawChange:
    """Put a record in force, or refuse it with a reason.

    Raises NotAllowed for its author and for anybody who is no reviewer, and Stale when it was ruled on already.
    """
    row = _locked(session, number)
    rules.DEED.check_ruler(person=by, roles=accounts.roles_of(session, person=by), proposer=row.proposed_by_id)
    rules.DEED.check_ruling(ruling=ruling, reason=reason)
    _check_waiting(row)
    _rule(session, row, ruling, reason, by, at)
    if ruling is Ruling.APPROVED:
        said = f"“{row.title}” was put in force: it {row.effect.label}."
        ripples.begin(session, obligation_id=row.obligation_id, changes=[said], at=_instant(row), law_change=row.id)
    return row


def take_back(session: Session, *, number: int, by: int, at: datetime) -> LawChange:
    """Take back a record that waits. Raises NotAllowed for anybody but its author, and Stale once it was ruled on."""
    row = _locked(session, number)
    rules.DEED.check_taking_back(person=by, proposer=row.proposed_by_id)
    _check_waiting(row)
    return _rule(session, row, Ruling.TAKEN_BACK, "", by, at)


def propose_strike(session: Session, *, number: int, reason: str, by: int, at: datetime) -> LawChange:
    """Propose to strike a record that was put in force by mistake. Nothing changes until a second person strikes it.

    Raises NotAllowed for a person who is neither analyst nor reviewer, and Stale when it is not in force or its
    striking waits already.
    """
    row = _locked(session, number)
    rules.STRIKING.check_proposer(accounts.roles_of(session, person=by))
    rules.STRIKING.check_reason(reason, missing="Say why it should be struck; the reason stays with it.")
    _check_in_force(row)
    endings.propose(session, row=row, deed=rules.STRIKING, reason=reason, by=by, at=at)
    return row


def rule_on_strike(session: Session, *, number: int, ruling: Ruling, reason: str, by: int, at: datetime) -> LawChange:
    """Strike a record, as somebody else proposed, or refuse that with a reason. Struck, it changes nothing any more.

    Raises NotAllowed for who proposed it and for anybody who is no reviewer, and Stale when no striking waits.
    """
    row = _locked(session, number)
    endings.rule(session, row=row, deed=rules.STRIKING, ruling=ruling, reason=reason, by=by, at=at)
    if row.ended_at is not None:
        said = f"“{row.title}” was struck: {row.end_reason}"
        ripples.begin(session, obligation_id=row.obligation_id, changes=[said], at=row.ended_at, law_change=row.id)
    return row


def take_strike_back(session: Session, *, number: int, by: int, at: datetime) -> LawChange:
    """Take back the striking that one proposed. Raises NotAllowed for anybody else, and Stale when none waits."""
    row = _locked(session, number)
    endings.take_back(session, row=row, deed=rules.STRIKING, by=by, at=at)
    return row


def _check_in_force(row: LawChange) -> None:
    if row.ruling is not Ruling.APPROVED or row.ended_at is not None:
        raise Stale("law_change", Problem("", "This change of the law is not in force, so there is nothing to strike."))


def get(session: Session, *, number: int) -> LawChange:
    """The record of a number, whole. Raises NotFound."""
    query = _with_strikings(select(LawChange)).where(LawChange.id == number)
    row = session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise NotFound("law_change", Problem("law_change", f"There is no change of the law {number} in the record."))
    return row


def overview(session: Session, *, known_at: datetime, as_of: date | None = None) -> Sequence[LawChange]:
    """All records that had been proposed by an instant, newest first; with a day, those that are about that day."""
    query = _with_strikings(select(LawChange)).where(LawChange.proposed_at <= known_at)
    if as_of is not None:
        query = query.where(LawChange.first <= as_of, or_(LawChange.last.is_(None), LawChange.last >= as_of))
    return session.scalars(query.order_by(LawChange.id.desc())).all()


def ruled_by(row: LawChange, *, known_at: datetime) -> Ruling | None:
    """What a second person had ruled on a record by an instant; None where it waited still."""
    return row.ruling if row.ruled_at is not None and row.ruled_at <= known_at else None


def was_struck(row: LawChange, *, known_at: datetime) -> bool:
    """Whether a record had been struck by an instant."""
    return row.ended_at is not None and row.ended_at <= known_at


def of_obligation(session: Session, *, obligation_id: int, known_at: datetime) -> Sequence[LawChange]:
    """The records in force on an obligation at an instant, in the order of their first days."""
    query = select(LawChange).where(LawChange.obligation_id == obligation_id, *law_changes.held_at(known_at))
    return session.scalars(query.order_by(LawChange.first, LawChange.id)).all()


def whole(query: Select[LawChange]) -> Select[LawChange]:
    """The query, with the people and the obligation of each."""
    duty = joinedload(LawChange.obligation)
    return query.options(
        joinedload(LawChange.source),
        duty.joinedload(Obligation.provision).joinedload(Provision.resolution),
        duty.selectinload(Obligation.limits),
        *(
            joinedload(who).lazyload(User.roles)
            for who in (LawChange.proposed_by, LawChange.ruled_by, LawChange.ended_by, LawChange.end_proposed_by)
        ),
    )


def _with_strikings(query: Select[LawChange]) -> Select[LawChange]:
    """The query, with the people, the obligation and the proposals to strike of each."""
    return whole(query).options(endings.with_people(LawChange.end_proposals))


def _rule(session: Session, row: LawChange, ruling: Ruling, reason: str, by: int, at: datetime) -> LawChange:
    row.ruling, row.ruled_by_id, row.ruled_at, row.ruling_reason = ruling, by, max(at, row.proposed_at), reason
    with refusing(session):
        session.add(row)
    return row


def _instant(row: LawChange) -> datetime:
    if row.ruled_at is None:
        raise LookupError(f"Change of the law {row.id} was ruled on by nobody.")
    return row.ruled_at


def _locked(session: Session, number: int) -> LawChange:
    """The record, held against everybody else who would rule on one until this transaction is over."""
    serialise(session, LOCK)
    return get(session, number=number)


def _check_waiting(row: LawChange) -> None:
    if row.ruling is not None:
        name = row.ruled_by.name if row.ruled_by else "Somebody"
        raise Stale("law_change", Problem("", f"{name} has ruled on this already: {row.ruling.label}."))
