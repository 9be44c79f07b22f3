"""Reviews of a bundle: kept as what somebody decided elsewhere; those of a verified travel copy become our own."""

from sqlalchemy import select

from tracker.db.models import ClaimRevision, ForeignReview
from tracker.domain.bundle import ToldClaim, ToldReview
from tracker.domain.errors import RuleBroken
from tracker.services import claims, reviews
from tracker.services.bundle_desk import MergeDesk
from tracker.services.travel import Traveller


def record(desk: MergeDesk, key: str, told: ToldClaim, places: dict[int, int]) -> None:
    """Record the reviews of a claim; `places` are the ids of our revisions, by the numbers of the told ones."""
    for number, revision in sorted(places.items()):
        for review in told.revisions[number].reviews:
            _review(desk, revision, review)
    if desk.traveller:
        _decide_again(desk, desk.traveller, key, told, places)


def _review(desk: MergeDesk, revision: int, told: ToldReview) -> None:
    if told.ident in desk.idents.own_reviews:
        return
    if told.ident in desk.idents.until:
        if told.until is not None and desk.idents.until[told.ident] is None:
            _end(desk, told)
        return
    where = desk.who(told.told)
    desk.session.add(
        ForeignReview(
            revision_id=revision,
            ident=told.ident,
            installation=where.installation,
            name=where.name,
            reviewer=told.reviewer,
            username=told.username,
            given_on=told.on,
            at=told.at,
            until=told.until,
            verdict=told.verdict,
            reliability=told.reliability,
            credibility=told.credibility,
            comment=told.comment,
            merge_id=desk.merge.id,
        )
    )
    desk.session.flush()
    desk.idents.until[told.ident] = told.until
    desk.counts["reviews"] += 1


def _end(desk: MergeDesk, told: ToldReview) -> None:
    row = desk.session.scalars(select(ForeignReview).where(ForeignReview.ident == told.ident)).one()
    desk.begin()
    row.until = desk.idents.until[told.ident] = told.until
    desk.counts["ended"] += 1


def _decide_again(desk: MergeDesk, traveller: Traveller, key: str, told: ToldClaim, places: dict[int, int]) -> None:
    """Record what people of this installation decided on a verified travel copy, where nothing is decided here."""
    current = claims.show(desk.session, key=key)
    if any(review.superseded_at is None for review in current.reviews):
        return
    for number, revision in places.items():
        one = told.revisions[number]
        for review in one.reviews if revision == current.id else ():
            if review.until is None and not review.told.installation and traveller.decided(review, one):
                _decide(desk, key, current, review)


def _decide(desk: MergeDesk, key: str, current: ClaimRevision, told: ToldReview) -> None:
    row = desk.session.scalar(select(ForeignReview).where(ForeignReview.ident == told.ident))
    if row is None or row.adopted_id is not None:
        return
    try:
        with desk.session.begin_nested():
            made = reviews.decide(
                desk.session,
                key=key,
                revision=current.number,
                seen=reviews.seen_of(current.reviews),
                reviewer=told.person,
                verdict=told.verdict,
                reliability=told.reliability,
                credibility=told.credibility,
                comment=told.comment,
                at=desk.at,
            )
    except RuleBroken:
        return  # it stays what somebody decided elsewhere, for a reviewer here to adopt
    row.adopted_id = made.id
    desk.session.flush()
    desk.counts["own_reviews"] += 1
