"""Merges as they are read, matters that they left, and what a person does with them: settle one, adopt a review."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, selectinload

from tracker.db.constraints import refusing
from tracker.db.models import (
    BundleMerge,
    Claim,
    ClaimRevision,
    ForeignReview,
    ForeignRevision,
    MergeMatter,
    Review,
    User,
)
from tracker.domain.errors import NotAllowed, NotFound, Problem, RuleBroken, Stale
from tracker.domain.vocabulary import MatterKind, Role
from tracker.services import claims, paging, reviews, revisions

LONGEST_SETTLEMENT = 5_000
ADOPTED = "Adopted from {}, where {} decided so on {}."


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What a claim has from elsewhere, by the number of the revision: who wrote it where, and who decided what."""

    written: dict[int, ForeignRevision]
    reviews: dict[int, list[ForeignReview]]
    matters: Sequence[MergeMatter]


def merges(session: Session, *, page: int = 1, size: int = 50) -> paging.Page[BundleMerge]:
    """Every merge that brought something, newest first."""
    query = select(BundleMerge).options(selectinload(BundleMerge.by), selectinload(BundleMerge.travel_copy))
    return paging.cut(session.scalars(query.order_by(BundleMerge.id.desc())).all(), page=page, size=size)


def merge_of(session: Session, *, number: int) -> BundleMerge:
    """One merge. Raises NotFound."""
    query = select(BundleMerge).options(selectinload(BundleMerge.by), selectinload(BundleMerge.travel_copy))
    if (row := session.scalar(query.where(BundleMerge.id == number))) is None:
        raise NotFound("bundle", Problem("merge", f"There is no merge {number} in the record."))
    return row


def claims_of(session: Session, *, number: int) -> Sequence[str]:
    """The keys of the claims of which a merge brought a revision, in order."""
    query = select(Claim.key).join(ClaimRevision).join(ForeignRevision, ForeignRevision.revision_id == ClaimRevision.id)
    query = query.where(ForeignRevision.merge_id == number, ForeignRevision.brought)
    return session.scalars(query.distinct().order_by(Claim.key)).all()


def open_matters(session: Session) -> Sequence[MergeMatter]:
    """What is to settle, oldest first."""
    return session.scalars(_matters().where(MergeMatter.settled_at.is_(None)).order_by(MergeMatter.id)).all()


def how_many_open(session: Session) -> int:
    """How much is to settle."""
    query = select(func.count()).select_from(MergeMatter).where(MergeMatter.settled_at.is_(None))
    return session.scalars(query).one()


def matters_of(session: Session, *, number: int) -> Sequence[MergeMatter]:
    """What one merge left to a person, settled or not."""
    return session.scalars(_matters().where(MergeMatter.merge_id == number).order_by(MergeMatter.id)).all()


def matter(session: Session, *, number: int) -> MergeMatter:
    """One matter. Raises NotFound."""
    query = _matters().where(MergeMatter.id == number).execution_options(populate_existing=True)
    if (row := session.scalar(query)) is None:
        raise NotFound("matter", Problem("matter", f"There is no matter {number} to settle."))
    return row


def settle(session: Session, *, number: int, by: int, at: datetime, words: str, put_other: bool = False) -> MergeMatter:
    """Settle a matter in words. With `put_other`, of a claim that both sides edited, the edit below comes on top.

    That is an edit like any other: its author must be an analyst, and it waits for review. Raises NotAllowed for a
    person who is neither analyst nor reviewer, and Stale for what somebody settled before.
    """
    _check_speaker(session, by)
    row = matter(session, number=number)
    if row.settled_at is not None:
        who = row.settled_by.name if row.settled_by else "Somebody"
        raise Stale("matter", Problem("", f"{who} has settled this already."))
    if not words:
        raise RuleBroken.at("matter", "words", "Say how it is settled; the words stay with it.")
    if len(words) > LONGEST_SETTLEMENT:
        raise RuleBroken.at("matter", "words", f"Use at most {LONGEST_SETTLEMENT:,} characters.")
    if put_other:
        _put_other(session, row, by=by, at=at, words=words)
    row.settled_at, row.settled_by_id, row.settlement = at, by, words
    with refusing(session):
        session.add(row)
    return matter(session, number=number)


def _put_other(session: Session, row: MergeMatter, *, by: int, at: datetime, words: str) -> None:
    """Put the edit that is not on top there, where the claim still stands as the merge left it."""
    if row.kind is not MatterKind.CONFLICT or row.claim is None or row.ours is None or row.theirs is None:
        raise RuleBroken.at("matter", "", "Only of two edits of a claim can the other one be put on top.")
    key = row.claim.key
    present, theirs = claims.show(session, key=key), claims.show(session, key=key, number=row.theirs)
    other = theirs if present.number != theirs.number else claims.show(session, key=key, number=row.ours)
    if present.number > row.theirs + 1:
        sentence = "The claim was edited since the merge. Edit it by hand, and say here how it is settled."
        raise Stale("matter", Problem("", sentence))
    content = replace(revisions.content_of(other), origin=revisions.origin_kept(present, other.origin.key))
    claims.edit(session, key=key, base=present.number, content=content, author=by, at=at, reason=words)


def reviews_of(session: Session, *, number: int) -> ForeignReview:
    """A review from elsewhere with its revision and claim. Raises NotFound."""
    query = select(ForeignReview).where(ForeignReview.id == number)
    query = query.options(selectinload(ForeignReview.revision).selectinload(ClaimRevision.claim))
    if (row := session.scalar(query.with_for_update(of=ForeignReview))) is None:
        raise NotFound("review", Problem("review", f"There is no review {number} from elsewhere."))
    return row


def adopt(session: Session, *, number: int, seen: int, by: int, at: datetime) -> Review:
    """Make a decision from elsewhere one's own, as a reviewer of this installation.

    It is a review like any other, by the same rules: never by an author of the claim, and whoever merged its revisions
    is one. `seen` is that of `reviews.decide`. Raises Stale for one that was adopted, or that ended there.
    """
    row = reviews_of(session, number=number)
    if row.adopted_id is not None or row.until is not None:
        sentence = (
            "Somebody adopted it already." if row.adopted_id else "It does not stand any more where it was given."
        )
        raise Stale("review", Problem("", sentence))
    said = ADOPTED.format(row.name, row.reviewer, row.at.date().isoformat())
    made = reviews.decide(
        session,
        key=row.revision.claim.key,
        revision=row.revision.number,
        seen=seen,
        reviewer=by,
        verdict=row.verdict,
        reliability=row.reliability,
        credibility=row.credibility,
        comment=f"{said} {row.comment}".strip()[:5_000],
        at=at,
    )
    row.adopted_id = made.id
    session.flush()
    return made


def of_claim(session: Session, *, claim_id: int, known_at: datetime | None = None) -> Elsewhere:
    """What a claim has from elsewhere, as it was merged by an instant."""
    by_then = [] if known_at is None else [BundleMerge.at <= known_at]
    decided: dict[int, list[ForeignReview]] = {}
    brought = _from_elsewhere(ForeignRevision, claim_id).where(ForeignRevision.brought, *by_then)
    written = {number: row for row, number in session.execute(brought)}
    for row, number in session.execute(_from_elsewhere(ForeignReview, claim_id).where(*by_then)):
        decided.setdefault(number, []).append(row)
    left = _matters().where(MergeMatter.claim_id == claim_id, MergeMatter.settled_at.is_(None))
    return Elsewhere(written, decided, session.scalars(left.order_by(MergeMatter.id)).all())


def _from_elsewhere(model: Any, claim_id: int) -> Select[Any, int]:
    query = select(model, ClaimRevision.number).join(ClaimRevision, ClaimRevision.id == model.revision_id)
    query = query.join(BundleMerge, BundleMerge.id == model.merge_id).where(ClaimRevision.claim_id == claim_id)
    adopted = [selectinload(model.adopted).selectinload(Review.reviewer)] if model is ForeignReview else []
    merged = selectinload(model.merge).selectinload(BundleMerge.by)
    return query.options(merged, *adopted).order_by(ClaimRevision.number, model.at, model.id)


def _matters() -> Select[MergeMatter]:
    return select(MergeMatter).options(
        selectinload(MergeMatter.merge).selectinload(BundleMerge.by),
        selectinload(MergeMatter.claim),
        selectinload(MergeMatter.source),
        selectinload(MergeMatter.settled_by),
    )


def _check_speaker(session: Session, person: int) -> None:
    user = session.get(User, person)
    roles = {role.name for role in user.roles} if user and user.active else set()
    if not roles & {Role.ANALYST, Role.REVIEWER}:
        raise NotAllowed("matter", Problem("", "Only an analyst or a reviewer may settle this."))
