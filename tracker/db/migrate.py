"""Alembic without an ini file: upgrade, downgrade, current revision, and whether models and database agree.

A migration may change rows without a session, which the log would not see. So what the rows were before it and after
it is compared with the log, and an entry is appended for each row that the migration changed. A row that did not agree
with the log before is not vouched for.

The engine travels in the configuration's attributes. As an option, a percent sign in a password would be read as
the start of an interpolation.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect

from tracker import resources
from tracker.db import append_only, models, replay, rows
from tracker.db.audit import append
from tracker.db.base import Base
from tracker.db.engine import WRITER

METADATA = models.User.metadata
"""The metadata with every table registered."""


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(resources.folder("migrations")).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    config.attributes["metadata"] = Base.metadata
    return config


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the database to a revision."""
    _run(engine, lambda config: command.upgrade(config, revision))


def downgrade(engine: Engine, revision: str) -> None:
    """Take the database back to a revision, or "base"."""
    _run(engine, lambda config: command.downgrade(config, revision))


def _run(engine: Engine, step: Callable[[Config], None]) -> None:
    """Run a step in one transaction, with SQLite's foreign keys off and checked afterwards (T1).

    Alembic changes a SQLite table by making a new one and dropping the old one; with enforcement on, the drop would
    delete every child row that cascades, without an error.
    """
    with engine.connect().execution_options(**WRITER) as connection:
        _enforce(connection, on=False)
        with connection.begin():
            _logged(connection, lambda: step(_config(connection)))
            _refuse_orphans(connection)
        _enforce(connection, on=True)


def _logged(connection: Connection, step: Callable[[], None]) -> None:
    """Run a step, and append to the log what it changed of the rows that the log keeps."""
    before = _revision(connection)
    wrong = {(drift.noun, drift.row) for drift in replay.drifts(connection)} if replay.has_log(connection) else set()
    step()
    after = _revision(connection)
    if before == after:
        return
    rows.empty_summary(connection, inspect(connection).get_table_names())  # a migration may change what it sums up
    if not replay.has_log(connection):
        return
    found = [drift for drift in replay.drifts(connection) if (drift.noun, drift.row) not in wrong]
    if found:
        append(connection, replay.vouching(found, f"migration {after}"))


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _enforce(connection: Connection, *, on: bool) -> None:
    if connection.dialect.name == "sqlite":
        driver = cast(sqlite3.Connection, connection.connection.driver_connection)
        driver.execute(f"PRAGMA foreign_keys = {'ON' if on else 'OFF'}")


def _refuse_orphans(connection: Connection) -> None:
    if found := orphans(connection):
        raise RuntimeError(f"The migration would leave rows without their parent: {found[:3]}")


def orphans(connection: Connection) -> list[Any]:
    """Rows of SQLite that name a parent that is not there, table first; PostgreSQL refuses each at once."""
    if connection.dialect.name != "sqlite":
        return []
    return list(connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall())


def current(engine: Engine) -> str | None:
    """The revision that the database is at, or None if it has none."""
    with engine.connect() as connection:
        return _revision(connection)


def head() -> str | None:
    """The newest revision in migrations/."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def differences(engine: Engine) -> list[str]:
    """What the database lacks or has too much of, against the models; empty when the two agree."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = [str(difference) for difference in compare_metadata(context, Base.metadata)]
        return found + [f"The trigger {name} is missing." for name in append_only.missing(connection)]


@contextmanager
def filling(engine: Engine, revision: str) -> Iterator[Connection]:
    """One transaction in which a database without rows is brought to a revision and filled; it commits at the end.

    Keys between rows are looked at when all are there. Raises CommandError for a revision that is unknown here.
    """
    with engine.connect().execution_options(**WRITER) as connection:
        _enforce(connection, on=False)
        with connection.begin():
            config = _config(connection)
            if MigrationContext.configure(connection).get_current_revision() not in (None, revision):
                command.downgrade(config, "base")
            command.upgrade(config, revision)
            yield connection
            _refuse_orphans(connection)
        _enforce(connection, on=True)
