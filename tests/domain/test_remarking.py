"""Who may speak up beside deciding, and what such words must hold."""

import pytest

from tests.domain.refusals import refusal
from tracker.domain.remarking import LONGEST, check_speaker, check_words, words_problems
from tracker.domain.vocabulary import Role


@pytest.mark.parametrize(
    ("roles", "allowed"),
    [({Role.ANALYST}, True), ({Role.REVIEWER}, True), ({Role.ADMINISTRATOR, Role.VIEWER}, False)],
)
def test_an_analyst_or_a_reviewer_speaks(roles, allowed):
    sentence = "Only an analyst or a reviewer may add a comment. Ask an administrator for the role."
    expected = None if allowed else ("not_allowed", "comment", {"": sentence})
    assert refusal(check_speaker, "comment", roles) == expected


@pytest.mark.parametrize(
    ("words", "missing", "most", "sentence"),
    [
        ("", "", 3, None),
        ("abc", "", 3, None),
        ("abcd", "", 3, "Use at most 3 characters."),
        (" ", "Say it.", 3, "Say it."),
        ("x", "Say it.", 3, None),
    ],
)
def test_words_are_there_where_they_are_needed_and_not_too_many(words, missing, most, sentence):
    found = [(one.field, one.sentence) for one in words_problems("note", words, missing=missing, most=most)]
    assert found == ([("note", sentence)] if sentence else [])


def test_a_field_without_words_is_refused():
    assert refusal(check_words, "comment", "text", "x", missing="Say it.") is None
    assert refusal(check_words, "comment", "text", "", missing="Say it.") == ("refused", "comment", {"text": "Say it."})
    long = refusal(check_words, "comment", "text", "x" * (LONGEST + 1), missing="Say it.")
    assert long == ("refused", "comment", {"text": "Use at most 5,000 characters."})
