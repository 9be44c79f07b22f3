"""Many more random worlds than CI has time for; `tests/db/test_summaries.py` runs a few."""

import pytest

from tests import summing

WORLDS = 400


@pytest.mark.timeout(3600)
def test_after_every_deed_of_many_worlds_the_summary_says_what_the_claims_say(session, say):
    people = summing.lay(session)
    given = sum(summing.live(session, people, seed, deeds=6) for seed in range(1000, 1000 + WORLDS))
    say(f"{given} decisions")
    assert given > WORLDS
