"""A PostgreSQL database that a test wrote to goes back to what its template had, or is not used again."""

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine, NullPool, create_engine, text
from sqlalchemy.exc import OperationalError

from tests.databases import PostgresHouse, seeded

SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1"


@pytest.fixture
def engine(postgres_house: PostgresHouse):
    postgres_house.need("seeded", seeded)
    engine = create_engine(postgres_house.copy("seeded"), poolclass=NullPool)
    yield engine
    engine.dispose()


def _back(house: PostgresHouse, engine: Engine) -> Engine:
    """The copy that is handed out next, after this one was given back."""
    house.drop(engine.url.render_as_string(hide_password=False))
    return create_engine(house.copy("seeded"), poolclass=NullPool)


def _everything(engine: Engine) -> dict[str, list[str]]:
    metadata = sa.MetaData()
    metadata.reflect(engine)
    with engine.connect() as connection:
        found = {n: sorted(map(repr, connection.execute(sa.select(t)))) for n, t in metadata.tables.items()}
        return found | {"(sequences)": [repr(row) for row in connection.execute(text(SEQUENCES))]}


def test_what_was_added_changed_and_deleted_is_put_back(engine, postgres_house):
    before = _everything(engine)
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("UPDATE claim SET key = key || '-x'"))
        connection.execute(text("DELETE FROM review"))
        connection.execute(
            text(
                'INSERT INTO regime SELECT (json_populate_record(r, \'{"id": 900, "key": "x"}\')).*'
                " FROM regime r LIMIT 1"
            )
        )
        connection.execute(text("SELECT nextval(pg_get_serial_sequence('claim', 'id'))"))
    assert _everything(engine) != before
    again = _back(postgres_house, engine)
    assert again.url.database == engine.url.database
    assert _everything(again) == before
    postgres_house.drop(again.url.render_as_string(hide_password=False))


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE further (id int)",
        "ALTER TABLE claim ADD COLUMN further int",
        "ALTER TABLE claim DROP CONSTRAINT uq_claim_key",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "CREATE FUNCTION further() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE SCHEMA further",
    ],
)
def test_one_whose_tables_were_changed_is_not_handed_out_again(engine, postgres_house, statement):
    before = _everything(engine)
    with engine.begin() as connection:
        connection.execute(text(statement))
    again = _back(postgres_house, engine)
    assert again.url.database != engine.url.database
    assert _everything(again) == before
    postgres_house.drop(again.url.render_as_string(hide_password=False))


def test_who_is_still_in_it_is_put_out_before(engine, postgres_house):
    before = _everything(engine)
    left = create_engine(engine.url, poolclass=NullPool).connect()
    left.execute(text("UPDATE claim SET key = key || '-x'"))
    again = _back(postgres_house, engine)
    with pytest.raises(OperationalError):
        left.execute(text("SELECT 1"))
    left.invalidate()
    assert _everything(again) == before
    postgres_house.drop(again.url.render_as_string(hide_password=False))
