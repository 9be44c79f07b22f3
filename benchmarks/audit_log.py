"""How fast the audit log is verified and written, against floors measured in the same run.

The floor of verifying is the least that any verifier must do: two SHA-256 over each entry, one for the chain and one
for the leaf, on bytes that are in memory already. The ratio says what reading, parsing, comparing and replaying cost,
and it can be compared between machines; entries a second cannot. What is measured is the time of the processor, so
that other work on the machine changes little.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from time import process_time
from typing import Any

from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from tracker.db import audit, migrate
from tracker.db.engine import make_engine, snapshot, writing
from tracker.db.models import AuditEntry, Origin
from tracker.services import checkpoints, outside, verification
from tracker.services.outside import Outside

BATCH = 20_000
NOW = datetime(2030, 1, 1, tzinfo=UTC)


def fill(engine: Engine, entries: int) -> float:
    """Write rows with an entry each, past the session's own bookkeeping; the seconds that appending the log took."""
    spent = 0.0
    for start in range(1, entries + 1, BATCH):
        rows = list(_rows(start, min(start + BATCH, entries + 1)))
        with writing(engine, actor="benchmark") as session:
            session.execute(insert(Origin), rows)
            began = process_time()
            audit.append(session.connection(), [_change(row) for row in rows])
            spent += process_time() - began
    return spent


def _rows(start: int, stop: int) -> Iterator[dict[str, Any]]:
    for number in range(start, stop):
        yield {"id": number, "key": f"origin-{number}", "label": f"What was said for the {number}th time. " * 6}


def _change(row: dict[str, Any]) -> audit.Change:
    named = {"actor": "benchmark", "action": "insert", "noun": "origin", "key": row["key"], "row": str(row["id"])}
    return named | {"before": None, "after": row}


def floor(engine: Engine) -> float:
    """The seconds that hashing every entry twice takes."""
    with Session(engine) as session:
        texts = [text.encode() for text in session.scalars(select(AuditEntry.canonical).order_by(AuditEntry.seq))]
    began, previous = process_time(), bytes(32)
    for text in texts:
        previous = sha256(b"\x00" + previous + text).digest()
        sha256(b"\x00" + text).digest()
    return process_time() - began


def verified(engine: Engine, place: Outside) -> tuple[float, float, int]:
    """The seconds that the walk through the log took, and the whole, and how many entries there are."""
    told: dict[str, float] = {}
    anchors = outside.read(place.folder)
    with snapshot(engine) as session:
        began = process_time()
        found = verification.verify(
            session, anchors=anchors, at=NOW, progress=lambda what, _done, _all: told.update({what: process_time()})
        )
        whole = process_time() - began
    if not found.holds:
        raise SystemExit(f"The log of the benchmark does not hold: {found.findings[:3]}")
    return told["entries"] - began, whole, found.entries


def main() -> None:
    """Measure, and print a line for each figure."""
    parser = argparse.ArgumentParser(description="Measures the audit log.")
    parser.add_argument("--entries", type=int, default=200_000)
    wanted = parser.parse_args().entries
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{folder}/log.sqlite3")
        migrate.upgrade(engine)
        place = Outside(Path(folder) / "key.pem", Path(folder) / "checkpoints")
        written = fill(engine, wanted)
        with writing(engine, actor="benchmark") as session:
            checkpoints.make(session, place=place, at=NOW)
        with Session(engine) as session:
            checkpoints.publish(session, place=place)
        bare = floor(engine)
        walked, whole, entries = verified(engine, place)
        engine.dispose()
    lines = (
        f"entries            {entries:>12,}",
        f"appended           {entries / written:>12,.0f} a second",
        f"floor, two hashes  {entries / bare:>12,.0f} a second",
        f"log verified       {entries / walked:>12,.0f} a second, {walked / bare:.1f} times the floor",
        f"log and every row  {entries / whole:>12,.0f} a second, {whole / bare:.1f} times the floor",
    )
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
