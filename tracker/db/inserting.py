"""Rows into a table by the shortest road of each driver, column by column; their types bind their values as always.

SQLAlchemy's own way makes a dictionary of each row, then another, then a list; for an import that is more than the
database has to do. Constraints and triggers hold here as for every statement, and a refusal is SQLAlchemy's error.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any

from sqlalchemy import Column, Connection, Dialect, Numeric, Table
from sqlalchemy.exc import DBAPIError

from tracker.db.base import Base

Columns = Mapping[str, Sequence[Any]]
"""The values of each column by its name, all of the same length."""

FEW = 50
"""Up to so many rows go to PostgreSQL in one statement, in one round trip; COPY takes two, and no time a row."""


def insert(connection: Connection, model: type[Base], columns: Columns) -> None:
    """Insert rows of a model's table, given as whole columns."""
    table: Table = model.__table__  # type: ignore[assignment]  # a mapped class has a table
    bound = [_bound(connection.dialect, table.columns[name], values) for name, values in columns.items()]
    rows = list(zip(*bound, strict=True))
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_statement(table, tuple(columns), "?", 1), rows)
    elif len(rows) <= FEW:
        values = tuple(chain.from_iterable(rows))
        connection.exec_driver_sql(_statement(table, tuple(columns), "%s", len(rows)), values)
    else:
        _copy(connection, f"COPY {_into(table, tuple(columns))} FROM STDIN", rows)


def each(make: Callable[[Any], Any], values: Sequence[Any]) -> list[Any]:
    """What is made of each of the values; of those that are equal it is made once."""
    try:
        made = {value: make(value) for value in set(values)}
    except TypeError:  # lists and dictionaries cannot be told apart so
        return [make(value) for value in values]
    return [made[value] for value in values]


def _bound(dialect: Dialect, column: Column[Any], values: Sequence[Any]) -> Sequence[Any]:
    """The values as the driver takes them."""
    process: Callable[[Any], Any] | None = column.type.dialect_impl(dialect).bind_processor(dialect)
    if process is None:
        return values
    if isinstance(column.type, Numeric):
        return [process(value) for value in values]  # 0.0 and -0.0 are equal, and are stored as they are
    return each(process, values)


@cache
def _into(table: Table, names: tuple[str, ...]) -> str:
    listed = ", ".join(f'"{name}"' for name in names)
    return f'"{table.name}" ({listed})'


@cache
def _statement(table: Table, names: tuple[str, ...], mark: str, rows: int) -> str:
    row = f"({', '.join([mark] * len(names))})"
    return f"INSERT INTO {_into(table, names)} VALUES {', '.join([row] * rows)}"  # noqa: S608 - names of our models


def _copy(connection: Connection, statement: str, rows: Iterable[Sequence[Any]]) -> None:
    """PostgreSQL's own road for many rows."""
    driver: Any = connection.connection.driver_connection
    errors = connection.dialect.loaded_dbapi.Error
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except errors as error:
        raise DBAPIError.instance(statement, None, error, errors, dialect=connection.dialect) from error
