"""More like this: other sources that have something in common with one, each with its reasons, the nearest first.

Of each thing in common only so many sources are followed, the newest first, so that a source which is cited by
thousands of claims costs no more than one that few cite.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, selectinload

from tracker.db import origins
from tracker.db.models import Bearing, Citation, ClaimRevision, Obligation, OriginAssignment, Source, State
from tracker.domain import likeness
from tracker.domain.likeness import Described, Reason

FOLLOWED = 200
"""How many claims and cells of the source are followed, and how many sources that describe themselves alike."""

LOOKED_AT = 2_000
"""How many claims on the same utterances, and on the same cells, are looked at."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A source and, in sentences, what it has in common with another."""

    source: Source
    reasons: tuple[str, ...]


def like(session: Session, *, source: Source, most: int = 8) -> list[Alike]:
    """The sources that have most in common with one. Six statements at most."""
    revisions = session.scalars(_citing(source.id)).all()
    reasons: defaultdict[int, list[Reason]] = defaultdict(list)
    for number, reason in (*_described(session, source), *_told(session, source.id, revisions)):
        reasons[number].append(reason)
    nearest = sorted(reasons, key=lambda number: (-likeness.weight(reasons[number]), -number))[:most]
    query = select(Source).where(Source.id.in_(nearest)).options(selectinload(Source.access_points))
    rows = {row.id: row for row in session.scalars(query)}
    return [Alike(rows[number], likeness.sentences(reasons[number])) for number in nearest]


def _citing(source: int) -> Select[int]:
    """The newest current revisions that cite the source."""
    query = select(ClaimRevision.id).join(Citation, Citation.revision_id == ClaimRevision.id)
    query = query.where(Citation.source_id == source, ClaimRevision.superseded_at.is_(None))
    return query.order_by(ClaimRevision.id.desc()).limit(FOLLOWED)


def _described(session: Session, source: Source) -> list[tuple[int, Reason]]:
    """What the sources themselves have in common: publisher, author, the series of a symbol."""
    own, series = Described(source.publisher, source.author, source.symbol), likeness.series(source.symbol)
    same: list[ColumnElement[bool]] = [Source.publisher == source.publisher] if source.publisher else []
    same += [Source.author == source.author] if source.author else []
    same += [Source.symbol.startswith(series, autoescape=True)] if series else []
    if not same:
        return []
    query = select(Source.id, Source.publisher, Source.author, Source.symbol).where(or_(*same), Source.id != source.id)
    found: list[tuple[int, Reason]] = []
    for number, *words in session.execute(query.order_by(Source.id.desc()).limit(FOLLOWED)):
        found += [(number, reason) for reason in likeness.described(own, Described(*words))]
    return found


def _told(session: Session, source: int, revisions: Sequence[int]) -> list[tuple[int, Reason]]:
    """What the claims that cite them have in common: the first utterance, and the states and duties they are about."""
    return _same_origin(session, source, revisions) + _same_cells(session, source, revisions) if revisions else []


def _same_origin(session: Session, source: int, revisions: Sequence[int]) -> list[tuple[int, Reason]]:
    mine = select(origins.counted_under()).select_from(ClaimRevision)
    mine = mine.outerjoin(OriginAssignment, origins.assignment_at()).where(ClaimRevision.id.in_(revisions))
    under = origins.is_under_one_of(session.scalars(mine.distinct()).all())
    same = select(ClaimRevision.id).where(under, ClaimRevision.superseded_at.is_(None))
    newest = same.order_by(ClaimRevision.id.desc()).limit(LOOKED_AT)
    query = select(Citation.source_id, func.count(func.distinct(Citation.revision_id)))
    query = query.where(Citation.revision_id.in_(newest), Citation.source_id != source).group_by(Citation.source_id)
    return [(number, Reason.of_origin(count)) for number, count in session.execute(query)]


def _same_cells(session: Session, source: int, revisions: Sequence[int]) -> list[tuple[int, Reason]]:
    mine = select(Bearing.state_code, Bearing.obligation_id).where(Bearing.revision_id.in_(revisions)).distinct()
    cells = mine.limit(FOLLOWED).subquery()
    there = (Bearing.state_code == cells.c.state_code) & (Bearing.obligation_id == cells.c.obligation_id)
    near = select(Bearing.revision_id, Bearing.state_code, Bearing.obligation_id).join(cells, there)
    near = near.order_by(Bearing.id.desc()).limit(LOOKED_AT).subquery()
    query = select(Citation.source_id, State.name, Obligation.title).distinct()
    query = query.join(near, near.c.revision_id == Citation.revision_id)
    query = query.join(ClaimRevision, ClaimRevision.id == Citation.revision_id)
    query = query.join(State, State.code == near.c.state_code)
    query = query.join(Obligation, Obligation.id == near.c.obligation_id)
    found: defaultdict[int, set[str]] = defaultdict(set)
    for number, state, title in session.execute(
        query.where(Citation.source_id != source, ClaimRevision.superseded_at.is_(None))
    ):
        found[number].add(f"{state}, {title}")
    return [(number, Reason.of_cells(sorted(cells))) for number, cells in found.items()]
