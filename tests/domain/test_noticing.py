"""Who may record that a source was taken back, and what a notice must say."""

import pytest

from tests.domain.refusals import refusal
from tracker.domain.noticing import check_notice, check_recorder
from tracker.domain.vocabulary import Role

SENTENCE = "Only an analyst or a reviewer may record that a source was taken back. Ask an administrator."


@pytest.mark.parametrize(
    ("roles", "allowed"),
    [({Role.ANALYST}, True), ({Role.REVIEWER}, True), ({Role.ADMINISTRATOR}, False), ({Role.VIEWER}, False)],
)
def test_an_analyst_or_a_reviewer_records_one(roles, allowed):
    assert refusal(check_recorder, roles) == (None if allowed else ("not_allowed", "notice", {"": SENTENCE}))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, {}),
        ({"day": "2019"}, {}),
        ({"reason": ""}, {"reason": "Say what the publisher took back or corrected; the reason stays with it."}),
        ({"reason": "x" * 5_000}, {}),
        ({"reason": "x" * 5_001}, {"reason": "Use at most 5,000 characters."}),
        ({"address": "x" * 2_000}, {}),
        ({"address": "x" * 2_001}, {"address": "Use at most 2,000 characters."}),
    ],
)
def test_a_notice_says_what_was_taken_back(given, expected):
    found = refusal(check_notice, **{"day": "2019-03-04", "address": "", "reason": "The figure was wrong.", **given})
    assert found == (("refused", "notice", expected) if expected else None)


def test_a_day_that_is_none_is_refused_at_its_field():
    found = refusal(check_notice, day="soon", address="", reason="")
    assert found is not None
    assert set(found[2]) == {"day", "reason"}
    assert "soon" in found[2]["day"]


def test_a_day_of_too_many_words_says_so_and_what_it_is():
    assert refusal(check_notice, day="2019-03-04" + " " * 100, address="", reason="Because.") == (
        "refused",
        "notice",
        {"day": "Use at most 100 characters."},
    )
