"""Merging and splitting of origins: what a proposal must say, and the fingerprint of what it is about."""

from dataclasses import replace

import pytest

from tests.domain.refusals import refusal
from tracker.domain.origins import Proposed, check_merge, check_split
from tracker.domain.vocabulary import OriginChangeKind

MERGE = Proposed(OriginChangeKind.MERGE, "wire", "ria", "", (), (("a", 1), ("b", 2)), (("c", 1),))
SPLIT = replace(MERGE, kind=OriginChangeKind.SPLIT, into="", label="An interview", chosen=("a",))
WHY_ONE = "Say why the two are one utterance; a second person reads it."
WHY_TWO = "Say why they are another utterance; a second person reads it."
NAME = "Say what the other utterance is, such as “Reuters interview, 18 July 2018”."


@pytest.mark.parametrize(
    ("proposed", "reason", "expected"),
    [
        (MERGE, "The same words.", {}),
        (MERGE, "", {"reason": WHY_ONE}),
        (MERGE, "x" * 5_001, {"reason": "Use at most 5,000 characters."}),
        (replace(MERGE, into="wire"), "x", {"into": "An origin cannot be merged into itself. Choose another one."}),
        (
            replace(MERGE, claims=()),
            "x",
            {"into": "No claim has this origin any more, so there is nothing to merge."},
        ),
    ],
)
def test_a_merge_names_another_origin_and_says_why(proposed, reason, expected):
    assert refusal(check_merge, proposed, reason) == (("refused", "origin", expected) if expected else None)


@pytest.mark.parametrize(
    ("changes", "reason", "expected"),
    [
        ({}, "Another day.", {}),
        ({}, "", {"reason": WHY_TWO}),
        ({"chosen": ()}, "x", {"claims": "Mark the claims that go back to another utterance."}),
        (
            {"chosen": ("z", "a", "q")},
            "x",
            {"claims": "“q” is no claim of this origin. Look at its claims again."},
        ),
        ({"chosen": ("a", "b")}, "x", {"claims": "Leave at least one claim; to take all of them away is no split."}),
        ({"chosen": ("a", "a")}, "x", {}),
        ({"label": ""}, "x", {"label": NAME}),
        ({"label": "x" * 500}, "x", {}),
        ({"label": "x" * 501}, "x", {"label": "Use at most 500 characters."}),
        (
            {"chosen": (), "label": ""},
            "",
            {"claims": "Mark the claims that go back to another utterance.", "label": NAME, "reason": WHY_TWO},
        ),
    ],
)
def test_a_split_takes_some_claims_under_a_name_and_says_why(changes, reason, expected):
    found = refusal(check_split, replace(SPLIT, **changes), reason)
    assert found == (("refused", "origin", expected) if expected else None)


def test_the_fingerprint_is_of_what_is_seen_in_any_order():
    turned = replace(SPLIT, claims=SPLIT.claims[::-1], others=SPLIT.others[::-1])
    assert turned.fingerprint == SPLIT.fingerprint
    others = [
        replace(SPLIT, **change)
        for change in (
            {"claims": (("a", 1), ("b", 3))},
            {"claims": (("a", 1),)},
            {"others": ()},
            {"chosen": ("b",)},
            {"label": "Another"},
            {"origin": "other"},
            {"into": "other"},
            {"kind": OriginChangeKind.MERGE},
        )
    ]
    assert len({SPLIT.fingerprint, *(one.fingerprint for one in others)}) == len(others) + 1
    assert len(SPLIT.fingerprint) == 64
