"""Who may assign a claim for review, and to whom."""

import pytest

from tests.domain.refusals import refusal
from tracker.domain.assigning import check_assigner, check_claim, check_reviewer
from tracker.domain.vocabulary import ReviewState, Role


@pytest.mark.parametrize(
    ("roles", "allowed"),
    [({Role.REVIEWER}, True), ({Role.ADMINISTRATOR}, True), ({Role.ANALYST}, False), (set(), False)],
)
def test_a_reviewer_or_an_administrator_assigns(roles, allowed):
    sentence = "Only a reviewer or an administrator may assign claims for review."
    assert refusal(check_assigner, roles) == (None if allowed else ("not_allowed", "assignment", {"": sentence}))


@pytest.mark.parametrize("state", list(ReviewState))
def test_only_what_waits_is_assigned(state):
    sentence = f"This claim is {state.label}, and only what waits for review is assigned."
    expected = None if state is ReviewState.WAITING else ("refused", "assignment", {"": sentence})
    assert refusal(check_claim, state) == expected


@pytest.mark.parametrize(
    ("roles", "authors", "sentence"),
    [
        ({Role.REVIEWER}, {1}, None),
        ({Role.ANALYST}, set(), "Rita is no reviewer. Choose somebody who is."),
        (
            {Role.REVIEWER},
            {1, 2},
            "Rita wrote this claim, or a revision of it, and nobody reviews their own work. Choose another.",
        ),
    ],
)
def test_it_is_assigned_to_somebody_who_could_decide(roles, authors, sentence):
    found = refusal(check_reviewer, name="Rita", reviewer=2, roles=roles, authors=authors)
    assert found == (("refused", "assignment", {"reviewer": sentence}) if sentence else None)
