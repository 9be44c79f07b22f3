"""The same history gives the same answers on both databases, to the last byte of every proof."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime
from random import Random

from sqlalchemy import NullPool, select
from sqlalchemy.orm import Session

from tests.db.worlds import make_world
from tests.people import add_people
from tracker import resources
from tracker.db import facts
from tracker.db.engine import for_writing, make_engine
from tracker.db.models import Obligation, State
from tracker.domain import proofs, status
from tracker.domain.facts import Clocks
from tracker.exports import proofs as proof_files
from tracker.services import seeding

DAYS = [date(2018, 7, 31), date(2020, 6, 30)]
HISTORIES = range(11, 13)


def _digest(session: Session, seed: int) -> str:
    """The hash of every proof and every decision of one scripted history, at each of its instants."""
    found = hashlib.sha256()
    world = make_world(session, Random(seed), session.info["people"])  # noqa: S311 - a test's dice
    duties = session.scalars(facts.with_limits(select(Obligation).where(Obligation.key.in_(world.keys))))
    duties = sorted(duties, key=lambda row: row.key)
    states = session.scalars(select(State).where(State.code.in_(world.states)).order_by(State.code)).all()
    for known_at in world.instants:
        law = facts.duties_of(session, rows=duties, known_at=known_at)
        for clocks in (Clocks(day, known_at) for day in DAYS):
            for row in duties:
                for state in states:
                    evidence = facts.evidence_of(session, state=state.code, obligation_id=row.id, known_at=known_at)
                    told = proofs.prove(law[row.id], facts.party_of(state), evidence, clocks)
                    found.update(proof_files.render(told))
                    found.update(repr(status.conclude(law[row.id], facts.party_of(state), evidence, clocks)).encode())
    return found.hexdigest()


def digests(address: str, seeds: Iterable[int]) -> list[str]:
    """The digests of scripted histories in an empty database."""
    engine = make_engine(address, poolclass=NullPool)
    with Session(engine, info={"actor": "test"}) as session:
        for_writing(session)
        seeding.load_law(session, folder=resources.folder("seed"))
        session.info["people"] = add_people(session, at=datetime(2026, 1, 1, tzinfo=UTC))
        session.flush()
        found = []
        for seed in seeds:
            with session.begin_nested() as savepoint:
                found.append(_digest(session, seed))
                savepoint.rollback()
        session.rollback()
    engine.dispose()
    return found


def test_a_scripted_history_gives_equal_digests_on_sqlite_and_postgresql(sqlite_house, postgres_house):
    there = [digests(house.copy("blank"), HISTORIES) for house in (sqlite_house, postgres_house)]
    assert there[0] == there[1]
    assert len(set(there[0])) == len(HISTORIES)
