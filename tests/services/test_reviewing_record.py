"""A reviewer's own record, from the rows: what counts, and what does not."""

from datetime import timedelta

import pytest

from tests.services.desks import AT, LATER, seated
from tracker.db.models import ReviewUndo, User
from tracker.domain.reviewing_record import ReturnFate, Share
from tracker.domain.vocabulary import Verdict
from tracker.services import claims, dissents, reviewing_record


@pytest.fixture
def desk(record):
    with seated(record) as desk:
        yield desk


def _record(desk, name="reviewer"):
    return reviewing_record.of(desk.session, person=desk.session.get_one(User, desk.people[name]))


def test_a_reviewer_who_decided_nothing_has_an_empty_record(desk):
    found = _record(desk)
    assert (found.record.decisions, found.record.days, found.record.returns) == (0, None, {})
    assert (found.received, found.given) == (0, 0)


def test_decisions_are_counted_by_verdict_and_grade_with_the_days_they_took(desk):
    for days, verdict, grade in ((1, Verdict.RIGHT, "B2"), (2, Verdict.RIGHT, "B2"), (9, Verdict.WRONG, "B2")):
        desk.decide(desk.log(), verdict=verdict, grade=grade, at=AT + timedelta(days=days))
    desk.decide(desk.log(), "reviewer2")
    found = _record(desk).record
    assert found.verdicts == {Verdict.RIGHT: 2, Verdict.RETURN: 0, Verdict.WRONG: 1}
    assert (found.grades, found.days) == ({"B2": 2}, 2.0)


def test_what_became_of_a_return_is_told(desk):
    accepted, waiting, unanswered, withdrawn = (desk.log() for _ in range(4))
    for key in (accepted, waiting, unanswered, withdrawn):
        desk.decide(key, verdict=Verdict.RETURN)
    desk.edit(accepted)
    desk.edit(waiting)
    desk.decide(accepted, "reviewer2", at=LATER)
    claims.withdraw(desk.session, key=withdrawn, by=desk.people["analyst"], at=LATER, reason="x")
    assert _record(desk).record.returns == {
        ReturnFate.ACCEPTED: 1,
        ReturnFate.WAITING: 1,
        ReturnFate.WITHDRAWN: 1,
        ReturnFate.OPEN: 1,
    }


def test_agreement_is_counted_where_two_reviewers_decided_on_one_revision(desk):
    for other in (Verdict.RIGHT, Verdict.RETURN):
        key = desk.log()
        desk.decide(key, grade="B2")
        desk.decide(key, "reviewer2", other, "B3", at=LATER)
    desk.decide(desk.log())
    for name in ("reviewer", "reviewer2"):
        found = _record(desk, name).record
        assert (found.same_verdict, found.same_grade, found.near_grade) == (Share(1, 2), Share(0, 1), Share(1, 1))


def test_an_undone_decision_counts_as_undone_and_its_restoring_as_nothing(desk):
    key = desk.log()
    first = desk.decide(key)
    second = desk.decide(key, verdict=Verdict.WRONG, at=LATER)
    third = desk.decide(key, at=LATER)
    by = desk.people["reviewer"]
    desk.session.add(ReviewUndo(review_id=second.id, by_id=by, at=LATER, restored_id=third.id))
    desk.session.flush()
    found = _record(desk).record
    assert first.id != third.id
    assert (found.decisions, found.undone, found.verdicts[Verdict.WRONG]) == (1, 1, 0)


def test_dissents_that_stand_are_counted_on_both_sides(desk):
    review = desk.decide(desk.log())
    given = {"reason": "No.", "printed": False, "at": LATER}
    for name in ("reviewer2", "analyst2"):
        made = dissents.dissent(desk.session, review=review.id, by=desk.people[name], **given)
    dissents.take_back(desk.session, dissent=made.id, by=desk.people["analyst2"], at=LATER)
    assert [(_record(desk, name).received, _record(desk, name).given) for name in ("reviewer", "reviewer2")] == [
        (1, 0),
        (0, 1),
    ]
