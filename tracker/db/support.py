"""How much stands behind many cells: claims and independent origins, counted over the facts that the rules count."""

from collections.abc import Iterable

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from tracker.db import facts
from tracker.domain.facts import Clocks
from tracker.domain.support import Support


def supports_of(session: Session, *, obligation_ids: Iterable[int], clocks: Clocks) -> dict[facts.Cell, Support]:
    """`domain.support` said in SQL, for each cell of the obligations on which anything counts. One statement."""
    row = facts.counted_rows(session, list(obligation_ids), clocks).c
    query = select(
        row.state,
        row.obligation,
        func.count(func.distinct(row.claim)),
        func.count(func.distinct(case((row.own == 0, row.origin)))),
        func.max(row.own),
    )
    query = query.where(row.uncertain == 0).group_by(row.state, row.obligation)
    found = session.execute(query)
    return {(state, duty): Support(claims, origins, bool(own)) for state, duty, claims, origins, own in found}
