"""How each connection is set up, and that writers queue instead of losing each other's work."""

import threading

import pytest
from sqlalchemy import NullPool, select, text
from sqlalchemy.exc import IntegrityError

from tracker.db.engine import make_engine, reading, snapshot, writing
from tracker.db.models import Origin, StateAction


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("foreign_keys", 1), ("busy_timeout", 10000), ("synchronous", 2)]
)
def test_every_sqlite_connection_keeps_its_promises(sqlite_house, pragma, value):
    engine = make_engine(sqlite_house.copy("blank"), poolclass=NullPool)
    with engine.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_a_row_without_its_parent_is_refused(session):
    session.add(StateAction(key="k", state_code="ZZZ", summary="x"))
    with pytest.raises(IntegrityError):
        session.flush()


def test_two_writers_who_read_before_they_write_both_succeed(engine):
    """A deferred transaction that read first could not take the lock; an immediate one waits for its turn."""
    errors: list[Exception] = []

    def write(number: int) -> None:
        try:
            with writing(engine, actor="t") as session:
                session.scalars(select(Origin)).all()
                session.add(Origin(key=f"k{number}", label="x"))
        except Exception as error:  # noqa: BLE001 - whatever a thread meets, the test must see
            errors.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with reading(engine) as session:
        assert len(session.scalars(select(Origin)).all()) == 8


def test_an_error_rolls_everything_back(engine):
    with pytest.raises(RuntimeError):
        _write_and_fail(engine)
    with reading(engine) as session:
        assert session.scalars(select(Origin)).all() == []


def _write_and_fail(engine):
    with writing(engine, actor="t") as session:
        session.add(Origin(key="k", label="x"))
        session.flush()
        raise RuntimeError


def test_a_reader_keeps_nothing(engine):
    with reading(engine) as session:
        session.add(Origin(key="k", label="x"))
        session.flush()
    with reading(engine) as session:
        assert session.execute(text("SELECT count(*) FROM origin")).scalar() == 0


def test_a_snapshot_reads_one_moment_though_somebody_writes_meanwhile(engine):
    with snapshot(engine) as session:
        before = session.scalars(select(Origin.key)).all()
        with writing(engine, actor="test") as other:
            other.add(Origin(key="meanwhile", label="x"))
        assert session.scalars(select(Origin.key)).all() == before
    with snapshot(engine) as session:
        assert session.scalars(select(Origin.key)).all() == [*before, "meanwhile"]
