"""The list of claims as its page shows it: one line a claim, read as columns, and never more counted than one can read.

A claim with all that hangs on it takes eighteen statements to load and is needed by a page of its own; a line takes
three, whatever the number of lines.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from tracker.db import knowing, origins
from tracker.db.models import Bearing, Claim, ClaimRevision, ClaimState, Obligation, OriginAssignment, Review, State
from tracker.domain.vocabulary import Credibility, Effect, Kind, Reliability, ReviewState
from tracker.services import citation_check, freshness, paging
from tracker.services.claim_list import ClaimFilter, conditions

COUNTED = 10_000
"""More claims than this are not counted: it would take longer than all the rest of the page."""

SPEAKERS = 300
"""How many speakers a list offers to choose from."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A claim in one line: what was said, by whom, about which states, and where it stands. `revision` is its number.

    `effects` are in the order in which they were recorded, each once. `mismatch` is the answer of the citation check.
    """

    key: str
    statement: str
    kind: Kind
    speaker: str
    said_first: date | None
    said_last: date | None
    cited_as: str
    review_state: ReviewState
    reliability: Reliability | None
    credibility: Credibility | None
    states: tuple[str, ...] = ()
    effects: tuple[Effect, ...] = ()
    mismatch: bool = False
    revision: int = 0


def browse(session: Session, *, chosen: ClaimFilter, page: int = 1, size: int = 25) -> paging.Page[Listed]:
    """Claims that fit, newest statement first. Five statements at most."""
    found = session.execute(_page(chosen).limit(size).offset(paging.offset(page, size))).all()
    lines = dict(zip((row.id for row in found), (_plain(row) for row in found), strict=True))
    total = _total(session, chosen)
    at_least = total > COUNTED
    return paging.Page(_with_lists(session, lines), max(page, 1), size, min(total, COUNTED), at_least)


def _total(session: Session, chosen: ClaimFilter) -> int:
    """How many claims fit, as far as they are counted; of all that stand now, counted once for each change of them."""
    if chosen != ClaimFilter():
        return session.scalar(_counted(chosen)) or 0
    nouns = (ClaimRevision.__tablename__,)
    return freshness.kept(session, "how many claims stand", nouns, lambda: session.scalar(_counted(chosen)) or 0)


def origins_among(session: Session, *, chosen: ClaimFilter) -> int:
    """How many origins the claims that fit have among them; for a list that was counted whole."""
    query = select(func.count(func.distinct(origins.counted_under()))).select_from(ClaimRevision)
    query = query.outerjoin(OriginAssignment, origins.assignment_at(chosen.known_at))
    return session.scalar(_fitting(query, chosen)) or 0


def speakers(session: Session, *, most: int = SPEAKERS) -> Sequence[str]:
    """The first of those whom a current revision names as speaker, by name.

    Each is found from the one before by one step in an index, so that a hundred thousand claims of one speaker cost
    no more than one.
    """
    return session.scalars(_speakers(most)).all()


@cache
def _speakers(most: int) -> Select[str]:
    said, later = ClaimRevision.speaker, aliased(ClaimRevision)
    first = select(func.min(said).label("speaker")).where(ClaimRevision.superseded_at.is_(None))
    steps = first.cte("steps", recursive=True)
    following = select(func.min(later.speaker)).where(later.superseded_at.is_(None), later.speaker > steps.c.speaker)
    steps = steps.union_all(select(following.scalar_subquery()).where(steps.c.speaker.is_not(None)))
    return select(steps.c.speaker).where(steps.c.speaker.is_not(None)).limit(most)


def _fitting(query: Select[*tuple[Any, ...]], chosen: ClaimFilter) -> Select[*tuple[Any, ...]]:
    """The query over revisions, kept to those that fit. The claims are joined only where a filter asks them."""
    if chosen.review_state:
        query = query.join(Claim, Claim.id == ClaimRevision.claim_id)
    return query.where(*conditions(chosen))


def _counted(chosen: ClaimFilter) -> Select[*tuple[Any, ...]]:
    some = _fitting(select(ClaimRevision.id), chosen).limit(COUNTED + 1).subquery()
    return select(func.count()).select_from(some)


def _page(chosen: ClaimFilter) -> Select[*tuple[Any, ...]]:
    said = (ClaimRevision.said_first, ClaimRevision.said_last, ClaimRevision.cited_as)
    standing = knowing.review_state_at(chosen.known_at).label("review_state")
    graded = (Review.reliability, Review.credibility)
    spoken = (ClaimRevision.statement, ClaimRevision.kind, ClaimRevision.speaker)
    query = select(ClaimRevision.id, ClaimRevision.number, Claim.key, *spoken, *said, standing, *graded)
    query = query.join(Claim, Claim.id == ClaimRevision.claim_id)
    query = query.outerjoin(Review, knowing.review_at(chosen.known_at)).where(*conditions(chosen))
    return query.order_by(ClaimRevision.day_last.desc(), ClaimRevision.claim_id.desc())


def _plain(row: Any) -> Listed:
    _, number, *values = row
    values[7] = ReviewState(values[7])
    return Listed(*values, revision=number)


def _with_lists(session: Session, lines: dict[int, Listed]) -> list[Listed]:
    """The lines with what hangs on them."""
    if not lines:
        return []
    states, effects, subjects = _states(session, lines), {}, {}
    for row in session.execute(_bearings(lines)):
        effects.setdefault(row.revision_id, {})[row.effect] = None
        subjects.setdefault(row.revision_id, set()).add(row.subject)
    law = citation_check.law_of(session)
    return [
        replace(
            line,
            states=tuple(states.get(number, ())),
            effects=tuple(effects.get(number, ())),
            mismatch=citation_check.is_mismatch(line, subjects=frozenset(subjects.get(number, ())), law=law),
        )
        for number, line in lines.items()
    ]


def _states(session: Session, revisions: Collection[int]) -> dict[int, list[str]]:
    query = select(ClaimState.revision_id, State.name).join(State, State.code == ClaimState.state_code)
    found: dict[int, list[str]] = {}
    for number, name in session.execute(query.where(ClaimState.revision_id.in_(revisions)).order_by(State.code)):
        found.setdefault(number, []).append(name)
    return found


def _bearings(revisions: Collection[int]) -> Select[*tuple[Any, ...]]:
    query = select(Bearing.revision_id, Bearing.effect, Obligation.subject)
    query = query.join(Obligation, Obligation.id == Bearing.obligation_id)
    return query.where(Bearing.revision_id.in_(revisions)).order_by(Bearing.id)
