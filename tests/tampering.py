"""What somebody does who holds the database itself: past constraints, keys and triggers, with no trace in the log."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine

Run = Callable[..., list[Any]]
_CHECKS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype = 'c' AND conrelid <> 0 AND connamespace = 'public'::regnamespace
"""


@contextmanager
def past_everything(engine: Engine, *, checks: bool = False) -> Iterator[Run]:
    """Run statements, with `?` for parameters, past keys and triggers; afterwards every guard stands as before.

    With `checks`, past the checks of single rows as well, which takes PostgreSQL a while.
    """
    with _sqlite(engine) if engine.dialect.name == "sqlite" else _postgresql(engine, checks=checks) as run:
        yield run


@contextmanager
def _sqlite(engine: Engine) -> Iterator[Run]:
    connection = sqlite3.connect(str(engine.url.database), isolation_level=None)
    connection.execute("PRAGMA ignore_check_constraints = ON")
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    triggers = connection.execute(query).fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    yield lambda statement, *values: connection.execute(statement, values).fetchall()
    for _, statement in triggers:
        connection.execute(statement)
    connection.close()


@contextmanager
def _postgresql(engine: Engine, *, checks: bool) -> Iterator[Run]:
    def run(statement: str, *values: Any) -> list[Any]:
        sent = statement.replace("%", "%%").replace("?", "%s") if values else statement
        result = connection.exec_driver_sql(sent, values)
        return [tuple(row) for row in result] if result.returns_rows else []

    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # A replica trusts what it is sent: no trigger runs, no key is checked.
        connection.exec_driver_sql("SET session_replication_role = replica")
        dropped = run(_CHECKS) if checks else []
        for table, name, _ in dropped:
            connection.exec_driver_sql(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        yield run
        for table, name, text in dropped:
            connection.exec_driver_sql(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {text} NOT VALID')
