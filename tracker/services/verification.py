"""Verifies the record: the log against itself, against what stands outside the database, and against every row."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from tracker.db import images
from tracker.domain.findings import Code, Finding, Severity
from tracker.services import verification_entries, verification_evidence, verification_notes, verification_rows
from tracker.services.outside import Anchors
from tracker.services.verification_scene import Progress, Scene

Check = Callable[[Scene], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    verification_notes.stored,
    verification_entries.entries,
    verification_notes.checkpoints,
    verification_rows.triggers,
    verification_rows.rows,
    verification_evidence.files,
    verification_evidence.quotations,
    verification_evidence.tokens,
)
"""What is checked, in this order: a check may use what those before it left in the scene. New ones are added here."""

MOST = 100
"""How many findings of one code are told one by one."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification came to. `more` says how many findings of a code there were beyond those that are told."""

    findings: tuple[Finding, ...]
    more: dict[Code, int]
    entries: int
    rows: int
    checkpoints: int
    anchored: int
    """How many entries stand under a checkpoint outside the database that holds."""

    @property
    def holds(self) -> bool:
        """Whether nothing but warnings was found."""
        return all(finding.severity is Severity.WARNING for finding in self.findings)


def verify(
    session: Session, *, anchors: Anchors, at: datetime, progress: Progress = lambda _what, _done, _total: None
) -> Verdict:
    """Verify the record as the session sees it, which must be at one instant (`db.engine.snapshot`).

    `anchors` must have been read before the session's first statement. `at` is the present instant.
    """
    connection = session.connection()
    try:
        return _run(connection, anchors, at, progress, strict=True)
    except OperationalError as error:
        if "decode" not in str(error.orig):
            raise
        return _run(connection, anchors, at, progress, strict=False)


def _run(connection: Connection, anchors: Anchors, at: datetime, progress: Progress, *, strict: bool) -> Verdict:
    scene = Scene(connection, anchors, at, progress)
    counts: Counter[Code] = Counter()
    told: list[Finding] = []
    with nullcontext() if strict else images.lenient(connection):
        for check in CHECKS:
            for finding in check(scene):
                counts[finding.code] += 1
                if counts[finding.code] <= MOST:
                    told.append(finding)
    more = {code: count - MOST for code, count in counts.items() if count > MOST}
    anchored = scene.anchored.checkpoint.size if scene.anchored else 0
    return Verdict(tuple(told), more, scene.entries, scene.rows, len(scene.notes), anchored)
