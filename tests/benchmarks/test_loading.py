"""The workload in the product's tables: what counts there is what the workload says, and the pages show it."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, NullPool, func, make_url, select
from sqlalchemy.orm import Session

from benchmarks import loading
from benchmarks.floor_postgresql import PostgreSQLFloor
from benchmarks.floor_sqlite import SQLiteFloor
from benchmarks.floors import Floor
from benchmarks.imports import as_product_file, lines
from benchmarks.loading import Cast
from benchmarks.workload import AS_OF, Workload
from tests.databases import House, migrated
from tracker.app import create_app
from tracker.config import Settings
from tracker.db.engine import make_engine, reading, writing
from tracker.db.models import Claim, ClaimRevision, SearchTerm
from tracker.domain.facts import Clocks
from tracker.services import assessments, claim_files, claim_import, claim_index, claims
from tracker.services.claim_import import Fate

LOAD = Workload(200)
CLOCKS = Clocks(AS_OF, loading.noon(date(2024, 12, 31)))


CASTS: dict[str, Cast] = {}
"""Who and what is in the template that this process has filled, by the kind of database."""


@pytest.fixture
def address(house: House) -> Iterator[str]:
    """The address of a database of the benchmark's own, with 200 claims, filled once for all tests of a process."""

    def fill(engine: Engine) -> None:
        migrated(engine)
        CASTS[house.name] = loading.prepare(engine)
        loading.load(engine, LOAD, CASTS[house.name])

    house.need("workload", fill)
    place = house.copy("workload")
    yield place
    house.drop(place)


@pytest.fixture
def loaded(house: House, address: str) -> Iterator[tuple[Engine, Cast]]:
    """An engine on it, and who and what is in it."""
    engine = make_engine(address, poolclass=NullPool)
    yield engine, CASTS[house.name]
    engine.dispose()


def _recorded(engine: Engine, clocks: Clocks) -> frozenset[tuple[str, str]]:
    with reading(engine) as session:
        return assessments.matrix(session, regime=loading.REGIME, clocks=clocks).recorded


def test_cells_with_something_are_those_of_the_workload(address, loaded):
    engine, cast = loaded
    counted = loading.counted_cells(LOAD, CLOCKS.as_of, CLOCKS.known_at)
    named = {(cast.codes[state - 1], cast.duty_keys[duty - 1]) for state, duty in counted}
    assert len(named) > 30
    seeded = {cell for cell in _recorded(engine, CLOCKS) if cell not in named}
    with reading(engine) as session:
        others = session.scalar(select(func.count(Claim.id)).where(Claim.id < loading.FIRST_ID))
    assert named <= _recorded(engine, CLOCKS)
    assert len(seeded) < (others or 0) * 3


def test_before_anything_was_known_nothing_counts(loaded):
    engine, _ = loaded
    early = Clocks(AS_OF, datetime(2006, 6, 1, tzinfo=CLOCKS.known_at.tzinfo))
    later = Clocks(AS_OF, loading.noon(date(2007, 1, 1)))
    assert _recorded(engine, early) <= _recorded(engine, later)


def test_the_index_is_what_the_product_would_index(loaded):
    engine, _ = loaded
    with Session(engine) as session:
        key = f"synthetic-{LOAD.claims}"
        kept = set(session.scalars(select(SearchTerm.term).join(Claim).where(Claim.key == key)))
        revision = claims.show(session, key=key)
        claim_index.index(session, claim_id=revision.claim_id, revision=revision)
        again = set(session.scalars(select(SearchTerm.term).join(Claim).where(Claim.key == key)))
        session.rollback()
    assert kept == again


def test_pages_work_over_it(address, loaded, tmp_path):
    app = create_app(Settings(database_url=address, data_dir=tmp_path / "data"))
    client = app.test_client()
    _, cast = loaded
    first = next(LOAD.statements())
    cell = f"/cells/{cast.codes[first.state - 1]}/{cast.duty_keys[first.duty - 1]}"
    for path in ("/matrix/dprk-1718", "/matrix/dprk-1718.json", "/claims/", "/claims.csv", cell, f"{cell}/claims.json"):
        answer = client.get(path)
        assert answer.status_code == 200, path
    assert "synthetic-1" in client.get(f"{cell}/claims.json").text
    _close(app)


def test_its_file_is_imported_and_broken_rows_are_named(loaded):
    engine, cast = loaded
    found = lines(LOAD, cast.names, rows=400)
    kinds = {kind: word.value for kind, word in loading.KIND.items()}
    effects = {pair: effect.value for pair, effect in loading.EFFECT.items()}
    rows = claim_files.read_rows(as_product_file(found, effects, kinds), fmt="csv")
    with writing(engine, actor="bench-analyst") as session:
        report = claim_import.bring_in(session, rows=rows, author=cast.author, at=CLOCKS.known_at)
        session.rollback()
    broken = {line.number + 1 for line in found if line.fault}
    assert {fault.row for fault in report.faults} == broken
    assert report.count(Fate.NEW) == len(found) - len(broken)


def test_the_floor_holds_the_same_claims(address, loaded, tmp_path):
    engine, cast = loaded
    floor = _floor(address, cast, tmp_path)
    filled = {(said.state, said.duty) for said in LOAD.statements() if said.counts_in_floor and said.day <= AS_OF}
    assert {row[:2] for row in floor.rows(floor.matrix_then, AS_OF)} == filled
    with reading(engine) as session:
        ours = session.scalar(select(func.count(ClaimRevision.id)).where(ClaimRevision.id >= loading.FIRST_ID))
    assert floor.rows("SELECT count(*) FROM claims")[0][0] == ours == LOAD.claims
    word = LOAD.asked_words()["common"]
    assert floor.rows(floor.search, word)
    good = [(1, 1, "action", "compliant", "2020-01-01", 3, "Imported words.", [1])]
    floor.take_in(good)
    assert floor.rows("SELECT count(*) FROM claims")[0][0] == LOAD.claims + 1
    floor.undo()
    assert floor.rows("SELECT count(*) FROM claims")[0][0] == LOAD.claims
    floor.close()


def _floor(address: str, cast: Cast, folder: Path) -> Floor:
    if address.startswith("sqlite"):
        return SQLiteFloor(LOAD, cast.names, folder)
    plain = make_url(address).set(drivername="postgresql").render_as_string(hide_password=False)
    return PostgreSQLFloor(LOAD, cast.names, folder, plain)


def _close(app: Flask) -> None:
    with app.app_context():
        app.extensions["sqlalchemy"].engine.dispose()
