"""The claims on one cell, newest first, each with what it cites; read as columns, since a busy cell has hundreds."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import String as Text
from sqlalchemy import and_, func, select, type_coerce
from sqlalchemy.orm import Session

from tracker.db import knowing
from tracker.db.models import AccessPoint, Bearing, Citation, Claim, ClaimRevision, Obligation, Review, Source, State
from tracker.domain.errors import NotFound, Problem
from tracker.domain.facts import Clocks

MOST = 50
"""How many claims are given at once."""


def newest(session: Session, *, state: str, obligation: str, clocks: Clocks, most: int = MOST) -> list[dict[str, Any]]:
    """The claims that bore on a cell at the instant and tell of a day not after the one judged, whatever their review.

    Each has its citations with their sources under `citations`. Three statements. Raises NotFound.
    """
    duty = _duty(session, state, obligation)
    rows = session.execute(_claims(state, duty, clocks).limit(most)).mappings().all()
    cited: dict[int, list[Mapping[str, Any]]] = {}
    for row in session.execute(_citations([row["revision_id"] for row in rows])).mappings():
        citation = dict(row)
        cited.setdefault(citation.pop("revision_id"), []).append(citation)
    return [_whole(dict(row), cited) for row in rows]


def _whole(claim: dict[str, Any], cited: Mapping[int, Any]) -> dict[str, Any]:
    return claim | {"citations": cited.get(claim.pop("revision_id"), [])}


def _duty(session: Session, state: str, obligation: str) -> int:
    known = select(State.code).where(State.code == state).scalar_subquery()
    row = session.execute(select(Obligation.id, known.label("state")).where(Obligation.key == obligation)).one_or_none()
    if row is None or row.state is None:
        sentence = f"The record has no cell of “{state}” and “{obligation}”; a state is named by its code here."
        raise NotFound("cell", Problem("cell", sentence))
    return row.id


def _claims(state: str, duty: int, clocks: Clocks) -> Any:
    grade = type_coerce(Review.reliability, Text) + type_coerce(Review.credibility, Text)
    return (
        select(
            ClaimRevision.id.label("revision_id"),
            Claim.key,
            ClaimRevision.number.label("revision"),
            ClaimRevision.statement,
            ClaimRevision.kind,
            ClaimRevision.speaker,
            Bearing.effect,
            ClaimRevision.said,
            ClaimRevision.day_first,
            ClaimRevision.day_last,
            knowing.review_state_at(clocks.known_at).label("review_state"),
            func.coalesce(grade, "").label("grade"),
        )
        .select_from(Bearing)
        .join(ClaimRevision, ClaimRevision.id == Bearing.revision_id)
        .join(Claim, Claim.id == ClaimRevision.claim_id)
        .outerjoin(Review, knowing.review_at(clocks.known_at))
        .where(
            and_(Bearing.state_code == state, Bearing.obligation_id == duty),
            knowing.current_at(clocks.known_at),
            ClaimRevision.day_first <= clocks.as_of,
            *knowing.public_by(clocks.public_at),
        )
        .order_by(ClaimRevision.day_last.desc(), ClaimRevision.id.desc())
    )


def _citations(revisions: Sequence[int]) -> Any:
    address = select(AccessPoint.address).where(AccessPoint.source_id == Source.id, AccessPoint.position == 1)
    return (
        select(
            Citation.revision_id,
            Source.key.label("source"),
            Source.title,
            Source.publisher,
            Source.published,
            address.scalar_subquery().label("address"),
            Citation.locator,
            Citation.quotation,
        )
        .join(Source, Source.id == Citation.source_id)
        .where(Citation.revision_id.in_(revisions))
        .order_by(Citation.revision_id, Citation.position)
    )
