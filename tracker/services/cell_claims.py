"""The claims on one cell, newest first, each with what it cites; read as columns, since a busy cell has hundreds."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Integer, and_, bindparam, func, select, type_coerce
from sqlalchemy import String as Text
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
    asked = {"state": state, "duty": duty, "as_of": clocks.as_of, "known_at": clocks.known_at, "most": most}
    asked |= {"public_at": clocks.public_at} if clocks.public_at else {}
    rows = session.execute(_claims(public=clocks.public_at is not None), asked).mappings().all()
    cited: dict[int, list[Mapping[str, Any]]] = {}
    for row in session.execute(_citations(), {"revisions": [row["revision_id"] for row in rows]}).mappings():
        citation = dict(row)
        cited.setdefault(citation.pop("revision_id"), []).append(citation)
    return [_whole(dict(row), cited) for row in rows]


def _whole(claim: dict[str, Any], cited: Mapping[int, Any]) -> dict[str, Any]:
    return claim | {"citations": cited.get(claim.pop("revision_id"), [])}


def _duty(session: Session, state: str, obligation: str) -> int:
    row = session.execute(_DUTY, {"state": state, "obligation": obligation}).one_or_none()
    if row is None or row.state is None:
        sentence = f"The record has no cell of “{state}” and “{obligation}”; a state is named by its code here."
        raise NotFound("cell", Problem("cell", sentence))
    return row.id


_STATE = select(State.code).where(State.code == bindparam("state")).scalar_subquery()
_DUTY = select(Obligation.id, _STATE.label("state")).where(Obligation.key == bindparam("obligation"))


@cache
def _claims(*, public: bool) -> Any:
    """The statement, built once: putting it together takes longer than running it."""
    known_at: Any = bindparam("known_at")
    day: Any = bindparam("public_at") if public else None
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
            knowing.review_state_at(known_at).label("review_state"),
            func.coalesce(grade, "").label("grade"),
        )
        .select_from(Bearing)
        .join(ClaimRevision, ClaimRevision.id == Bearing.revision_id)
        .join(Claim, Claim.id == ClaimRevision.claim_id)
        .outerjoin(Review, knowing.review_at(known_at))
        .where(
            and_(Bearing.state_code == bindparam("state"), Bearing.obligation_id == bindparam("duty")),
            knowing.current_at(known_at),
            ClaimRevision.day_first <= bindparam("as_of"),
            *knowing.public_by(day),
        )
        .order_by(ClaimRevision.day_last.desc(), ClaimRevision.id.desc())
        .limit(bindparam("most", type_=Integer))
    )


@cache
def _citations() -> Any:
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
        .where(Citation.revision_id.in_(bindparam("revisions", expanding=True)))
        .order_by(Citation.revision_id, Citation.position)
    )
