"""Writes the audit log. Every flush of a session leaves one entry for each row it added, changed or deleted.

The log hangs on the session and not on the services, so no service can forget it. What it cannot see are statements
that bypass the session's rows (`session.execute(insert(...))`); the house uses those for indexes and scratch only.
"""

from datetime import date, datetime
from typing import Any

import rfc8785
from sqlalchemy import event, insert, inspect
from sqlalchemy.orm import Session, UOWTransaction

from tracker import clock
from tracker.db.base import Base
from tracker.db.models.audit import AuditEntry

SECRET = frozenset({"password", "fs_uniquifier"})
"""Columns whose values are never written down; the log says only that they changed."""

NATURAL = ("key", "code", "symbol", "username", "number")
"""Columns by which people name a row, in the order in which they are tried."""


@event.listens_for(Session, "after_flush")
def _append(session: Session, _flush: UOWTransaction) -> None:
    entries = [_entry(session, row, action) for action, row in _changes(session)]
    if entries:
        session.execute(insert(AuditEntry), entries)


def _changes(session: Session) -> list[tuple[str, Base]]:
    changed = [("insert", row) for row in session.new]
    changed += [("update", row) for row in session.dirty if session.is_modified(row)]
    changed += [("delete", row) for row in session.deleted]
    return [(action, row) for action, row in changed if isinstance(row, Base) and row.audited]


def _entry(session: Session, row: Base, action: str) -> dict[str, Any]:
    before, after = _images(row, action)
    body: dict[str, Any] = {
        "at": clock.now().isoformat(),
        "actor": session.info.get("actor", "system"),
        "action": action,
        "noun": row.__tablename__,
        "key": _key(row),
        "before": before,
        "after": after,
    }
    return body | {"at": datetime.fromisoformat(body["at"]), "canonical": canonical(body)}


def _images(row: Base, action: str) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """The row before and after, whole for an insert or a delete, and only what changed for an update."""
    state = inspect(row)
    names = [attribute.key for attribute in state.mapper.column_attrs] + _listed(state)
    there = [name for name in names if name not in state.unloaded]
    if action == "insert":
        return None, {name: _plain(name, getattr(row, name)) for name in there}
    if action == "delete":
        return {name: _plain(name, getattr(row, name)) for name in there}, None
    changed = [name for name in there if state.attrs[name].history.has_changes()]
    old = {name: _plain(name, _old(state, name)) for name in changed}
    return old, {name: _plain(name, getattr(row, name)) for name in changed}


def _listed(state: Any) -> list[str]:
    """Relations that are kept in a table of pairs, such as a user's roles: no row of their own would show a change."""
    return [r.key for r in state.mapper.relationships if r.secondary is not None and not r.viewonly]


def _old(state: Any, name: str) -> Any:
    history = state.attrs[name].history
    if name in _listed(state):
        return [*(history.unchanged or ()), *(history.deleted or ())]
    return history.deleted[0] if history.deleted else None


def _plain(name: str, value: Any) -> Any:
    if name in SECRET:
        return "(not kept)"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list) and any(isinstance(item, Base) for item in value):
        return sorted(item.name for item in value)
    return value


def _key(row: Base) -> str:
    for name in NATURAL:
        if isinstance(value := getattr(row, name, None), str):
            return value
    identity = inspect(row).mapper.primary_key_from_instance(row)
    return "/".join(str(part) for part in identity)


def canonical(body: dict[str, Any]) -> str:
    """The RFC 8785 form of an entry: one sequence of bytes for one meaning, whatever wrote it."""
    return rfc8785.dumps(body).decode()
