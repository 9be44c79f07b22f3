"""What every test stands on. A test that asks for a database runs on SQLite and on PostgreSQL.

`session`, `engine`, `address`: a migrated, empty database of the test's own. `law_session`: one with the law. `record`:
a private copy of a smaller record, or of the whole seeded one where the test is marked `whole_record`.
`shared_record`: the seeded record itself, for tests that only read. `app`, `client`: the web app on a private copy,
with a client that watches every answer.
"""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import Phase, settings
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine, NullPool
from sqlalchemy.orm import Session

from tests.client import WatchingClient, watch
from tests.databases import House, PostgresHouse, SQLiteHouse, migrated, postgres_server, seeded, small, with_law
from tracker.app import create_app
from tracker.config import Settings
from tracker.db.engine import for_writing, make_engine
from tracker.db.kept import Store

# For programs that watch the tests and make them slow: no time limit for one example, the same few examples each time,
# and no search for a simpler one where a test fails, since nobody reads it.
_PHASES = (Phase.explicit, Phase.generate)
settings.register_profile("watched", deadline=None, derandomize=True, max_examples=25, phases=_PHASES)


def pytest_collection_finish() -> None:
    """Look for rubbish seldom: a fifth of a run went into looking through the modules and tests, which all stay."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 50, 100)


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test sees the settings of the person who runs it, or writes into their data folder."""
    for name in [name for name in os.environ if name.upper().startswith("TRACKER_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TRACKER_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture(scope="session")
def sqlite_house(tmp_path_factory: pytest.TempPathFactory) -> SQLiteHouse:
    """Makes SQLite databases from templates."""
    house = SQLiteHouse(tmp_path_factory.mktemp("sqlite"))
    house.template("blank", migrated)
    return house


@pytest.fixture(scope="session")
def postgres_house() -> Iterator[PostgresHouse]:
    """Makes PostgreSQL databases from templates."""
    with postgres_server() as address:
        house = PostgresHouse(address)
        house.template("blank", migrated)
        yield house
        house.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest) -> House:
    """The maker of databases, once for each of the two."""
    return request.getfixturevalue("sqlite_house" if request.param == "sqlite" else "postgres_house")


@pytest.fixture
def address(house: House) -> Iterator[str]:
    """The address of a migrated, empty database of the test's own."""
    place = house.copy("blank")
    yield place
    house.drop(place)


@pytest.fixture
def engine(address: str, tmp_path: Path) -> Iterator[Engine]:
    """An engine on a migrated, empty database."""
    engine = make_engine(address, kept=Store(tmp_path / "data" / "kept"), poolclass=NullPool)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A writer's session on a migrated, empty database; nothing of it is kept."""
    with Session(engine, info={"actor": "test"}) as session:
        yield for_writing(session)
        session.rollback()


@pytest.fixture
def law_session(house: House, tmp_path: Path) -> Iterator[Session]:
    """A writer's session on a database with the law and the tests' people, and without a claim."""
    house.need("law", with_law)
    place = house.copy("law")
    engine = make_engine(place, kept=Store(tmp_path / "data" / "kept"), poolclass=NullPool)
    with Session(engine, info={"actor": "test"}) as session:
        yield for_writing(session)
        session.rollback()
    engine.dispose()
    house.drop(place)


@pytest.fixture
def record_address(house: House, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a private copy of a smaller record; of the seeded one for a test marked `whole_record`."""
    name, fill = ("seeded", seeded) if request.node.get_closest_marker("whole_record") else ("small", small)
    house.need(name, fill)
    place = house.copy(name)
    yield place
    house.drop(place)


@pytest.fixture
def record(record_address: str, tmp_path: Path) -> Iterator[Engine]:
    """An engine on a private copy of the seeded record, with the store of kept files that the app has."""
    engine = make_engine(record_address, kept=Store(tmp_path / "data" / "kept"), poolclass=NullPool)
    yield engine
    engine.dispose()


@pytest.fixture
def shared_record(house: House) -> Iterator[Session]:
    """A session on a copy of the seeded record that all tests of this process share. It only reads."""
    house.need("seeded", seeded)
    engine = make_engine(house.shared("seeded"), poolclass=NullPool)
    with Session(engine) as session:
        yield session
        changes = [*session.new, *session.dirty, *session.deleted]
        assert changes == [], "a test that only reads left a change behind"
        session.rollback()
    engine.dispose()


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """The pages' templates, compiled once for all the apps of this process."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(record_address: str, tmp_path: Path, compiled_templates: FileSystemBytecodeCache) -> Iterator[Flask]:
    """The web app on a private copy of the seeded record."""
    app = create_app(Settings(database_url=record_address, data_dir=tmp_path / "data"))
    app.testing = True
    app.test_client_class = WatchingClient
    app.jinja_env.bytecode_cache = compiled_templates
    watch(app)
    yield app
    with app.app_context():
        app.extensions["sqlalchemy"].engine.dispose()


@pytest.fixture
def client(app: Flask) -> WatchingClient:
    """A browser that nobody has signed in with."""
    client = app.test_client()
    assert isinstance(client, WatchingClient)
    return client


@pytest.fixture
def somewhere_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run the test from a folder that is not the checkout."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
