"""Imports of any sort: one road for pages and command line, and the record of what each brought."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, defer, joinedload

from tracker.db import knowing
from tracker.db.constraints import refusing
from tracker.db.models import Claim, ClaimRevision, ImportRun, Review, Source
from tracker.domain.dates import instant_words
from tracker.domain.errors import NotFound, Problem
from tracker.domain.importing import ImportNoun
from tracker.domain.vocabulary import ReviewState
from tracker.intake import quantity_rows
from tracker.intake.claim_rows import Row
from tracker.services import claim_import, law_import, paging, source_import
from tracker.services.import_report import Fate, Fault, ImportReport

CLAIMS = (ImportNoun.CLAIMS, ImportNoun.QUANTITIES)
"""Imports whose rows become claims."""

AT_ONCE = 500
"""How many keys one statement names."""

PASTED = "pasted table"
"""The name of what came from the clipboard."""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a file is known by."""

    name: str
    sha256: str
    size: int

    @classmethod
    def of(cls, data: bytes, *, name: str) -> "FileFacts":
        """Those of bytes."""
        return cls(name or PASTED, hashlib.sha256(data).hexdigest(), len(data))


def bring_in(
    session: Session,
    *,
    noun: ImportNoun,
    rows: Sequence[Row],
    author: int,
    at: datetime,
    update: bool = False,
    after_row: Callable[[], None] = lambda: None,
) -> ImportReport:
    """Take in rows of this sort; what they bring waits for a second person. With `update`, rows may change claims.

    The caller rolls back where the report has faults, or where it only wanted to know. `after_row` is called after
    each row, and may raise to give the import up. Raises NotAllowed for a person who may not.
    """
    common = {"author": author, "at": at, "after_row": after_row}
    if noun is ImportNoun.SOURCES:
        return source_import.bring_in(session, rows=rows, **common)
    if noun is ImportNoun.LAW:
        return law_import.bring_in(session, rows=rows, **common)
    if noun is ImportNoun.CLAIMS:
        return claim_import.bring_in(session, rows=rows, update=update, **common)
    resolve = claim_import.resolver(session)
    made = [quantity_rows.as_claim(row, resolve) for row in rows]
    report = claim_import.bring_in(session, rows=made, update=update, **common)
    report.faults = [replace(fault, column=_column(fault)) for fault in report.faults]
    return report


def _column(fault: Fault) -> str:
    return quantity_rows.COLUMN_OF.get(fault.column, fault.column)


def record(
    session: Session,
    *,
    noun: ImportNoun,
    file: FileFacts,
    row_count: int,
    report: ImportReport,
    author: int,
    at: datetime,
) -> ImportRun | None:
    """Record what an import without faults brought, in its own transaction; nothing for one that changed nothing."""
    brought = [[done.row, done.key, done.fate.value] for done in report.done if done.fate is not Fate.UNCHANGED]
    if not brought:
        return None
    run = ImportRun(
        noun=noun,
        file_name=file.name,
        sha256=file.sha256,
        size=file.size,
        row_count=row_count,
        added=report.count(Fate.NEW),
        updated=report.count(Fate.UPDATED),
        brought=brought,
        by_id=author,
        at=at,
    )
    with refusing(session):
        session.add(run)
    return run


def get(session: Session, *, number: int, known_at: datetime | None = None) -> ImportRun:
    """An import, with who made it and what it brought. Raises NotFound, also for one made after an instant."""
    run = session.scalar(select(ImportRun).where(ImportRun.id == number).options(joinedload(ImportRun.by)))
    if run is None:
        raise NotFound("import", Problem("number", f"There is no import {number}."))
    if known_at is not None and run.at > known_at:
        made = f"Import {number} was made on {instant_words(run.at)}, after the instant that was asked for."
        raise NotFound("import", Problem("number", made))
    return run


def latest(session: Session, *, most: int = 50, known_at: datetime | None = None) -> Sequence[ImportRun]:
    """The imports of the record by an instant, or by now, newest first, without the lists of what they brought."""
    query = select(ImportRun).options(joinedload(ImportRun.by), defer(ImportRun.brought, raiseload=True))
    if known_at is not None:
        query = query.where(ImportRun.at <= known_at)
    return session.scalars(query.order_by(ImportRun.id.desc()).limit(most)).all()


def same_file(session: Session, *, sha256: str) -> ImportRun | None:
    """The latest import of the very same file; None for one that was never imported."""
    query = select(ImportRun).where(ImportRun.sha256 == sha256).options(defer(ImportRun.brought, raiseload=True))
    return session.scalars(query.order_by(ImportRun.id.desc()).limit(1)).first()


@dataclass(frozen=True, slots=True)
class Brought:
    """One row of an import: its number in the file, the key of what it became, and whether that was new."""

    row: int
    key: str
    fate: Fate


def brought(run: ImportRun) -> list[Brought]:
    """What an import brought, in the order of its rows."""
    return [Brought(row, key, Fate(fate)) for row, key, fate in run.brought]


def standing_of(session: Session, *, run: ImportRun, known_at: datetime | None = None) -> dict[str, ReviewState]:
    """Where each claim that an import brought stood at an instant, or stands now, by its key; of other nouns, none."""
    if run.noun not in CLAIMS:
        return {}
    query = select(Claim.key, knowing.review_state_at(known_at)).join(ClaimRevision, ClaimRevision.claim_id == Claim.id)
    query = query.outerjoin(Review, knowing.review_at(known_at)).where(knowing.current_at(known_at))
    keys = sorted(one.key for one in brought(run))
    found = (session.execute(query.where(Claim.key.in_(some))) for some in paging.batches(keys, AT_ONCE))
    return {key: ReviewState(state) for rows in found for key, state in rows}


def sources_of(session: Session, *, keys: Sequence[str]) -> dict[str, Source]:
    """The sources with these keys."""
    return {row.key: row for row in session.scalars(select(Source).where(Source.key.in_(keys)))}
