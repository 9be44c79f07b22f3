"""The engine at full size: a second reading of the rules on 100,000 worlds, and half a million steps."""

import pytest

from tests.domain.test_machine import STEPS, run
from tests.domain.test_oracle import disagreements
from tracker.domain.vocabulary import Outcome


@pytest.mark.timeout(3600)
def test_a_second_reading_agrees_on_a_hundred_thousand_worlds(say) -> None:
    differing, seen = disagreements(range(1_000_000, 1_100_000))
    say(f"100,000 worlds, {len(differing)} differences, {len(seen)} of {len(Outcome)} outcomes seen")
    assert differing == []


@pytest.mark.timeout(3600)
def test_half_a_million_steps_break_no_invariant(say) -> None:
    run(500_000 // STEPS)
    say(f"500,000 steps in {500_000 // STEPS:,} records, no invariant broken")
