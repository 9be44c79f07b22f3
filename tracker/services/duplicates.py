"""Near-duplicates of a claim that is about to be saved: the same document, or much the same text."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from sqlalchemy import ColumnElement, false, func, or_, select
from sqlalchemy.orm import Session

from tracker.db.models import AccessPoint, Citation, Claim, ClaimRevision, SearchTerm, Source
from tracker.domain.content import ClaimContent
from tracker.domain.searching import fold, terms
from tracker.services import claims, sources

ALIKE = 80
"""Word overlap, 0 to 100, from which two statements count as much the same."""

LOOKED_UP, RAREST, CANDIDATES = 60, 12, 300
"""How many terms of a statement are counted, how many of the rarest are followed, and how many claims that gives."""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A claim that the record has, and in words why it may be the same."""

    revision: ClaimRevision
    why: str


def near(session: Session, *, content: ClaimContent, besides: str = "", most: int = 5) -> list[Duplicate]:
    """Claims that may be the same as `content`, likeliest first; `besides` is the key of the claim being edited.

    Claims from the same document are all compared; besides them the claims, about whatever states, that share the
    statement's rarest terms.
    """
    text = fold(content.statement)
    same_source = _statements(session, _cites_the_same(content), besides)
    same_words = _statements(session, ClaimRevision.claim_id.in_(_sharing(session, content.statement)), besides)
    found: list[tuple[float, int]] = []
    for revision, statement in (same_source | same_words).items():
        alike = fuzz.token_set_ratio(text, fold(statement))
        if alike >= (ALIKE / 2 if revision in same_source else ALIKE):
            found.append((alike, revision))
    found.sort(key=lambda pair: (-pair[0], pair[1]))
    alike_of = {revision: alike for alike, revision in found[:most]}
    rows = session.scalars(claims.whole(select(ClaimRevision).where(ClaimRevision.id.in_(alike_of))))
    by_id = {row.id: row for row in rows}
    return [Duplicate(by_id[id_], _why(alike, same_source=id_ in same_source)) for id_, alike in alike_of.items()]


def _why(alike: float, *, same_source: bool) -> str:
    reasons = ["It cites the same document."] if same_source else []
    if alike >= ALIKE:
        reasons.append("It says much the same.")
    return " ".join(reasons) or "It says something similar."


def _statements(session: Session, condition: ColumnElement[bool], besides: str) -> dict[int, str]:
    """Statements of the current revisions that fit, by id; those of claims that stand, without the one being edited."""
    query = select(ClaimRevision.id, ClaimRevision.statement).join(Claim, Claim.id == ClaimRevision.claim_id)
    stands = (ClaimRevision.superseded_at.is_(None), Claim.withdrawn_at.is_(None), Claim.key != besides)
    return {row.id: row.statement for row in session.execute(query.where(condition, *stands))}


def _cites_the_same(content: ClaimContent) -> ColumnElement[bool]:
    same = [condition for citation in content.citations for condition in sources.same_document(citation.source)]
    same += [Source.key == citation.source.key for citation in content.citations if citation.source.key]
    documents = select(Source.id).outerjoin(AccessPoint).where(or_(false(), *same))
    return ClaimRevision.id.in_(select(Citation.revision_id).where(Citation.source_id.in_(documents)))


def _sharing(session: Session, statement: str) -> Sequence[int]:
    """Ids of the claims that share most of the statement's rarest terms."""
    # Long words are rare ones, so a very long statement loses only what would not have told claims apart.
    looked_up = sorted(terms(statement), key=lambda term: (-len(term), term))[:LOOKED_UP]
    how_often = select(SearchTerm.term).where(SearchTerm.term.in_(looked_up)).group_by(SearchTerm.term)
    rarest = session.scalars(how_often.order_by(func.count(), SearchTerm.term).limit(RAREST)).all()
    sharing = select(SearchTerm.claim_id).where(SearchTerm.term.in_(rarest)).group_by(SearchTerm.claim_id)
    return session.scalars(sharing.order_by(func.count().desc(), SearchTerm.claim_id.desc()).limit(CANDIDATES)).all()
