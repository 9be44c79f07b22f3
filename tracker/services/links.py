"""Links between claims: contradicts, supports, repeats."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from tracker.db.constraints import refusing
from tracker.db.models import Claim, ClaimLink
from tracker.domain.vocabulary import LinkType


@dataclass(frozen=True, slots=True)
class Link:
    """A link as seen from one claim: the other claim's key, and whether the link runs from this one to that."""

    other: str
    link_type: LinkType
    outgoing: bool


def link(session: Session, *, claim: str, other: str, link_type: LinkType, by: int, at: datetime) -> ClaimLink | None:
    """Link two claims; None when the record has the link already."""
    ids = dict(session.execute(select(Claim.key, Claim.id).where(Claim.key.in_([claim, other]))).all())
    pair = {"claim_id": ids[claim], "other_id": ids[other], "link_type": link_type}
    if session.scalar(select(ClaimLink.id).filter_by(**pair)):
        return None
    row = ClaimLink(**pair, recorded_by_id=by, recorded_at=at)
    with refusing(session):
        session.add(row)
    return row


def made_by(session: Session, *, person: int) -> dict[tuple[str, str, LinkType], ClaimLink]:
    """The links that a person recorded, by the keys of their claims and their type."""
    query = select(ClaimLink).where(ClaimLink.recorded_by_id == person)
    rows = session.scalars(query.options(selectinload(ClaimLink.claim), selectinload(ClaimLink.other)))
    return {(row.claim.key, row.other.key, row.link_type): row for row in rows}


def unlink(session: Session, *, row: ClaimLink) -> None:
    """Take a link back. The audit log keeps that it was there."""
    session.delete(row)
    session.flush()


def of_claim(session: Session, *, claim_id: int) -> list[Link]:
    """All links of a claim, both ways, by type and key."""
    query = select(ClaimLink).where(or_(ClaimLink.claim_id == claim_id, ClaimLink.other_id == claim_id))
    rows: Sequence[ClaimLink] = session.scalars(
        query.options(selectinload(ClaimLink.claim), selectinload(ClaimLink.other))
    ).all()
    found = [_seen(row, claim_id) for row in rows]
    return sorted(found, key=lambda seen: (seen.link_type, seen.other))


def _seen(row: ClaimLink, claim_id: int) -> Link:
    outgoing = row.claim_id == claim_id
    return Link((row.other if outgoing else row.claim).key, row.link_type, outgoing)
