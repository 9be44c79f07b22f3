"""What a duty asks on a day, in SQL: periods, due dates counted from an event, terms that a record of the law changed.

`domain.periods`, and rows 7 to 9 of the table of `domain.tally`, said again in SQL. Only the few duties that are not
settled by their own row come here; for all others the queries stay as they are.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import CTE, ColumnElement, and_, case, func, literal, not_, or_, select
from sqlalchemy.orm import Session

from tracker.db import law_changes
from tracker.db.days import days_after
from tracker.db.models import Obligation
from tracker.domain import periods
from tracker.domain.facts import Clocks, Duty, Period
from tracker.domain.law_changes import under
from tracker.domain.tally import CREDIBLE, FULFILMENT, SILENT, Bucket
from tracker.domain.vocabulary import Credibility, Effect

_CREDIBLE = [Credibility(str(grade)) for grade in CREDIBLE]


def special(session: Session, obligation_ids: Sequence[int], clocks: Clocks) -> dict[int, Duty]:
    """The duties that come every period or from an event, or that a record changes, as judged by the clocks.

    One statement, for the records; the obligations are in the session where the caller has read them.
    """
    changes = law_changes.in_force(session, obligation_ids=obligation_ids, known_at=clocks.known_at)
    rows = (session.get(Obligation, key) for key in obligation_ids)
    bare = {row.id: _bare(session, row) for row in rows if row is not None and (row.recurs or row.id in changes)}
    return {key: periods.on(under(duty, changes.get(key, ())), clocks.as_of) for key, duty in bare.items()}


def _bare(session: Session, row: Obligation) -> Duty:
    """The terms on which a tally depends."""
    return Duty(
        row.key,
        row.test,
        effective=row.effective,
        due=row.due,
        ended=row.ended,
        limits=law_changes.limits_of(session, obligation_ids=[row.id]).get(row.id, ()) if row.test == "limit" else (),
        suspensions=law_changes.suspensions_of(row),
        recurs=row.recurs or "",
    )


def by_duty(duties: Mapping[int, Duty], value: Callable[[Duty], Any], other: Any) -> Any:
    """A value of each of these duties; for all other duties, a column."""
    given = {key: found for key, duty in duties.items() if (found := value(duty)) is not None}
    if not given:
        return other
    return case({key: literal(found) for key, found in given.items()}, value=Obligation.id, else_=other)


def gives_share(row: Any) -> ColumnElement[bool]:
    """Row 7 of the table: a credible fraction bears on a conditional duty, with or without an effect."""
    return and_(
        row.opens_below.is_not(None),
        or_(row.share_low.is_not(None), row.share_high.is_not(None)),
        row.kind.not_in(SILENT),
        row.conduct != Effect.PROMISES.value,
        row.credibility.in_(_CREDIBLE),
    )


def opens(row: Any) -> ColumnElement[bool]:
    """Row 8 of the table: a credible claim opens a conditional duty, by its fact or by a figure."""
    stated = and_(row.conduct == Effect.OPENS.value, row.credibility.in_(_CREDIBLE))
    return or_(stated, and_(gives_share(row), row.share_high < row.opens_below))


def dated(judged: CTE, duties: Mapping[int, Duty], here: ColumnElement[bool], as_of: date) -> CTE:
    """The same rows, with the due dates that are counted from the event that opened the duty there."""
    steps = {key: duty for key, duty in duties.items() if periods.is_from_event(duty)}
    if not steps:
        return judged
    row = judged.c
    opened = (
        select(row.state, row.obligation, func.min(row.last).label("day"))
        .where(here, opens(row), row.last <= as_of, row.obligation.in_(steps))
        .group_by(row.state, row.obligation)
        .cte("opened")
    )
    counted = [
        (row.obligation == key, days_after(opened.c.day, periods.days_from_event(duty))) for key, duty in steps.items()
    ]
    kept = [column for column in row if column.key != "due"]
    same = and_(row.state == opened.c.state, row.obligation == opened.c.obligation)
    due = case(*counted, else_=row.due).label("due")
    return select(*kept, due).select_from(judged.outerjoin(opened, same)).cte("dated")


def of_the_period(row: Any, duties: Mapping[int, Duty]) -> Iterator[ColumnElement[bool]]:
    """Row 9 of the table: of a duty that comes every period, only what is of the period judged."""
    for key, duty in duties.items():
        if duty.period is not None:
            yield not_(and_(row.obligation == key, func.coalesce(row.side, "") != "", _of_another(row, duty.period)))


def _of_another(row: Any, period: Period) -> ColumnElement[bool]:
    stated = and_(row.covers_first.is_not(None), row.covers_first <= period.last, row.covers_last >= period.last)
    may_be = [row.covers_first.is_(None)]
    if period.after is not None:
        may_be.append(row.last > period.after)
    if period.until is not None:
        may_be.append(row.first <= period.until)
    report = and_(row.side.in_([side.value for side in FULFILMENT]), not_(or_(stated, and_(*may_be))))
    outside = or_(row.first < period.first, row.last > period.last)
    return or_(report, and_(row.side == Bucket.OPENS.value, outside))
