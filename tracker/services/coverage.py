"""How well the cells of a scope have been looked at. Seven statements, whatever the number of cells and claims."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, null, select
from sqlalchemy.orm import Session

from tracker.db import knowing, origins
from tracker.db.models import (
    Bearing,
    Citation,
    Claim,
    ClaimRevision,
    Obligation,
    OriginAssignment,
    Review,
    SearchRecord,
    State,
    User,
)
from tracker.domain import covering
from tracker.domain.covering import Counts, Cover, Covered, Look, LookKind
from tracker.domain.facts import Clocks
from tracker.domain.vocabulary import Outcome, Verdict
from tracker.services import assessments
from tracker.services.comparisons import Scope

_IDLE = (Outcome.NOT_IN_FORCE, Outcome.NOT_APPLICABLE)
Place = tuple[str, int | None]
"""A state's code and an obligation's id; None for all of the state's duties."""


@dataclass(frozen=True, slots=True)
class CoverLine:
    """A cell with the rows that name it, and how it has been looked at."""

    state: State
    obligation: Obligation
    covered: Covered


def of_scope(session: Session, *, chosen: Scope, clocks: Clocks) -> Sequence[CoverLine]:
    """The cells of a scope whose duty binds by the clocks, the emptiest and the stalest first."""
    states, duties = ({s.code: s for s in chosen.states}, {o.key: o for o in chosen.obligations})
    decisions = assessments.decide_all(session, chosen.obligations, chosen.states, clocks)
    looks, counts = _looks(session, chosen, clocks), _counts(session, chosen, clocks)
    cells = [
        covering.covered(
            code,
            key,
            counts.get((code, duties[key].id)),
            (*looks.get((code, duties[key].id), ()), *looks.get((code, None), ())),
        )
        for (code, key), decision in decisions.items()
        if decision.outcome not in _IDLE
    ]
    return [
        CoverLine(states[c.state], duties[c.obligation], c) for c in covering.thinnest_first(covering.beside(cells))
    ]


def totals(lines: Sequence[CoverLine]) -> dict[Cover, int]:
    """How many cells have each cover, in the order of the covers; those that none has are left out."""
    found = Counter(line.covered.cover for line in lines)
    return {cover: found[cover] for cover in Cover if found[cover]}


def _looks(session: Session, chosen: Scope, clocks: Clocks) -> dict[Place, list[Look]]:
    """The last claim, the last review and the last search of each kind of result, of each cell."""
    found: dict[Place, list[Look]] = {}
    ids = [row.id for row in chosen.obligations]
    for kind, query in (
        (LookKind.CLAIM, _logged(ids, clocks.known_at)),
        (LookKind.REVIEW, _reviewed(ids, clocks.known_at)),
        (LookKind.SEARCH, _searched(ids, clocks)),
    ):
        rows: Any = session.execute(query)
        for state, duty, at, by, result in rows:
            found.setdefault((state, duty), []).append(Look(_day(at), by, kind, result))
    return found


def _day(at: date | datetime) -> date:
    return at.astimezone(UTC).date() if isinstance(at, datetime) else at


def _last(state: Any, duty: Any, at: Any, by: Any, result: Any = None, *, tie: Any) -> Any:
    """The newest row of each cell. Both databases number the rows of a cell, and the first is taken."""
    cell = (state, duty) if result is None else (state, duty, result)
    place = func.row_number().over(partition_by=cell, order_by=(at.desc(), tie.desc()))
    said = select(state.label("state"), duty.label("duty"), at.label("at"), by.label("by"), place.label("place"))
    return said if result is None else said.add_columns(result.label("result"))


def _named(ranked: Any, *, result: bool = False) -> Any:
    row = ranked.subquery().c
    told = row.result if result else null()
    query = select(row.state, row.duty, row.at, User.name, told).join(User, User.id == row.by)
    return query.where(row.place == 1).order_by(row.state, row.duty)


def _logged(ids: Sequence[int], known_at: datetime) -> Any:
    revision = ClaimRevision
    last = _last(Bearing.state_code, Bearing.obligation_id, revision.recorded_at, revision.author_id, tie=revision.id)
    query = last.select_from(Bearing).join(revision, revision.id == Bearing.revision_id)
    return _named(query.where(Bearing.obligation_id.in_(ids), revision.recorded_at <= known_at))


def _reviewed(ids: Sequence[int], known_at: datetime) -> Any:
    last = _last(Bearing.state_code, Bearing.obligation_id, Review.at, Review.reviewer_id, tie=Review.id)
    query = last.select_from(Bearing).join(Review, Review.revision_id == Bearing.revision_id)
    return _named(query.where(Bearing.obligation_id.in_(ids), Review.at <= known_at))


def _searched(ids: Sequence[int], clocks: Clocks) -> Any:
    row = SearchRecord
    last = _last(row.state_code, row.obligation_id, row.searched_on, row.by_id, row.result, tie=row.id)
    about = row.obligation_id.is_(None) | row.obligation_id.in_(ids)
    known = and_(row.searched_on <= clocks.as_of, row.recorded_at <= clocks.known_at)
    return _named(last.where(about, known), result=True)


def _counts(session: Session, chosen: Scope, clocks: Clocks) -> dict[Place, Counts]:
    known_at = clocks.known_at
    accepted: ColumnElement[Any] = case((Review.verdict == Verdict.RIGHT, ClaimRevision.claim_id))
    query = (
        select(
            Bearing.state_code,
            Bearing.obligation_id,
            func.count(func.distinct(ClaimRevision.claim_id)),
            func.count(func.distinct(accepted)),
            func.count(func.distinct(Citation.source_id)),
            func.count(func.distinct(origins.counted_under())),
        )
        .select_from(Bearing)
        .join(ClaimRevision, ClaimRevision.id == Bearing.revision_id)
        .join(Claim, Claim.id == ClaimRevision.claim_id)
        .outerjoin(OriginAssignment, origins.assignment_at(known_at))
        .outerjoin(Review, knowing.review_at(known_at))
        .outerjoin(Citation, Citation.revision_id == ClaimRevision.id)
        .where(Bearing.obligation_id.in_([row.id for row in chosen.obligations]))
        .where(knowing.current_at(known_at), knowing.unwithdrawn_at(known_at), *knowing.public_by(clocks.public_at))
        .group_by(Bearing.state_code, Bearing.obligation_id)
    )
    return {(state, duty): Counts(*numbers) for state, duty, *numbers in session.execute(query)}
