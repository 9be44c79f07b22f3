"""The right of reply: a state's own word, linked to the claim that is adverse to it, and the questions it answers."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.db.models import ClaimLink, ClaimRevision, Question
from tracker.domain.vocabulary import LinkType
from tracker.services import claims, links


def add(session: Session, *, claim: str, named: str, by: int, at: datetime) -> ClaimLink:
    """Link a claim as the reply to an adverse one, named by key or address; raises as `links.add` does.

    Questions to the state about the adverse claim that wait for a reply have it then, unless the reply was given before
    they were put.
    """
    row = links.add(session, claim=claim, named=named, link_type=LinkType.REPLIES, by=by, at=at)
    reply = claims.show(session, key=claim)
    for question in _open(session, row.other_id, reply):
        question.reply_id, question.replied_at = row.claim_id, at
    session.flush()
    return row


def _open(session: Session, adverse: int, reply: ClaimRevision) -> list[Question]:
    query = select(Question).where(
        Question.claim_id == adverse, Question.state_code == reply.speaks_for, Question.reply_id.is_(None)
    )
    rows = session.scalars(query.with_for_update())
    return [row for row in rows if reply.said_last is None or reply.said_last >= row.asked_on]
