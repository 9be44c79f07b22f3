"""Ten seconds to take a decision back, as a new event: nothing is erased, and what stood before stands again."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.databases import SEEDED_AT
from tests.services.test_claims import CONTENT
from tracker.db.engine import writing
from tracker.db.models import Review, ReviewUndo
from tracker.domain.errors import NotAllowed, NotFound, RuleBroken, Stale
from tracker.domain.vocabulary import Credibility, Reliability, ReviewState, Verdict
from tracker.services import accounts, claim_list, claims, history, review_undo, reviews

AT = SEEDED_AT + timedelta(hours=2)
RIGHT = {"verdict": Verdict.RIGHT, "reliability": Reliability.B, "credibility": Credibility.TWO, "comment": ""}
RETURN = {"verdict": Verdict.RETURN, "reliability": None, "credibility": None, "comment": "Mend the day."}


@pytest.fixture
def desk(record):
    """A writer's session, two reviewers' ids, and a claim that waits."""
    with writing(record, actor="test") as session:
        people = {name: accounts.find(session, username=name).id for name in ("analyst", "reviewer", "reviewer2")}
        key = claims.log(session, content=CONTENT, author=people["analyst"], at=AT).key
        yield session, people, key
        session.rollback()


def _decide(desk, who="reviewer", *, seen=0, after=0, given=RIGHT):
    session, people, key = desk
    at = AT + timedelta(seconds=after)
    return reviews.decide(session, key=key, revision=1, seen=seen, reviewer=people[who], at=at, **given)


def _undo(desk, review, who="reviewer", *, after):
    return review_undo.undo(desk[0], review=review.id, by=desk[1][who], at=AT + timedelta(seconds=after))


def _state(desk):
    return claim_list.review_state(claims.show(desk[0], key=desk[2]))


def test_a_claim_whose_only_decision_is_taken_back_waits_again(desk):
    review = _decide(desk)
    _undo(desk, review, after=9)
    assert _state(desk) is ReviewState.WAITING
    assert desk[2] in [row.claim.key for row in reviews.queue(desk[0], reviewer=desk[1]["reviewer2"]).revisions]
    assert desk[0].scalars(select(ReviewUndo.review_id)).all() == [review.id]


def test_the_decision_before_stands_again_in_its_own_words(desk):
    _decide(desk, given=RETURN)
    second = _decide(desk, "reviewer2", seen=1, after=60)
    _undo(desk, second, "reviewer2", after=65)
    found = claims.show(desk[0], key=desk[2]).reviews
    assert [(r.number, r.verdict, r.superseded_at is None) for r in found] == [
        (1, Verdict.RETURN, False),
        (2, Verdict.RIGHT, False),
        (3, Verdict.RETURN, True),
    ]
    assert (found[2].comment, found[2].reviewer_id) == ("Mend the day.", desk[1]["reviewer"])


def test_what_was_known_before_and_between_stays_as_it_was(desk):
    review = _decide(desk, after=1)
    _undo(desk, review, after=5)
    kept = desk[0].get_one(Review, review.id)
    assert (kept.at, kept.superseded_at) == (AT + timedelta(seconds=1), AT + timedelta(seconds=5))


def test_a_claim_can_be_decided_on_again_after_an_undo(desk):
    _undo(desk, _decide(desk), after=3)
    seen = reviews.seen_of(claims.show(desk[0], key=desk[2]).reviews)
    _decide(desk, "reviewer2", seen=seen, after=30)
    assert _state(desk) is ReviewState.ACCEPTED


@pytest.mark.parametrize(("after", "offered"), [(0, True), (10, True), (11, False)])
def test_it_is_offered_for_ten_seconds(desk, after, offered):
    review = _decide(desk)
    found = review_undo.offer(desk[0], review=review.id, by=desk[1]["reviewer"], at=AT + timedelta(seconds=after))
    assert (found is not None) is offered


def test_after_that_it_is_refused(desk):
    with pytest.raises(RuleBroken, match="ten seconds"):
        _undo(desk, _decide(desk), after=13)
    assert _state(desk) is ReviewState.ACCEPTED


def test_nobody_takes_back_the_decision_of_another(desk):
    with pytest.raises(NotAllowed):
        _undo(desk, _decide(desk), "reviewer2", after=2)


def test_what_no_longer_stands_cannot_be_taken_back(desk):
    first = _decide(desk)
    _decide(desk, "reviewer2", seen=1, after=2, given=RETURN)
    with pytest.raises(Stale):
        _undo(desk, first, after=4)


def test_it_is_taken_back_once(desk):
    review = _decide(desk)
    _undo(desk, review, after=2)
    with pytest.raises(Stale):
        _undo(desk, review, after=3)


def test_what_was_never_decided_cannot_be_taken_back(desk):
    with pytest.raises(NotFound):
        review_undo.undo(desk[0], review=999_999, by=desk[1]["reviewer"], at=AT)


def test_the_history_tells_the_decision_and_that_it_was_taken_back(desk):
    _undo(desk, _decide(desk), after=4)
    told = [event.sentence for event in history.of_claim(desk[0], key=desk[2])]
    assert told[-2:] == [
        "reviewed revision 1: the record is right, graded B2",
        "took the decision on revision 1 back (the record is right)",
    ]
