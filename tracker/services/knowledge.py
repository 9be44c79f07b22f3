"""How what was known of a cell moved, from deed to deed: its outcome on one day, by the instant of known at.

It is the other axis of `assessments.course`. The instants are those of `changes.deeds`, and of the rules where no
version was named. Each is judged by what was known then, all from the same few statements.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import CTE, literal, select, union
from sqlalchemy.orm import Session

from tracker.db import facts
from tracker.db.adoptions import adoptions
from tracker.db.models import RulesInForce
from tracker.domain import adopting, status
from tracker.domain.facts import Clocks
from tracker.domain.vocabulary import Assurance, Outcome, Ruling
from tracker.services import changes
from tracker.services.assessments import Cell
from tracker.services.comparisons import Scope

MOST = 20
"""How many instants are judged; where there are more, the newest."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """An instant from which the outcome of a cell was known to be another. `why` says what was done then."""

    at: datetime
    outcome: Outcome
    assurance: Assurance
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What was known of a cell on the day judged, in the order of the instants. `is_cut` says that there were more."""

    turns: Sequence[Learnt]
    is_cut: bool = False


def course(session: Session, *, cell: Cell, rules: str = "") -> Knowledge:
    """How what was known of a cell moved up to the instant of its clocks, of their day and by what was public then.

    Without a version of the rules, each instant is judged by those in force at it. Six statements at most.
    """
    every = _deeds(cell, named=bool(rules))
    whys = _whys(session, every)
    kept = sorted(whys)[-MOST:]
    versions = [] if rules else adoptions(session)
    judged = {at: _clocks(cell, at, rules or adopting.in_force(versions, at)) for at in kept}
    return Knowledge(_turns(session, cell, _moments(every), judged, whys), len(whys) > len(kept))


def _deeds(cell: Cell, *, named: bool) -> Any:
    """What selects the instants at which the cell can move, as `at` and `why`."""
    until = cell.clocks.known_at
    row = changes.deeds(Scope([cell.obligation], [cell.state]), known_at=until).subquery().c
    if named:
        return select(row.at, row.why).subquery()
    ruled = (RulesInForce.ruling == Ruling.APPROVED, RulesInForce.ruled_at <= until)
    adopted = select(RulesInForce.ruled_at.label("at"), literal("rules were put in force").label("why")).where(*ruled)
    return union(select(row.at, row.why), adopted).subquery()


def _whys(session: Session, every: Any) -> dict[datetime, tuple[str, ...]]:
    """What was done at each instant; of one more than are judged."""
    newest = select(every.c.at).distinct().order_by(every.c.at.desc()).limit(MOST + 1)
    found: dict[datetime, tuple[str, ...]] = {}
    query = select(every.c.at, every.c.why).where(every.c.at.in_(newest))
    for at, why in session.execute(query.order_by(every.c.at, every.c.why)):
        found[at] = (*found.get(at, ()), why)
    return found


def _moments(every: Any) -> CTE:
    return select(every.c.at).distinct().order_by(every.c.at.desc()).limit(MOST).cte("moment")


def _clocks(cell: Cell, at: datetime, rules: str) -> Clocks:
    return replace(cell.clocks, known_at=at, rules=rules)


def _turns(
    session: Session, cell: Cell, moments: CTE, judged: Mapping[datetime, Clocks], whys: Mapping[datetime, Any]
) -> list[Learnt]:
    known = facts.then(
        session, state=cell.state.code, obligation=cell.obligation, moments=moments, instants=list(judged)
    )
    turns: list[Learnt] = []
    for at, clocks in judged.items():
        duty, evidence = known[at]
        found = status.assess(duty, cell.party, evidence, clocks)
        if not turns or (turns[-1].outcome, turns[-1].assurance) != (found.outcome, found.assurance):
            turns.append(Learnt(at, found.outcome, found.assurance, whys[at]))
    return turns
