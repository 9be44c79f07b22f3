"""What is decided in the cells on which something counts: read from the kept summary, or else worked out.

The two roads give the same answers. The second is asked where the summary is empty, for a day after its last one, for
versions of the rules that were not in force, and for what the public could have read by a day.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.db import facts, summaries
from tracker.db.facts import Cell
from tracker.db.models import Bearing, State
from tracker.db.summaries import Alike
from tracker.domain import spans, status
from tracker.domain.facts import ALL_STATES, Clocks, Duty, Evidence, Party
from tracker.domain.reasons import Decision
from tracker.domain.support import Support, support_of

_CELLS = 400
"""For how many cells evidence is asked at once; each is two variables of a statement."""

_FEW = 20
"""Up to how many states are named in a statement; of more, the rows of all are read."""


def parties_of(session: Session, codes: Collection[str] = ()) -> dict[str, Party]:
    """The parties by their codes, in the order of their names and all states together first; all, or some."""
    query = select(State.code, State.name, State.kind, State.member_from, State.member_until)
    query = query.where(State.code.in_(codes)) if codes else query
    rows = session.execute(query.order_by(State.code != ALL_STATES, State.sort_name))
    return {row.code: Party(*row) for row in rows}


def recorded(
    session: Session, *, duties: Mapping[int, Duty], parties: Mapping[str, Party], clocks: Clocks
) -> list[Alike]:
    """The decisions of the cells on which something counts by the clocks; a cell that is not there is silent."""
    if not summaries.answers(session, clocks):
        return worked_out(session, duties=duties, parties=parties, clocks=clocks)
    states = parties if len(parties) <= _FEW else ()
    return summaries.kept(session, obligation_ids=duties, clocks=clocks, states=states)


def worked_out(
    session: Session, *, duties: Mapping[int, Duty], parties: Mapping[str, Party], clocks: Clocks
) -> list[Alike]:
    """The same from the claims."""
    found: dict[tuple[Decision, int], list[str]] = {}
    for (state, duty), items in _evidence(session, _spoken(session, duties, parties), clocks):
        if (made := spans.decided(duties[duty], parties[state], items, clocks)) is not None:
            found.setdefault((made, duty), []).append(state)
    return [Alike(made, duty, states) for (made, duty), states in found.items()]


def each(alike: Iterable[Alike]) -> dict[Cell, Decision]:
    """The decisions by their cells."""
    return {(state, duty): made for made, duty, states in alike for state in states}


def supports(
    session: Session, *, duties: Mapping[int, Duty], parties: Mapping[str, Party], clocks: Clocks
) -> dict[Cell, Support]:
    """How much stands behind each cell: claims and independent origins, counted over the evidence that counts."""
    found: dict[Cell, Support] = {}
    for (state, key), items in _evidence(session, _spoken(session, duties, parties), clocks):
        duty = status.judged(duties[key], parties[state], items, clocks)
        counted, _ = status.sort_out(duty, parties[state], items, clocks)
        if counted:
            found[state, key] = support_of(counted)
    return found


def _spoken(session: Session, duties: Mapping[int, Duty], parties: Mapping[str, Party]) -> list[Cell]:
    """The cells on which a claim may bear: those that one names. Of few cells, all may."""
    if len(duties) * len(parties) <= _CELLS:
        return [(state, duty) for duty in duties for state in parties]
    query = select(Bearing.state_code, Bearing.obligation_id).where(Bearing.obligation_id.in_(duties)).distinct()
    if len(parties) <= _FEW:
        query = query.where(Bearing.state_code.in_(parties))
    mine = ((state, duty) for state, duty in session.execute(query) if state in parties)
    return sorted(mine, key=lambda cell: (cell[1], cell[0]))  # few obligations at a time, as the index has them


def _evidence(session: Session, cells: Collection[Cell], clocks: Clocks) -> Iterator[tuple[Cell, list[Evidence]]]:
    cells = list(cells)
    for start in range(0, len(cells), _CELLS):
        some = cells[start : start + _CELLS]
        yield from facts.evidence_of_cells(session, cells=some, known_at=clocks.known_at).items()
