"""Writes the audit log. Every row that a session adds, changes or deletes leaves one entry when the session commits.

The log hangs on the session and not on the services, so no service can forget it. What it cannot see are statements
that bypass the session's rows (`session.execute(insert(...))`); the house uses those for indexes and scratch only, and
for rows that `db.bulk` writes many at a time, which tells the log by itself.

Entries are collected at each flush and appended before the commit, in one go: writers take turns at the end of the
log, and nobody holds the turn for longer than it takes to write it down. It is the last lock that a transaction takes,
so two of them cannot wait for each other. What is rolled back to a savepoint leaves no entry.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Connection, event, inspect, select
from sqlalchemy.orm import InstanceState, Mapper, Session, SessionTransaction, UOWTransaction

from tracker import clock
from tracker.db import images
from tracker.db.base import Base
from tracker.db.canonical import canonical
from tracker.db.inserting import Columns, insert
from tracker.db.locks import take_turn
from tracker.db.models.audit import AuditCheckpoint, AuditEntry
from tracker.domain import ledger
from tracker.domain.errors import RuleBroken

TURN = "audit"
"""The turn that writers of the log take."""

SKEW = timedelta(minutes=1)
"""By how much the clocks of two hosts may differ before the log says that a clock was set back."""

BATCH = 5_000
Change = dict[str, Any]
"""What an entry says, without its number and its instant: actor, action, noun, key, row, before, after."""


@dataclass
class _Pending:
    """What a session has changed since its transaction began, and how much of it there was at each savepoint.

    `nouns` are the tables of all that was changed, also of what was rolled back to a savepoint since.
    """

    nouns: set[str] = field(default_factory=set)
    changes: list[Change] = field(default_factory=list)
    marks: dict[SessionTransaction, int] = field(default_factory=dict)


def _pending(session: Session) -> _Pending:
    return session.info.setdefault("audit", _Pending())


def touched(session: Session, nouns: Collection[str]) -> bool:
    """Whether this transaction may have changed rows of these tables, as far as it was flushed."""
    return not _pending(session).nouns.isdisjoint(nouns)


@event.listens_for(Session, "after_flush")
def _collect(session: Session, _flush: UOWTransaction) -> None:
    changes = [_change(session, row, action) for action, row in _changed(session)]
    if changes:
        pending = _pending(session)
        pending.changes += changes
        pending.nouns.update(change["noun"] for change in changes)


@event.listens_for(Session, "after_transaction_create")
def _mark(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        pending = _pending(session)
        pending.marks[transaction] = len(pending.changes)


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, transaction: SessionTransaction) -> None:
    """Drop what was changed since the savepoint, or since the beginning. A failed flush goes back just as far."""
    pending = _pending(session)
    boundary: SessionTransaction | None = transaction
    while boundary is not None and not boundary.nested:
        boundary = boundary.parent
    del pending.changes[pending.marks.get(boundary, 0) if boundary else 0 :]


@event.listens_for(Session, "after_transaction_end")
def _end(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop("audit", None)


@event.listens_for(Session, "before_commit")
def write(session: Session) -> None:
    """Append what the session has changed so far. Every commit does it; the release of a savepoint does not."""
    if session.in_nested_transaction():
        return
    session.flush()
    pending = _pending(session)
    if pending.changes:
        append(session.connection(), pending.changes)
        pending.changes.clear()


def note_inserted(session: Session, model: type[Base], columns: Columns) -> None:
    """Note rows that were inserted as whole columns, as if each had been flushed as an object."""
    mapper: Mapper[Any] = inspect(model)
    keys = [columns[str(column.key)] for column in mapper.primary_key]
    places = ["/".join(map(str, parts)) for parts in zip(*keys, strict=True)]
    common = {"actor": session.info.get("actor", "system"), "action": "insert", "noun": model.__tablename__}
    rows = zip(places, _names(columns, places), images.of_columns(mapper, columns), strict=True)
    pending = _pending(session)
    pending.nouns.add(model.__tablename__)
    pending.changes += [
        {**common, "key": name, "row": place, "before": None, "after": after} for place, name, after in rows
    ]


def _names(columns: Columns, places: Sequence[str]) -> Iterator[str]:
    """By what people know each row."""
    natural = [columns[name] for name in images.NATURAL if name in columns]
    for place, *values in zip(places, *natural, strict=True):
        yield next((value for value in values if isinstance(value, str)), place)


def _changed(session: Session) -> list[tuple[str, Base]]:
    changed = [("insert", row) for row in session.new]
    changed += [("update", row) for row in session.dirty if session.is_modified(row)]
    changed += [("delete", row) for row in session.deleted]
    return [(action, row) for action, row in changed if isinstance(row, Base) and row.audited]


def _change(session: Session, row: Base, action: str) -> Change:
    state: InstanceState[Any] = inspect(row)
    before, after = _images(state, action)
    identity = state.key[1] if state.key else state.mapper.primary_key_from_instance(row)
    place = "/".join(str(part) for part in identity)
    return {
        "actor": session.info.get("actor", "system"),
        "action": action,
        "noun": row.__tablename__,
        "key": next((v for name in images.NATURAL if isinstance(v := getattr(row, name, None), str)), place),
        "row": place,
        "before": before,
        "after": after,
    }


def _images(state: InstanceState[Any], action: str) -> tuple[images.Image | None, images.Image | None]:
    """The row before and after: whole for an insert or a delete, and only what changed for an update.

    What a row had before is not always known: a value may be set without having been read.
    """
    mapper: Mapper[Any] = state.mapper
    names = [prop.key for prop in mapper.column_attrs]
    if action == "insert":
        # A column that was never set is null; a default is set on the row by the flush.
        return None, images.of_values(mapper, {n: state.dict.get(n) for n in (*names, *images.listed(mapper))})
    there = [name for name in (*names, *images.listed(mapper)) if name in state.dict]
    if action == "delete":
        return images.of_values(mapper, {name: state.dict[name] for name in there} | _old(state, there)), None
    changed = [name for name in there if state.attrs[name].history.has_changes()]
    after = images.of_values(mapper, {name: state.dict[name] for name in changed})
    return images.of_values(mapper, _old(state, changed)), after


def _old(state: InstanceState[Any], names: Sequence[str]) -> dict[str, Any]:
    """What attributes were before they were changed, as far as it is known."""
    found: dict[str, Any] = {}
    for name in names:
        history = state.attrs[name].history
        if name in images.listed(state.mapper):
            found[name] = [*(history.unchanged or ()), *(history.deleted or ())]
        elif history.deleted:
            found[name] = history.deleted[0]
    return found


@dataclass(frozen=True, slots=True)
class Head:
    """Where the log ends: how many entries, the hash of the last, and the latest instant that it knows of."""

    seq: int
    hash: bytes
    at: datetime | None


_SIGNED = select(AuditCheckpoint.at).order_by(AuditCheckpoint.size.desc()).limit(1).scalar_subquery()
_HEAD = select(AuditEntry.seq, AuditEntry.hash, AuditEntry.at, _SIGNED.label("noted"))
_HEAD = _HEAD.order_by(AuditEntry.seq.desc()).limit(1)


def head(connection: Connection) -> Head:
    """Read where the log ends. Only whoever has taken the turn can rely on it. Raises RuleBroken for a damaged end."""
    row = connection.execute(_HEAD).one_or_none()
    if row is None:
        return Head(0, ledger.GENESIS, None)
    try:
        return Head(row.seq, bytes.fromhex(row.hash), max(row.at, row.noted) if row.noted else row.at)
    except ValueError:
        sentence = "The end of the audit log is damaged, so nothing can be recorded. Run: tracker audit verify"
        raise RuleBroken.at("log", "", sentence) from None


def append(connection: Connection, changes: Sequence[Change]) -> None:
    """Append changes to the log, as the last thing that a transaction does. The instant is that of the append."""
    take_turn(connection, TURN)
    rows = _chained(head(connection), changes, clock.now())
    while batch := list(islice(rows, BATCH)):
        insert(connection, AuditEntry, dict(zip(_COLUMNS, zip(*batch, strict=True), strict=True)))


_COLUMNS: tuple[str, ...] = ("seq", "at", "actor", "action", "noun", "key", "row", "canonical", "hash")


def _chained(start: Head, changes: Sequence[Change], now: datetime) -> Iterator[tuple[Any, ...]]:
    """The rows of the log by `_COLUMNS`."""
    at, previous = now, start.hash
    if start.at and now < start.at:
        set_back = start.at - now > SKEW
        at = now if set_back else start.at
        changes = [_set_back(start.at, now), *changes] if set_back else changes
    written = images.instant(at)
    for seq, change in enumerate(changes, start.seq + 1):
        text = canonical({**change, "seq": seq, "at": written})
        previous = ledger.chain_hash(previous, text.encode())
        named = (change["actor"], change["action"], change["noun"], change["key"], change["row"])
        yield seq, at, *named, text, previous.hex()


def _set_back(latest: datetime, now: datetime) -> Change:
    """An entry of the log about itself, without which an honest clock would look like a forger's."""
    return {
        "actor": "system",
        "action": "clock",
        "noun": "audit_entry",
        "key": "",
        "row": "",
        "before": {"at": images.instant(latest)},
        "after": {"at": images.instant(now)},
    }
