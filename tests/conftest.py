"""What every test stands on. A test that asks for a database runs on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, NullPool
from sqlalchemy.orm import Session

from tests.databases import House, PostgresHouse, SQLiteHouse, migrated, postgres_server
from tracker.db.engine import for_writing, make_engine


@pytest.fixture(scope="session")
def sqlite_house(tmp_path_factory: pytest.TempPathFactory) -> SQLiteHouse:
    """Makes SQLite databases from a migrated template."""
    house = SQLiteHouse(tmp_path_factory.mktemp("sqlite"))
    house.template("blank", migrated)
    return house


@pytest.fixture(scope="session")
def postgres_house() -> Iterator[PostgresHouse]:
    """Makes PostgreSQL databases from a migrated template."""
    with postgres_server() as address:
        house = PostgresHouse(address)
        house.template("blank", migrated)
        yield house


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
def engine(address: str) -> Iterator[Engine]:
    """An engine on a migrated, empty database."""
    engine = make_engine(address, poolclass=NullPool)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A writer's session on a migrated, empty database; nothing of it is kept."""
    with Session(engine, info={"actor": "test"}) as session:
        yield for_writing(session)
        session.rollback()


@pytest.fixture
def somewhere_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run the test from a folder that is not the checkout."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
