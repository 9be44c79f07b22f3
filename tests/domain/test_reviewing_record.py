"""A reviewer's own record: shares, fates of returns, and which grades are near each other."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from tracker.domain.reviewing_record import Decided, ReturnFate, Share, is_near, of
from tracker.domain.vocabulary import Credibility, Reliability, ReviewState, Verdict

START = datetime(2026, 1, 1, tzinfo=UTC)
ME, OTHER, THIRD = 1, 2, 3


def decided(reviewer=ME, verdict=Verdict.RIGHT, grade="B2", claim=1, number=1, days=1.0, **more):
    graded = verdict is Verdict.RIGHT
    return Decided(
        claim=claim,
        revision=claim * 10 + number,
        number=number,
        reviewer=reviewer,
        at=START + timedelta(days=days),
        recorded_at=START,
        verdict=verdict,
        reliability=Reliability(grade[0]) if graded else None,
        credibility=Credibility(grade[1]) if graded else None,
        **more,
    )


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("B2", "B2", True),
        ("B2", "B3", True),
        ("B2", "A1", True),
        ("B2", "B4", False),
        ("E5", "F5", False),
        ("E5", "E6", False),
        ("F6", "F6", True),
    ],
)
def test_grades_are_near_when_each_half_is_the_next_or_the_same_and_unjudged_is_next_to_nothing(one, other, near):
    pairs = [(Reliability(grade[0]), Credibility(grade[1])) for grade in (one, other)]
    assert is_near(*pairs) is near
    assert is_near(*reversed(pairs)) is near


@pytest.mark.parametrize(
    ("states", "stands", "fate"),
    [
        ({(1, 1): "returned", (1, 2): "accepted"}, True, ReturnFate.ACCEPTED),
        ({(1, 1): "returned", (1, 2): "returned", (1, 3): "accepted"}, True, ReturnFate.AGAIN),
        ({(1, 1): "returned", (1, 2): "wrong"}, True, ReturnFate.AGAIN),
        ({(1, 1): "returned", (1, 2): "waiting"}, True, ReturnFate.WAITING),
        ({(1, 1): "withdrawn"}, True, ReturnFate.WITHDRAWN),
        ({(1, 1): "returned"}, True, ReturnFate.OPEN),
        ({(1, 1): "accepted"}, False, ReturnFate.DECIDED_ANEW),
    ],
    ids=lambda value: value.value if isinstance(value, ReturnFate) else "",
)
def test_a_return_is_followed_to_the_next_revision(states, stands, fate):
    known = {place: ReviewState(word) for place, word in states.items()}
    assert of(ME, [decided(verdict=Verdict.RETURN, stands=stands)], known).returns == {fate: 1}


def test_the_last_decision_of_each_counts_in_agreement_and_two_others_are_two_pairs():
    mine = [decided(verdict=Verdict.RETURN, days=1), decided(days=2)]
    others = [decided(OTHER, days=3), decided(THIRD, Verdict.WRONG, days=4), decided(OTHER, claim=2)]
    found = of(ME, [*mine, *others], {})
    assert (found.same_verdict, found.same_grade) == (Share(1, 2), Share(1, 1))


def test_an_undone_decision_is_counted_apart_and_agrees_with_nobody():
    found = of(ME, [decided(is_undone=True), decided(OTHER)], {})
    assert (found.decisions, found.undone, found.same_verdict) == (0, 1, Share(0, 0))


def test_the_days_are_the_median_of_first_decisions():
    made = [decided(claim=1, days=1), decided(claim=1, days=90), decided(claim=2, days=2), decided(claim=3, days=10)]
    assert of(ME, made, {}).days == 2.0


def test_the_order_of_the_rows_never_matters():
    made = [
        decided(who, verdict, claim=claim, days=claim + who + n)
        for claim in range(1, 5)
        for who in (ME, OTHER)
        for n, verdict in enumerate(Verdict)
    ]
    first = of(ME, made, {})
    for seed in range(20):
        Random(seed).shuffle(made)  # noqa: S311 - a shuffle of test data
        assert of(ME, made, {}) == first
