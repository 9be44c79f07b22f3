"""The two ways to an image agree: what the log says that a row is, and what lies in the table."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import orjson
import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from tests.databases import seeded
from tests.tampering import past_everything
from tracker.db import images
from tracker.db.base import Base
from tracker.db.engine import make_engine, writing
from tracker.db.models import AuditEntry, Claim, Obligation, Origin, Quantity, Resolution, User
from tracker.db.replay import Replay, drifts, tables

SEEDED = {
    *("access_point", "actor", "bearing", "citation", "claim", "claim_revision", "claim_state", "deadline"),
    *("failed_draft", "obligation", "obligation_limit", "origin", "provision", "quantity", "regime", "relay_hop"),
    *("resolution", "review", "role", "source", "state", "state_action", "state_name", "user"),
}
"""Tables that the seed fills, so that the comparison of every table is known to compare something."""


def _drifts(engine):
    with engine.connect() as connection:
        return list(drifts(connection))


def test_the_log_of_the_seeded_record_replays_to_its_very_rows(shared_record):
    connection, replay = shared_record.connection(), Replay()
    for seq, entry in shared_record.execute(select(AuditEntry.seq, AuditEntry.canonical).order_by(AuditEntry.seq)):
        assert replay.take(seq, orjson.loads(entry)) is None
    filled = {noun for noun, rows in replay.rows.items() if rows}
    assert filled >= SEEDED
    assert [drift for table in tables() for drift in replay.compare(connection, table)] == []
    assert list(replay.rest()) == []


def test_every_relation_that_is_kept_in_pairs_is_in_an_image():
    found = set()
    mapper: Any
    for mapper in Base.registry.mappers:
        for name in images.listed(mapper):
            relation: Any = mapper.relationships[name]
            pairs, columns = relation.secondary.name, relation.secondary.columns.keys()
            found.add((mapper.local_table.name, name, pairs, *columns, relation.target.name))
    assert found == set(images.PAIRS)


def test_no_column_has_a_value_that_only_the_database_knows():
    """An image is made from the row that a session writes; a default of the server would be missing from it."""
    columns = [column for table in tables() for column in table.columns]
    assert [column for column in columns if column.server_default is not None or column.computed is not None] == []


def _first(session: Session, model: Any) -> Any:
    return session.scalars(select(model).order_by(*model.__table__.primary_key)).first()


def test_awkward_values_come_back_as_the_log_has_them(record):
    seoul = timezone(timedelta(hours=9))
    with writing(record, actor="t") as session:
        session.add(Origin(key="k", label="Co\u0302te d\u2019Ivoire\t\u2028\U0001f600"))
        user, duty, quantity = (_first(session, model) for model in (User, Obligation, Quantity))
        user.name = "e\u0301"
        user.created_at = datetime(2019, 12, 23, 2, 0, 0, 1, tzinfo=seoul)
        duty.excluded = ("PRK", "RUS")
        duty.opens_below = 0.1
        duty.provenance = {"b": [1.0, 1e21, 2**40], "a": {"é": None, "\U0001f600": True, "\uffff": 1e-7}}
        quantity.low, quantity.high = 2_000_000, None
        _first(session, Resolution).adopted = date(1, 1, 1)
    assert _drifts(record) == []


STRANGE = [
    ("origin", "label", "'x\u0001'"),
    ("claim", "created_at", "'1999-01-01 00:00:00.000000'"),
    ("obligation", "excluded", "'[ ]'"),
    ("obligation", "provenance", """'{"a":1}'"""),
    ("obligation", "opens_below", "1e300"),
    ("user", "active", "false"),
    ("user", "password", "'swapped'"),
    ("claim_revision", "day_first", "'0001-01-01'"),
    ("source", "title", "''"),
]
STRANGER = [
    ("origin", "label", "CAST(x'80' AS TEXT)"),
    ("origin", "label", "x'80'"),
    ("claim", "created_at", "'1999-01-01T00:00:00.000000'"),
    ("claim", "created_at", "'yesterday'"),
    ("claim", "withdrawn_at", "5"),
    ("obligation", "excluded", "'nothing'"),
    ("obligation", "opens_below", "'many'"),
    ("user", "active", "2"),
    ("claim_revision", "number", "9007199254740993"),
    ("claim_revision", "kind", "'rumour'"),
    ("claim_revision", "day_last", "'+2026'"),
    ("claim_state", "state_code", "'ZZZ'"),
]


def _swap(engine, table, column, value):
    place = "rowid" if engine.dialect.name == "sqlite" else "ctid"
    with past_everything(engine) as run:
        row = f'SELECT {place} FROM "{table}" LIMIT 1'  # noqa: S608 - the test names the table
        run(f'UPDATE "{table}" SET {column} = {value} WHERE {place} = ({row})')  # noqa: S608 - and the value


@pytest.mark.parametrize(("table", "column", "value"), STRANGE)
def test_a_swapped_value_shows_in_its_column(record, table, column, value):
    _swap(record, table, column, value)
    (drift,) = _drifts(record)
    assert (drift.noun, drift.columns) == (table, [column])
    assert drift.seq is not None


@pytest.mark.parametrize(("table", "column", "value"), STRANGER)
def test_a_value_that_no_program_of_ours_would_write_shows_as_well(sqlite_house, table, column, value):
    """SQLite takes anything into any column; nothing may be too strange to be compared."""

    sqlite_house.need("seeded", seeded)
    engine = make_engine(sqlite_house.copy("seeded"))
    _swap(engine, table, column, value)
    with engine.connect() as connection, images.lenient(connection):
        found = list(drifts(connection))
    assert {drift.noun for drift in found} == {table}
    engine.dispose()


def test_a_role_given_past_the_record_shows_at_the_person(record):
    with record.begin() as connection:
        query = "SELECT u.id, r.id FROM \"user\" u, role r WHERE u.username = 'viewer' AND r.name = 'administrator'"
        user, role = connection.execute(text(query)).one()
        connection.execute(text("INSERT INTO user_role VALUES (:user, :role)"), {"user": user, "role": role})
    (drift,) = _drifts(record)
    assert drift.stored is not None
    assert (drift.noun, drift.key, drift.columns) == ("user", "viewer", ["roles"])
    assert drift.stored["roles"] == ["administrator", "viewer"]


def test_a_row_that_came_or_went_past_the_record_shows(record):
    with record.begin() as connection:
        connection.execute(text("INSERT INTO origin (id, key, label) VALUES (99999, 'new', 'x')"))
        connection.execute(text("DELETE FROM failed_draft WHERE id = (SELECT min(id) FROM failed_draft)"))
    came, went = sorted(_drifts(record), key=lambda drift: drift.stored is None)
    assert (came.noun, came.key, came.logged) == ("origin", "new", None)
    assert (went.noun, went.stored) == ("failed_draft", None)


def test_instants_before_and_after_are_the_same_text_in_both_databases(session):
    session.add(Origin(key="k", label="x"))
    session.add(Claim(key="c", created_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)))
    session.commit()
    entry = session.scalars(select(AuditEntry).where(AuditEntry.noun == "claim")).one()
    assert entry.after["created_at"] == "2026-01-02T03:04:05.000000Z"
    assert isinstance(session, Session)
