"""The record as its log leaves it at an instant: the entries up to then, and the rows that they make.

The tables hold what is so now. What a row was earlier stands in the log alone, so it is replayed from there. The instant
of an entry is the one at which its change was committed, which may be a moment after the one that the row itself bears.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Table, func, select

from tracker.db import replay, rows
from tracker.db.images import Image
from tracker.db.models import AuditCheckpoint, AuditEntry
from tracker.db.replay import Replay
from tracker.domain.manifest import Column, Shape


@dataclass(frozen=True, slots=True)
class Past:
    """What had been recorded by an instant. `size` is the number of entries of the log that say so."""

    connection: Connection
    size: int
    replayed: Replay

    @property
    def nouns(self) -> list[str]:
        """The tables that the log keeps, and those that it kept and are no more while they had rows."""
        gone = (noun for noun, known in self.replayed.rows.items() if known and noun.isidentifier())
        return sorted({*(str(table.name) for table in replay.tables()), *gone})

    def images(self, noun: str) -> Iterator[tuple[str, Image]]:
        """Each row of a table as it was: its primary key as text, and its image."""
        known = self.replayed.rows.get(noun, {})
        return ((row, orjson.loads(text)) for row, (text, _) in known.items())

    def lines(self, shape: Shape) -> Iterator[bytes]:
        """The same in the form and the order of `rows.lines`."""
        if shape.name == AuditCheckpoint.__tablename__:
            found = rows.lines(self.connection, shape)
            return (line for line in found if json.loads(line)[0] <= self.size)
        places = [[column.name for column in shape.columns].index(name) for name in shape.key]
        listed = sorted(self._values(shape), key=lambda values: [values[place] for place in places])
        return (orjson.dumps(values, option=orjson.OPT_APPEND_NEWLINE) for values in listed)

    def values(self, table: Table, columns: Sequence[str]) -> Iterator[list[Any]]:
        """Some columns of each row of a table."""
        return ([image.get(name) for name in columns] for _, image in self.images(str(table.name)))

    def _values(self, shape: Shape) -> Iterator[list[Any]]:
        if shape.name == "user_role":  # kept in the images of the people
            roles = {image["name"]: image["id"] for _, image in self.images("role")}
            return ([user["id"], roles[name]] for _, user in self.images("user") for name in user.get("roles", ()))
        images = (image for _, image in self.images(shape.name))
        return ([_written(column, image.get(column.name)) for column in shape.columns] for image in images)


def _written(column: Column, value: Any) -> Any:
    """A value of an image as `rows` writes it."""
    if value is None:
        return None
    if column.kind == "instant":
        return datetime.fromisoformat(value).isoformat()
    if column.kind == "real":
        return float(value)
    return [value] if column.kind == "json" else value


def at(connection: Connection, known_at: datetime) -> Past:
    """The record at an instant. It takes as much memory as a verification of the log."""
    size = size_at(connection, known_at)
    return Past(connection, size, replay.replayed(connection, size=size))


def size_at(connection: Connection, known_at: datetime) -> int:
    """How many entries stand before the first that is later. After a clock was set back, none of the others counts."""
    later = connection.execute(select(func.min(AuditEntry.seq)).where(AuditEntry.at > known_at)).scalar()
    return later - 1 if later else connection.execute(select(func.max(AuditEntry.seq))).scalar() or 0
