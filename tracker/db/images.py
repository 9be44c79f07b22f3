"""Images of rows: what the log keeps of a row, as JSON by column name.

Two functions give the same image. `of_row` takes a row that a session is writing, and must say what the database will
give back: text in NFC, instants in UTC to the microsecond, words of closed lists as they are stored. `read` takes a
table as it lies in the database, by the plainest way there is: a value that no program of ours wrote must come out as
what it is, since finding it is the point. `tests/db/test_images.py` holds the two together over every table.
"""

import hashlib
import json
import sqlite3
import typing
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Integer,
    Select,
    String,
    Table,
    Text,
    cast,
    func,
    select,
    type_coerce,
    types,
)
from sqlalchemy import column as named
from sqlalchemy import table as table_of
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapper
from sqlalchemy.sql import ColumnElement
from sqlalchemy.types import NullType

from tracker.db.base import CleanText
from tracker.db.canonical import EXACT, settled
from tracker.db.inserting import Columns, each

Image = dict[str, Any]
SECRET = frozenset({"password", "fs_uniquifier"})
"""Columns whose values are never written down, only their SHA-256, by which a swapped one is found."""

NATURAL = ("key", "code", "symbol", "username", "number")
"""Columns by which people name a row, in the order in which they are tried."""

BATCH = 5_000
STREAM = {"yield_per": BATCH}
"""Execution options of a query that reads a whole table, a few rows at a time."""


class Pairs(NamedTuple):
    """A relation that is kept in a table of pairs: no row of its own would show a change, so its owner's image does."""

    noun: str
    name: str
    table: str
    owner: str
    member: str
    members: str


PAIRS = (Pairs("user", "roles", "user_role", "user_id", "role_id", "role"),)


def bare(kind: types.TypeEngine[Any]) -> types.TypeEngine[Any]:
    """The type that a column has in the database, under whatever decorates it."""
    return kind.impl_instance if isinstance(kind, types.TypeDecorator) else kind


# From a session.


def of_values(mapper: Mapper[Any], values: dict[str, Any]) -> Image:
    """The image of values by attribute name; an attribute that is no column is one that is kept in pairs."""
    plan = _plan(mapper)
    return {plan[name][0]: plan[name][1](value) for name, value in values.items()}


def of_columns(mapper: Mapper[Any], columns: Columns) -> list[Image]:
    """The images of many rows, given as whole columns."""
    plan = _plan(mapper)
    names = [plan[name][0] for name in columns]
    written = [each(plan[name][1], values) for name, values in columns.items()]
    return [dict(zip(names, values, strict=True)) for values in zip(*written, strict=True)]


@cache
def _plan(mapper: Mapper[Any]) -> dict[str, tuple[str, Callable[[Any], Any]]]:
    columns = {prop.key: prop.columns[0] for prop in mapper.column_attrs}
    plan = {key: (str(column.key), _writer(column)) for key, column in columns.items()}
    return plan | {name: (name, _names) for name in listed(mapper)}


@cache
def listed(mapper: Mapper[Any]) -> tuple[str, ...]:
    """The relations of a mapper that are kept in pairs."""
    return tuple(r.key for r in mapper.relationships if r.secondary is not None and not r.viewonly)


def _names(members: Any) -> list[str]:
    return sorted(member.name for member in members or ())


def _writer(column: ColumnElement[Any]) -> Callable[[Any], Any]:
    kind = bare(column.type)
    if column.key in SECRET:
        return secret
    if isinstance(kind, JSON):
        return lambda value: settled(json.loads(json.dumps(value)))
    if isinstance(column.type, CleanText):
        return lambda value: value and (value if value.isascii() else unicodedata.normalize("NFC", value))
    return bool_or_none if isinstance(kind, Boolean) else _plain


def bool_or_none(value: Any) -> bool | None:
    """A truth value as JSON has it."""
    return None if value is None else bool(value)


def _plain(value: Any) -> Any:
    if value is None or type(value) in (str, int):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    return settled(value)


def instant(value: datetime) -> str:
    """An instant as images and entries write it: UTC, to the microsecond."""
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def secret(value: Any) -> str | None:
    """What is written down of a secret."""
    return value if value is None else "sha256:" + hashlib.sha256(str(value).encode(errors="replace")).hexdigest()


# From a table.

Reader = Callable[[Any], Any]


def plainly(column: Column[Any], dialect: str) -> ColumnElement[Any]:
    """The expression that reads a column as it lies there, so that no value can be too strange to be read."""
    kind = bare(column.type)
    if dialect == "postgresql" and isinstance(kind, DateTime):
        return _text_of(func.timezone("UTC", column), "YYYY-MM-DD HH24:MI:SS.US")
    if dialect == "postgresql" and isinstance(kind, Date):
        return _text_of(column, "YYYY-MM-DD")
    if dialect == "postgresql" and isinstance(kind, JSON):
        return type_coerce(cast(column, Text()), NullType())
    return type_coerce(column, NullType())


def _text_of(moment: ColumnElement[Any], form: str) -> ColumnElement[Any]:
    """A date or instant of PostgreSQL as text; one before Christ says so, since it would look like one after."""
    return func.replace(func.to_char(moment, f"{form} BC"), " AD", "", type_=NullType())


def reader(column: Column[Any]) -> Reader | None:
    """What turns the plainly read value of a column into what its image says; None if the value is that already."""
    kind = bare(column.type)
    if column.name in SECRET:
        return secret
    if isinstance(kind, JSON):
        return _json
    if isinstance(kind, DateTime):
        return instant_of
    if isinstance(kind, Boolean):
        return _truth
    return None if isinstance(kind, String | Integer | Date) else _value


def instant_of(value: Any) -> Any:
    """The instant that a database holds, in the form of an image; anything else as it is."""
    if isinstance(value, str) and len(value) == 26 and value[10] == " ":
        return f"{value[:10]}T{value[11:]}Z"
    return _value(value)


def _truth(value: Any) -> Any:
    return bool(value) if type(value) is bool or value in (0, 1) else _value(value)


def _json(value: Any) -> Any:
    """The value of a JSON text, if it is the text that we would have written for it; else the text."""
    if value is None:
        return None
    try:
        found = json.loads(value)
        if json.dumps(found) == value:
            return settled(found)
    except (ValueError, TypeError, RecursionError):
        pass
    return {"text": _value(value)}


def _value(value: Any) -> Any:
    """A value as JSON can hold it: what no column of ours ever holds becomes a description of itself."""
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return value
    if kind is int and -EXACT < value < EXACT:
        return value
    if kind is float and value - value == 0 and str(value) != "-0.0":
        return settled(value)
    return f"{kind.__name__} {value!r}"


def of_table(table: Table, dialect: str) -> tuple[list[ColumnElement[Any]], Callable[[Any], Image]]:
    """What to select of a table, and what makes the image of what was selected."""
    columns = list(table.columns)
    names = [str(column.name) for column in columns]  # a reflected name is no plain text
    readers = [(name, read) for name, column in zip(names, columns, strict=True) if (read := reader(column))]

    def image(values: Any) -> Image:
        found = dict(zip(names, values, strict=True))
        for name, read in readers:
            found[name] = read(found[name])
        return found

    return [plainly(column, dialect) for column in columns], image


def stream(connection: Connection, query: Select[*tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of a query as the driver gives them, some thousands at a time.

    A million rows are read here, and what SQLAlchemy wraps around each would take as long as all the rest.
    """
    statement = str(query.compile(connection, compile_kwargs={"literal_binds": True}))
    driver: Any = connection.connection.driver_connection
    cursor = driver.cursor() if connection.dialect.name == "sqlite" else driver.cursor(f"stream_{id(query)}")
    try:
        cursor.execute(statement)
        while batch := cursor.fetchmany(BATCH):
            yield batch
    except connection.dialect.loaded_dbapi.Error as error:
        raise OperationalError(statement, None, error) from error  # as if SQLAlchemy had read it
    finally:
        cursor.close()


def read(connection: Connection, table: Table) -> Iterator[tuple[str, Image]]:
    """Each row of a table as it lies there: its primary key as text, and its image."""
    selected, image = of_table(table, connection.dialect.name)
    keys = [list(table.columns).index(column) for column in table.primary_key]
    listed_of = {pairs.name: _members(connection, pairs) for pairs in PAIRS if pairs.noun == table.name}
    for batch in stream(connection, select(*selected)):
        for values in batch:
            row = "/".join([str(values[place]) for place in keys]) if len(keys) > 1 else str(values[keys[0]])
            found = image(values)
            for name, members in listed_of.items():
                found[name] = members.pop(row, [])
            yield row, found
    for name, found in listed_of.items():
        for row, names in found.items():  # pairs of an owner that is not there
            yield row, {name: names}


def _members(connection: Connection, pairs: Pairs) -> dict[str, list[str]]:
    """The names of the members of each owner, by the owner's key as text."""
    link = table_of(pairs.table, named(pairs.owner), named(pairs.member))
    other = table_of(pairs.members, named("id"), named("name"))
    joined = link.outerjoin(other, other.c.id == link.c[pairs.member])
    found: dict[str, list[str]] = {}
    query = select(link.c[pairs.owner], link.c[pairs.member], other.c.name).select_from(joined)
    for owner, member, name in connection.execute(query):
        found.setdefault(str(owner), []).append(f"{pairs.member} {member}" if name is None else str(name))
    return {owner: sorted(names) for owner, names in found.items()}


@contextmanager
def lenient(connection: Connection) -> Iterator[None]:
    """Read texts that are not UTF-8, which SQLite may hold and otherwise refuses to give out. It is slower."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = typing.cast(sqlite3.Connection, connection.connection.driver_connection)
    driver.text_factory = lambda data: str(data, "utf-8", "surrogateescape")
    try:
        yield
    finally:
        driver.text_factory = str


def key_of(image: Image, row: str) -> str:
    """The name by which people know a row, given its image and its primary key as text."""
    return next((image[name] for name in NATURAL if isinstance(image.get(name), str)), row)
