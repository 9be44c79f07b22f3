"""Many rows of one table, written past the session's objects, which cost more than the rows.

They are not written past the audit log, which gets the entries that it would have got.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from tracker.db import audit
from tracker.db.base import Base
from tracker.db.inserting import Columns, insert


def ids(session: Session, model: type[Base], many: int) -> range:
    """So many new ids of a table, for rows that refer to one another.

    On SQLite the session must be a writer's, which has the database to itself; PostgreSQL counts them off a sequence.
    """
    table: Table = model.__table__  # type: ignore[assignment]  # a mapped class has a table
    if session.get_bind().dialect.name == "sqlite":
        last = session.scalar(select(func.max(table.c.id))) or 0
        return range(last + 1, last + many + 1)
    sequence = func.pg_get_serial_sequence(f'"{table.name}"', "id")
    # One statement takes them all; others may take some between, so it goes on until they follow one another.
    while True:
        taken = session.scalars(select(func.nextval(sequence)).select_from(func.generate_series(1, many))).all()
        if not taken or taken[-1] - taken[0] == many - 1:
            return range(taken[0], taken[0] + many) if taken else range(0)


def write(session: Session, model: type[Base], columns: Columns) -> None:
    """Insert rows by whole columns; what is not given gets its default, else null."""
    if not any(columns.values()):
        return
    table: Table = model.__table__  # type: ignore[assignment]  # a mapped class has a table
    many = len(next(iter(columns.values())))
    blank = {str(column.key): [getattr(column.default, "arg", None)] * many for column in table.columns}
    if "id" not in columns:
        blank.pop("id", None)
    whole = {**blank, **columns}
    insert(session.connection(), model, whole)
    if model.audited:
        audit.note_inserted(session, model, whole)


def columns_of(rows: Sequence[dict[str, Any]]) -> dict[str, list[Any]]:
    """The columns of rows that all have the same names."""
    return {name: [row[name] for row in rows] for name in (rows[0] if rows else ())}
