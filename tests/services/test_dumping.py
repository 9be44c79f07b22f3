"""Backups: whole, equal on both databases, and brought back to the same digest on either."""

import hashlib
import subprocess
import zipfile
from dataclasses import replace

import pytest
from sqlalchemy import func, inspect, select, text

from tests import backups
from tests.databases import PostgresHouse, SQLiteHouse
from tracker.db import migrate, rows
from tracker.db.engine import make_engine, reading, writing
from tracker.db.kept import Store
from tracker.db.models import Claim, Origin, User
from tracker.domain.errors import RuleBroken
from tracker.services import claim_list, claims, restoring
from tracker.services.claim_list import ClaimFilter

EARLIER = "0007"


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "kept")


@pytest.fixture
def place(tmp_path):
    return tmp_path / "backup.zip"


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request, sqlite_house: SQLiteHouse, postgres_house: PostgresHouse):
    """The address of a migrated, empty database of either kind, whatever kind the backup is from."""
    house = sqlite_house if request.param == "sqlite" else postgres_house
    address = house.copy("blank")
    yield address
    house.drop(address)


def test_every_table_is_in_a_backup_or_left_out_on_purpose(engine):
    in_it = {shape.name for shape in rows.shapes()}
    assert in_it | rows.SCRATCH | {"alembic_version"} == set(inspect(engine).get_table_names())
    assert not in_it & rows.SCRATCH


def test_parents_stand_before_their_children_and_no_table_hangs_on_itself():
    known = {table.name: table for table in User.metadata.sorted_tables}
    names = [shape.name for shape in rows.shapes()]
    for name in names:
        parents = {key.column.table.name for key in known[name].foreign_keys}
        assert parents <= set(names[: names.index(name)])


def test_a_backup_comes_back_equal_on_either_database(record, record_address, store, place, target, tmp_path):
    names = backups.with_files(record, store)
    made = backups.take(record, store, place)
    elsewhere = Store(tmp_path / "elsewhere")
    backups.bring_back(place, target, elsewhere)
    assert backups.digest(target) == made.digest == backups.digest(record_address)
    assert list(elsewhere.names()) == sorted(set(names)) == [copy.sha256 for copy in made.files]


def test_a_restored_record_is_read_and_written_like_the_first(record, store, place, target):
    backups.take(record, store, place)
    backups.bring_back(place, target, store)
    engine = make_engine(target)
    with reading(record) as old, reading(engine) as new:
        chosen = ClaimFilter(words="workers")
        found = [[line.key for line in claim_list.lines(s, chosen=chosen).rows] for s in (old, new)]
        assert found[0] == found[1] != []
    with writing(engine, actor="test") as session:
        person = session.scalars(select(User).where(User.username == "analyst")).one()
        key = session.scalars(select(Claim.key).where(Claim.withdrawn_at.is_(None))).first()
        claims.withdraw(session, key=key or "", by=person.id, at=backups.AT, reason="To see that numbers go on.")
        session.add(Claim(key="new", created_at=backups.AT))
        session.flush()
        assert session.scalar(select(func.max(Claim.id))) == session.scalar(select(Claim.id).filter_by(key="new"))
    engine.dispose()


def test_two_databases_with_the_same_rows_give_the_same_bytes(record, store, place, target, tmp_path):
    backups.with_files(record, store)
    first = backups.take(record, store, place)
    backups.bring_back(place, target, store)
    engine = make_engine(target)
    second = backups.take(engine, store, tmp_path / "second.zip")
    engine.dispose()
    assert [(t.shape, t.rows, t.sha256) for t in second.tables] == [(t.shape, t.rows, t.sha256) for t in first.tables]


def test_the_digest_is_what_sha256sum_says_of_the_rows(record, store, place, tmp_path):
    made = backups.take(record, store, place)
    with zipfile.ZipFile(place) as file:
        file.extractall(tmp_path / "out")
    command = ["sh", "-c", "LC_ALL=C sha256sum rows/*.jsonl"]
    printed = subprocess.run(command, cwd=tmp_path / "out", capture_output=True, check=True).stdout
    assert hashlib.sha256(printed).hexdigest() == made.digest


def test_sessions_of_browsers_are_not_brought_back(record, store, place, target):
    made = backups.take(record, store, place)
    assert made.left_out == ("cell_summary", "sign_in_attempt", "summary_mark", "web_session")
    with zipfile.ZipFile(place) as file:
        assert not [name for name in file.namelist() if "session" in name or "attempt" in name]


def test_a_backup_of_an_earlier_revision_comes_back_by_the_columns_that_it_names(
    engine, store, place, target, monkeypatch
):
    """The program that reads it has no models of that time, and brings it to the newest revision afterwards."""
    migrate.downgrade(engine, EARLIER)
    there = {name: {c["name"] for c in inspect(engine).get_columns(name)} for name in inspect(engine).get_table_names()}
    shapes = [replace(s, columns=_those(s, there[s.name])) for s in rows.shapes() if s.name in there]
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO origin (id, key, label) VALUES (7, 'an-origin', 'An origin')"))
    monkeypatch.setattr(rows, "shapes", lambda: shapes)
    made = backups.take(engine, store, place, revision=EARLIER)
    monkeypatch.undo()
    assert len(made.tables) < len(rows.shapes())
    backups.bring_back(place, target, store)
    again = make_engine(target)
    migrate.upgrade(again)
    with reading(again) as session:
        assert session.scalars(select(Origin.key)).all() == ["an-origin"]
    assert migrate.differences(again) == []
    again.dispose()


def _those(shape, names):
    return tuple(column for column in shape.columns if column.name in names)


def test_a_damaged_kept_file_stops_a_backup_unless_it_is_left_out_by_name(record, store, place, target):
    names = backups.with_files(record, store)
    store.path(names[0]).unlink()
    with pytest.raises(RuleBroken, match=f"{names[0]} is missing"):
        backups.take(record, store, place)
    assert list(place.parent.glob("*backup*")) == []


def test_a_database_with_rows_is_no_place_for_a_backup(record, engine):
    with reading(engine) as session:
        restoring.require_empty(session)
    with reading(record) as session, pytest.raises(RuleBroken, match="holds rows already"):
        restoring.require_empty(session)
