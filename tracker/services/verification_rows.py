"""Compares the rows that people read with what the log says that they are, and looks for the triggers."""

from collections.abc import Iterator

from tracker.db import append_only, replay
from tracker.db.replay import Drift
from tracker.domain.findings import Code, Finding
from tracker.services.verification_scene import Scene


def rows(scene: Scene) -> Iterator[Finding]:
    """Compare every row of every table that the log keeps."""
    tables = replay.tables()
    for done, table in enumerate(tables, 1):
        scene.rows += len(scene.replay.rows.get(table.name, {}))
        for drift in scene.replay.compare(scene.connection, table):
            yield _finding(drift)
        scene.progress("tables", done, len(tables))
    for drift in scene.replay.rest():
        yield _finding(drift)


def _finding(drift: Drift) -> Finding:
    where = f"{drift.noun} {drift.key}" if drift.key == drift.row else f"{drift.noun} {drift.key} ({drift.row})"
    if drift.logged is None:
        return Finding.of(Code.ROW_EXTRA, where, "The log does not know this row.")
    last = f"The last entry that speaks of it is {drift.seq}."
    if drift.stored is None:
        return Finding.of(Code.ROW_MISSING, where, f"The row is gone without an entry that says so. {last}")
    columns = ", ".join(drift.columns)
    return Finding.of(Code.ROW_DIFFERS, where, f"It was changed without an entry in: {columns}. {last}")


def triggers(scene: Scene) -> Iterator[Finding]:
    """Look for the triggers that refuse changes of the log."""
    for name in append_only.missing(scene.connection):
        yield Finding.of(Code.TRIGGER, name, "The database does not refuse changes of the log: this guard is missing.")
