"""Reads the audit log for people, and for the bundle that a stranger checks."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import orjson
from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from tracker.db import images, replay
from tracker.db.engine import kept_files
from tracker.db.models import AuditCheckpoint, AuditEntry, KeptFile
from tracker.services.outside import PINNED, Anchors

STREAM = {"yield_per": 2_000}


def entries(
    session: Session, *, noun: str = "", key: str = "", actor: str = "", limit: int | None = None
) -> Sequence[AuditEntry]:
    """The newest entries that fit, newest first: of a noun, of the row that people know by `key`, by an actor."""
    query = select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(limit)
    for column, wanted in ((AuditEntry.noun, noun), (AuditEntry.key, key), (AuditEntry.actor, actor)):
        query = query.where(column == wanted) if wanted else query
    return session.scalars(query).all()


def bundle(session: Session, *, anchors: Anchors) -> dict[str, Iterator[bytes]]:
    """What a stranger needs to check the record: names of files, and the pieces of each, to be read once.

    These are the log, its checkpoints, what stands outside the database, every present row, and every kept file that is
    there, damaged or not. The session must see the record at one instant (`db.engine.snapshot`), and `anchors` must
    have been read before it.
    """
    tables = AuditEntry.metadata.tables
    files = {
        "entries.jsonl": _log(session, tables[AuditEntry.__tablename__]),
        "checkpoints.jsonl": _log(session, tables[AuditCheckpoint.__tablename__]),
        f"outside/{PINNED}": (f"{key}\n".encode() for key in anchors.keys),
    }
    files |= {f"outside/{name}": iter([text.encode()]) for name, text in anchors.notes}
    files |= {f"rows/{table.name}.jsonl": _rows(session, table) for table in replay.tables()}
    return files | _kept(session)


def _kept(session: Session) -> dict[str, Iterator[bytes]]:
    names = session.scalars(select(KeptFile.sha256).order_by(KeptFile.sha256)).all()
    store = kept_files(session) if names else None
    return {f"kept/{name}": store.chunks(name) for name in names if store and store.path(name).is_file()}


def _log(session: Session, table: Table) -> Iterator[bytes]:
    """A table of the log, each row as an object by column name, with every value as it lies there."""
    connection = session.connection()
    selected, image = images.of_table(table, connection.dialect.name)
    query = select(*selected).order_by(*table.primary_key)
    with images.lenient(connection):
        for batch in connection.execute(query, execution_options=STREAM).partitions():
            yield from (_line(image(values)) for values in batch)


def _rows(session: Session, table: Table) -> Iterator[bytes]:
    connection = session.connection()
    with images.lenient(connection):
        for row, image in images.read(connection, table):
            yield _line({"row": row, "key": images.key_of(image, row), "image": image})


def _line(value: Any) -> bytes:
    """A value as a line of JSON. What is no JSON, such as a text that is no UTF-8, goes out as what describes it."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)
    except TypeError:
        return json.dumps(value, sort_keys=True, default=repr).encode() + b"\n"
