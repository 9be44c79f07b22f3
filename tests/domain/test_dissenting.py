"""Who may dissent from a review, and who may take a dissent back."""

import pytest

from tests.domain.refusals import refusal
from tracker.domain.dissenting import check_dissenter, check_taking_back


@pytest.mark.parametrize(
    ("given", "code", "sentence"),
    [
        ({}, None, ""),
        (
            {"person": 1},
            "not_allowed",
            "This review is your own. Decide again instead; the earlier decision stays readable.",
        ),
        ({"stands": False}, "refused", "This review no longer stands, so there is nothing to dissent from."),
        (
            {"has_dissented": True},
            "refused",
            "You have dissented from this review already. Take that back first if your reason has changed.",
        ),
    ],
)
def test_another_person_dissents_once_from_what_stands(given, code, sentence):
    found = refusal(check_dissenter, **{"person": 2, "reviewer": 1, "stands": True, "has_dissented": False, **given})
    assert found == ((code, "dissent", {"": sentence}) if code else None)


@pytest.mark.parametrize(
    ("person", "gone", "code", "sentence"),
    [
        (2, False, None, ""),
        (3, False, "not_allowed", "Only the person who dissented can take it back."),
        (2, True, "refused", "This dissent was taken back before."),
    ],
)
def test_a_dissent_is_taken_back_once_by_its_author(person, gone, code, sentence):
    found = refusal(check_taking_back, person=person, by=2, is_taken_back=gone)
    assert found == ((code, "dissent", {"": sentence}) if code else None)
