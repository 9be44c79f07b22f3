"""Reads the audit log for people, and for the bundle that a stranger checks."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Table, select
from sqlalchemy.orm import Session

from tracker.db import images, past, replay
from tracker.db.engine import kept_files
from tracker.db.models import AuditCheckpoint, AuditEntry, KeptFile, LogKey
from tracker.db.past import Past
from tracker.services import outside
from tracker.services.outside import PINNED, Anchors

STREAM = {"yield_per": 2_000}


def entries(
    session: Session,
    *,
    noun: str = "",
    key: str = "",
    actor: str = "",
    known_at: datetime | None = None,
    limit: int | None = None,
) -> Sequence[AuditEntry]:
    """The newest entries that fit, newest first: of a noun, of the row that people know by `key`, by an actor.

    With an instant, only those that stood in the log by then.
    """
    query = select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(limit)
    if known_at is not None:
        query = query.where(AuditEntry.seq <= past.size_at(session.connection(), known_at))
    for column, wanted in ((AuditEntry.noun, noun), (AuditEntry.key, key), (AuditEntry.actor, actor)):
        query = query.where(column == wanted) if wanted else query
    return session.scalars(query).all()


def bundle(session: Session, *, anchors: Anchors, known_at: datetime | None = None) -> dict[str, Iterator[bytes]]:
    """What a stranger needs to check the record: names of files, and the pieces of each, to be read once.

    These are the log, its checkpoints, what stands outside the database, every row, and every kept file that is there,
    damaged or not. The session must see the record at one instant (`db.engine.snapshot`), and `anchors` must have been
    read before it. With `known_at` it is what there was by then: the first entries of the log, the rows as these leave
    them, the files that they name, and the checkpoints that sign no more than them.
    """
    if known_at is not None:
        return _bundle_of(session, past.at(session.connection(), known_at), anchors)
    names = session.scalars(select(KeptFile.sha256).order_by(KeptFile.sha256)).all()
    tables = {str(table.name): _rows(session, table) for table in replay.tables()}
    return _logged(session, anchors) | _named(tables) | _kept(session, names)


def _bundle_of(session: Session, held: Past, anchors: Anchors) -> dict[str, Iterator[bytes]]:
    names = sorted(image["sha256"] for _, image in held.images(KeptFile.__tablename__))
    tables = {noun: map(_row, held.images(noun)) for noun in held.nouns}
    return _logged(session, _by_then(anchors, held), held.size) | _named(tables) | _kept(session, names)


def _by_then(anchors: Anchors, held: Past) -> Anchors:
    """What stands outside, without checkpoints that sign more, and keys that a later entry introduces."""
    numbers = {row for row, _ in held.images(LogKey.__tablename__)}
    keys = tuple(key for key in anchors.keys if numbers.issuperset(key.split("+")[1:2]))
    notes = tuple(note for note in anchors.notes if not outside.signs_more(note[0], held.size))
    return replace(anchors, notes=notes, keys=keys)


def _logged(session: Session, anchors: Anchors, size: int | None = None) -> dict[str, Iterator[bytes]]:
    """The log, or its first entries, and what signs it."""
    entries, signed = AuditEntry.__table__, AuditCheckpoint.__table__
    files = {
        "entries.jsonl": _log(session, entries, [] if size is None else [AuditEntry.seq <= size]),
        "checkpoints.jsonl": _log(session, signed, [] if size is None else [AuditCheckpoint.size <= size]),
        f"outside/{PINNED}": (f"{key}\n".encode() for key in anchors.keys),
    }
    return files | {f"outside/{name}": iter([text.encode()]) for name, text in anchors.notes}


def _named(tables: dict[str, Iterator[bytes]]) -> dict[str, Iterator[bytes]]:
    return {f"rows/{name}.jsonl": lines for name, lines in tables.items()}


def _kept(session: Session, names: Sequence[str]) -> dict[str, Iterator[bytes]]:
    store = kept_files(session) if names else None
    return {f"kept/{name}": store.chunks(name) for name in names if store and store.path(name).is_file()}


def _log(session: Session, table: Any, within: Sequence[ColumnElement[bool]]) -> Iterator[bytes]:
    """A table of the log, each row as an object by column name, with every value as it lies there."""
    connection = session.connection()
    selected, image = images.of_table(table, connection.dialect.name)
    query = select(*selected).where(*within).order_by(*table.primary_key)
    with images.lenient(connection):
        for batch in connection.execute(query, execution_options=STREAM).partitions():
            yield from (_line(image(values)) for values in batch)


def _rows(session: Session, table: Table) -> Iterator[bytes]:
    connection = session.connection()
    with images.lenient(connection):
        yield from map(_row, images.read(connection, table))


def _row(found: tuple[str, images.Image]) -> bytes:
    row, image = found
    return _line({"row": row, "key": images.key_of(image, row), "image": image})


def _line(value: Any) -> bytes:
    """A value as a line of JSON. What is no JSON, such as a text that is no UTF-8, goes out as what describes it."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)
    except TypeError:
        return json.dumps(value, sort_keys=True, default=repr).encode() + b"\n"
