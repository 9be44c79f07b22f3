"""Engines. SQLite gets the settings under which it keeps its promises; PostgreSQL keeps its own.

pysqlite opens transactions by itself and late; it is told not to, and each transaction says how it begins. A writer
begins IMMEDIATE, so that two writers queue at the start instead of failing in the middle (a deferred transaction
that reads and then writes cannot wait for its lock).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from tracker.db import audit, upkeep  # noqa: F401  (importing them hangs the log and the summary on every session)
from tracker.db.kept import Store
from tracker.db.locks import serialise as serialise  # services take their turns and their sessions at one door

WRITER = {"tracker_writer": True}
"""Execution options of a connection that is going to write."""

PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 10000",
)


def make_engine(url: str, *, kept: Store | None = None, **options: Any) -> Engine:
    """An engine for a database address, set up for either database. `kept` is the store of the record's files."""
    return prepare(create_engine(url, **options), kept=kept)


def prepare(engine: Engine, *, kept: Store | None = None) -> Engine:
    """Set up an engine that something else made. Calling it twice changes nothing."""
    if kept is not None:
        engine.update_execution_options(tracker_kept=kept)
    if engine.dialect.name == "sqlite" and not event.contains(engine, "connect", _on_connect):
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(dbapi_connection: Any, _record: Any) -> None:
    dbapi_connection.isolation_level = None
    cursor = dbapi_connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _on_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("tracker_writer", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def kept_files(session: Session) -> Store:
    """The store of the files that the record keeps. Raises LookupError where the engine was made without one."""
    store = session.get_bind().engine.get_execution_options().get("tracker_kept")
    if store is None:
        raise LookupError("This engine was made without a store of kept files.")
    return store


def for_writing(session: Session) -> Session:
    """Begin the session's transaction as a writer. Call it before the session's first statement."""
    session.connection(execution_options=WRITER)
    return session


def is_busy(error: BaseException) -> bool:
    """Whether an error says that another writer held the database for longer than one waits."""
    return isinstance(error, OperationalError) and "locked" in str(error.orig)


@contextmanager
def writing(engine: Engine, *, actor: str) -> Iterator[Session]:
    """A session for the command line and start-up: commits at the end, rolls back on an error.

    `actor` is who the audit log names for what is changed.
    """
    with Session(engine, info={"actor": actor}) as session, session.begin():
        yield for_writing(session)


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that only reads; whatever it did is rolled back."""
    with Session(engine) as session:
        yield session
        session.rollback()


@contextmanager
def snapshot(engine: Engine) -> Iterator[Session]:
    """A session that reads one moment of the record throughout, however long it takes and whoever writes meanwhile.

    SQLite's transactions are that by themselves under WAL; PostgreSQL is asked for it, and told that nothing is
    written.
    """
    options: dict[str, Any] = {}
    if engine.dialect.name == "postgresql":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.connect().execution_options(**options) as connection, Session(connection) as session:
        yield session
        session.rollback()
