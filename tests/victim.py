"""A program to be killed: it does one kind of deed over and over, and says each when it is done and committed.

    python -m tests.victim DEED ADDRESS FOLDER NAME

Its parent kills it without warning and then looks at what it said (`tests/killing.py`).
"""

import itertools
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine, NullPool, func, select

from tests import backups
from tests.reporting import frozen
from tests.services.test_claims import CONTENT
from tracker import clock
from tracker.db.engine import make_engine, writing
from tracker.db.kept import Store
from tracker.db.models import Capture, User
from tracker.domain.vocabulary import Credibility, Reliability, Verdict
from tracker.services import accounts, claim_files, claim_import, claims, reviews

ROWS = 5
"""Claims in one import: all of them or none."""


def import_claims(engine: Engine, _folder: Path, name: str) -> str:
    """Import a file of claims in one transaction."""
    lines = ["key,statement,kind,speaker,states,bears_on,title"]
    about = "reported_action,A ministry,KIR,KIR r2397-op8-repatriation advances"
    lines += [f"{name}-{n},Statement {n} of {name}.,{about},Note {name}" for n in range(ROWS)]
    rows = claim_files.read_rows("\n".join(lines).encode(), fmt="csv")
    with writing(engine, actor="analyst") as session:
        author = accounts.find(session, username="analyst").id
        report = claim_import.bring_in(session, rows=rows, author=author, at=clock.now())
        assert not report.faults, report.faults
    return name


def review(engine: Engine, _folder: Path, name: str) -> str:
    """Log a claim, then have somebody accept it."""
    with writing(engine, actor="analyst") as session:
        content = replace(CONTENT, statement=f"Statement {name}.")
        claims.log(session, content=content, author=_id(session, "analyst"), at=clock.now(), key=name)
    graded = {"reliability": Reliability.B, "credibility": Credibility.TWO, "comment": ""}
    with writing(engine, actor="reviewer") as session:
        at, reviewer = clock.now(), _id(session, "reviewer")
        reviews.decide(session, key=name, revision=1, seen=0, reviewer=reviewer, verdict=Verdict.RIGHT, at=at, **graded)
    return name


def upload(engine: Engine, folder: Path, name: str) -> str:
    """Keep a copy of a source: the bytes first, then the rows that name them."""
    with writing(engine, actor="analyst") as session:
        number = (session.scalar(select(func.max(Capture.number))) or 0) + 1
        return backups.keep(session, Store(folder / "kept"), name.encode() * 5000, number=number)


def freeze(engine: Engine, _folder: Path, name: str) -> str:
    """Freeze a report."""
    with writing(engine, actor="analyst") as session:
        at, author = clock.now(), _id(session, "analyst")
        frozen(
            session,
            regime="dprk-1718",
            states=["RUS", "CHN", "FRA"],
            obligations=None,
            as_of=(at - timedelta(days=1)).date(),
            known_at=at,
            title=name,
            author=author,
            at=at,
        )
    return name


def backup(engine: Engine, folder: Path, name: str) -> str:
    """Take a backup."""
    backups.take(engine, Store(folder / "kept"), folder / f"{name}.zip")
    return name


def _id(session, username: str) -> int:
    return session.scalars(select(User.id).where(User.username == username)).one()


DEEDS: dict[str, Callable[[Engine, Path, str], str]] = {
    "import": import_claims,
    "review": review,
    "upload": upload,
    "freeze": freeze,
    "backup": backup,
}


def main(deed: str, address: str, folder: str, name: str) -> None:
    """Do a deed until somebody ends it."""
    engine = make_engine(address, poolclass=NullPool)
    for number in itertools.count():
        sys.stdout.write(DEEDS[deed](engine, Path(folder), f"{name}-{number}") + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
