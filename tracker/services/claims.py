"""Claims: log one, edit it as a new revision, withdraw it, read it back. A revision that exists is never changed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.db import origins
from tracker.db.constraints import refusing
from tracker.db.engine import serialise
from tracker.db.models import (
    Anchor,
    Bearing,
    Citation,
    Claim,
    ClaimRevision,
    ClaimState,
    Dissent,
    Obligation,
    Origin,
    OriginAssignment,
    Reopening,
    Review,
    Source,
    StateAction,
    User,
)
from tracker.domain import claiming
from tracker.domain.content import ClaimContent
from tracker.domain.errors import NotAllowed, NotFound, Problem, RuleBroken, Stale
from tracker.domain.vocabulary import Role
from tracker.services import anchors, claim_index, revisions


def log(session: Session, *, content: ClaimContent, author: int, at: datetime, key: str = "") -> Claim:
    """Record a new claim as its first revision. `at` is the instant from which it is known.

    Raises RuleBroken with every problem, each at its field, and NotAllowed for a person who is no analyst.
    """
    check_analyst(session, author)
    claiming.check(content)
    serialise(session, "origins", shared=True)
    # Keys and sources that are made on the way are looked for first; two at once would not see each other's.
    serialise(session, "claims")
    claim = Claim(key=key or revisions.new_key(session, content), created_at=at)
    with refusing(session):
        session.add(claim)
    _write(session, claim, content, number=1, author=author, at=at, reason="")
    return claim


def edit(
    session: Session, *, key: str, base: int, content: ClaimContent, author: int, at: datetime, reason: str
) -> ClaimRevision:
    """Record what a claim says now as a new revision after `base`, the revision that the editor had read.

    Raises Stale when somebody else edited it meanwhile, so that nobody's words are lost. The reviews of the earlier
    revision stay with it and lapse. An origin that two people had assigned stands, unless this editor names another.
    """
    check_analyst(session, author)
    serialise(session, "origins", shared=True)  # before the claim is locked, as in a ruling on its origin
    claim = find(session, key=key, lock=True)
    _check_open(claim)
    current = _current(session, claim)
    if current.number != base:
        raise Stale("claim", Problem("", _stale_sentence(session, current)))
    claiming.check(content)
    content = replace(content, origin=revisions.origin_named(session, content))
    loaded = _loaded(session, claim.id, current.number)
    if content == revisions.content_of(loaded) and not revisions.days_moved(loaded):
        raise RuleBroken.at("claim", "", "Nothing was changed, so there is nothing to save.")
    assigned = origins.assignment_of(loaded)
    if assigned is not None and assigned.origin.key != content.origin:
        assigned.superseded_at = at
    current.superseded_at = at
    session.flush()
    return _write(session, claim, content, number=base + 1, author=author, at=at, reason=reason)


def withdraw(session: Session, *, key: str, by: int, at: datetime, reason: str) -> Claim:
    """Take a claim back, from `at` on. Everything known at an earlier instant stays as it was."""
    check_analyst(session, by)
    claim = find(session, key=key, lock=True)
    _check_open(claim)
    if not reason:
        raise RuleBroken.at("claim", "reason", "Say why the claim is withdrawn; the reason stays with it.")
    claim.withdrawn_at, claim.withdrawn_by_id, claim.withdrawal_reason = at, by, reason
    session.flush()
    return claim


def find(session: Session, *, key: str, lock: bool = False) -> Claim:
    """The claim with this key. Raises NotFound.

    With `lock`, whoever else would edit, withdraw or review it waits until this transaction is over, and then sees
    what it did.
    """
    query = select(Claim).where(Claim.key == key).options(selectinload(Claim.withdrawn_by))
    if lock:
        query = query.with_for_update(of=Claim).execution_options(populate_existing=True)
    claim = session.scalar(query)
    if claim is None:
        raise NotFound("claim", Problem("key", f"There is no claim “{key}” in the record."))
    return claim


def origin_key(session: Session, *, name: str) -> str | None:
    """The key of the origin that a person means, by its own key or by that of a claim that has it; None for neither."""
    claim = select(Origin.key).select_from(ClaimRevision).join(Claim, Claim.id == ClaimRevision.claim_id)
    claim = claim.outerjoin(OriginAssignment, origins.assignment_at())
    claim = claim.join(Origin, Origin.id == origins.counted_under())
    claim = claim.where(Claim.key == name, ClaimRevision.superseded_at.is_(None))
    known = session.scalar(select(Origin).where(Origin.key == name))
    return session.scalar(claim) or (origins.merged_into(session, known).key if known else None)


def state_actions(session: Session) -> Sequence[StateAction]:
    """Every recorded act of a state, by key; to choose from."""
    return session.scalars(select(StateAction).order_by(StateAction.key)).all()


def show(session: Session, *, key: str, number: int | None = None) -> ClaimRevision:
    """A revision with everything that hangs on it; the current one unless a number is given. Raises NotFound."""
    claim = find(session, key=key)
    return _loaded(session, claim.id, number or _current(session, claim).number)


def current(session: Session) -> dict[str, ClaimRevision]:
    """The current revision of every claim, each whole, by the claim's key; for a load that compares them all."""
    query = select(ClaimRevision).where(ClaimRevision.superseded_at.is_(None))
    rows = session.scalars(whole(query).execution_options(populate_existing=True))
    return {revision.claim.key: revision for revision in rows}


def number_of(session: Session, *, key: str) -> int:
    """The number of the current revision of a claim. Raises NotFound."""
    return _current(session, find(session, key=key)).number


def number_id(session: Session, *, key: str) -> int:
    """The number of the row of the current revision of a claim. Raises NotFound."""
    return _current(session, find(session, key=key)).id


def whole(query: Select[ClaimRevision]) -> Select[ClaimRevision]:
    """The query, with everything that hangs on a revision loaded in a fixed number of statements.

    What there is one of comes along with its owner, which costs less than a statement of its own.
    """
    bearings, citations = selectinload(ClaimRevision.bearings), selectinload(ClaimRevision.citations)
    return query.options(
        joinedload(ClaimRevision.claim).joinedload(Claim.withdrawn_by),
        joinedload(ClaimRevision.claim).selectinload(Claim.assignments).joinedload(OriginAssignment.origin),
        joinedload(ClaimRevision.author),
        joinedload(ClaimRevision.origin),
        joinedload(ClaimRevision.state_action),
        selectinload(ClaimRevision.states).joinedload(ClaimState.state),
        bearings.joinedload(Bearing.state),
        bearings.joinedload(Bearing.obligation).joinedload(Obligation.provision),
        bearings.joinedload(Bearing.obligation).joinedload(Obligation.regime),
        selectinload(ClaimRevision.quantities),
        citations.joinedload(Citation.source).selectinload(revisions.ACCESS_POINTS),
        citations.selectinload(Citation.anchors).joinedload(Anchor.capture),
        citations.joinedload(Citation.source).selectinload(Source.notices),
        selectinload(ClaimRevision.hops),
        selectinload(ClaimRevision.reviews).joinedload(Review.reviewer),
        selectinload(ClaimRevision.reviews).joinedload(Review.undo),
        selectinload(ClaimRevision.reviews).selectinload(Review.reopening).selectinload(Reopening.notice),
        selectinload(ClaimRevision.reviews).selectinload(Review.dissents).selectinload(Dissent.by),
    )


def revisions_of(session: Session, *, key: str) -> list[ClaimRevision]:
    """All revisions of a claim, oldest first, each with everything that hangs on it."""
    claim = find(session, key=key)
    query = select(ClaimRevision).where(ClaimRevision.claim_id == claim.id).order_by(ClaimRevision.number)
    return list(session.scalars(whole(query)))


def check_analyst(session: Session, person: int) -> None:
    """Raise NotAllowed unless the person is an active analyst."""
    user = session.get(User, person)
    if user is None or not user.active or Role.ANALYST not in {role.name for role in user.roles}:
        raise NotAllowed("claim", Problem("", "Only an analyst may log or change claims. Ask an administrator."))


def _write(
    session: Session, claim: Claim, content: ClaimContent, *, number: int, author: int, at: datetime, reason: str
) -> ClaimRevision:
    revision = revisions.build(session, content, author=author, at=at)
    revision.claim_id, revision.number, revision.edit_reason = claim.id, number, reason
    with refusing(session):
        session.add(revision)
    claim_index.index(session, claim_id=claim.id, revision=_loaded(session, claim.id, number))
    anchors.of_revision(session, revision=revision, at=at)
    return revision


def _loaded(session: Session, claim_id: int, number: int) -> ClaimRevision:
    query = select(ClaimRevision).where(ClaimRevision.claim_id == claim_id, ClaimRevision.number == number)
    revision = session.scalar(whole(query).execution_options(populate_existing=True))
    if revision is None:
        raise NotFound("claim", Problem("revision", f"This claim has no revision {number}."))
    return revision


def _current(session: Session, claim: Claim) -> ClaimRevision:
    query = select(ClaimRevision).where(ClaimRevision.claim_id == claim.id, ClaimRevision.superseded_at.is_(None))
    return session.scalars(query).one()


def _check_open(claim: Claim) -> None:
    if claim.withdrawn_at is not None:
        raise RuleBroken.at("claim", "", "This claim was withdrawn. Log a new one if it is to stand again.")


def _stale_sentence(session: Session, current: ClaimRevision) -> str:
    author = session.get_one(User, current.author_id)
    return (
        f"{author.name} saved revision {current.number} while you were editing. Your words are still here: compare "
        "them with that revision, then save again."
    )
