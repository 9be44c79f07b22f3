"""Reviews: the one road by which anybody decides on a claim, and the queue of what waits."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    bindparam,
    case,
    exists,
    func,
    literal,
    select,
    tuple_,
)
from sqlalchemy.orm import Session, aliased

from tracker.db import knowing
from tracker.db.constraints import refusing
from tracker.db.models import Claim, ClaimRevision, Review, ReviewAssignment
from tracker.domain import reviewing
from tracker.domain.errors import Problem, RuleBroken, Stale
from tracker.domain.vocabulary import Credibility, Reliability, Verdict, Word
from tracker.services import accounts, assignments, claims

Who = int | BindParameter[int]


class Whose(Word):
    """Which part of the queue is asked for."""

    ALL = "all", "all", "Everything that waits for review."
    MINE = "mine", "assigned to me", "What somebody assigned to the reader, or the reader took over."
    UNASSIGNED = "unassigned", "assigned to nobody", "What nobody has taken over."


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits for one reviewer, what is assigned to them first, then oldest first.

    `total` is how much waits in all, `own` how much of it is their own work, and `fitting` how much of the rest is
    asked for. `assigned` has the assignments by claim.
    """

    revisions: list[ClaimRevision]
    total: int
    own: int
    fitting: int
    assigned: dict[int, ReviewAssignment]


def decide(
    session: Session,
    *,
    key: str,
    revision: int,
    seen: int,
    reviewer: int,
    verdict: Verdict,
    reliability: Reliability | None,
    credibility: Credibility | None,
    comment: str,
    at: datetime,
) -> Review:
    """Record a reviewer's decision on one revision of a claim.

    `revision` is the number that the reviewer had before them, and `seen` how much had happened to its reviews then
    (`seen_of`): when either has moved on, Stale is raised and nothing is decided twice. Raises NotAllowed for an
    author of the claim, whatever their role.
    """
    current = _reviewable(session, key=key, revision=revision)
    roles = accounts.roles_of(session, person=reviewer)
    reviewing.check_reviewer(reviewer=reviewer, roles=roles, authors=_authors(session, current))
    reviewing.check_review(verdict=verdict, reliability=reliability, credibility=credibility, comment=comment)
    earlier = _supersede(session, current, seen=seen, at=at)
    graded = verdict is Verdict.RIGHT
    review = Review(
        revision_id=current.id,
        author_id=current.author_id,
        reviewer_id=reviewer,
        number=earlier + 1,
        at=at,
        verdict=verdict,
        reliability=reliability if graded else None,
        credibility=credibility if graded else None,
        comment=comment,
    )
    with refusing(session):
        session.add(review)
    assignments.end_decided(session, claim_id=current.claim_id, at=at)
    return review


def seen_of(found: Collection[Review]) -> int:
    """How much has happened to the reviews of a revision: how many there are, and how many ended with none after them.

    A review ends so when its claim is reopened. Who had the page open before must look again.
    """
    begun = {review.at for review in found}
    ended = [review for review in found if review.superseded_at is not None]
    return len(found) + sum(review.superseded_at not in begun for review in ended)


def queue(session: Session, *, reviewer: int, size: int = 50, whose: Whose = Whose.ALL) -> Queue:
    """What waits for review. The reviewer's own work is left out and counted."""
    waiting, own = _waiting(), _written_by(reviewer)
    others = waiting.where(~own)
    if whose is not Whose.ALL:
        others = others.where(_assigned_to(reviewer) if whose is Whose.MINE else ~_assigned())
    rows = list(session.scalars(claims.whole(_in_turn(others, reviewer).limit(size))))
    return Queue(
        revisions=rows,
        total=_how_many(session, waiting),
        own=_how_many(session, waiting.where(own)),
        fitting=_how_many(session, others),
        assigned=assignments.standing(session, claim_ids=[row.claim_id for row in rows]),
    )


def is_own(session: Session, *, claim_id: int, person: int) -> bool:
    """Whether the person wrote any revision of the claim, and so may not review it."""
    query = select(ClaimRevision.id).where(ClaimRevision.claim_id == claim_id, ClaimRevision.author_id == person)
    return session.scalars(query.limit(1)).first() is not None


def next_waiting(session: Session, *, reviewer: int, after: int = 0) -> str | None:
    """The key of the next claim that waits for this reviewer, other than the claim `after`; None when none does.

    What is assigned to them comes first, and what is assigned to somebody else last. Each is looked for by itself and
    ends at the first found, so that a long queue costs no more than a short one.
    """
    return session.scalar(_next(), {"reviewer": reviewer, "after": after})


@cache
def _next() -> Select[str]:
    """The statement of `next_waiting`, which takes longer to put together than to answer."""
    reviewer, after = bindparam("reviewer", type_=Integer), bindparam("after", type_=Integer)
    query = _waiting().where(~_written_by(reviewer), ClaimRevision.claim_id != after)
    turns = [_firsts(query.where(*turn)).scalar_subquery() for turn in _turns(reviewer)]
    return select(func.coalesce(*turns))


def neighbours(session: Session, *, reviewer: int, claim_id: int) -> tuple[str | None, str | None]:
    """The keys of the claims before and after this one in the order of the reviewer's queue.

    A claim that does not wait stands before the whole queue.
    """
    query, turns = _waiting().where(~_written_by(reviewer)), _turns(reviewer)
    own = query.where(ClaimRevision.claim_id == claim_id)
    mine = next((n for n, turn in enumerate(turns) if session.scalars(own.where(*turn)).first() is not None), None)
    if mine is None:
        return None, next_waiting(session, reviewer=reviewer, after=claim_id)
    here = session.execute(own.with_only_columns(ClaimRevision.recorded_at, ClaimRevision.id)).one()
    place = tuple_(ClaimRevision.recorded_at, ClaimRevision.id)
    there = tuple_(literal(here[0], ClaimRevision.recorded_at.type), literal(here[1]))
    later = [[*turns[mine], place > there], *turns[mine + 1 :]]
    earlier = [[*turns[mine], place < there], *reversed(turns[:mine])]
    before = (key for turn in earlier if (key := _first(session, query.where(*turn), last=True)))
    after = (key for turn in later if (key := _first(session, query.where(*turn))))
    return next(before, None), next(after, None)


def _turns(reviewer: Who) -> list[list[ColumnElement[bool]]]:
    """The conditions of what is assigned to the reviewer, of what is nobody's, and of what is somebody else's."""
    mine, anybodys = assignments.claims_of(reviewer), assignments.claims_of()
    named = ClaimRevision.claim_id
    return [[named.in_(mine)], [named.not_in(anybodys)], [named.in_(anybodys), named.not_in(mine)]]


def _first(session: Session, query: Select[ClaimRevision], *, last: bool = False) -> str | None:
    """The key of the claim that was recorded first, or last, of those that fit."""
    return session.scalars(_firsts(query, last=last)).first()


def _firsts(query: Select[ClaimRevision], *, last: bool = False) -> Select[str]:
    order = (ClaimRevision.recorded_at, ClaimRevision.id)
    keys = query.with_only_columns(Claim.key).order_by(*((part.desc() for part in order) if last else order))
    return keys.limit(1)


def _in_turn(query: Select[ClaimRevision], reviewer: int) -> Select[ClaimRevision]:
    """What is assigned to the reviewer, then what is nobody's, then what is somebody else's; each oldest first."""
    turn = case((_assigned_to(reviewer), 0), (_assigned(), 2), else_=1)
    return query.order_by(turn, ClaimRevision.recorded_at, ClaimRevision.id)


def _assigned():  # noqa: ANN202  (an SQL expression)
    return exists().where(assignments.of_claim_in(ClaimRevision))


def _assigned_to(reviewer: int):  # noqa: ANN202  (an SQL expression)
    return exists().where(assignments.of_claim_in(ClaimRevision), ReviewAssignment.reviewer_id == reviewer)


def _how_many(session: Session, query: Select[ClaimRevision]) -> int:
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0


def _waiting() -> Select[ClaimRevision]:
    return select(ClaimRevision).join(Claim, Claim.id == ClaimRevision.claim_id).where(knowing.waits())


def _written_by(person: Who):  # noqa: ANN202  (an SQL expression)
    earlier = aliased(ClaimRevision)
    return exists().where(earlier.claim_id == ClaimRevision.claim_id, earlier.author_id == person)


def _reviewable(session: Session, *, key: str, revision: int) -> ClaimRevision:
    claim = claims.find(session, key=key, lock=True)
    if claim.withdrawn_at is not None:
        raise RuleBroken.at("review", "", "This claim was withdrawn, so there is nothing to review.")
    query = select(ClaimRevision).where(ClaimRevision.claim_id == claim.id, ClaimRevision.superseded_at.is_(None))
    current = session.scalars(query).one()
    if current.number != revision:
        sentence = f"The claim was edited meanwhile: you read revision {revision}, and it now has {current.number}."
        raise Stale("review", Problem("", sentence))
    return current


def _supersede(session: Session, revision: ClaimRevision, *, seen: int, at: datetime) -> int:
    """End the review that stands, if one does; how many reviews the revision has had."""
    query = select(Review).where(Review.revision_id == revision.id).order_by(Review.number)
    earlier = session.scalars(query).all()
    if seen_of(earlier) != seen:
        sentence = "Somebody else reviewed this claim, or reopened it, while you had it open. Read it again."
        raise Stale("review", Problem("", sentence))
    for review in earlier:
        if review.superseded_at is None:
            review.superseded_at = at
    session.flush()
    return len(earlier)


def _authors(session: Session, revision: ClaimRevision) -> set[int]:
    query = select(ClaimRevision.author_id).where(ClaimRevision.claim_id == revision.claim_id)
    return set(session.scalars(query))
