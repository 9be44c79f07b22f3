"""Assignments: a claim that waits is a certain reviewer's to decide on. Others may still do it.

An assignment ends when the claim is decided on, when somebody else gets it, or when somebody ends it. One to a person
who can no longer decide (no reviewer any more, or an author by now) counts for nothing.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import BindParameter, ColumnElement, Select, exists, select
from sqlalchemy.orm import Session, aliased, selectinload

from tracker.db.constraints import refusing
from tracker.db.models import ClaimRevision, ReviewAssignment, Role, User
from tracker.domain import assigning, vocabulary
from tracker.domain.errors import Problem, RuleBroken, Stale
from tracker.services import accounts, claim_list, claims


def assign(session: Session, *, key: str, reviewer: str, by: int, at: datetime) -> ReviewAssignment:
    """Make a claim that waits a reviewer's (by user name) to decide on; an assignment to somebody else ends.

    Raises NotAllowed for anybody who is neither reviewer nor administrator, and RuleBroken at `reviewer` for somebody
    who could not decide on the claim.
    """
    assigning.check_assigner(accounts.roles_of(session, person=by))
    claims.find(session, key=key, lock=True)
    revision = claims.show(session, key=key)
    assigning.check_claim(claim_list.review_state(revision))
    person = _reviewer(session, reviewer)
    assigning.check_reviewer(
        name=person.name,
        reviewer=person.id,
        roles=accounts.roles_of(session, person=person.id),
        authors=_authors(session, revision.claim_id),
    )
    earlier = _open(session, revision.claim_id)
    if earlier is not None and earlier.reviewer_id == person.id:
        raise RuleBroken.at("assignment", "reviewer", f"The claim is assigned to {person.name} already.")
    _end(session, earlier, at)
    made = ReviewAssignment(claim_id=revision.claim_id, reviewer_id=person.id, assigned_by_id=by, at=at)
    with refusing(session):
        session.add(made)
    return made


def end(session: Session, *, key: str, by: int, at: datetime) -> None:
    """Let a claim be nobody's again. Raises NotAllowed, and Stale where it is nobody's."""
    assigning.check_assigner(accounts.roles_of(session, person=by))
    claim = claims.find(session, key=key, lock=True)
    row = _open(session, claim.id)
    if row is None:
        raise Stale("assignment", Problem("", "This claim is assigned to nobody."))
    _end(session, row, at)


def end_decided(session: Session, *, claim_id: int, at: datetime) -> None:
    """End the assignment of a claim on which somebody has just decided."""
    _end(session, _open(session, claim_id), at)


def standing(session: Session, *, claim_ids: Collection[int]) -> dict[int, ReviewAssignment]:
    """The assignments that count, by claim, each with its reviewer and who assigned it. Three statements."""
    query = select(ReviewAssignment).where(ReviewAssignment.claim_id.in_(claim_ids), counts())
    rows = query.options(selectinload(ReviewAssignment.reviewer), selectinload(ReviewAssignment.assigned_by))
    return {row.claim_id: row for row in session.scalars(rows)}


def eligible(session: Session, *, key: str) -> list[User]:
    """Who could be given a claim: active reviewers who wrote no revision of it, by name."""
    authors = _authors(session, claims.find(session, key=key).id)
    people = [user for user in accounts.list_all(session) if user.active and user.id not in authors]
    return [user for user in people if _reviews(user) and not accounts.is_records_own(user)]


def counts() -> ColumnElement[bool]:
    """The assignment is open, to an active reviewer who wrote no revision of the claim."""
    written = aliased(ClaimRevision)
    author = exists().where(
        written.claim_id == ReviewAssignment.claim_id, written.author_id == ReviewAssignment.reviewer_id
    )
    able = ReviewAssignment.reviewer.has(
        User.active.is_(True) & User.roles.any(Role.name == vocabulary.Role.REVIEWER.value)
    )
    return ReviewAssignment.ended_at.is_(None) & able & ~author


def claims_of(reviewer: int | BindParameter[int] | None = None) -> Select[int]:
    """The ids of the claims that are assigned, to one reviewer if one is given, where the assignment counts."""
    query = select(ReviewAssignment.claim_id).where(counts())
    return query if reviewer is None else query.where(ReviewAssignment.reviewer_id == reviewer)


def of_claim_in(revision: type[ClaimRevision]) -> ColumnElement[bool]:
    """The assignment is of the claim of a revision, and counts; to look it up from a statement on revisions."""
    return (ReviewAssignment.claim_id == revision.claim_id) & counts()


def _reviewer(session: Session, username: str) -> User:
    user = session.scalar(select(User).where(User.username == username.strip().casefold()))
    if user is None or accounts.is_records_own(user):
        raise RuleBroken.at("assignment", "reviewer", "Choose a reviewer from the list.")
    return user


def _reviews(user: User) -> bool:
    return any(role.name == vocabulary.Role.REVIEWER for role in user.roles)


def _authors(session: Session, claim_id: int) -> set[int]:
    return set(session.scalars(select(ClaimRevision.author_id).where(ClaimRevision.claim_id == claim_id)))


def _open(session: Session, claim_id: int) -> ReviewAssignment | None:
    query = select(ReviewAssignment).where(ReviewAssignment.claim_id == claim_id, ReviewAssignment.ended_at.is_(None))
    return session.scalar(query)


def _end(session: Session, row: ReviewAssignment | None, at: datetime) -> None:
    if row is not None:
        row.ended_at = at
        session.flush()
