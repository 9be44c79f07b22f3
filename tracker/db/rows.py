"""Rows as lines of JSON and back, exactly, and the same from either database.

A row is a list of its columns' values. An instant is written in UTC with its microseconds, a day as 2018-07-31, a
number that is not finite as its name, bytes in base64. A column of JSON has its value in a list of one, because a
database tells an absent value (null) from the value null ([null]). Rows stand in the order of their primary key, text
compared byte by byte, since each database has an order of its own for words.
"""

import hashlib
import json
import math
from base64 import b64decode, b64encode
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    ColumnElement,
    Connection,
    Date,
    Double,
    Float,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    cast,
    collate,
    column,
    delete,
    func,
    insert,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import REGCLASS
from sqlalchemy.types import TypeEngine

from tracker.db import models
from tracker.db.base import UTCDateTime
from tracker.domain.manifest import Column, Dumped, Shape, digest

SUMMARY = frozenset({"cell_summary", "summary_mark"})
"""Tables of the kept summary. It follows from the other rows, and may be emptied at any time."""

SCRATCH = SUMMARY | {"web_session", "sign_in_attempt"}
"""Tables that no backup holds. A restored session would bring back a browser that somebody had signed out."""

_SMALL, _ROWS = 4 << 20, 500
"""How much is inserted with one statement at most: bytes of lines, and rows."""

_TYPES: dict[str, TypeEngine[Any]] = {
    "integer": Integer(),
    "boolean": Boolean(),
    "real": Double(),
    "text": Text(),
    "bytes": LargeBinary(),
    "date": Date(),
    "instant": UTCDateTime(),
    "json": JSON(none_as_null=True),
}
_WRITE: dict[str, Callable[[Any], Any]] = {
    "real": lambda value: float(value) if math.isfinite(value) else str(value),
    "bytes": lambda value: b64encode(value).decode("ascii"),
    "date": date.isoformat,
    "instant": datetime.isoformat,
    "json": lambda text: [json.loads(text)],
}
_READ: dict[str, Callable[[Any], Any]] = {
    "real": float,
    "bytes": b64decode,
    "date": date.fromisoformat,
    "instant": datetime.fromisoformat,
    "json": lambda boxed: JSON.NULL if boxed == [None] else boxed[0],
}


def shapes() -> list[Shape]:
    """Every table of the program that a backup holds, parents before their children."""
    return [_shape(known) for known in models.User.metadata.sorted_tables if known.name not in SCRATCH]


def _shape(known: Table) -> Shape:
    columns = tuple(Column(c.name, kind_of(c.type)) for c in known.columns)
    return Shape(known.name, tuple(c.name for c in known.primary_key), columns)


_KINDS: dict[type[TypeEngine[Any]], str] = {
    Boolean: "boolean",
    Integer: "integer",
    Float: "real",
    Date: "date",
    JSON: "json",
    String: "text",
    LargeBinary: "bytes",
}


def kind_of(column_type: TypeEngine[Any]) -> str:
    """Which of `manifest.KINDS` a column of this type holds. Raises TypeError for a type that nobody has thought of."""
    if isinstance(column_type, UTCDateTime):
        return "instant"
    plain = getattr(column_type, "impl_instance", column_type)
    for known, kind in _KINDS.items():
        if isinstance(plain, known):
            return kind
    raise TypeError(f"A backup cannot hold a column of type {column_type!r}.")


def lines(connection: Connection, shape: Shape) -> Iterator[bytes]:
    """Every row of a table as a line, in order; few are in memory at a time."""
    columns = [column(c.name, _TYPES[c.kind]) for c in shape.columns]
    wanted = [cast(c, Text) if k.kind == "json" else c for c, k in zip(columns, shape.columns, strict=True)]
    query = select(*wanted).select_from(table(shape.name, *columns)).order_by(*_order(connection, shape))
    write = [_WRITE.get(c.kind) for c in shape.columns]
    for row in connection.execute(query, execution_options={"yield_per": 100}):
        values = [value if w is None or value is None else w(value) for w, value in zip(write, row, strict=True)]
        yield json.dumps(values, separators=(",", ":")).encode() + b"\n"


def _order(connection: Connection, shape: Shape) -> Iterator[ColumnElement[Any]]:
    kinds = {c.name: c.kind for c in shape.columns}
    for name in shape.key:
        by_words = kinds[name] == "text" and connection.dialect.name == "postgresql"
        yield collate(column(name, Text()), "C") if by_words else column(name)


def empty_summary(connection: Connection, there: Collection[str]) -> None:
    """Empty the tables of the summary that are there: their rows are of what the others held before."""
    for name in sorted(SUMMARY.intersection(there)):
        connection.execute(delete(table(name)))


def digest_of(connection: Connection, tables: Iterable[Shape]) -> str:
    """The digest over all rows of these tables as they are now."""
    return digest((shape.member, _sum(connection, shape)) for shape in tables)


def _sum(connection: Connection, shape: Shape) -> str:
    found = hashlib.sha256()
    for line in lines(connection, shape):
        found.update(line)
    return found.hexdigest()


def load(connection: Connection, shape: Shape, rows: Iterable[bytes]) -> None:
    """Insert lines into an empty table. Raises ValueError for a line that is no row of it."""
    target = insert(table(shape.name, *(column(c.name, _TYPES[c.kind]) for c in shape.columns)))
    for batch in _batches(rows):
        connection.execute(target, [_row(shape, line) for line in batch])


def _batches(rows: Iterable[bytes]) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    size = 0
    for line in rows:
        batch.append(line)
        size += len(line)
        if size > _SMALL or len(batch) == _ROWS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _row(shape: Shape, line: bytes) -> dict[str, Any]:
    values = json.loads(line)
    if not isinstance(values, list) or len(values) != len(shape.columns):
        raise ValueError(f"A line of {shape.member} is no row of its table.")
    return {c.name: _value(c, value) for c, value in zip(shape.columns, values, strict=True)}


def _value(known: Column, value: Any) -> Any:
    read = _READ.get(known.kind)
    return value if read is None or value is None else read(value)


def follow_numbers(connection: Connection, tables: Iterable[Dumped]) -> None:
    """Let PostgreSQL's sequences go on after the rows that were loaded; SQLite looks at the rows themselves."""
    if connection.dialect.name != "postgresql":
        return
    for shape in (found.shape for found in tables if found.rows):
        for name in (c.name for c in shape.columns if c.name in shape.key and c.kind == "integer"):
            sequence = select(func.pg_get_serial_sequence(f'"{shape.name}"', name)).scalar_subquery()
            top = select(func.max(column(name))).select_from(table(shape.name)).scalar_subquery()
            connection.execute(select(func.setval(cast(sequence, REGCLASS), top)))
