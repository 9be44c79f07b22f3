"""Assignments: to somebody who can decide, one at a time, over when the claim is decided on."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tests.services.desks import AT, LATER, seated
from tracker.db.models import ReviewAssignment
from tracker.domain.errors import NotAllowed, RuleBroken, Stale
from tracker.domain.vocabulary import Role
from tracker.services import accounts, assignments, claims, history, reviews
from tracker.services.reviews import Whose


@pytest.fixture
def desk(record):
    with seated(record) as desk:
        yield desk


def _assign(desk, key, reviewer="reviewer2", by="reviewer", at=AT):
    return assignments.assign(desk.session, key=key, reviewer=reviewer, by=desk.people[by], at=at)


def _assigned(desk, key):
    claim_id = claims.find(desk.session, key=key).id
    found = assignments.standing(desk.session, claim_ids=[claim_id]).get(claim_id)
    return found.reviewer.username if found else None


@pytest.mark.parametrize(
    ("person", "may"), [("reviewer", True), ("admin", True), ("analyst", False), ("viewer", False)]
)
def test_a_reviewer_or_an_administrator_assigns(desk, person, may):
    key = desk.log()
    if may:
        _assign(desk, key, by=person)
    else:
        with pytest.raises(NotAllowed):
            _assign(desk, key, by=person)
    assert _assigned(desk, key) == ("reviewer2" if may else None)


@pytest.mark.parametrize(
    ("reviewer", "sentence"),
    [
        ("both", "Both Person wrote this claim"),
        ("analyst", "Analyst Person is no reviewer"),
        ("admin", "Admin Person is no reviewer"),
        ("nobody", "Choose a reviewer from the list"),
        (accounts.RECORD_REVIEWER, "Choose a reviewer from the list"),
    ],
)
def test_a_claim_goes_to_nobody_who_could_not_decide_on_it(desk, reviewer, sentence):
    with pytest.raises(RuleBroken, match=sentence) as refused:
        _assign(desk, desk.log("both"), reviewer)
    assert refused.value.field == "reviewer"


def test_a_disabled_reviewer_gets_nothing(desk):
    accounts.disable(desk.session, username="reviewer2")
    with pytest.raises(RuleBroken, match="is no reviewer"):
        _assign(desk, desk.log())


def test_those_who_could_be_given_a_claim_are_named(desk):
    names = [user.username for user in assignments.eligible(desk.session, key=desk.log("both"))]
    assert names == ["reviewer", "reviewer2"]


def test_what_does_not_wait_is_not_assigned(desk):
    key = desk.log()
    desk.decide(key)
    with pytest.raises(RuleBroken, match="This claim is accepted"):
        _assign(desk, key)


def test_a_reviewer_takes_over_from_another_and_the_record_keeps_both(desk):
    key = desk.log()
    _assign(desk, key)
    _assign(desk, key, "reviewer", at=LATER)
    assert _assigned(desk, key) == "reviewer"
    ends = desk.session.scalars(select(ReviewAssignment.ended_at).order_by(ReviewAssignment.id)).all()
    assert ends == [LATER, None]
    told = [event.sentence for event in history.of_claim(desk.session, key=key)][-2:]
    assert told == ["assigned the claim to Reviewer2 Person for review", "assigned the claim to themselves for review"]


def test_the_same_person_is_not_assigned_twice(desk):
    key = desk.log()
    _assign(desk, key)
    with pytest.raises(RuleBroken, match="assigned to Reviewer2 Person already"):
        _assign(desk, key)


def test_an_assignment_can_be_ended_once(desk):
    key = desk.log()
    _assign(desk, key)
    assignments.end(desk.session, key=key, by=desk.people["admin"], at=LATER)
    assert _assigned(desk, key) is None
    with pytest.raises(Stale):
        assignments.end(desk.session, key=key, by=desk.people["admin"], at=LATER)
    with pytest.raises(NotAllowed):
        assignments.end(desk.session, key=key, by=desk.people["analyst"], at=LATER)


@pytest.mark.parametrize("reviewer", ["reviewer", "reviewer2"], ids=["by somebody else", "by the assigned one"])
def test_a_decision_by_anybody_ends_it(desk, reviewer):
    key = desk.log()
    _assign(desk, key)
    desk.decide(key, reviewer, at=LATER)
    assert desk.session.scalars(select(ReviewAssignment.ended_at)).all() == [LATER]


def test_the_database_holds_one_at_a_time(desk):
    made = _assign(desk, desk.log())
    desk.session.add(ReviewAssignment(claim_id=made.claim_id, reviewer_id=1, assigned_by_id=1, at=AT))
    with pytest.raises(IntegrityError):
        desk.session.flush()


def _lost_the_role(desk, _key):
    desk.set_roles("reviewer2", Role.VIEWER)


def _was_disabled(desk, _key):
    accounts.disable(desk.session, username="reviewer2")


def _became_an_author(desk, key):
    desk.set_roles("reviewer2", Role.ANALYST, Role.REVIEWER)
    desk.edit(key, "reviewer2")


@pytest.mark.parametrize("event", [_lost_the_role, _was_disabled, _became_an_author])
def test_an_assignment_to_somebody_who_can_no_longer_decide_counts_for_nothing(desk, event):
    key = desk.log()
    _assign(desk, key)
    event(desk, key)
    assert _assigned(desk, key) is None
    nobodys = reviews.queue(desk.session, reviewer=desk.people["reviewer"], whose=Whose.UNASSIGNED)
    assert key in [row.claim.key for row in nobodys.revisions]
    _assign(desk, key, "reviewer", at=LATER)
    assert _assigned(desk, key) == "reviewer"


def _keys(desk, reviewer="reviewer", whose=Whose.ALL):
    found = reviews.queue(desk.session, reviewer=desk.people[reviewer], whose=whose)
    return [row.claim.key for row in found.revisions], found.fitting


def test_the_queue_has_mine_first_and_somebody_else_s_last(desk):
    before, waiting = _keys(desk)
    mine, theirs = desk.log(), before[0]
    _assign(desk, mine, "reviewer")
    _assign(desk, theirs, "reviewer2")
    assert _keys(desk)[0] == [mine, *before[1:], theirs]
    assert _keys(desk, whose=Whose.MINE) == ([mine], 1)
    assert _keys(desk, whose=Whose.UNASSIGNED) == (before[1:], waiting - 1)


@pytest.mark.whole_record
def test_the_next_claim_is_mine_then_nobody_s_then_somebody_else_s(desk):
    before, _ = _keys(desk)
    mine = desk.log(at=LATER)
    _assign(desk, mine, "reviewer", at=LATER)
    for key in before[:-1]:
        _assign(desk, key, "reviewer2")
    order = []
    for number in range(3):
        order.append(reviews.next_waiting(desk.session, reviewer=desk.people["reviewer"]))
        desk.decide(order[-1], at=LATER + timedelta(minutes=number))
    assert order == [mine, before[-1], before[0]]
