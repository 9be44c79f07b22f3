"""Kills a working program at a point that dice choose, and looks at what it left: all that it said, and nothing half.

A point is up to a quarter of a second after one of its first three words, while it works on the next. How many points
there are is the caller's to say.
"""

import os
import select as ready
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import IO

from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from tests.victim import DEEDS, ROWS
from tracker.db.engine import make_engine, snapshot
from tracker.db.kept import Store
from tracker.db.models import (
    AuditEntry,
    Bearing,
    Capture,
    Citation,
    Claim,
    ClaimRevision,
    KeptFile,
    Report,
    Review,
    SearchTerm,
    Source,
)
from tracker.exports import as_json
from tracker.intake import backups

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Deaths:
    """How many points there were, how much was acknowledged at them, and what was found wrong afterwards."""

    points: int = 0
    acknowledged: int = 0
    amiss: list[str] = field(default_factory=list)


def kill_often(address: str, folder: Path, *, points: int, seed: int) -> Deaths:
    """Kill each kind of deed in turn, `points` times in all, on one record that lives on."""
    dice, deaths = Random(seed), Deaths()  # noqa: S311 - a test's dice
    (folder / "kept").mkdir(parents=True, exist_ok=True)
    for point in range(points):
        deed = list(DEEDS)[point % len(DEEDS)]
        said = _killed(deed, address, folder, f"{deed}-{seed}-{point}", dice)
        engine = make_engine(address)
        with snapshot(engine) as session:
            found = [*_lost(session, folder, deed, said), *_half(session, folder)]
        found += _damaged(engine)
        engine.dispose()
        deaths.points += 1
        deaths.acknowledged += len(said)
        deaths.amiss += [f"{deed} at point {point}: {what}" for what in found]
    return deaths


def _killed(deed: str, address: str, folder: Path, name: str, dice: Random) -> list[str]:
    """Start the program, kill it at the chosen point, and give every line that it had written whole."""
    command = [sys.executable, "-m", "tests.victim", deed, address, str(folder), name]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, cwd=ROOT) as victim:
        assert victim.stdout is not None
        written = _until(victim.stdout, words=dice.choice((1, 1, 2, 3)), patience=dice.random() / 4)
        assert victim.poll() is None, f"{deed} ended by itself"
        victim.send_signal(signal.SIGKILL)
        written += victim.stdout.read()
    return written.decode().split("\n")[:-1]


def _until(pipe: IO[bytes], *, words: int, patience: float) -> bytes:
    """What the program writes until it has said so many words, and for some seconds more."""
    written = b""
    while written.count(b"\n") < words:
        piece = os.read(pipe.fileno(), 65536)
        assert piece, "the program ended before it was killed"
        written += piece
    ready.select([pipe], [], [], patience)  # ends early at the next word, which is a point like any other
    return written


def _lost(session: Session, folder: Path, deed: str, said: list[str]) -> Iterator[str]:
    there = {
        "import": lambda: session.scalars(select(Claim.key)),
        "review": lambda: session.scalars(_reviewed()),
        "upload": lambda: session.scalars(select(KeptFile.sha256)),
        "freeze": lambda: session.scalars(select(Report.title)),
        "backup": lambda: [place.stem for place in folder.glob("[!.]*.zip")],
    }[deed]()
    wanted = {f"{word}-{n}" for word in said for n in range(ROWS)} if deed == "import" else set(said)
    yield from (f"lost {word}" for word in sorted(wanted - set(there)))


def _reviewed():
    query = select(Claim.key).join(ClaimRevision, ClaimRevision.claim_id == Claim.id)
    return query.join(Review, Review.revision_id == ClaimRevision.id).where(Review.superseded_at.is_(None))


def _half(session: Session, folder: Path) -> Iterator[str]:
    """What is there in part: of an import, a claim, an upload, a report, a backup, or the log of any of them."""
    keys = [key.rpartition("-")[0] for key in session.scalars(select(Claim.key).where(Claim.key.like("import-%")))]
    yield from (f"half an import: {name}" for name in sorted(set(keys)) if keys.count(name) != ROWS)
    yield from _half_claims(session)
    yield from _half_files(session, Store(folder / "kept"))
    for report in session.scalars(select(Report)):
        if as_json.digest(report.document) != report.digest:
            yield f"half a report: {report.number}"
    for place in folder.glob("[!.]*.zip"):
        with backups.opened(place) as found:  # raises for half a backup
            assert found.manifest.rows
    yield from _half_log(session)


def _half_claims(session: Session) -> Iterator[str]:
    for part, column in ((Citation, Citation.revision_id), (Bearing, Bearing.revision_id)):
        made = select(Claim.key).join(ClaimRevision).where(_by_a_victim())
        for key in session.scalars(made.where(ClaimRevision.id.not_in(select(column)))):
            yield f"a claim without its {part.__tablename__}: {key}"
    for key in session.scalars(select(Claim.key).where(Claim.id.not_in(select(SearchTerm.claim_id)))):
        yield f"a claim that no search finds: {key}"
    for key in session.scalars(select(Claim.key).where(Claim.id.not_in(select(ClaimRevision.claim_id)))):
        yield f"a claim without a revision: {key}"


def _by_a_victim():
    return Claim.key.like("import-%") | Claim.key.like("review-%")


def _half_files(session: Session, store: Store) -> Iterator[str]:
    for kept in session.scalars(select(KeptFile)):
        if wrong := store.check(kept.sha256, kept.sha3_512, kept.size):
            yield wrong
    for sha256 in session.scalars(select(KeptFile.sha256).where(KeptFile.id.not_in(select(Capture.kept_file_id)))):
        yield f"a kept file without its capture: {sha256}"
    for name in store.names():
        store.read(name)  # raises for bytes that are not those of the name


def _half_log(session: Session) -> Iterator[str]:
    """Every row that was added since the seed has its entry, and every entry its row."""
    for kind in (Claim, ClaimRevision, Review, Source, Capture, KeptFile, Report):
        rows = session.scalar(select(func.count()).select_from(kind))
        told = select(func.count()).where(AuditEntry.noun == kind.__tablename__, AuditEntry.action == "insert")
        if rows != (entries := session.scalar(told)):
            yield f"{rows} rows of {kind.__tablename__} and {entries} entries of the log"


def _damaged(engine: Engine) -> list[str]:
    if engine.dialect.name != "sqlite":
        return []
    with engine.connect() as connection:
        whole = connection.execute(text("PRAGMA integrity_check")).scalar()
        orphans = connection.execute(text("PRAGMA foreign_key_check")).all()
    return [*([] if whole == "ok" else [f"integrity: {whole}"]), *(f"orphan: {row}" for row in orphans)]
