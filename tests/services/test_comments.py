"""Comments: on the revision that is current, oldest first, never erased, and of no effect."""

from datetime import timedelta

import pytest

from tests.services.desks import AT, LATER, seated
from tracker.domain.errors import NotAllowed, NotFound, RuleBroken
from tracker.services import claims, comments, history


@pytest.fixture
def desk(record):
    with seated(record) as desk:
        yield desk


def _comment(desk, key, by="reviewer", words="Which ministry?", at=AT):
    return comments.comment(desk.session, key=key, by=desk.people[by], words=words, at=at)


def test_comments_are_read_oldest_first_with_the_revision_they_were_made_on(desk):
    key = desk.log()
    _comment(desk, key, at=AT)
    desk.edit(key)
    _comment(desk, key, "analyst", "That of labour.", at=LATER)
    claim_id = claims.find(desk.session, key=key).id
    found = comments.of_claim(desk.session, claim_id=claim_id, known_at=LATER)
    assert [(one.by.username, one.revision, one.words) for one in found] == [
        ("reviewer", 1, "Which ministry?"),
        ("analyst", 2, "That of labour."),
    ]
    assert len(comments.of_claim(desk.session, claim_id=claim_id, known_at=LATER - timedelta(seconds=1))) == 1


@pytest.mark.parametrize("person", ["viewer", "admin"])
def test_only_analysts_and_reviewers_comment(desk, person):
    with pytest.raises(NotAllowed):
        _comment(desk, desk.log(), person)


@pytest.mark.parametrize("words", ["", " \n ", "x" * 5_001])
def test_a_comment_has_words_and_not_too_many(desk, words):
    with pytest.raises(RuleBroken) as refused:
        _comment(desk, desk.log(), words=words)
    assert refused.value.field == "words"


def test_a_claim_that_is_not_there_has_no_comments(desk):
    with pytest.raises(NotFound):
        _comment(desk, "none-such")


def test_history_has_the_comment_at_its_revision(desk):
    key = desk.log()
    _comment(desk, key)
    desk.edit(key)
    told = [(event.revision, event.sentence) for event in history.of_claim(desk.session, key=key)]
    assert (1, "commented: Which ministry?") in told
