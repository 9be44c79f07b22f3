"""Near-duplicates of a claim that is about to be saved: same address or symbol, or much the same text."""

from dataclasses import dataclass

from rapidfuzz import fuzz
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker.db.models import AccessPoint, Citation, Claim, ClaimRevision, ClaimState, Source
from tracker.domain.content import ClaimContent
from tracker.domain.searching import fold
from tracker.services import claims, sources

ALIKE = 80
"""Word overlap, 0 to 100, from which two statements about the same state count as much the same."""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A claim that the record has, and in words why it may be the same."""

    revision: ClaimRevision
    why: str


def near(session: Session, *, content: ClaimContent, besides: str = "", most: int = 5) -> list[Duplicate]:
    """Claims that may be the same as `content`, likeliest first; `besides` is the key of the claim being edited."""
    same_source = _same_source(session, content)
    text = fold(content.statement)
    found = []
    for revision in _candidates(session, content, same_source):
        alike = fuzz.token_set_ratio(text, fold(revision.statement))
        if revision.claim.key != besides and (alike >= ALIKE or (revision.id in same_source and alike >= ALIKE / 2)):
            found.append((alike, Duplicate(revision, _why(revision, same_source, alike))))
    found.sort(key=lambda pair: (-pair[0], pair[1].revision.id))
    return [duplicate for _, duplicate in found[:most]]


def _why(revision: ClaimRevision, same_source: set[int], alike: float) -> str:
    reasons = ["It cites the same document."] if revision.id in same_source else []
    if alike >= ALIKE:
        reasons.append("It says much the same.")
    return " ".join(reasons) or "It says something similar."


def _candidates(session: Session, content: ClaimContent, same_source: set[int]) -> list[ClaimRevision]:
    """Current claims about the same states, or from the same document."""
    about = select(ClaimState.revision_id).where(ClaimState.state_code.in_(content.states))
    query = select(ClaimRevision).join(Claim, Claim.id == ClaimRevision.claim_id)
    query = query.where(
        ClaimRevision.superseded_at.is_(None),
        Claim.withdrawn_at.is_(None),
        or_(ClaimRevision.id.in_(about), ClaimRevision.id.in_(same_source)),
    )
    return list(session.scalars(claims.whole(query.order_by(ClaimRevision.id.desc()).limit(500))))


def _same_source(session: Session, content: ClaimContent) -> set[int]:
    same = []
    for citation in content.citations:
        source = citation.source
        same += [AccessPoint.lookup == sources.lookup(address) for address in source.access_points if address]
        same += [Source.key == source.key] if source.key else []
        same += [Source.symbol == source.symbol] if source.symbol else []
    if not same:
        return set()
    documents = select(Source.id).outerjoin(AccessPoint).where(or_(*same))
    return set(session.scalars(select(Citation.revision_id).where(Citation.source_id.in_(documents))))
