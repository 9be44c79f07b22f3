"""Determinations as they are read: those of a cell, of many cells, and all of them, each with where it stood.

Everything here goes by the clocks: who had proposed, ruled and ended by *known at*, on the evidence of that instant.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from tracker.db import facts
from tracker.db.base import UTCDateTime
from tracker.db.knowing import Instant
from tracker.db.models import Determination, Obligation
from tracker.domain import determining
from tracker.domain.facts import Clocks, Duty, Evidence
from tracker.domain.fingerprints import TERMS_CHANGED, Change, differences, fingerprint
from tracker.domain.vocabulary import Ruling, Standing
from tracker.services import endings
from tracker.services.assessments import Cell
from tracker.services.determinations import determined, whole, with_ends
from tracker.services.endings import Ends

CLOSED = frozenset({Standing.REFUSED, Standing.TAKEN_BACK, Standing.ENDED})
HELD = frozenset({Standing.APPROVED, Standing.LAPSED})
"""Where a determination stands that a second person approved and nobody ended."""


@dataclass(frozen=True, slots=True)
class Held:
    """A determination as it stood at an instant, `known_at`.

    `moved`: the evidence was no longer that on which it was proposed. `covers`: it is about the day asked about.
    `changes` say what became different, on the page of its cell.
    """

    row: Determination
    standing: Standing
    moved: bool
    covers: bool
    known_at: datetime
    changes: tuple[Change, ...] = ()

    @property
    def is_closed(self) -> bool:
        """Whether it is over: refused, taken back or ended."""
        return self.standing in CLOSED

    @property
    def ends(self) -> Ends:
        """The proposals to end it, as known then. Of many cells they are not loaded."""
        return endings.of(self.row, known_at=self.known_at)

    @property
    def days(self) -> str:
        """The days that it is about, in words."""
        return determining.days_words(self.row.first, self.row.last)

    @property
    def stands(self) -> bool:
        """Whether it stands beside the outcome of the day asked about."""
        return self.standing is Standing.APPROVED and self.covers


@dataclass(frozen=True, slots=True)
class Overview:
    """All determinations: those that wait, oldest first; approved ones and the closed, newest first.

    `ending` are those of the approved whose proposed end waits.
    """

    waiting: list[Held]
    ending: list[Held]
    approved: list[Held]
    closed: list[Held]


def of_cell(session: Session, *, cell: Cell) -> list[Held]:
    """Every determination of a cell that was known at its instant, with what changed under each.

    Those that a second person approved come first, then those that wait, then the closed, each newest first. Three
    statements more for each one whose evidence moved.
    """
    query = with_ends(_known(cell.clocks.known_at)).where(
        Determination.state_code == cell.state.code, Determination.obligation_id == cell.obligation.id
    )
    rows = session.scalars(query.order_by(Determination.id.desc())).all()
    found = (_held(row, cell.duty, cell.evidence, cell.clocks) for row in rows)
    whole_ones = [_with_changes(session, held, cell) for held in found if held is not None]
    return sorted(whole_ones, key=lambda held: (held.is_closed, held.standing not in HELD))


def of_cells(
    session: Session, *, obligations: Sequence[Obligation], clocks: Clocks
) -> dict[tuple[str, str], list[Held]]:
    """Approved determinations about the day judged, standing or lapsed, by state and key of the obligation.

    In a fixed number of statements, and one where there is none.
    """
    asked = {"obligations": [row.id for row in obligations], "known_at": clocks.known_at}
    rows = session.scalars(_approved(), asked).all()
    found: dict[tuple[str, str], list[Held]] = {}
    for held in _all_held(session, rows, clocks):
        if held.covers and held.standing in HELD:
            found.setdefault((held.row.state_code, held.row.obligation.key), []).append(held)
    return found


@cache
def _approved() -> Select[Determination]:
    """The statement of `of_cells`, put together once."""
    query = _known(bindparam("known_at", type_=UTCDateTime)).where(
        Determination.obligation_id.in_(bindparam("obligations", expanding=True)),
        Determination.ruling == Ruling.APPROVED,
    )
    return query.order_by(Determination.id.desc())


def standing_of(
    session: Session, *, obligations: Sequence[Obligation], clocks: Clocks
) -> dict[tuple[str, str], Determination]:
    """The determination that stands beside the outcome of each cell that has one; the latest, should there be two."""
    found = of_cells(session, obligations=obligations, clocks=clocks)
    standing = {cell: [held.row for held in several if held.stands] for cell, several in found.items()}
    return {cell: rows[0] for cell, rows in standing.items() if rows}


def overview(session: Session, *, as_of: date, known_at: datetime) -> Overview:
    """All determinations as known at an instant, in a fixed number of statements."""
    rows = session.scalars(with_ends(_known(known_at)).order_by(Determination.id.desc())).all()
    found = _all_held(session, rows, Clocks(as_of, known_at))
    return Overview(
        waiting=[held for held in reversed(found) if held.standing is Standing.PROPOSED],
        ending=[held for held in found if held.ends.waiting is not None],
        approved=[held for held in found if held.standing in HELD],
        closed=[held for held in found if held.is_closed],
    )


def _known(known_at: Instant) -> Select[Determination]:
    return whole(select(Determination)).where(Determination.proposed_at <= known_at)


def _all_held(session: Session, rows: Sequence[Determination], clocks: Clocks) -> list[Held]:
    if not rows:
        return []
    cells = {(row.state_code, row.obligation_id) for row in rows}
    evidence = facts.evidence_of_cells(session, cells=sorted(cells), known_at=clocks.known_at)
    duties = facts.duties_of(session, rows={row.obligation for row in rows}, known_at=clocks.known_at)
    found = (
        _held(row, duties[row.obligation_id], evidence.get((row.state_code, row.obligation_id), ()), clocks)
        for row in rows
    )
    return [held for held in found if held is not None]


def _held(row: Determination, duty: Duty, evidence: Iterable[Evidence], clocks: Clocks) -> Held | None:
    about = determined(row)
    present = fingerprint(duty, evidence, last=row.last)
    standing = determining.standing(about, known_at=clocks.known_at, present=present)
    if standing is None:
        return None
    return Held(row, standing, present != row.fingerprint, about.covers(clocks.as_of), clocks.known_at)


def _with_changes(session: Session, held: Held, cell: Cell) -> Held:
    if not held.moved or held.is_closed:
        return held
    row = held.row
    before = facts.evidence_of(session, state=row.state_code, obligation_id=row.obligation_id, known_at=row.proposed_at)
    changes = differences(before, cell.evidence, last=row.last)
    if fingerprint(cell.duty, before, last=row.last) != row.fingerprint:
        changes.append(Change("", TERMS_CHANGED))
    return replace(held, changes=tuple(changes))
