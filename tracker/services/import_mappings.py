"""Saved mappings: how a person's files call the fields, kept by name; shared, others may use them as well."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from tracker.db.models import ImportMapping
from tracker.domain import importing
from tracker.domain.errors import NotAllowed, NotFound, Problem
from tracker.domain.importing import ImportNoun, Mapped
from tracker.intake import import_columns


def save(
    session: Session,
    *,
    name: str,
    noun: ImportNoun,
    mapped: Mapped,
    columns: Sequence[str],
    shared: bool,
    by: int,
    at: datetime,
) -> ImportMapping:
    """Keep a mapping under a name; one's own of that name is replaced. Raises RuleBroken for a name that is none."""
    importing.check_name(name)
    query = select(ImportMapping).filter_by(by_id=by, noun=noun, name=name)
    row = session.scalar(query) or ImportMapping(by_id=by, noun=noun, name=name)
    row.fields, row.constants = mapped.by_header(columns), dict(mapped.constants)
    row.shared, row.at = shared, at
    session.add(row)
    session.flush()
    return row


def usable(session: Session, *, noun: ImportNoun, by: int) -> Sequence[ImportMapping]:
    """A person's own mappings for this sort of file, and those that others share, by name."""
    fit = or_(ImportMapping.by_id == by, ImportMapping.shared)
    query = select(ImportMapping).where(ImportMapping.noun == noun, fit).options(joinedload(ImportMapping.by))
    return session.scalars(query.order_by(ImportMapping.name, ImportMapping.id)).all()


def find(session: Session, *, name: str, noun: ImportNoun, by: int) -> ImportMapping:
    """The mapping of that name: one's own, else one that somebody shares. Raises NotFound."""
    named = [row for row in usable(session, noun=noun, by=by) if row.name == name]
    if not named:
        raise NotFound("import", Problem("mapping", f"There is no mapping “{name}” for {noun.label}."))
    return min(named, key=lambda row: (row.by_id != by, row.id))


def applied(row: ImportMapping, columns: Sequence[str]) -> Mapped:
    """A saved mapping on the columns of a file."""
    return import_columns.mapped(row.noun, columns, dict(row.fields), dict(row.constants))


def get(session: Session, *, number: int, by: int) -> ImportMapping:
    """A mapping that a person may use, by its number. Raises NotFound."""
    row = session.get(ImportMapping, number)
    if row is None or not (row.shared or row.by_id == by):
        raise NotFound("import", Problem("mapping", "There is no such mapping."))
    return row


def remove(session: Session, *, number: int, by: int) -> str:
    """Remove one's own mapping; its name. Raises NotFound, and NotAllowed for somebody else's."""
    row = get(session, number=number, by=by)
    if row.by_id != by:
        raise NotAllowed("import", Problem("", "Only who saved a mapping may remove it."))
    session.delete(row)
    session.flush()
    return row.name
