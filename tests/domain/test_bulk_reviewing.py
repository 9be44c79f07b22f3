"""Deciding on many claims: what must be said, how a sample is drawn, in which order they come."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain import bulk_reviewing as rules
from tracker.domain.bulk_reviewing import Chosen, Flag
from tracker.domain.errors import RuleBroken

KEYS = st.sets(st.text("abc-0123456789", min_size=1, max_size=8), max_size=40)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"many": 0}, "chosen"),
        ({"many": rules.MOST + 1}, "chosen"),
        ({"reason": ""}, "reason"),
        ({"authors": {"Ann", "Ben"}}, "authors"),
    ],
    ids=["none", "too many", "no reason", "several authors"],
)
def test_a_deed_that_is_not_whole_is_refused_at_its_field(given, field):
    with pytest.raises(RuleBroken) as refused:
        rules.check(**({"many": 3, "reason": "r", "authors": {"Ann"}, "authors_said": False} | given))
    assert refused.value.field == field


def test_several_authors_may_be_decided_on_by_who_says_that_they_know_it():
    rules.check(many=2, reason="r", authors={"Ann", "Ben"}, authors_said=True)
    rules.check(many=rules.MOST, reason="r", authors={"Ann"}, authors_said=False)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"many": 1}, "Decided among the claims of import 7. R."),
        ({"many": 2}, "Decided with one other claim of import 7. R."),
        ({"many": 9, "drawn": 4}, "Decided with 8 other claims of import 7; 4 of them, drawn at random, were read. R."),
        (
            {"many": 9, "authors": {"Ben", "Ann"}},
            "Decided with 8 other claims of import 7, the work of Ann and Ben. R.",
        ),
    ],
)
def test_each_review_says_how_it_was_come_by(given, said):
    assert rules.comment(**({"reason": "R.", "run": 7, "authors": {"Ann"}} | given)) == said


@given(KEYS, st.text(max_size=5))
def test_a_sample_is_some_of_the_keys_and_the_same_whatever_their_order(keys, seed):
    drawn = rules.draw(keys, seed=seed, most=10)
    assert drawn == rules.draw(sorted(keys, reverse=True), seed=seed, most=10)
    assert set(drawn) <= keys
    assert len(drawn) == min(len(keys), 10)


def test_another_reviewer_draws_another_sample():
    keys = [f"k{n}" for n in range(200)]
    assert rules.draw(keys, seed="7 1") != rules.draw(keys, seed="7 2")


@given(st.lists(st.tuples(st.text(max_size=4), st.integers(1, 9), st.integers(0, 9)), max_size=8, unique=True))
def test_a_fingerprint_changes_with_each_claim_and_not_with_their_order(rows):
    chosen = [Chosen(*row) for row in rows]
    mark = rules.fingerprint(chosen)
    assert mark == rules.fingerprint(reversed(chosen))
    assert all(rules.fingerprint([one for one in chosen if one is not gone]) != mark for gone in chosen)


def test_exceptions_come_first_the_weightiest_and_the_most_before_the_others():
    flags = [
        set(),
        {Flag.UNQUOTED},
        {Flag.MISMATCH},
        {Flag.UNQUOTED, Flag.EDITED},
        set(),
        {Flag.MISMATCH, Flag.ADVERSE},
    ]
    assert rules.in_order("abcdef", flags) == list("fcdbae")
