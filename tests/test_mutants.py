"""The sample of small changes of the rules, from which the share that the tests notice is estimated."""

from collections import Counter

import pytest

from tests.mutants import drawn, interval, module

CHANGES = {"tally": 600, "dates": 300, "book": 100}
KEYS = [f"tracker.domain.{name}.x_rule__mutmut_{n}" for name, many in CHANGES.items() for n in range(many)]


def test_a_sample_has_its_share_of_each_module_and_no_change_twice():
    sample = drawn(KEYS, 100, seed=7)
    assert len({*sample}) == 100
    assert Counter(module(key) for key in sample) == {"tally": 60, "dates": 30, "book": 10}


def test_a_seed_draws_the_same_sample_again_and_another_seed_another():
    assert drawn(KEYS, 50, seed=7) == drawn(reversed(KEYS), 50, seed=7) != drawn(KEYS, 50, seed=8)


def test_no_more_than_all_are_drawn():
    assert sorted(drawn(KEYS, 5000, seed=1)) == sorted(KEYS)


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [(81, 263, 25.5, 36.6), (15, 148, 6.2, 16.0), (0, 20, 0.0, 16.1), (20, 20, 83.9, 100.0)],
)
def test_the_interval_is_wilsons(hits, of, low, high):
    """The first three are examples of Newcombe (1998), method 3; the last is the third turned round."""
    assert [round(bound, 1) for bound in interval(hits, of)] == [low, high]
