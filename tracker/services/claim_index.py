"""The search index over claims: one row a folded word. It may be emptied and rebuilt at any time."""

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from tracker.db import origins
from tracker.db.models import ClaimRevision, SearchTerm
from tracker.domain import searching


def index(session: Session, *, claim_id: int, revision: ClaimRevision) -> None:
    """Index a loaded revision in place of what the index held for its claim."""
    session.execute(delete(SearchTerm).where(SearchTerm.claim_id == claim_id))
    rows = [{"term": term, "claim_id": claim_id} for term in sorted(searching.terms(text_of(revision)))]
    if rows:
        session.execute(insert(SearchTerm), rows)


def text_of(revision: ClaimRevision) -> str:
    """Everything by which somebody would look for a claim."""
    parts = [revision.claim.key, revision.statement, revision.speaker, revision.office, revision.cited_as]
    parts += [revision.notes, origins.effective(revision).label, *(state.state.name for state in revision.states)]
    for citation in revision.citations:
        source = citation.source
        parts += [citation.quotation, citation.translation, source.title, source.publisher, source.symbol]
    return "\n".join(parts)
