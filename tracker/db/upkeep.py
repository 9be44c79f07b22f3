"""Keeps the summary of the matrix true. What a session changes is noted at each flush, and said in it at the commit.

It hangs on the session as the audit log does, and works after the log was written, while the session holds the turn of
those who write it: so of two who write on one cell, the second sees what the first did. What a statement changed past
the session's rows is not seen; who does that fills the summary anew. A change that nobody here can place empties it.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, event, exists, inspect, select, true
from sqlalchemy.orm import Session, SessionTransaction, UOWTransaction

from tracker.db import audit, facts, summaries
from tracker.db.adoptions import adoptions
from tracker.db.base import Base
from tracker.db.decisions import parties_of
from tracker.db.facts import Cell
from tracker.db.locks import take_turn
from tracker.db.models import (
    Bearing,
    Claim,
    ClaimRevision,
    LawChange,
    Obligation,
    ObligationLimit,
    OriginAssignment,
    Quantity,
    Review,
    RulesInForce,
    State,
)
from tracker.db.refilling import Frame, refill
from tracker.db.summaries import TOUCHED, micros
from tracker.domain.vocabulary import Ruling, Verdict

_WORDS = """
access_point actor anchor audit_checkpoint audit_entry bundle_merge capture check_run citation claim_comment
claim_link claim_state claim_template deadline determination digest_mail dissent draft end_proposal export_job
failed_draft foreign_review foreign_revision import_job import_mapping import_run kept_file law_clearing law_ripple
log_key merge_matter obligation_relation origin origin_change provision question regime regime_resolution relay_hop
reopening report report_approval report_succession report_withdrawal resolution resolution_relation review_assignment
review_undo role saved_view search_record search_term sign_in_attempt source source_notice state_action state_name
template_use timestamp_token travel_copy user user_preference watch watcher web_session
"""
UNREAD = frozenset(_WORDS.split())
"""Tables that no decision reads. Of a table that is neither here nor in `PLACED`, a change empties the summary.

A citation and its source tell what the public could read by a day; questions about that are not answered from here. An
origin counts by which it is and not by what it says.
"""

_OF_AN_END = ("ended_by_id", "end_reason", "end_proposed_by_id", "ended_alone")
"""Columns that say of an end of a record of the law who and why, and not when."""

_ALWAYS = 0
_SOME = 500
"""How many rows are named in one statement."""


@dataclass
class Touched:
    """What a session changed, each with the earliest instant (microseconds) from which it can matter."""

    revisions: dict[int, int] = field(default_factory=dict)
    claims: dict[int, int] = field(default_factory=dict)
    obligations: dict[int, int] = field(default_factory=dict)
    states: dict[str, int] = field(default_factory=dict)
    cells: dict[Cell, int] = field(default_factory=dict)
    everything: list[int] = field(default_factory=list)
    lost: bool = False


@dataclass(frozen=True)
class Change:
    """A row that was added, changed or deleted, and the columns of it that are otherwise."""

    row: Any
    action: str
    columns: frozenset[str]

    def since(self, begin: str, end: str, unread: Iterable[str] = ()) -> int | None:
        """From when it matters: a new row from `begin` on, one that ended from `end` on, any other always, or never."""
        if self.action == "insert":
            return micros(getattr(self.row, begin))
        read = self.columns.difference(unread)
        if self.action == "update" and not read:
            return None
        ended = self.action == "update" and read == {end} and self._was_open(end)
        return micros(getattr(self.row, end)) if ended else _ALWAYS

    def _was_open(self, end: str) -> bool:
        history = inspect(self.row).attrs[end].history
        return list(history.deleted or ()) == [None] and isinstance(getattr(self.row, end), datetime)


def _note(where: dict[Any, int], what: Any, since: int | None) -> None:
    if since is not None:
        where[what] = min(since, where.get(what, since))


def _review(touched: Touched, change: Change) -> None:
    _note(touched.revisions, change.row.revision_id, change.since("at", "superseded_at"))


def _revision(touched: Touched, change: Change) -> None:
    _note(touched.revisions, change.row.id, change.since("recorded_at", "superseded_at"))


def _claim(touched: Touched, change: Change) -> None:
    if change.action != "insert":
        unread = ("withdrawn_by_id", "withdrawal_reason", "created_at")
        _note(touched.claims, change.row.id, change.since("created_at", "withdrawn_at", unread))


def _assignment(touched: Touched, change: Change) -> None:
    _note(touched.claims, change.row.claim_id, change.since("at", "superseded_at"))


def _bearing(touched: Touched, change: Change) -> None:
    _part(touched, change)
    if change.action != "insert":
        _note(touched.cells, (change.row.state_code, change.row.obligation_id), _ALWAYS)


def _part(touched: Touched, change: Change) -> None:
    """A part of a revision comes with it; one that comes later matters from when the revision does."""
    if change.action != "insert" or change.row.revision_id not in touched.revisions:
        _note(touched.revisions, change.row.revision_id, _ALWAYS)


def _obligation(touched: Touched, change: Change) -> None:
    _note(touched.obligations, change.row.id, _ALWAYS)


def _limit(touched: Touched, change: Change) -> None:
    _note(touched.obligations, change.row.obligation_id, _ALWAYS)


def _state(touched: Touched, change: Change) -> None:
    if change.action != "insert":
        _note(touched.states, change.row.code, _ALWAYS)


def _law(touched: Touched, change: Change) -> None:
    """A record of the law moves nothing before it is put in force; then it may be struck, and nothing else."""
    row = change.row
    if row.ruling is not Ruling.APPROVED:
        return
    if change.action == "insert" or "ruling" in change.columns:
        since: int | None = micros(row.ruled_at)
    else:
        since = change.since("ruled_at", "ended_at", _OF_AN_END)
    _note(touched.obligations, row.obligation_id, since)


def _rules(touched: Touched, change: Change) -> None:
    if change.row.ruling is Ruling.APPROVED:
        touched.everything.append(micros(change.row.ruled_at))


PLACED: Mapping[type[Base], Callable[[Touched, Change], None]] = {
    Review: _review,
    ClaimRevision: _revision,
    Claim: _claim,
    OriginAssignment: _assignment,
    Bearing: _bearing,
    Quantity: _part,
    Obligation: _obligation,
    ObligationLimit: _limit,
    State: _state,
    LawChange: _law,
    RulesInForce: _rules,
}
"""What a change of a row of each table touches."""


@event.listens_for(Session, "after_flush")
def _collect(session: Session, _flush: UOWTransaction) -> None:
    """Note what a flush changed. What a savepoint takes back stays noted: a cell too many is judged as it was."""
    changes = [Change(row, "insert", frozenset()) for row in session.new]
    changes += [Change(row, "update", _columns(row)) for row in session.dirty if session.is_modified(row)]
    changes += [Change(row, "delete", frozenset()) for row in session.deleted]
    changes = [change for change in changes if getattr(change.row, "__tablename__", "") not in UNREAD]
    # A revision goes before its parts, so that these are known to have come with it.
    for change in sorted(changes, key=lambda one: not isinstance(one.row, ClaimRevision)):
        touched = session.info.setdefault(TOUCHED, Touched())
        if (place := PLACED.get(type(change.row))) is None:
            touched.lost = True
        else:
            place(touched, change)


def _columns(row: Any) -> frozenset[str]:
    state = inspect(row)
    return frozenset(attr.key for attr in state.mapper.column_attrs if state.attrs[attr.key].history.has_changes())


@event.listens_for(Session, "after_transaction_end")
def _end(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(TOUCHED, None)


@event.listens_for(Session, "before_commit")
def _before_commit(session: Session) -> None:
    if not session.in_nested_transaction():
        keep(session)


def keep(session: Session) -> None:
    """Say in the summary what the session has changed so far. Every commit does it, after the audit log was written."""
    session.flush()
    touched: Touched | None = session.info.pop(TOUCHED, None)
    if touched is None:
        return
    connection = session.connection()
    take_turn(connection, audit.TURN)
    # A session of its own sees the rows as they are now, and leaves those of the other as they are.
    with Session(connection, join_transaction_mode="rollback_only", autoflush=False) as inner:
        _keep(inner, touched)


def _keep(session: Session, touched: Touched) -> None:
    until = summaries.horizon(session)
    if until is None or touched.lost:
        summaries.empty(session)
        return
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for (state, duty), since in _cells(session, touched).items():
        found[duty][state] = since
    frame = frame_of(session, until, {state for states in found.values() for state in states})
    for row in session.scalars(facts.with_limits(select(Obligation).where(Obligation.id.in_(found)))):
        refill(session, obligation=row, since=found[row.id], frame=frame)


def frame_of(session: Session, horizon: int, states: Collection[str] = ()) -> Frame:
    """What is the same for all cells, or for those of some states, up to the first day not told. Two statements."""
    parties = parties_of(session, states)
    return Frame(parties, adoptions(session), horizon)


def _cells(session: Session, touched: Touched) -> dict[Cell, int]:
    """The cells touched. A revision that no review ever accepted touches none."""
    found = dict(touched.cells)
    accepted = exists().where(Review.revision_id == ClaimRevision.id, Review.verdict == Verdict.RIGHT)
    for column, since in (
        (ClaimRevision.id, touched.revisions),
        (ClaimRevision.claim_id, touched.claims),
        (Bearing.obligation_id, touched.obligations),
        (Bearing.state_code, touched.states),
    ):
        asked = accepted if all(since.values()) else true()
        for state, duty, key in _bearing_on(session, column, list(since), asked) if since else ():
            _note(found, (state, duty), since[key])
    for since in touched.everything:
        for cell in session.execute(select(Bearing.state_code, Bearing.obligation_id).distinct()):
            _note(found, (cell.state_code, cell.obligation_id), since)
    return found


def _bearing_on(
    session: Session, column: Any, keys: list[Any], asked: ColumnElement[bool]
) -> Iterable[tuple[str, int, Any]]:
    """State, obligation and key of each cell on which a claim bears that has one of the keys in a column."""
    query = select(Bearing.state_code, Bearing.obligation_id, column).distinct()
    query = query.join(ClaimRevision, ClaimRevision.id == Bearing.revision_id).where(asked)
    for start in range(0, len(keys), _SOME):
        yield from session.execute(query.where(column.in_(keys[start : start + _SOME])))
