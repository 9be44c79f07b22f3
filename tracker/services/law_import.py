"""The import of law records: each row is proposed, and a second person puts it in force or refuses it.

A row that says in every field what a record says already changes nothing, whatever came of that record; only one that
its author took back may be proposed again.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from tracker.db.engine import serialise
from tracker.db.models import LawChange
from tracker.domain import law_changes as rules
from tracker.domain.law_changes import Proposed
from tracker.domain.vocabulary import Ruling
from tracker.intake import law_rows
from tracker.intake.claim_rows import Row
from tracker.intake.fields import Resolve
from tracker.services import accounts, claim_import, import_rows, law, law_changes
from tracker.services.import_report import Done, Fate, Faulty, ImportReport


def bring_in(
    session: Session, *, rows: Sequence[Row], author: int, at: datetime, after_row: Callable[[], None] = lambda: None
) -> ImportReport:
    """Propose the records. The caller rolls back where the report has faults.

    Raises NotAllowed for a person who is neither analyst nor reviewer.
    """
    rules.DEED.check_proposer(accounts.roles_of(session, person=author))
    serialise(session, law_changes.LOCK)
    resolve = claim_import.resolver(session)
    return import_rows.each(session, rows, partial(_take, session, resolve, author, at), after_row)


def _take(session: Session, resolve: Resolve, author: int, at: datetime, row: Row) -> Done:
    found, problems = law_rows.read(row.fields, resolve)
    if found is None:
        raise Faulty(*problems)
    known = _on_record(session, found.obligation, found.proposed)
    if known is not None:
        return Done(row.number, str(known.id), Fate.UNCHANGED)
    made = law_changes.propose(session, obligation=found.obligation, proposed=found.proposed, by=author, at=at)
    return Done(row.number, str(made.id), Fate.NEW)


def _on_record(session: Session, obligation: str, proposed: Proposed) -> LawChange | None:
    """The record that says all this already, and was not taken back."""
    duty = law.obligation(session, key=obligation)
    query = select(LawChange).where(LawChange.obligation_id == duty.id, LawChange.title == proposed.title)
    standing = query.where(or_(LawChange.ruling.is_(None), LawChange.ruling != Ruling.TAKEN_BACK))
    wanted = proposed._asdict()
    for row in session.scalars(standing.options(joinedload(LawChange.source)).order_by(LawChange.id)):
        values = {name: getattr(row, name) for name in wanted} | {"source": row.source.key if row.source else ""}
        if values | {name: tuple(values[name]) for name in ("states", "rejected_by")} == wanted:
            return row
    return None
