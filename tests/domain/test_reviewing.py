"""Who may review what, and what a review must say."""

import pytest

from tests.domain.refusals import refusal
from tracker.domain.reviewing import LONGEST_COMMENT, STATE_OF, check_review, check_reviewer
from tracker.domain.vocabulary import Credibility, Reliability, ReviewState, Role, Verdict

NO_REVIEWER = ("not_allowed", "review", {"": "Only a reviewer may review. Ask an administrator for the role."})
OWN = (
    "not_allowed",
    "review",
    {"": "You wrote this claim, or a revision of it. Nobody reviews their own work; another reviewer must."},
)
SOURCE = {"reliability": "Grade the source from A to F; F means that it cannot be judged."}
WORDS = {"credibility": "Grade what is said from 1 to 6; 6 means that it cannot be judged."}
LONG = {"comment": "Use at most 5,000 characters."}


@pytest.mark.parametrize(
    ("reviewer", "roles", "authors", "expected"),
    [
        (2, {Role.REVIEWER}, {1}, None),
        (2, {Role.REVIEWER, Role.ANALYST}, set(), None),
        (1, {Role.REVIEWER}, {1}, OWN),
        (1, {Role.REVIEWER, Role.ADMINISTRATOR}, {3, 1}, OWN),
        (2, {Role.ANALYST, Role.ADMINISTRATOR}, {1}, NO_REVIEWER),
        (1, set(), {1}, NO_REVIEWER),
    ],
)
def test_a_reviewer_who_wrote_no_revision_reviews(reviewer, roles, authors, expected):
    assert refusal(check_reviewer, reviewer=reviewer, roles=roles, authors=authors) == expected


@pytest.mark.parametrize(
    ("verdict", "reliability", "credibility", "comment", "expected"),
    [
        (Verdict.RIGHT, Reliability.F, Credibility.SIX, "", {}),
        (Verdict.RIGHT, None, Credibility.ONE, "", SOURCE),
        (Verdict.RIGHT, Reliability.A, None, "", WORDS),
        (Verdict.RIGHT, None, None, "", SOURCE | WORDS),
        (Verdict.RETURN, None, None, "Give the page.", {}),
        (Verdict.RETURN, None, None, "", {"comment": "Say what the analyst should change."}),
        (Verdict.WRONG, None, None, "The page says otherwise.", {}),
        (Verdict.WRONG, None, None, "", {"comment": "Say why the record is wrong."}),
        (Verdict.RIGHT, Reliability.A, Credibility.ONE, "x" * LONGEST_COMMENT, {}),
        (Verdict.RIGHT, Reliability.A, Credibility.ONE, "x" * (LONGEST_COMMENT + 1), LONG),
        (Verdict.WRONG, None, None, "x" * (LONGEST_COMMENT + 1), LONG),
    ],
)
def test_an_acceptance_is_graded_and_a_refusal_says_why(verdict, reliability, credibility, comment, expected):
    found = refusal(check_review, verdict=verdict, reliability=reliability, credibility=credibility, comment=comment)
    assert found == (("refused", "review", expected) if expected else None)


def test_every_verdict_leads_to_a_state_of_its_own():
    assert STATE_OF == {
        Verdict.RIGHT: ReviewState.ACCEPTED,
        Verdict.RETURN: ReviewState.RETURNED,
        Verdict.WRONG: ReviewState.WRONG,
    }
