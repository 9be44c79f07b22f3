"""Every revision up, down and up again with rows in place; the newest one equals the models, text for text."""

from collections import Counter
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine, NullPool, inspect
from sqlalchemy.orm import Session
from sqlalchemy.schema import CreateIndex, CreateTable

from tests import determined
from tests.databases import House
from tracker.db import append_only, audit, migrate, replay
from tracker.db.base import Base
from tracker.db.engine import make_engine
from tracker.services import determinations, reading_texts

Rows = dict[str, list[dict[str, Any]]]
DOWN = [f"{n:04}" for n in range(int(migrate.head() or 0), 0, -1)]
"""The revisions from the newest down to the first."""


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
        with engine.connect() as connection:
            assert append_only.missing(connection) == []


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
    return found | {name: _squeeze(text) for name, text in _model_triggers(engine).items()}


def _model_triggers(engine: Engine) -> dict[str, str]:
    found: dict[str, str] = {}
    for table in append_only.tables():
        found |= append_only.triggers(table.name, next(iter(table.primary_key)).name, engine.dialect.name)
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


def test_the_way_down_to_nothing_and_up_again_leads_to_the_same_schema(empty):
    migrate.upgrade(empty)
    before = _columns(empty)
    migrate.downgrade(empty, "base")
    assert list(_columns(empty)) == ["alembic_version"]
    migrate.upgrade(empty)
    assert _columns(empty) == before


@pytest.mark.timeout(1200)  # some sixty steps, a second each, on a machine that may do other things as well
def test_each_revision_goes_down_and_up_to_the_same_schema_and_keeps_the_rows_of_the_lower_one(record):
    """The seeded record, taken down step by step, keeps every row of the tables that the lower revision has.

    Compared are the columns that both revisions have. The log is only added to: it says what a migration changed.
    """
    for upper, lower in pairwise(DOWN):
        columns = _columns(record)
        migrate.downgrade(record, lower)
        rows = _rows(record)
        assert sum(map(len, rows.values())) > 0
        migrate.upgrade(record, upper)
        assert _columns(record) == columns, upper
        _assert_kept(rows, _rows(record), upper)
        migrate.downgrade(record, lower)
        _assert_kept(rows, _rows(record), lower)
    migrate.upgrade(record)
    assert migrate.differences(record) == []


def _assert_kept(before: Rows, after: Rows, revision: str) -> None:
    for table, rows in before.items():
        common = sorted(_names(rows) & _names(after[table]))
        old, new = _narrowed(rows, common), _narrowed(after[table], common)
        assert (old - new).total() == 0, (revision, table)
        assert (new - old).total() == 0 or table == "audit_entry", (revision, table)


def _names(rows: list[dict[str, Any]]) -> set[str]:
    return set(rows[0]) if rows else set()


def _narrowed(rows: list[dict[str, Any]], columns: list[str]) -> Counter[str]:
    return Counter(repr([row[name] for name in columns]) for row in rows)


def test_a_text_that_waited_to_be_read_without_its_file_goes_on_as_a_pasted_one(record):
    migrate.downgrade(record, "0020")
    told = [["pasted", "A text."], ["extractor", "plain"], ["version", "1"], ["file_name", "x.pdf"], ["sha256", "0"]]
    draft = {"form": "reading", "data": told, "saved_at": datetime(2026, 11, 30, tzinfo=UTC)}
    with record.begin() as connection:
        someone = connection.scalar(sa.text('SELECT min(id) FROM "user"'))
        drafts = sa.Table("draft", sa.MetaData(), autoload_with=connection)
        connection.execute(sa.insert(drafts).values(user_id=someone, **draft))
    migrate.upgrade(record)
    with Session(record) as session:
        waiting = reading_texts.waiting(session, user=someone)
        assert (waiting["media_type"], waiting["encoding"], waiting["pasted"]) == ("text/plain", "utf-8", "A text.")
        assert "file_name" not in waiting


def test_what_one_person_ended_before_that_took_two_keeps_standing_and_is_marked(record):
    migrate.downgrade(record, "0021")
    at = determined.AT
    held = {"outcome": "exempt", "reason": "x", "fingerprint": "0" * 64, "proposed_at": at, "ruling_reason": ""}
    held |= {"ruling": "approved", "ruled_at": at, "state_code": "RUS", "ended_at": None, "end_reason": ""}
    with record.begin() as connection:
        old = sa.Table("determination", sa.MetaData(), autoload_with=connection, resolve_fks=False)
        people = {row.username: row.id for row in connection.execute(sa.text('SELECT username, id FROM "user"'))}
        held["obligation_id"] = connection.scalar(sa.text("SELECT min(id) FROM obligation"))
        held |= {"proposed_by_id": people["analyst"], "ruled_by_id": people["reviewer"], "ended_by_id": None}
        ended = held | {"ended_at": at, "ended_by_id": people["reviewer"], "end_reason": "A mistake."}
        connection.execute(sa.insert(old), [ended, held])
        audit.append(connection, replay.vouching(list(replay.drifts(connection)), "t"))
    migrate.upgrade(record)
    with Session(record) as session:
        one, other = (determinations.get(session, number=number) for number in (1, 2))
        assert (one.ended_at, one.ended_by_id, one.end_reason) == (at, people["reviewer"], "A mistake.")
        assert (one.ended_alone, one.end_proposed_by_id, one.end_proposals) == (True, None, [])
        assert (other.ended_alone, other.ended_at, other.end_proposals) == (False, None, [])
        assert list(replay.drifts(session.connection())) == []


def test_upgrading_twice_changes_nothing(record):
    rows = _rows(record)
    migrate.upgrade(record)
    assert _rows(record) == rows


def test_the_address_may_hold_a_percent_sign(tmp_path):
    engine = make_engine(f"sqlite:///{tmp_path}/100%25s.sqlite3", poolclass=NullPool)
    migrate.upgrade(engine)
    assert migrate.current(engine) == migrate.head()


def _columns(engine: Engine) -> dict[str, list[str]]:
    told = inspect(engine).get_multi_columns()
    return {table: [f"{c['name']} {c['type']!r}" for c in columns] for (_, table), columns in told.items()}


def _rows(engine: Engine) -> Rows:
    names = [name for name in inspect(engine).get_table_names() if name != "alembic_version"]
    with engine.connect() as connection:
        return {
            name: [dict(row) for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"').mappings()]  # noqa: S608  (names of tables)
            for name in names
        }
