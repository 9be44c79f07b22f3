"""Replays the log: what every row must be if the log is the whole truth, and where the tables differ from it.

One image a living row is kept, as the JSON text of it, so the memory that it takes follows the size of the record and
not the length of its history.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import Column, Connection, MetaData, Table, inspect, select
from sqlalchemy.engine.interfaces import ReflectedColumn, ReflectedPrimaryKeyConstraint

from tracker.db import images
from tracker.db.audit import Change
from tracker.db.base import Base
from tracker.db.images import Image, key_of
from tracker.db.models.audit import AuditEntry


@dataclass(frozen=True, slots=True)
class Drift:
    """A row that is not what the log says. `logged` or `stored` is None where it has no such row at all."""

    noun: str
    row: str
    logged: Image | None
    stored: Image | None
    seq: int | None
    """The last entry that speaks of the row."""

    @property
    def key(self) -> str:
        """The name by which people know the row."""
        return key_of(self.logged or self.stored or {}, self.row)

    @property
    def columns(self) -> list[str]:
        """The columns in which the two differ."""
        logged, stored = self.logged or {}, self.stored or {}
        names = sorted(logged.keys() | stored.keys())
        return [name for name in names if name not in logged or _other(logged[name], stored.get(name, ...))]


def _image(text: bytes) -> Image:
    """The image that a text stands for; of one that is none, what there is."""
    try:
        return orjson.loads(text)
    except ValueError:
        return {"text": repr(text)}


def _other(one: Any, two: Any) -> bool:
    return two is ... or _text(one) != _text(two)


def _text(value: Any) -> bytes:
    """JSON as bytes that are equal where the values are; a damaged text has a form of its own."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # bytes, or a text that is no UTF-8: nothing that we ever write
        return ascii(value).encode()


@dataclass(slots=True)
class Replay:
    """The rows as the entries taken so far leave them: by noun and primary key, the image and the last entry."""

    rows: dict[str, dict[str, tuple[bytes, int]]] = field(default_factory=dict)

    def add(self, seq: int, noun: str, row: str, image: bytes) -> bool:
        """Take a row that is new, with its image as JSON; whether there was none of that name."""
        known = self.rows.setdefault(noun, {})
        if row in known:
            return False
        known[row] = (image, seq)
        return True

    def take(self, seq: int, entry: Mapping[str, Any]) -> str | None:
        """Apply one entry. A sentence where it does not follow from those before it."""
        noun, row, before, after = entry["noun"], entry["row"], entry["before"], entry["after"]
        known = self.rows.setdefault(noun, {})
        if before is None and after is not None:
            if row in known:
                return f"It adds {noun} {row}, which was there."
            known[row] = (orjson.dumps(after), seq)
        elif after is None:
            known.pop(row, None)
        elif entry["action"] != "clock":
            if row not in known:
                return f"It changes {noun} {row}, which was not there."
            known[row] = (orjson.dumps(orjson.loads(known[row][0]) | after), seq)
        return None

    def compare(self, connection: Connection, table: Table) -> Iterator[Drift]:
        """Compare the rows of one table with the log, and forget them."""
        noun = str(table.name)
        known = self.rows.pop(noun, {})
        for row, stored in images.read(connection, table):
            text, seq = known.pop(row, (None, None))
            if text is None:
                yield Drift(noun, row, None, stored, None)
            elif text != (now := _text(stored)) and _text(_image(text)) != now:
                yield Drift(noun, row, _image(text), stored, seq)
        yield from self._missing(noun, known)

    def rest(self) -> Iterator[Drift]:
        """The rows of tables that were not compared: the log has them, and no table does."""
        for noun, known in self.rows.items():
            yield from self._missing(noun, known)

    @staticmethod
    def _missing(noun: str, known: Mapping[str, tuple[bytes, int]]) -> Iterator[Drift]:
        for row, (text, seq) in known.items():
            yield Drift(noun, row, _image(text), None, seq)


def tables() -> list[Table]:
    """The tables that the log keeps, by name."""
    mappers = [mapper for mapper in Base.registry.mappers if mapper.class_.audited]
    found = [table for mapper in mappers if isinstance(table := mapper.local_table, Table)]
    return sorted(found, key=lambda table: table.name)


def tables_there(connection: Connection) -> list[Table]:
    """The tables that the log keeps, as the database has them at whatever revision it is."""
    inner = {"alembic_version", *(pairs.table for pairs in images.PAIRS)}
    skipped = inner | {mapper.class_.__tablename__ for mapper in Base.registry.mappers if not mapper.class_.audited}
    looking = inspect(connection)
    names = [name for name in looking.get_table_names() if name not in skipped]
    keys = looking.get_multi_pk_constraint(filter_names=names)
    # Of a table, its columns and its key are asked for and nothing else, which is a quarter of the time.
    return [
        Table(name, MetaData(), *(_column(told, keys[schema, name]) for told in columns))
        for (schema, name), columns in looking.get_multi_columns(filter_names=names).items()
    ]


def _column(told: ReflectedColumn, key: ReflectedPrimaryKeyConstraint) -> Column[Any]:
    return Column(told["name"], told["type"], primary_key=told["name"] in key["constrained_columns"])


def has_log(connection: Connection) -> bool:
    """Whether the database has a log that can be replayed; before revision 0005 it had none."""
    return inspect(connection).has_table("log_key")


def replayed(connection: Connection, *, size: int | None = None) -> Replay:
    """The rows as the first so many entries leave them, or all.

    An entry that is damaged is passed over: saying so is the work of a verification.
    """
    replay = Replay()
    query = select(AuditEntry.seq, AuditEntry.canonical).order_by(AuditEntry.seq)
    if size is not None:
        query = query.where(AuditEntry.seq <= size)
    with images.lenient(connection):
        for batch in images.stream(connection, query):
            for seq, text in batch:
                _pass_over(replay, seq, text)
    return replay


def drifts(connection: Connection) -> Iterator[Drift]:
    """Where the tables, as they are at whatever revision, differ from the log."""
    replay = replayed(connection)
    with images.lenient(connection):
        for table in tables_there(connection):
            yield from replay.compare(connection, table)
    yield from replay.rest()


def _pass_over(replay: Replay, seq: int, text: str) -> None:
    try:
        replay.take(seq, orjson.loads(text))
    except (ValueError, TypeError, KeyError, AttributeError):
        return


def vouching(found: Collection[Drift], actor: str) -> list[Change]:
    """The changes that bring the log up to what a migration made of the rows."""
    return [
        {
            "actor": actor,
            "action": "migrate",
            "noun": drift.noun,
            "key": drift.key,
            "row": drift.row,
            "before": drift.logged and _part(drift, drift.logged),
            "after": drift.stored and _part(drift, drift.stored),
        }
        for drift in found
    ]


def _part(drift: Drift, image: Image) -> Image:
    """The whole image of a row that came or went; of a row that changed, what changed."""
    if drift.logged is None or drift.stored is None:
        return image
    return {name: image.get(name) for name in drift.columns}
