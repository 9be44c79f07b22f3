"""Links between claims: contradicts, supports, repeats, replies to. A link that is taken back stays in the record."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, aliased, selectinload

from tracker.db import knowing
from tracker.db.constraints import refusing
from tracker.db.models import Claim, ClaimLink, ClaimRevision, Review
from tracker.domain import linking, remarking
from tracker.domain.errors import NotFound, Problem, RuleBroken
from tracker.domain.linking import Spoken
from tracker.domain.reviewing import STATE_OF
from tracker.domain.vocabulary import LinkType, ReviewState
from tracker.services import accounts, claims


@dataclass(frozen=True, slots=True)
class Link:
    """A link as seen from one claim: the other claim's key, and whether the link runs from this one to that."""

    other: str
    link_type: LinkType
    outgoing: bool
    id: int
    by: str
    by_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a link, as it was known at an instant: who said what and when, and where it stood.

    `grade` is the Admiralty pair of its acceptance, or empty.
    """

    key: str
    statement: str
    speaker: str
    said_first: date | None
    said_last: date | None
    state: ReviewState
    grade: str


def link(session: Session, *, claim: str, other: str, link_type: LinkType, by: int, at: datetime) -> ClaimLink | None:
    """Link two claims; None when the record has the link already. Raises RuleBroken for a reply that is none."""
    ids = dict(session.execute(select(Claim.key, Claim.id).where(Claim.key.in_([claim, other]))).all())
    pair = {"claim_id": ids[claim], "other_id": ids[other], "link_type": link_type}
    if session.scalar(select(ClaimLink.id).filter_by(**pair).where(ClaimLink.removed_at.is_(None))):
        return None
    if link_type is LinkType.REPLIES:
        linking.check_reply(spoken_in(claims.show(session, key=claim)), spoken_in(claims.show(session, key=other)))
    row = ClaimLink(**pair, recorded_by_id=by, recorded_at=at)
    with refusing(session):
        session.add(row)
    return row


def add(session: Session, *, claim: str, named: str, link_type: LinkType, by: int, at: datetime) -> ClaimLink:
    """Link a claim to another that a person named by its key or its address.

    Raises NotAllowed for anybody who is neither analyst nor reviewer, NotFound for the first claim, and RuleBroken at
    `other` or `link_type`.
    """
    remarking.check_speaker("link", accounts.roles_of(session, person=by))
    claims.find(session, key=claim, lock=True)
    other = named_claim(session, named=named, field="other", noun="link")
    if other == claim:
        raise RuleBroken.at("link", "other", "A claim cannot be linked to itself. Name another one.")
    row = link(session, claim=claim, other=other, link_type=link_type, by=by, at=at)
    if row is None:
        raise RuleBroken.at("link", "other", "The two claims are linked in this way already.")
    return row


def named_claim(session: Session, *, named: str, field: str, noun: str) -> str:
    """The key of the claim that a person named by key or address. Raises RuleBroken at the field."""
    key = linking.claim_key(named)
    if not key:
        raise RuleBroken.at(noun, field, "Name the other claim by its key or its address.")
    if session.scalar(select(Claim.id).where(Claim.key == key)) is None:
        raise RuleBroken.at(noun, field, f"There is no claim “{key}” in the record. Give its key or its address.")
    return key


def remove(session: Session, *, link: int, by: int, at: datetime) -> ClaimLink:
    """Take a link back: the person who made it, or a reviewer. Raises NotAllowed and NotFound."""
    session.get(ClaimLink, link, with_for_update=True, populate_existing=True)
    row = get(session, link=link)
    linking.check_removal(person=by, roles=accounts.roles_of(session, person=by), by=row.recorded_by_id)
    if row.removed_at is not None:
        raise RuleBroken.at("link", "", "This link was taken back before.")
    unlink(session, row=row, by=by, at=at)
    return row


def get(session: Session, *, link: int) -> ClaimLink:
    """A link with its two claims. Raises NotFound."""
    row = session.scalar(select(ClaimLink).where(ClaimLink.id == link).options(*_BOTH))
    if row is None:
        raise NotFound("link", Problem("link", "There is no such link in the record."))
    return row


def made_by(session: Session, *, person: int) -> dict[tuple[str, str, LinkType], ClaimLink]:
    """The links that a person recorded and that stand, by the keys of their claims and their type."""
    query = select(ClaimLink).where(ClaimLink.recorded_by_id == person, ClaimLink.removed_at.is_(None))
    rows = session.scalars(query.options(*_BOTH))
    return {(row.claim.key, row.other.key, row.link_type): row for row in rows}


def unlink(session: Session, *, row: ClaimLink, by: int, at: datetime) -> None:
    """Take a link back from `at` on. What was known before still has it."""
    row.removed_at, row.removed_by_id = at, by
    session.flush()


def of_claim(session: Session, *, claim_id: int, known_at: datetime) -> list[Link]:
    """All links of a claim that stood at an instant, both ways, by type and key."""
    rows = _rows(session, or_(ClaimLink.claim_id == claim_id, ClaimLink.other_id == claim_id), known_at)
    found = [_seen(row, claim_id) for row in rows]
    return sorted(found, key=lambda seen: (seen.link_type, seen.other))


def among(session: Session, *, keys: Collection[str], known_at: datetime) -> list[tuple[str, str, LinkType]]:
    """The links that stood at an instant between any two of the claims, by type and keys. One statement."""
    one, other = aliased(Claim), aliased(Claim)
    query = (
        select(one.key, other.key, ClaimLink.link_type)
        .select_from(ClaimLink)
        .join(one, one.id == ClaimLink.claim_id)
        .join(other, other.id == ClaimLink.other_id)
        .where(one.key.in_(keys), other.key.in_(keys), knowing.linked_at(known_at))
    )
    rows = [(first, second, link_type) for first, second, link_type in session.execute(query)]
    return sorted(rows, key=lambda row: (row[2], *row[:2]))


def replies_to(session: Session, *, keys: Collection[str], known_at: datetime) -> dict[str, list[str]]:
    """The keys of the replies to each of the claims, as linked at an instant."""
    ids = select(Claim.id).where(Claim.key.in_(keys))
    condition = and_(ClaimLink.other_id.in_(ids), ClaimLink.link_type == LinkType.REPLIES)
    found: dict[str, list[str]] = {}
    for row in _rows(session, condition, known_at):
        found.setdefault(row.other.key, []).append(row.claim.key)
    return {key: sorted(replies) for key, replies in found.items()}


def sides(session: Session, *, keys: Collection[str], known_at: datetime) -> dict[str, Side]:
    """The claims with these keys as they were known at an instant, by key. One statement."""
    columns = (
        Claim.key,
        ClaimRevision.statement,
        ClaimRevision.speaker,
        ClaimRevision.said_first,
        ClaimRevision.said_last,
        knowing.unwithdrawn_at(known_at).label("is_open"),
        Review.verdict,
        Review.reliability,
        Review.credibility,
    )
    query = select(*columns).select_from(ClaimRevision).join(Claim, Claim.id == ClaimRevision.claim_id)
    query = query.outerjoin(Review, knowing.review_at(known_at))
    query = query.where(Claim.key.in_(keys), knowing.current_at(known_at))
    return {row.key: _side(row) for row in session.execute(query)}


def spoken_in(revision: ClaimRevision) -> Spoken:
    """What the rules of links read of a loaded revision."""
    return Spoken(
        kind=revision.kind,
        speaks_for=revision.speaks_for,
        states=tuple(state.state_code for state in revision.states),
        effects=tuple((bearing.state_code, bearing.effect) for bearing in revision.bearings),
    )


_BOTH = (
    selectinload(ClaimLink.claim),
    selectinload(ClaimLink.other),
    selectinload(ClaimLink.recorded_by),
)


def _rows(session: Session, condition: ColumnElement[bool], known_at: datetime) -> Sequence[ClaimLink]:
    query = select(ClaimLink).where(condition, knowing.linked_at(known_at))
    return session.scalars(query.options(*_BOTH)).all()


def _seen(row: ClaimLink, claim_id: int) -> Link:
    outgoing = row.claim_id == claim_id
    other = row.other if outgoing else row.claim
    return Link(other.key, row.link_type, outgoing, row.id, row.recorded_by.name, row.recorded_by_id, row.recorded_at)


def _side(row) -> Side:  # noqa: ANN001 - a row of the statement above
    decided = STATE_OF[row.verdict] if row.verdict else ReviewState.WAITING
    state = decided if row.is_open else ReviewState.WITHDRAWN
    grade = "".join(part.value for part in (row.reliability, row.credibility) if part)
    return Side(row.key, row.statement, row.speaker, row.said_first, row.said_last, state, grade)
