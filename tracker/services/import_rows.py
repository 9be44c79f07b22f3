"""Rows taken in one by one, each whole or not at all, with a sentence for each fault."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy.orm import Session

from tracker.domain.errors import NotAllowed, Problem, RuleBroken
from tracker.intake.claim_rows import Row
from tracker.services.import_report import Done, Fault, Faulty, ImportReport


def each(
    session: Session, rows: Sequence[Row], take: Callable[[Row], Done], after_row: Callable[[], None]
) -> ImportReport:
    """Take every row in, or note what is wrong with it. The caller rolls back where the report has faults."""
    report = ImportReport()
    for row in rows:
        try:
            with savepoint(session):
                _refuse_unreadable(row)
                report.done.append(take(row))
        except Faulty as refused:
            report.faults += [Fault(row.number, p.field, p.sentence) for p in refused.problems]
        after_row()
    return report


def _refuse_unreadable(row: Row) -> None:
    if row.faults:
        raise Faulty(*(Problem(column, sentence) for column, sentence in row.faults))


@contextmanager
def savepoint(session: Session) -> Iterator[None]:
    """Keep a row whole: what a refused row had written is undone, and the rows after it are still checked."""
    try:
        with session.begin_nested():
            yield
    except NotAllowed:
        raise  # it is about the person and not about the row
    except RuleBroken as error:
        raise Faulty(*error.problems) from error
