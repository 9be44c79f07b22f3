"""Exports in the background: ask for one, carry out those that wait, cancel one, find again what was made.

The table of jobs is the queue. Whoever carries jobs out takes the first that waits; whoever asks only wakes them
(`services.waking`). A job that was begun and has not been heard of for long is taken again: its process has died.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session, joinedload

from tracker import exports
from tracker.db.engine import serialise
from tracker.db.kept import Store
from tracker.db.models import ExportJob, Report
from tracker.domain.errors import NotAllowed, NotFound, Problem, RuleBroken
from tracker.domain.plain import to_plain
from tracker.domain.report_copy import ReportCopy
from tracker.domain.vocabulary import Edition
from tracker.exports import binding, progress
from tracker.services import report_reading

STILL = timedelta(minutes=3)
"""A job that has not been heard of for so long is taken for broken off."""

NOTED = timedelta(seconds=1)
"""How often a job writes down how far it is, at most."""

MOST_ATTEMPTS = 3
HEAVY = ("pdf", "docx", "xlsx")
MANY = 2_500
"""From how many cells and claims on a heavy format is made in the background."""

FORM = 2
"""Of which form the files are that are kept; it is raised when a copy makes another file, so that none is found again
that was made before. Since the second, a long PDF is an archive of volumes."""

BROKE_OFF = "It was begun three times and never came to its end. Take the report as CSV or JSON."
GONE = "Its file is there no more. Ask for it again."
FAILED = "It could not be made. The log of the server says why, under export job {}."

Opened = AbstractContextManager[Session]


def is_heavy(copy: ReportCopy, fmt: str) -> bool:
    """Whether a file takes so long that it is made in the background."""
    return fmt in HEAVY and len(copy.document.cells) + len(copy.document.evidence) > MANY


def fingerprint(copy: ReportCopy) -> str:
    """What a file is made from: the digest, the edition, and what has been recorded about the report since."""
    said = {"form": FORM, "mark": copy.mark, "approved": to_plain(copy.approved), "ended": to_plain(copy.ended)}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def ask(session: Session, *, number: int, fmt: str, edition: Edition, folder: Path, by: int, at: datetime) -> ExportJob:
    """Ask for a file of a report, to be kept in a folder; of the same copy and format there is one at a time.

    Raises NotFound for a report or a format that there is not.
    """
    report = report_reading.get(session, number=number)
    copy = report_reading.copy_of(report, edition=edition)
    if fmt not in exports.formats_of(copy.document):
        raise NotFound("export", Problem("format", f"Report {number} has nothing that {fmt} could hold."))
    serialise(session, "export jobs")
    if (known := found(session, copy=copy, fmt=fmt)) and not _is_gone(known, folder):
        return known
    job = ExportJob(
        report_id=report.id,
        format=fmt,
        edition=edition,
        fingerprint=fingerprint(copy),
        asked_by_id=by,
        asked_at=at,
        moved_at=at,
    )
    session.add(job)
    session.flush()
    return job


def found(session: Session, *, copy: ReportCopy, fmt: str) -> ExportJob | None:
    """The job for a copy in a format that is finished, or on its way; None without one."""
    query = _whole().where(
        ExportJob.fingerprint == fingerprint(copy),
        ExportJob.format == fmt,
        ExportJob.cancelled_at.is_(None),
        ExportJob.failed == "",
    )
    return session.scalars(query.order_by(ExportJob.id.desc())).first()


def get(session: Session, *, number: int) -> ExportJob:
    """A job by its number. Raises NotFound."""
    job = session.scalar(_whole().where(ExportJob.id == number).execution_options(populate_existing=True))
    if job is None:
        raise NotFound("export", Problem("number", f"There is no export {number}."))
    return job


def data_of(job: ExportJob, *, folder: Path) -> bytes:
    """The file that a job made. Raises NotFound where there is none or it is gone, and RuleBroken if it is damaged."""
    if not job.sha256:
        raise NotFound("export", Problem("number", f"Export {job.id} has made no file."))
    try:
        return Store(folder).read(job.sha256)
    except NotFound:
        raise NotFound("export", Problem("number", GONE)) from None


def volumes_of(job: ExportJob, *, folder: Path) -> int:
    """How many volumes the file of a job has: 1 for a file that is whole by itself, 0 where there is none."""
    place = Store(folder).path(job.sha256) if job.sha256 else None
    return binding.count(exports.FORMATS[job.format], place) if place and place.exists() else 0


def _is_gone(job: ExportJob, folder: Path) -> bool:
    """Whether a job made a file that is there no more; the job says so from then on, and another may be asked for."""
    if job.sha256 and not Store(folder).path(job.sha256).exists():
        job.failed = GONE
    return bool(job.failed)


def state_of(job: ExportJob) -> str:
    """Where a job stands, in a word."""
    if job.cancelled_at:
        return "cancelled"
    if job.failed:
        return "failed"
    if job.finished_at:
        return "made"
    return "being made" if job.begun_at else "waiting"


def of_report(session: Session, *, number: int, most: int = 50) -> Sequence[ExportJob]:
    """The exports of a report that were asked for, newest first."""
    query = _whole().where(Report.number == number).order_by(ExportJob.id.desc()).limit(most)
    return session.scalars(query).all()


def of_person(session: Session, *, person: int, most: int = 50) -> Sequence[ExportJob]:
    """The exports that a person asked for, newest first."""
    query = _whole().where(ExportJob.asked_by_id == person).order_by(ExportJob.id.desc()).limit(most)
    return session.scalars(query).all()


def cancel(session: Session, *, number: int, by: int, at: datetime) -> ExportJob:
    """Give a job up. Raises NotAllowed for a job of somebody else's, RuleBroken for one that is over."""
    job = get(session, number=number)
    if job.asked_by_id != by:
        raise NotAllowed("export", Problem("", "Only who asked for it may cancel it."))
    if job.finished_at or job.cancelled_at:
        raise RuleBroken.at("export", "", "It is over already; there is nothing to cancel.")
    job.cancelled_at = at
    return job


def is_any_left(session: Session) -> bool:
    """Whether an export waits, or was begun and not finished: what an earlier start left behind."""
    over = (ExportJob.finished_at.is_(None), ExportJob.cancelled_at.is_(None))
    return bool(session.scalar(select(exists().where(*over))))


@dataclass(frozen=True, slots=True)
class Desk:
    """Who carries jobs out: where files go, how the record is opened, and the clock."""

    store: Store
    record: Callable[[], Opened]
    notebook: Callable[[], Opened]
    instant: Callable[[], datetime]


def work(desk: Desk) -> int:
    """Carry out every job that waits, one after another; how many there were."""
    done = 0
    while (number := _take(desk)) is not None:
        _carry_out(desk, number)
        done += 1
    return done


def _take(desk: Desk) -> int | None:
    """Take the first job that waits, or that was broken off."""
    with desk.notebook() as session:
        serialise(session, "export jobs")
        job = session.scalars(_waiting(desk.instant()).limit(1)).first()
        if job is None:
            return None
        at = desk.instant()
        if job.attempts >= MOST_ATTEMPTS:
            job.failed, job.finished_at = BROKE_OFF, at
        else:
            job.begun_at, job.moved_at, job.attempts = at, at, job.attempts + 1
        return job.id


def _waiting(now: datetime) -> Select[ExportJob]:
    begun = or_(ExportJob.begun_at.is_(None), ExportJob.moved_at < now - STILL)
    query = select(ExportJob).where(ExportJob.finished_at.is_(None), ExportJob.cancelled_at.is_(None), begun)
    return query.order_by(ExportJob.id)


def _carry_out(desk: Desk, number: int) -> None:
    """Make the file of a job that was taken. Whatever happens, the job says in the end what came of it."""
    with desk.record() as session:
        job = get(session, number=number)
        if job.finished_at:
            return
        report = report_reading.get(session, number=job.report.number)
        copy = report_reading.copy_of(report, edition=job.edition)
        fmt = exports.FORMATS[job.format]
    try:
        with progress.listening(_listener(desk, number)):
            data = binding.bound(fmt, copy)
        kept = desk.store.put(data)
    except progress.Cancelled:
        return
    except Exception:
        _note(desk, number, failed=FAILED.format(number), finished_at=desk.instant())
        raise
    made = {"sha256": kept.sha256, "size": kept.size, "finished_at": desk.instant()}
    _note(
        desk, number, **made, fingerprint=fingerprint(copy)
    )  # of what was made, which may be newer than what was asked


def _listener(desk: Desk, number: int) -> progress.Listener:
    """Writes down how far a job is, once a second at most, and ends it if it was cancelled."""
    last = desk.instant() - NOTED

    def listen(stage: str, done: int, total: int) -> None:
        nonlocal last
        if desk.instant() - last < NOTED:
            return
        last = desk.instant()
        with desk.notebook() as session:
            job = session.get_one(ExportJob, number)
            if job.cancelled_at is not None:
                raise progress.Cancelled
            job.stage, job.done, job.total, job.moved_at = stage, done, total, desk.instant()

    return listen


def _note(desk: Desk, number: int, **values: object) -> None:
    with desk.notebook() as session:
        job = session.get_one(ExportJob, number)
        for name, value in values.items():
            setattr(job, name, value)
        job.moved_at = desk.instant()


def _whole() -> Select[ExportJob]:
    report = joinedload(ExportJob.report)
    query = select(ExportJob).join(Report, Report.id == ExportJob.report_id)
    return query.options(joinedload(ExportJob.asked_by), report.defer(Report.document, raiseload=True))
