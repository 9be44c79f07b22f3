"""Ripples: what a change of the law touches, and who looked at each of it.

A ripple begins when a record of the law is put in force or struck, and when a corrected file of the law is loaded. It
lists the duties that relations join to the obligation, the cells on which evidence was recorded by then, the
determinations that are not over, and the reports that cover it. Each is cleared by a person, with a note.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.db.constraints import refusing
from tracker.db.models import (
    Bearing,
    ClaimRevision,
    Determination,
    LawClearing,
    LawRipple,
    Obligation,
    ObligationRelation,
    Report,
    State,
    User,
)
from tracker.domain import law_changes as rules
from tracker.domain.dates import instant_words
from tracker.domain.errors import NotFound, Problem, RuleBroken
from tracker.domain.facts import Clocks
from tracker.domain.law_words import RippleKind
from tracker.domain.vocabulary import Outcome, Ruling
from tracker.services import accounts, assessments, law

_JUST_BEFORE = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Touched:
    """One thing that a change touches. `key` names it in its kind; `before` and `now` are outcomes, of a cell."""

    kind: RippleKind
    key: str
    title: str
    clearing: LawClearing | None = None
    before: Outcome | None = None
    now: Outcome | None = None

    @property
    def moved(self) -> bool:
        """Whether the outcome of a cell became another."""
        return self.before is not self.now


@dataclass(frozen=True, slots=True)
class Ripple:
    """A change of the law with all that it touches."""

    row: LawRipple
    touched: Sequence[Touched]

    @property
    def open(self) -> int:
        """How many things nobody has cleared yet."""
        return sum(1 for one in self.touched if one.clearing is None)


def begin(
    session: Session, *, obligation_id: int, changes: Sequence[str], at: datetime, law_change: int | None = None
) -> LawRipple:
    """Record that the law of an obligation changed, with a sentence for each thing that became different."""
    row = LawRipple(obligation_id=obligation_id, law_change_id=law_change, at=at, changes=list(changes))
    session.add(row)
    session.flush()
    return row


def every(session: Session, *, known_at: datetime | None = None) -> Sequence[LawRipple]:
    """All ripples that had begun by an instant, or by now, newest first, each with its obligation and clearings."""
    query = select(LawRipple).options(joinedload(LawRipple.obligation), selectinload(LawRipple.clearings))
    if known_at is not None:
        query = query.where(LawRipple.at <= known_at)
    return session.scalars(query.order_by(LawRipple.id.desc())).all()


def cleared_by(row: LawRipple, *, known_at: datetime) -> list[LawClearing]:
    """What of a loaded ripple had been cleared by an instant."""
    return [one for one in row.clearings if one.at <= known_at]


def of_obligation(session: Session, *, obligation_id: int) -> Sequence[LawRipple]:
    """The ripples of an obligation, newest first."""
    query = select(LawRipple).where(LawRipple.obligation_id == obligation_id)
    return session.scalars(query.order_by(LawRipple.id.desc())).all()


def get(session: Session, *, number: int, clocks: Clocks) -> Ripple:
    """A ripple with what it touches; the outcomes of cells by the clocks, and as known just before the change.

    Raises NotFound, also for a change that had not come by the instant of the clocks.
    """
    row = _row(session, number)
    if row.at > clocks.known_at:
        sentence = f"The change {number} came on {instant_words(row.at)}, after the instant that was asked for."
        raise NotFound("law_change", Problem("law_change", sentence))
    cleared = {(one.kind, one.item): one for one in cleared_by(row, known_at=clocks.known_at)}
    found = [
        *_duties(session, row),
        *_cells(session, row, clocks),
        *_determinations(session, row),
        *_reports(session, row),
    ]
    touched = [_with(one, cleared) for one in found]
    return Ripple(row, touched)


def clear(session: Session, *, number: int, kind: RippleKind, item: str, note: str, by: int, at: datetime) -> Ripple:
    """Say of one thing that a change touches what came of looking at it.

    Raises NotAllowed for a person who is neither analyst nor reviewer, NotFound for what the change does not touch,
    and RuleBroken without a note, or when it was cleared already.
    """
    rules.DEED.check_proposer(accounts.roles_of(session, person=by))
    ripple = get(session, number=number, clocks=Clocks(at.date(), at))
    one = next((one for one in ripple.touched if (one.kind, one.key) == (kind, item)), None)
    if one is None:
        raise NotFound("law_change", Problem("item", f"This change does not touch “{item}”."))
    if one.clearing is not None:
        raise RuleBroken.at("law_change", "", f"{one.clearing.by.name} has cleared {item} already.")
    if not note:
        raise RuleBroken.at("law_change", "note", "Say what came of looking at it; the note stays with it.")
    with refusing(session):
        session.add(LawClearing(ripple_id=ripple.row.id, kind=kind, item=item, note=note, by_id=by, at=at))
    session.expire(ripple.row)
    return get(session, number=number, clocks=Clocks(at.date(), at))


def _row(session: Session, number: int) -> LawRipple:
    people = selectinload(LawRipple.clearings).joinedload(LawClearing.by).lazyload(User.roles)
    query = select(LawRipple).where(LawRipple.id == number)
    query = query.options(joinedload(LawRipple.obligation), joinedload(LawRipple.law_change), people)
    row = session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise NotFound("law_change", Problem("law_change", f"There is no ripple {number} in the record."))
    return row


def _with(one: Touched, cleared: Mapping[tuple[RippleKind, str], LawClearing]) -> Touched:
    return Touched(one.kind, one.key, one.title, cleared.get((one.kind, one.key)), one.before, one.now)


def _duties(session: Session, row: LawRipple) -> list[Touched]:
    """The obligation, and those that a relation of any type joins to it."""
    pairs = select(ObligationRelation.later_id, ObligationRelation.earlier_id).where(
        or_(
            ObligationRelation.later_id == row.obligation_id,
            ObligationRelation.earlier_id == row.obligation_id,
        )
    )
    ids = {row.obligation_id, *(one for pair in session.execute(pairs) for one in pair)}
    rows = session.scalars(select(Obligation).where(Obligation.id.in_(ids)).order_by(Obligation.sort_key))
    return [Touched(RippleKind.DUTY, duty.key, duty.title) for duty in rows]


def _cells(session: Session, row: LawRipple, clocks: Clocks) -> list[Touched]:
    """The cells on which something was recorded by then. The law of a file is read as it is now, on both sides."""
    codes = select(Bearing.state_code).join(ClaimRevision, ClaimRevision.id == Bearing.revision_id)
    codes = codes.where(Bearing.obligation_id == row.obligation_id, ClaimRevision.recorded_at <= row.at)
    states = session.scalars(select(State).where(State.code.in_(codes)).order_by(State.sort_name)).all()
    duties = law.obligations(session, keys=[row.obligation.key])
    before = assessments.decide_all(session, duties, states, replace(clocks, known_at=row.at - _JUST_BEFORE))
    now = assessments.decide_all(session, duties, states, clocks)
    key = row.obligation.key
    return [
        Touched(
            RippleKind.CELL,
            f"{state.code}/{key}",
            state.name,
            before=before[state.code, key].outcome,
            now=now[state.code, key].outcome,
        )
        for state in states
    ]


def _determinations(session: Session, row: LawRipple) -> list[Touched]:
    query = select(Determination).where(
        Determination.obligation_id == row.obligation_id,
        Determination.proposed_at <= row.at,
        or_(Determination.ruling.is_(None), Determination.ruling == Ruling.APPROVED),
        or_(Determination.ended_at.is_(None), Determination.ended_at > row.at),
    )
    rows = session.scalars(query.options(joinedload(Determination.state)).order_by(Determination.id))
    return [Touched(RippleKind.DETERMINATION, str(one.id), f"{one.state.name}: {one.outcome.label}") for one in rows]


def _reports(session: Session, row: LawRipple) -> list[Touched]:
    """Frozen reports that cover the obligation. They stay as they are; a reader may wish to know."""
    query = select(Report.number, Report.title, Report.obligations).where(Report.frozen_at <= row.at)
    reports = session.execute(query.order_by(Report.number))
    key = row.obligation.key
    return [Touched(RippleKind.REPORT, str(number), title) for number, title, keys in reports if key in keys]
