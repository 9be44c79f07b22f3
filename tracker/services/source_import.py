"""The import of sources. One that the record has already changes nothing; an import changes no source."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from tracker.db.engine import serialise
from tracker.domain.content import SourceContent
from tracker.domain.errors import Problem
from tracker.intake import source_rows
from tracker.intake.claim_rows import Row
from tracker.services import claim_import, claims, import_rows, revisions, sources
from tracker.services.import_report import Done, Fate, Faulty, ImportReport

COLUMN_OF = {"key": "source_key", "access_points": "addresses"}


def bring_in(
    session: Session, *, rows: Sequence[Row], author: int, at: datetime, after_row: Callable[[], None] = lambda: None
) -> ImportReport:
    """Record the sources. The caller rolls back where the report has faults.

    Raises NotAllowed for a person who is no analyst.
    """
    claims.check_analyst(session, author)
    serialise(session, "claims")  # whoever logs a claim may record a source with it
    return import_rows.each(session, rows, partial(_take, session, author, at), after_row)


def _take(session: Session, author: int, at: datetime, row: Row) -> Done:
    content, problems = source_rows.read(row.fields)
    if content is None:
        raise Faulty(*(Problem(COLUMN_OF.get(p.field, p.field), p.sentence) for p in problems))
    known = claim_import.known_source(session, content)
    if known is not None:
        _refuse_other(content, revisions.source_content(known))
        return Done(row.number, known.key, Fate.UNCHANGED)
    if not content.title:
        raise Faulty(Problem("title", f"There is no source “{content.key}” in the record yet; give its title."))
    return Done(row.number, sources.record(session, content=content, by=author, at=at).key, Fate.NEW)


def _refuse_other(given: SourceContent, recorded: SourceContent) -> None:
    if given.key:
        claim_import.refuse_other_details(given, recorded)
