"""How long the whole matrix of a regime takes over many synthetic claims, against a floor measured in the same run.

The floor is the least that anybody could do with the same database file: the standard library's driver, one statement
that finds the accepted claims of each cell and counts them, and no rules. The ratio of the two says what typed rows,
two passes and the rules cost, and it can be compared between machines; milliseconds cannot.
"""

import argparse
import json
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, Engine, Table, exists, insert, select
from sqlalchemy.orm import Session

from tracker import resources
from tracker.db import migrate
from tracker.db.engine import make_engine, reading, writing
from tracker.db.models import Bearing, Claim, ClaimRevision, ClaimState, Obligation, Origin, Review, State, User
from tracker.domain.facts import ALL_STATES, Clocks
from tracker.domain.vocabulary import Credibility, Effect, Kind, Reliability, Verdict
from tracker.services import assessments, seeding, summaries

REGIME = "dprk-1718"
RECORDED = datetime(2026, 11, 1, tzinfo=UTC)
REVIEWED = RECORDED + timedelta(hours=1)
CLOCKS = Clocks(as_of=date(2026, 6, 30), known_at=RECORDED + timedelta(days=1))
FIRST_DAY = date(2006, 10, 14)
DAYS = 7_200
BATCH = 5_000

CONDUCT = {
    Kind.PLEDGE: (Effect.PROMISES,),
    Kind.REPORTED_ACTION: (Effect.ADVANCES, Effect.FULFILS, Effect.MEASURES, Effect.CEASES),
    Kind.IMPLEMENTATION_REPORT: (Effect.FULFILS, Effect.MEASURES),
    Kind.STATEMENT_OF_COMPLIANCE: (Effect.MEASURES,),
    Kind.DENIAL: (Effect.DENIES,),
    Kind.ALLEGATION: (Effect.BREACHES,),
    Kind.ASSESSMENT: (Effect.BREACHES, Effect.MEASURES),
}
"""What each kind of synthetic claim may do."""

VERDICTS = (None, Verdict.RIGHT, Verdict.RIGHT, Verdict.RIGHT, Verdict.RETURN, Verdict.WRONG)

FLOOR = """
SELECT b.state_code, b.obligation_id, b.effect, count(DISTINCT r.origin_id), max(r.day_last)
FROM bearing b
JOIN claim_revision r ON r.id = b.revision_id AND r.superseded_at IS NULL
JOIN claim c ON c.id = r.claim_id AND c.withdrawn_at IS NULL
JOIN review v ON v.revision_id = r.id AND v.superseded_at IS NULL AND v.verdict = 'right'
WHERE r.day_first <= ?
GROUP BY b.state_code, b.obligation_id, b.effect
"""


@dataclass(frozen=True)
class Cast:
    """The rows that synthetic claims refer to."""

    states: list[str]
    duties: list[int]
    origins: list[int]
    author: int
    reviewer: int


def prepare(engine: Engine, claims: int) -> None:
    """Make a database: the tables, the seeded record, and as many synthetic claims. Its summary is not filled yet."""
    migrate.upgrade(engine)
    with writing(engine, actor="benchmark") as session:
        seeding.load(session, folder=resources.folder("seed"), at=RECORDED)
        cast = _cast(session, claims)
        for start in range(0, claims, BATCH):
            _write(session.connection(), cast, range(start, min(start + BATCH, claims)))
    with engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")


def _cast(session: Session, claims: int) -> Cast:
    origins = [Origin(key=f"synthetic-{number}", label="A synthetic origin") for number in range(max(20, claims // 10))]
    people = [_person(name) for name in ("benchmark-analyst", "benchmark-reviewer")]
    session.add_all([*origins, *people])
    session.flush()
    return Cast(
        states=list(session.scalars(select(State.code).where(State.code != ALL_STATES).order_by(State.code))),
        duties=list(session.scalars(select(Obligation.id).order_by(Obligation.sort_key))),
        origins=[origin.id for origin in origins],
        author=people[0].id,
        reviewer=people[1].id,
    )


def _person(username: str) -> User:
    return User(
        username=username,
        email=f"{username}@example.org",
        name=username,
        password="cannot sign in",  # noqa: S106 - no hash at all, so nobody can
        active=False,
        fs_uniquifier=username,
        created_at=RECORDED,
    )


def _write(connection: Connection, cast: Cast, numbers: range) -> None:
    """Write a batch past the session: the audit log of synthetic rows would be most of the time and of the file."""
    rows: dict[Any, list[dict[str, Any]]] = {Claim: [], ClaimRevision: [], ClaimState: [], Bearing: [], Review: []}
    for number in numbers:
        for model, row in _claim(cast, number):
            rows[model].append(row)
    for model, batch in rows.items():
        table: Table = model.__table__
        connection.execute(insert(table), batch)


def _claim(cast: Cast, number: int) -> Iterator[tuple[Any, dict[str, Any]]]:
    """The rows of one claim. The same number gives the same claim, however many there are."""
    dice = Random(number)  # noqa: S311 - synthetic data, not a secret
    identity = 1_000_000 + number
    kind = dice.choice(list(CONDUCT))
    state = _often_the_first(dice, cast.states)
    day = FIRST_DAY + timedelta(days=dice.randrange(DAYS))
    yield Claim, {"id": identity, "key": f"synthetic-{number}", "created_at": RECORDED, "withdrawal_reason": ""}
    yield ClaimRevision, _revision(cast, dice, identity, kind, state, day)
    yield ClaimState, {"revision_id": identity, "state_code": state}
    for duty in {_often_the_first(dice, cast.duties) for _ in range(dice.choice((1, 1, 1, 2)))}:
        effect = dice.choice(CONDUCT[kind])
        yield Bearing, {"revision_id": identity, "state_code": state, "obligation_id": duty, "effect": effect}
    if verdict := dice.choice(VERDICTS):
        yield Review, _review(cast, dice, identity, verdict)


def _often_the_first(dice: Random, items: list[Any]) -> Any:
    """A few states and duties attract most claims, as they do in life."""
    return items[int(len(items) * dice.random() ** 2)]


def _revision(cast: Cast, dice: Random, identity: int, kind: Kind, state: str, day: date) -> dict[str, Any]:
    return {
        "id": identity,
        "claim_id": identity,
        "number": 1,
        "author_id": cast.author,
        "recorded_at": RECORDED,
        "statement": f"Synthetic claim {identity}.",
        "kind": kind,
        "speaker": "A synthetic speaker",
        "speaks_for": state if dice.random() < 0.5 else None,
        "day_first": day,
        "day_last": day + timedelta(days=dice.choice((0, 0, 0, 30))),
        "origin_id": dice.choice(cast.origins),
    }


def _review(cast: Cast, dice: Random, identity: int, verdict: Verdict) -> dict[str, Any]:
    graded = verdict is Verdict.RIGHT
    return {
        "revision_id": identity,
        "author_id": cast.author,
        "reviewer_id": cast.reviewer,
        "number": 1,
        "at": REVIEWED,
        "verdict": verdict,
        "reliability": Reliability.B if graded else None,
        "credibility": dice.choice(list(Credibility)) if graded else None,
        "comment": "" if graded else "Synthetic.",
    }


def milliseconds(deed: Callable[[], object], times: int) -> float:
    """The median time of a deed, in milliseconds, after one run that is not counted."""
    deed()
    return median(milliseconds_of(deed) for _ in range(times))


def milliseconds_of(deed: Callable[[], object]) -> float:
    """How long a deed takes once."""
    start = perf_counter()
    deed()
    return (perf_counter() - start) * 1000


def fill(engine: Engine) -> None:
    """Fill the summary; the rows of this benchmark were written past the session that keeps it."""
    with writing(engine, actor="benchmark") as session:
        summaries.fill(session, at=RECORDED)


def matrix(engine: Engine) -> int:
    """Assess the whole matrix as a page would; how many cells there are."""
    with reading(engine) as session:
        return len(assessments.matrix(session, regime=REGIME, clocks=CLOCKS).decisions)


def grid(engine: Engine) -> int:
    """The same in its leanest form."""
    with reading(engine) as session:
        return len(assessments.grid(session, regime=REGIME, clocks=CLOCKS).cells)


def accept(engine: Engine, count: int) -> list[float]:
    """Accept claims that wait, one after another; how many milliseconds each took until it was committed."""
    waits = ~exists().where(Review.revision_id == ClaimRevision.id)
    query = select(ClaimRevision.id, ClaimRevision.author_id).join(Claim, Claim.id == ClaimRevision.claim_id)
    query = query.where(waits, Claim.key.like("synthetic-%")).order_by(ClaimRevision.id).limit(count)
    with reading(engine) as session:
        waiting = session.execute(query).all()
        reviewer = session.scalar(select(User.id).where(User.username == "benchmark-reviewer"))
    return [milliseconds_of(lambda row=row: _accept(engine, row, reviewer)) for row in waiting]


def _accept(engine: Engine, row: Any, reviewer: int | None) -> None:
    with writing(engine, actor="benchmark") as session:
        review = {"number": 1, "at": CLOCKS.known_at, "verdict": Verdict.RIGHT, "comment": ""}
        grade = {"reliability": Reliability.B, "credibility": Credibility.TWO}
        session.add(Review(revision_id=row.id, author_id=row.author_id, reviewer_id=reviewer, **review, **grade))


def floor(place: Path) -> int:
    """Run the floor's statement on a new connection; how many rows it gives."""
    connection = sqlite3.connect(place)
    rows = connection.execute(FLOOR, (CLOCKS.as_of.isoformat(),)).fetchall()
    connection.close()
    return len(rows)


def measure(folder: Path, claims: int, times: int) -> dict[str, float | int]:
    """Make the database in a folder, and measure on it: the matrix and its floor, the summary, a claim accepted."""
    place = folder / "benchmark.sqlite3"
    engine = make_engine(f"sqlite:///{place}")
    prepare(engine, claims)
    empty_ms = milliseconds(lambda: matrix(engine), 1)
    fill_ms = milliseconds_of(lambda: fill(engine))
    cells = matrix(engine)
    floor_ms = milliseconds(lambda: floor(place), times)
    matrix_ms = milliseconds(lambda: matrix(engine), times)
    grid_ms = milliseconds(lambda: grid(engine), times)
    accept_ms = median(accept(engine, 20))
    engine.dispose()
    return {
        "claims": claims,
        "cells": cells,
        "matrix_ms": round(matrix_ms, 1),
        "grid_ms": round(grid_ms, 1),
        "floor_ms": round(floor_ms, 1),
        "ratio": round(matrix_ms / floor_ms, 2),
        "empty_ms": round(empty_ms, 1),
        "fill_s": round(fill_ms / 1000, 1),
        "accept_ms": round(accept_ms, 1),
    }


def main() -> None:
    """Print the measurement as one line of JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.matrix", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--claims", type=int, default=10_000, help="how many synthetic claims (10000)")
    parser.add_argument("--times", type=int, default=7, help="how often each is measured (7); the median is printed")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sys.stdout.write(json.dumps(measure(Path(folder), chosen.claims, chosen.times)) + "\n")


if __name__ == "__main__":
    main()
