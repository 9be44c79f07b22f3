"""What is kept by the process is what its record says, and never what a transaction has not committed."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.db.engine import make_engine, writing
from tracker.db.models import State
from tracker.services import freshness

pytestmark = pytest.mark.whole_record

NOUNS = (State.__tablename__,)


@pytest.fixture
def made() -> Iterator[list[str]]:
    """What was made under the name of this test; it is forgotten afterwards."""
    yield []
    freshness._KEPT.pop(__name__, None)


def _names(session: Session, made: list[str]) -> list[str]:
    def make() -> list[str]:
        made.append("made")
        return list(session.scalars(select(State.name).where(State.code.in_(("AND", "KIR"))).order_by(State.code)))

    return freshness.kept(session, __name__, NOUNS, make)


def _rename(session: Session, name: str) -> None:
    session.scalars(select(State).where(State.code == "KIR")).one().name = name
    session.flush()


def test_it_is_made_once_for_all_copies_of_one_record(record, house, made):
    with Session(record) as one:
        first = _names(one, made)
    other = make_engine(house.copy("seeded"))
    with Session(other) as two:
        assert _names(two, made) is first
    other.dispose()
    assert made == ["made"]


def test_it_is_made_anew_after_a_change_and_again_what_it_was_where_nothing_changed(record, house, made):
    with Session(record) as session:
        assert _names(session, made) == ["Andorra", "Kiribati"]
    with writing(record, actor="test") as session:
        _rename(session, "The Line Islands")
    with Session(record) as session:
        assert _names(session, made) == ["Andorra", "The Line Islands"]
        assert _names(session, made) == ["Andorra", "The Line Islands"]
    assert made == ["made"] * 2


def test_what_is_not_committed_is_seen_by_its_own_transaction_alone(record, made):
    with Session(record, info={"actor": "test"}) as session:
        _rename(session, "Nowhere")
        assert _names(session, made) == ["Andorra", "Nowhere"]
        session.rollback()
        assert _names(session, made) == ["Andorra", "Kiribati"]


def test_few_states_of_the_record_are_kept(record, made):
    for number in range(freshness.MOST + 3):
        with writing(record, actor="test") as session:
            _rename(session, f"Kiribati {number}")
        with Session(record) as session:
            assert _names(session, made)[1] == f"Kiribati {number}"
    assert len(freshness._KEPT[__name__]) == freshness.MOST


def test_the_last_entry_is_found_by_one_step_for_each_noun(record):
    """Of a log of millions, no more is looked at than the ends of the index."""
    with record.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET enable_seqscan = off")  # it reads a small log as a whole
            explained = "EXPLAIN "
        else:
            explained = "EXPLAIN QUERY PLAN "
        query = freshness._last_of(("state", "obligation")).compile(connection, compile_kwargs={"literal_binds": True})
        plan = "\n".join(str(row) for row in connection.exec_driver_sql(f"{explained}{query}".replace("%", "%%")))
    assert plan.count("ix_audit_entry_noun_seq") == 2, plan
    assert ("Limit" if explained == "EXPLAIN " else "SEARCH") in plan
