"""Every revision up, down and up again with rows in place; the newest one equals the models, text for text."""

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine, NullPool, inspect
from sqlalchemy.schema import CreateIndex, CreateTable

from tests.databases import House
from tracker.db import migrate
from tracker.db.base import Base
from tracker.db.engine import make_engine

STEPS = [("0001", "0002"), ("0002", "0003"), ("0003", "0004"), ("0004", "0006"), ("0006", "0007"), ("0007", "0008")]


@pytest.fixture
def empty(house: House):
    """An engine on a database without tables."""
    house.need("void", lambda engine: engine.connect().close())
    place = house.copy("void")
    engine = make_engine(place, poolclass=NullPool)
    yield engine
    engine.dispose()
    house.drop(place)


def test_the_newest_revision_equals_the_models(engine):
    assert migrate.differences(engine) == []
    assert migrate.current(engine) == migrate.head()


def test_every_table_has_the_very_text_that_the_models_would_give_it(engine):
    """Comparing columns is not enough: a changed CHECK shows only in the text of the table."""
    if engine.dialect.name == "sqlite":
        assert _stored_text(engine) == _model_text(engine)
    else:
        assert _stored_checks(engine) == _checks_of_models(engine)


def _squeeze(text: str) -> str:
    return " ".join(text.replace('"', "").replace("\t", " ").split()).replace(" ,", ",").replace("( ", "(")


def _parts(text: str) -> list[str]:
    """The columns and constraints of a CREATE TABLE, in any order."""
    inside = _squeeze(text).partition("(")[2].rpartition(")")[0]
    depth, start, parts = 0, 0, []
    for place, character in enumerate(inside):
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            parts.append(inside[start:place].strip())
            start = place + 1
    return sorted([*parts, inside[start:].strip()])


def _stored_text(engine: Engine) -> dict[str, Any]:
    query = "SELECT name, type, sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'alembic_version'"
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(query).fetchall()
    return {name: _parts(sql) if kind == "table" else _squeeze(sql) for name, kind, sql in rows}


def _model_text(engine: Engine) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for table in Base.metadata.tables.values():
        found[table.name] = _parts(str(CreateTable(table).compile(engine)))
        for index in table.indexes:
            found[str(index.name)] = _squeeze(str(CreateIndex(index).compile(engine)))
    return found


def _stored_checks(engine: Engine) -> set[str]:
    inspector = inspect(engine)
    tables = inspector.get_table_names()
    return {str(check["name"]) for table in tables for check in inspector.get_check_constraints(table)}


def _checks_of_models(engine: Engine) -> set[str]:
    names = set()
    for table in Base.metadata.tables.values():
        text = str(CreateTable(table).compile(engine))
        names |= {word for word in _squeeze(text).split() if word.startswith("ck_")}
    return names


@pytest.mark.parametrize("lower", ["base", "0001", "0002", "0003", "0004", "0006", "0007"])
def test_a_revision_goes_down_and_up_again_to_the_same_schema(empty, lower):
    migrate.upgrade(empty)
    before = _columns(empty)
    migrate.downgrade(empty, lower)
    migrate.upgrade(empty)
    assert _columns(empty) == before


@pytest.mark.parametrize(("lower", "upper"), STEPS)
def test_rows_of_the_lower_revision_survive_the_way_up_and_down(record, lower, upper):
    """The seeded record, taken down to a revision, keeps every row of the tables that the revision has."""
    migrate.downgrade(record, upper)
    migrate.downgrade(record, lower)
    rows, columns = _rows(record), _names(record)
    assert sum(map(len, rows.values())) > 0
    migrate.upgrade(record, upper)
    assert _rows(record, like=columns) == rows
    migrate.downgrade(record, lower)
    assert _rows(record) == rows


def test_upgrading_twice_changes_nothing(record):
    rows = _rows(record)
    migrate.upgrade(record)
    assert _rows(record) == rows


def test_the_address_may_hold_a_percent_sign(tmp_path):
    engine = make_engine(f"sqlite:///{tmp_path}/100%25s.sqlite3", poolclass=NullPool)
    migrate.upgrade(engine)
    assert migrate.current(engine) == migrate.head()


def _columns(engine: Engine) -> dict[str, list[str]]:
    inspector = inspect(engine)
    return {t: [f"{c['name']} {c['type']!r}" for c in inspector.get_columns(t)] for t in inspector.get_table_names()}


def _names(engine: Engine) -> dict[str, list[str]]:
    """The columns of each table."""
    inspector = inspect(engine)
    return {table: [column["name"] for column in inspector.get_columns(table)] for table in inspector.get_table_names()}


def _rows(engine: Engine, like: dict[str, list[str]] | None = None) -> dict[str, list[str]]:
    """Every row of every table; or of the tables and columns of `like` alone."""
    metadata = sa.MetaData()
    metadata.reflect(engine)
    chosen = like or {name: [column.name for column in table.c] for name, table in metadata.tables.items()}
    with engine.connect() as connection:
        return {
            name: sorted(map(repr, connection.execute(sa.select(*(metadata.tables[name].c[c] for c in columns)))))
            for name, columns in chosen.items()
            if name != "alembic_version"
        }
