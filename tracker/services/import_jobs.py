"""Files on their way into the record: sent, mapped, checked, imported, or given up; each step asked for by a person.

A check goes the whole way of an import and writes nothing. An import is one transaction, at whose end the job says
that it is done: so a process that dies leaves either everything or nothing, and the job is taken again. How far it is,
and that it is to be given up, goes by a slate (`services.slates`), since a transaction on SQLite shuts everybody else
out of the record.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session, joinedload, undefer

from tracker.db.engine import serialise
from tracker.db.models import ImportJob
from tracker.domain.errors import NotAllowed, NotFound, Problem, RuleBroken
from tracker.domain.importing import Deed, ImportNoun, Mapped
from tracker.intake import tables
from tracker.intake.tables import Table
from tracker.services import import_files, imports
from tracker.services.import_report import Fate, Fault, ImportReport
from tracker.services.imports import FileFacts

STILL = timedelta(minutes=3)
"""A deed that has not been heard of for so long is taken for broken off …"""
NOTED = timedelta(seconds=1)
"""… and how often it tells how far it is."""
KEPT = timedelta(days=30)
"""How long a file that nobody imports is kept."""
MOST_ATTEMPTS = 3
FEW = 100
"""So many rows are checked at once, without a process of their own."""
MOST_FAULTS = 20_000
"""How many faults of one file are kept."""

BROKE_OFF = "It was begun three times and never came to its end. Nothing was written. Send it in smaller parts."
FAILED = "It could not be carried out, and nothing was written. The log of the server says why, under import job {}."

Opened = AbstractContextManager[Session]


class Slate(Protocol):
    """Where a deed says how far it is, and hears that it is to be given up; see `services.slates`."""

    def tell(self, done: int, total: int, at: datetime) -> None:
        """Write down how far it is at an instant."""
        ...

    def moved_at(self) -> datetime | None:
        """When it was last heard of."""
        ...

    def is_cancelled(self) -> bool:
        """Whether somebody asked to give it up."""
        ...


class Cancelled(Exception):
    """Somebody gave the job up while it was carried out."""


def make(session: Session, *, noun: ImportNoun, table: Table, file: FileFacts, by: int, at: datetime) -> ImportJob:
    """Keep a file that was read. One with the columns of an earlier file of the person's gets its mapping."""
    _drop_old(session, at)
    earlier = _like(session, noun, table, by)
    job = ImportJob(
        noun=noun,
        file_name=file.name,
        form=table.form,
        sha256=file.sha256,
        size=file.size,
        row_count=len(table.rows),
        columns=list(table.columns),
        notes=list(table.notes),
        content=tables.as_json(table),
        mapped=earlier.mapped if earlier else None,
        updates=bool(earlier and earlier.updates),
        by_id=by,
        made_at=at,
        moved_at=at,
        faults=[],
    )
    session.add(job)
    session.flush()
    return job


def _like(session: Session, noun: ImportNoun, table: Table, by: int) -> ImportJob | None:
    """The person's latest file with these very columns that was mapped, such as the one whose report was mended."""
    query = select(ImportJob).where(ImportJob.by_id == by, ImportJob.noun == noun).order_by(ImportJob.id.desc())
    latest = session.scalars(query.limit(20))
    return next((job for job in latest if job.mapped and job.columns == list(table.columns)), None)


def _drop_old(session: Session, at: datetime) -> None:
    """Give up the files that have waited too long, and forget what was in them."""
    over = (ImportJob.run_id.is_(None), ImportJob.cancelled_at.is_(None), ImportJob.moved_at < at - KEPT)
    for job in session.scalars(select(ImportJob).where(*over)):
        _give_up(job, at)


def _give_up(job: ImportJob, at: datetime) -> None:
    job.cancelled_at = job.moved_at = at
    job.content, job.faults = "", []


def get(session: Session, *, number: int, by: int) -> ImportJob:
    """One's own job by its number. Raises NotFound, and NotAllowed for somebody else's: it holds what they sent."""
    query = select(ImportJob).where(ImportJob.id == number).options(joinedload(ImportJob.by))
    job = session.scalar(query.execution_options(populate_existing=True))
    if job is None:
        raise NotFound("import", Problem("number", f"There is no file {number} that waits to be imported."))
    if job.by_id != by:
        raise NotAllowed("import", Problem("", "Only who sent a file may see it and have it imported."))
    return job


def of_person(session: Session, *, person: int, most: int = 30) -> Sequence[ImportJob]:
    """A person's files that are not imported yet and were not given up, newest first."""
    query = select(ImportJob).where(ImportJob.by_id == person, *_open())
    return session.scalars(query.order_by(ImportJob.id.desc()).limit(most)).all()


def _open():  # noqa: ANN202  (SQL expressions)
    return ImportJob.cancelled_at.is_(None), ImportJob.run_id.is_(None), ImportJob.content != ""


def state_of(job: ImportJob) -> str:
    """Where a job stands, in a word."""
    if job.cancelled_at:
        return "given up"
    if job.finished_at is None and job.deed is not None:
        return ("being checked" if job.deed is Deed.CHECK else "being imported") if job.begun_at else "waiting"
    if job.failed:
        return "failed"
    if job.deed is None:
        return "to be mapped"
    return "imported" if job.deed is Deed.CARRY_OUT and not has_faults(job) else "checked"


def has_faults(job: ImportJob) -> bool:
    """Whether the last look at its rows found something wrong."""
    return bool(job.checked and job.checked["faulty"])


def table_of(session: Session, job: ImportJob) -> Table:
    """The table that was read from the file. Raises RuleBroken once the job is over."""
    text = session.scalar(select(ImportJob.content).where(ImportJob.id == job.id))
    if not text:
        raise RuleBroken.at("import", "", "The job is over, and the file was not kept. Send it again.")
    return tables.from_json(text)


def faults_of(session: Session, job: ImportJob, *, most: int = MOST_FAULTS) -> list[Fault]:
    """What the last check found, in the order of the rows."""
    found = session.scalar(select(ImportJob.faults).where(ImportJob.id == job.id)) or []
    return [Fault(*fault) for fault in found[:most]]


def mapped_of(job: ImportJob) -> Mapped:
    """What its columns fill: as it was chosen, else as they are called."""
    if job.mapped is not None:
        return Mapped.of_plain(job.mapped)
    return import_files.guess(job.noun, job.columns)


def check(session: Session, *, number: int, mapped: Mapped, updates: bool, by: int, at: datetime) -> ImportJob:
    """Choose what the columns fill, and ask for a check. Raises RuleBroken with each problem at its column."""
    job = _idle(session, number, by)
    job.mapped = import_files.checked_mapping(job.noun, mapped, job.columns).as_plain()
    job.updates = updates
    return _ask(job, Deed.CHECK, at)


def carry_out(session: Session, *, number: int, by: int, at: datetime) -> ImportJob:
    """Ask for the import of a file whose check found nothing wrong. Raises RuleBroken for any other."""
    job = _idle(session, number, by)
    if job.checked is None or job.deed is not Deed.CHECK or has_faults(job) or job.failed:
        raise RuleBroken.at("import", "", "Only a file whose check found nothing wrong is imported. Check it first.")
    return _ask(job, Deed.CARRY_OUT, at)


def _idle(session: Session, number: int, by: int) -> ImportJob:
    """One's own job, which nothing is being done with. Raises RuleBroken otherwise."""
    serialise(session, "import jobs")
    job = get(session, number=number, by=by)
    if job.cancelled_at or job.run_id or state_of(job) == "imported":
        raise RuleBroken.at("import", "", "This is over already. Send the file again.")
    if job.deed is not None and job.finished_at is None:
        raise RuleBroken.at("import", "", "Something is being done with this file already. Wait, or give it up.")
    return job


def _ask(job: ImportJob, deed: Deed, at: datetime) -> ImportJob:
    job.deed, job.moved_at, job.attempts = deed, at, 0
    job.begun_at = job.finished_at = None
    job.failed = ""
    return job


def give_up(session: Session, *, number: int, by: int, at: datetime) -> ImportJob:
    """Give a file up that is not being imported this moment. Raises RuleBroken for one that is over."""
    serialise(session, "import jobs")
    job = get(session, number=number, by=by)
    if job.cancelled_at or job.run_id or state_of(job) == "imported":
        raise RuleBroken.at("import", "", "It is over already; there is nothing to give up.")
    _give_up(job, at)
    return job


def is_any_left(session: Session) -> bool:
    """Whether something was asked for and is not finished: what an earlier start left behind."""
    left = (ImportJob.deed.is_not(None), ImportJob.finished_at.is_(None), ImportJob.cancelled_at.is_(None))
    return bool(session.scalar(select(exists().where(*left))))


@dataclass(frozen=True, slots=True)
class Desk:
    """Who carries jobs out: how the record is opened for somebody, how the table of jobs is, the slates, the clock."""

    record: Callable[[str], Opened]
    notebook: Callable[[], Opened]
    slate: Callable[[int], Slate]
    instant: Callable[[], datetime]


def work(desk: Desk) -> int:
    """Carry out everything that waits, one after another; how many there were."""
    done = 0
    while (number := _take(desk)) is not None:
        perform(desk, number)
        done += 1
    return done


def begin(desk: Desk, number: int) -> bool:
    """Take one job that waits, for whoever asked for it and stays for the answer; False if somebody else has."""
    return _take(desk, number) is not None


def _take(desk: Desk, number: int | None = None) -> int | None:
    """Take the first job that waits, or that was broken off."""
    with desk.notebook() as session:
        serialise(session, "import jobs")
        query = _waiting(desk.instant())
        query = query.where(ImportJob.id == number) if number is not None else query
        job = next((one for one in session.scalars(query) if not _is_alive(desk, one)), None)
        if job is None:
            return None
        at = desk.instant()
        if job.attempts >= MOST_ATTEMPTS:
            job.failed, job.finished_at = BROKE_OFF, at
        else:
            job.begun_at, job.moved_at, job.attempts = at, at, job.attempts + 1
        return job.id


def _is_alive(desk: Desk, job: ImportJob) -> bool:
    """Whether a deed that was begun long ago still goes on, by what it told."""
    told = desk.slate(job.id).moved_at() if job.begun_at else None
    return told is not None and told > desk.instant() - STILL


def _waiting(now: datetime) -> Select[ImportJob]:
    """What is to be done: checks and imports that nobody has begun, or that were not heard of for long."""
    begun = or_(ImportJob.begun_at.is_(None), ImportJob.moved_at < now - STILL)
    asked = (ImportJob.deed.is_not(None), ImportJob.finished_at.is_(None), ImportJob.cancelled_at.is_(None))
    return select(ImportJob).where(*asked, begun).order_by(ImportJob.moved_at, ImportJob.id)


def perform(desk: Desk, number: int) -> None:
    """Do what was asked of a job that was taken. Whatever happens, the job says in the end what came of it."""
    try:
        _perform(desk, number)
    except Cancelled:
        with desk.notebook() as session:
            _give_up(session.get_one(ImportJob, number), desk.instant())
    except RuleBroken as refusal:
        _note(desk, number, failed=refusal.sentence)
    except Exception:
        _note(desk, number, failed=FAILED.format(number))
        raise


def _perform(desk: Desk, number: int) -> None:
    with desk.notebook() as session:
        query = select(ImportJob).where(ImportJob.id == number)
        job = session.scalars(query.options(joinedload(ImportJob.by), undefer(ImportJob.content))).one()
        if job.finished_at or job.cancelled_at:
            return
        session.expunge_all()
    rows = import_files.rows_of(tables.from_json(job.content), mapped_of(job))
    after_row = _listener(desk, number, len(rows))
    with desk.record(job.by.username) as session:
        at = desk.instant()
        given = {"noun": job.noun, "rows": rows, "author": job.by_id, "at": at, "update": job.updates}
        report = imports.bring_in(session, **given, after_row=after_row)
        if job.deed is Deed.CARRY_OUT and not report.faults:
            _record(session, job, report, at)
            return
        session.rollback()
    _note(desk, number, checked=_told(report, len(rows)), faults=_faults(report))


def _record(session: Session, job: ImportJob, report: ImportReport, at: datetime) -> None:
    """Say in the import's own transaction what it brought, and that the job is done."""
    stored = session.get_one(ImportJob, job.id, with_for_update=True)
    if stored.finished_at or stored.cancelled_at:  # somebody else took it for broken off, and was done before
        session.rollback()
        return
    file = FileFacts(job.file_name, job.sha256, job.size)
    common = {"noun": job.noun, "author": job.by_id, "at": at}
    run = imports.record(session, file=file, row_count=job.row_count, report=report, **common)
    stored.run_id = run.id if run else None
    stored.checked, stored.faults, stored.content = _told(report, job.row_count), [], ""
    stored.finished_at = stored.moved_at = at


def _told(report: ImportReport, rows: int) -> dict[str, int]:
    """What a look at the rows came to, in numbers."""
    counts = {fate.value: report.count(fate) for fate in Fate}
    return {"rows": rows, **counts, "faulty": len({fault.row for fault in report.faults}), "faults": len(report.faults)}


def _faults(report: ImportReport) -> list[list[str | int]]:
    ordered = sorted(report.faults, key=lambda fault: fault.row)
    return [list(asdict(fault).values()) for fault in ordered[:MOST_FAULTS]]


def _listener(desk: Desk, number: int, total: int) -> Callable[[], None]:
    """Counts the rows, tells of them once a second at most, and ends the import if it was given up."""
    last, done, slate = desk.instant(), 0, desk.slate(number)
    _hear(slate)
    slate.tell(0, total, last)

    def after_row() -> None:
        nonlocal last, done
        done += 1
        if desk.instant() - last < NOTED:
            return
        last = desk.instant()
        _hear(slate)
        slate.tell(done, total, last)

    return after_row


def _hear(slate: Slate) -> None:
    if slate.is_cancelled():
        raise Cancelled


def _note(desk: Desk, number: int, **values: object) -> None:
    """Write down what came of a deed, and that it is over."""
    with desk.notebook() as session:
        job = session.get_one(ImportJob, number)
        for name, value in values.items():
            setattr(job, name, value)
        job.finished_at = job.moved_at = desk.instant()
