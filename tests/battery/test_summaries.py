"""Many more random worlds and histories than CI has time for; tests of `tests/db` run a few."""

import pytest

from tests import summing
from tests.db.test_digests import digests

WORLDS = 400
HISTORIES = range(100, 200)


@pytest.mark.timeout(3600)
def test_after_every_deed_of_many_worlds_the_summary_says_what_the_claims_say(session, say):
    people = summing.lay(session)
    given = sum(summing.live(session, people, seed, deeds=6) for seed in range(1000, 1000 + WORLDS))
    say(f"{given} decisions")
    assert given > WORLDS


@pytest.mark.timeout(3600)
def test_a_hundred_histories_give_equal_digests_on_both_databases(sqlite_house, postgres_house, say):
    there = [digests(house.copy("blank"), HISTORIES) for house in (sqlite_house, postgres_house)]
    say(f"{len(set(there[0]))} digests of {len(HISTORIES)} histories")
    assert there[0] == there[1]
    assert len(set(there[0])) == len(HISTORIES)
