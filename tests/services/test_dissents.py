"""Dissent: by somebody else, from a review that stands, once; and what was known stays known."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tests.services.desks import AT, LATER, seated
from tracker.db.models import Dissent
from tracker.domain.errors import NotAllowed, NotFound, RuleBroken
from tracker.domain.vocabulary import Verdict
from tracker.services import claims, dissents, history


@pytest.fixture
def desk(record):
    with seated(record) as desk:
        yield desk


@pytest.fixture
def review(desk):
    return desk.decide(desk.log())


def _dissent(desk, review, by="reviewer2", **changes):
    given = {"reason": "The paper retracted it.", "printed": True, "at": AT} | changes
    return dissents.dissent(desk.session, review=review.id, by=desk.people[by], **given)


@pytest.mark.parametrize("person", ["reviewer2", "analyst2", "both", "analyst"])
def test_an_analyst_or_a_reviewer_may_dissent_the_author_of_the_claim_included(desk, review, person):
    made = _dissent(desk, review, person)
    assert (made.reason, made.printed, made.taken_back_at) == ("The paper retracted it.", True, None)


@pytest.mark.parametrize("person", ["viewer", "admin"])
def test_nobody_else_may_dissent_and_an_administrator_is_no_exception(desk, review, person):
    with pytest.raises(NotAllowed, match="Only an analyst or a reviewer"):
        _dissent(desk, review, person)


def test_nobody_dissents_from_their_own_review(desk, review):
    with pytest.raises(NotAllowed, match="your own"):
        _dissent(desk, review, "reviewer")


@pytest.mark.parametrize("reason", ["", "  ", "x" * 5_001])
def test_a_dissent_has_a_reason_of_a_length_that_can_be_read(desk, review, reason):
    with pytest.raises(RuleBroken) as refused:
        _dissent(desk, review, reason=reason)
    assert refused.value.field == "reason"


def test_a_review_that_was_followed_by_another_has_no_dissent_any_more(desk, review):
    key = dissents.review_of(desk.session, review=review.id).revision.claim.key
    desk.decide(key, "reviewer2", Verdict.RETURN, at=LATER)
    with pytest.raises(RuleBroken, match="no longer stands"):
        _dissent(desk, review, "analyst2", at=LATER)


def test_a_review_of_an_earlier_revision_has_no_dissent_any_more(desk, review):
    desk.edit(dissents.review_of(desk.session, review=review.id).revision.claim.key)
    with pytest.raises(RuleBroken, match="no longer stands"):
        _dissent(desk, review, at=LATER)


def test_a_person_has_one_dissent_from_a_review_and_others_have_theirs(desk, review):
    _dissent(desk, review)
    _dissent(desk, review, "analyst2")
    with pytest.raises(RuleBroken, match="already"):
        _dissent(desk, review)


def test_the_database_refuses_a_second_one_too(desk, review):
    _dissent(desk, review)
    desk.session.add(Dissent(review_id=review.id, by_id=desk.people["reviewer2"], at=AT, reason="x", printed=False))
    with pytest.raises(IntegrityError):
        desk.session.flush()


def test_what_is_taken_back_stays_known_at_earlier_instants_and_may_be_said_anew(desk, review):
    made = _dissent(desk, review)
    dissents.take_back(desk.session, dissent=made.id, by=desk.people["reviewer2"], at=LATER)
    again = _dissent(desk, review, reason="On second thoughts.", at=LATER + timedelta(minutes=1))
    row = dissents.review_of(desk.session, review=review.id)
    standing = {
        name: [one.id for one in dissents.standing(row, known_at=at)]
        for name, at in {"before": AT - timedelta(seconds=1), "then": AT, "now": LATER + timedelta(hours=1)}.items()
    }
    assert standing == {"before": [], "then": [made.id], "now": [again.id]}


def test_only_the_person_takes_it_back_and_only_once(desk, review):
    made = _dissent(desk, review)
    with pytest.raises(NotAllowed, match="Only the person"):
        dissents.take_back(desk.session, dissent=made.id, by=desk.people["reviewer"], at=LATER)
    dissents.take_back(desk.session, dissent=made.id, by=desk.people["reviewer2"], at=LATER)
    with pytest.raises(RuleBroken, match="taken back before"):
        dissents.take_back(desk.session, dissent=made.id, by=desk.people["reviewer2"], at=LATER)


def test_what_is_not_there_is_not_found(desk, review):
    with pytest.raises(NotFound):
        dissents.take_back(desk.session, dissent=9_999, by=desk.people["reviewer2"], at=LATER)
    with pytest.raises(NotFound):
        dissents.dissent(desk.session, review=9_999, by=desk.people["reviewer2"], reason="x", printed=False, at=AT)


def test_history_tells_the_dissent_and_its_taking_back(desk, review):
    key = dissents.review_of(desk.session, review=review.id).revision.claim.key
    made = _dissent(desk, review)
    dissents.take_back(desk.session, dissent=made.id, by=desk.people["reviewer2"], at=LATER)
    desk.session.expire_all()
    told = [event.sentence for event in history.of_claim(desk.session, key=key)]
    assert told[-2:] == [
        "dissented from the review by Reviewer Person: The paper retracted it.",
        "took back the dissent from the review by Reviewer Person",
    ]


def test_a_dissent_changes_no_review(desk, review):
    _dissent(desk, review)
    key = dissents.review_of(desk.session, review=review.id).revision.claim.key
    (found,) = claims.show(desk.session, key=key).reviews
    assert (found.verdict, found.superseded_at) == (Verdict.RIGHT, None)
    assert desk.session.scalars(select(Dissent.review_id)).all() == [review.id]
