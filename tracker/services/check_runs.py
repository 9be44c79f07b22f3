"""Runs of the check of the record: begun by a person, told step by step, and kept with what they came to."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from tracker.db.engine import serialise
from tracker.db.models import CheckRun
from tracker.domain.errors import NotFound, Problem, RuleBroken
from tracker.services import verification
from tracker.services.outside import Anchors
from tracker.services.verification import Verdict

STILL = timedelta(minutes=2)
"""A run that has not moved for so long is taken for dead: its server was stopped."""
BUSY = "A check is running already; its page shows how far it is."
BROKE_OFF = "The check could not be finished. Run `tracker audit verify` on the server, which says why."
STEPS = 50
"""How often a stage tells how far it is, at the most."""

Opened = AbstractContextManager[Session]


def begin(session: Session, *, by: int, at: datetime) -> CheckRun:
    """Record that a check begins. Raises RuleBroken while another one runs."""
    serialise(session, "checks")
    latest = session.scalar(select(CheckRun).order_by(CheckRun.id.desc()).limit(1))
    if latest is not None and is_running(latest, at=at):
        raise RuleBroken.at("check", "", BUSY)
    run = CheckRun(begun_by_id=by, begun_at=at, moved_at=at)
    session.add(run)
    session.flush()
    return run


def is_running(run: CheckRun, *, at: datetime) -> bool:
    """Whether a run goes on: it has neither finished nor stood still for long."""
    return run.finished_at is None and at - run.moved_at < STILL


def get(session: Session, *, number: int) -> CheckRun:
    """A run with who began it. Raises NotFound."""
    query = select(CheckRun).where(CheckRun.id == number).options(selectinload(CheckRun.begun_by))
    run = session.scalar(query)
    if run is None:
        raise NotFound("check", Problem("", f"There is no check {number}."))
    return run


def latest(session: Session, *, most: int = 10) -> Sequence[CheckRun]:
    """The runs that were begun last, newest first."""
    query = select(CheckRun).options(selectinload(CheckRun.begun_by)).order_by(CheckRun.id.desc())
    return session.scalars(query.limit(most)).all()


def carry_out(
    number: int,
    *,
    anchors: Anchors,
    record: Callable[[], Opened],
    notebook: Callable[[], Opened],
    now: Callable[[], datetime],
) -> None:
    """Carry out a run that was begun. `record` opens the record at one instant, `notebook` a session that commits.

    Whatever happens, the run says in the end what came of it.
    """

    def told(stage: str, done: int, total: int) -> None:
        if done == total or done % max(1, total // STEPS) == 0:
            _note(notebook, number, moved_at=now(), stage=stage, done=done, total=total)

    try:
        with record() as session:
            verdict = verification.verify(session, anchors=anchors, at=now(), progress=told)
    except Exception:
        _note(notebook, number, finished_at=now(), moved_at=now(), failed=BROKE_OFF)
        raise
    _note(notebook, number, finished_at=now(), moved_at=now(), verdict=fields_of(verdict))


def fields_of(verdict: Verdict) -> dict[str, object]:
    """What a verification came to, as plain values: the same for a page and for the command line."""
    return {
        "holds": verdict.holds,
        "entries": verdict.entries,
        "rows": verdict.rows,
        "checkpoints": verdict.checkpoints,
        "anchored": verdict.anchored,
        "findings": [asdict(finding) for finding in verdict.findings],
        "more": {str(code): count for code, count in verdict.more.items()},
    }


def _note(notebook: Callable[[], Opened], number: int, **said: object) -> None:
    with notebook() as session:
        run = session.get_one(CheckRun, number)
        for name, value in said.items():
            setattr(run, name, value)
