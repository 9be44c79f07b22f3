"""Reviews: one road, by somebody else, on one revision; and the database refuses what the service would."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tests.databases import SEEDED_AT
from tests.services.test_claims import CONTENT
from tracker.db.engine import writing
from tracker.db.models import Claim, ClaimRevision, Review
from tracker.domain.errors import NotAllowed, RuleBroken, Stale
from tracker.domain.vocabulary import Credibility, Reliability, ReviewState, Verdict
from tracker.services import accounts, claim_list, claims, reviews

AT = SEEDED_AT + timedelta(hours=2)
NAMES = ("analyst", "analyst2", "both", "reviewer", "reviewer2", "admin")
GOOD = {"verdict": Verdict.RIGHT, "reliability": Reliability.B, "credibility": Credibility.TWO, "comment": ""}


@pytest.fixture
def desk(record):
    """A writer's session, the people's ids, and a claim that "both" logged."""
    with writing(record, actor="test") as session:
        people = {name: accounts.find(session, username=name).id for name in NAMES}
        claim = claims.log(session, content=CONTENT, author=people["both"], at=AT)
        yield session, people, claim.key
        session.rollback()


def _decide(session, key, reviewer, *, revision=1, seen=0, at=AT, **given):
    return reviews.decide(session, key=key, revision=revision, seen=seen, reviewer=reviewer, at=at, **{**GOOD, **given})


def test_a_reviewer_who_is_somebody_else_decides(desk):
    session, people, key = desk
    _decide(session, key, people["reviewer"])
    assert claim_list.review_state(claims.show(session, key=key)) is ReviewState.ACCEPTED


@pytest.mark.parametrize("name", ["analyst", "admin"])
def test_only_a_reviewer_reviews_and_an_administrator_is_none(desk, name):
    session, people, key = desk
    with pytest.raises(NotAllowed, match="Only a reviewer"):
        _decide(session, key, people[name])


def test_nobody_reviews_their_own_work(desk):
    session, people, key = desk
    with pytest.raises(NotAllowed, match="Nobody reviews their own"):
        _decide(session, key, people["both"])


def test_an_author_of_an_earlier_revision_does_not_review_the_later_one(desk):
    session, people, key = desk
    _edited(session, people, key)
    with pytest.raises(NotAllowed, match="Nobody reviews their own"):
        _decide(session, key, people["both"], revision=2)


def _edited(session, people, key):
    from dataclasses import replace

    claims.edit(
        session,
        key=key,
        base=1,
        content=replace(CONTENT, statement="Other."),
        author=people["analyst2"],
        at=AT + timedelta(minutes=5),
        reason="",
    )


def test_the_database_refuses_a_self_review_too(desk):
    session, people, key = desk
    revision = claims.show(session, key=key)
    session.add(_raw(revision, reviewer=people["both"], author=people["both"]))
    with pytest.raises(IntegrityError, match="nobody_reviews_their_own"):
        session.flush()


def test_the_database_refuses_a_false_author(desk):
    session, people, key = desk
    revision = claims.show(session, key=key)
    session.add(_raw(revision, reviewer=people["both"], author=people["analyst"]))
    with pytest.raises(IntegrityError):
        session.flush()


def _raw(revision, *, reviewer, author):
    return Review(
        revision_id=revision.id,
        author_id=author,
        reviewer_id=reviewer,
        number=1,
        at=AT,
        verdict=Verdict.RIGHT,
        reliability=Reliability.A,
        credibility=Credibility.ONE,
        comment="",
    )


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"reliability": None}, "reliability"),
        ({"credibility": None}, "credibility"),
        ({"verdict": Verdict.RETURN, "comment": ""}, "comment"),
        ({"verdict": Verdict.WRONG, "comment": ""}, "comment"),
    ],
)
def test_an_acceptance_is_graded_and_a_refusal_has_a_reason(desk, given, field):
    session, people, key = desk
    with pytest.raises(RuleBroken) as refused:
        _decide(session, key, people["reviewer"], **given)
    assert refused.value.field == field


def test_an_edit_makes_the_review_lapse(desk):
    session, people, key = desk
    _decide(session, key, people["reviewer"])
    _edited(session, people, key)
    assert claim_list.review_state(claims.show(session, key=key)) is ReviewState.WAITING


def test_a_review_of_what_was_edited_meanwhile_is_refused(desk):
    session, people, key = desk
    _edited(session, people, key)
    with pytest.raises(Stale, match="edited meanwhile"):
        _decide(session, key, people["reviewer"], revision=1)


def test_two_reviewers_do_not_decide_the_same_thing_twice(desk):
    session, people, key = desk
    _decide(session, key, people["reviewer"])
    with pytest.raises(Stale, match="Somebody else reviewed"):
        _decide(session, key, people["reviewer2"])


def test_a_later_decision_follows_and_erases_nothing(desk):
    session, people, key = desk
    _decide(session, key, people["reviewer"])
    later = {"verdict": Verdict.RETURN, "comment": "Mend the day.", "at": AT + timedelta(hours=1)}
    _decide(session, key, people["reviewer2"], seen=1, **later)
    found = claims.show(session, key=key).reviews
    assert [(r.number, r.verdict, r.superseded_at is None) for r in found] == [
        (1, Verdict.RIGHT, False),
        (2, Verdict.RETURN, True),
    ]


def test_the_queue_is_oldest_first_without_one_s_own(desk):
    session, people, key = desk
    queue = reviews.queue(session, reviewer=people["both"])
    assert key not in [revision.claim.key for revision in queue.revisions]
    assert (queue.own, queue.total) == (1, len(queue.revisions) + 1)
    others = reviews.queue(session, reviewer=people["reviewer"]).revisions
    recorded = [revision.recorded_at for revision in others]
    assert recorded == sorted(recorded)
    assert others[-1].claim.key == key


def test_a_withdrawn_claim_leaves_the_queue_and_is_not_reviewed(desk):
    session, people, key = desk
    claims.withdraw(session, key=key, by=people["analyst"], at=AT, reason="x")
    assert key not in [r.claim.key for r in reviews.queue(session, reviewer=people["reviewer"]).revisions]
    with pytest.raises(RuleBroken, match="was withdrawn"):
        _decide(session, key, people["reviewer"])


def test_the_next_one_waiting_is_another(desk):
    session, people, key = desk
    queue = reviews.queue(session, reviewer=people["reviewer"]).revisions
    after = session.scalars(select(Claim.id).where(Claim.key == queue[0].claim.key)).one()
    assert reviews.next_waiting(session, reviewer=people["reviewer"], after=after) == queue[1].claim.key
    assert session.scalars(select(ClaimRevision.number).join(Claim).where(Claim.key == key)).all() == [1]
