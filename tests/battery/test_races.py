"""Races at full size, on each database: a thousand reviews, two hundred merges, a thousand edits by sixteen editors."""

import pytest

from tests import racing, racing_merges

PAIRS, MERGES, EDITORS, EDITS = 1000, 200, 16, 63


@pytest.fixture
def place(record_address, tmp_path, monkeypatch):
    monkeypatch.setenv("TRACKER_DATABASE_URL", record_address)
    with racing.course(record_address, tmp_path / "data") as place:
        yield place


@pytest.mark.timeout(7200)
def test_a_thousand_races_have_one_decision_each_and_nobody_approves_their_own(place, say):
    tally = racing.race_reviews(place, pairs=PAIRS, seed=2026)
    say(f"{tally.races} races, {tally.acknowledged} decisions")
    assert (tally.races, tally.amiss) == (PAIRS, [])


@pytest.mark.timeout(7200)
def test_two_hundred_merges_have_one_ruling_each_and_never_the_proposer_s(place, say):
    tally = racing_merges.race_merges(place, merges=MERGES, seed=2026)
    say(f"{tally.races} merges, {tally.acknowledged} rulings")
    assert (tally.races, tally.acknowledged, tally.amiss) == (MERGES, MERGES, [])


@pytest.mark.timeout(7200)
def test_a_thousand_edits_by_sixteen_editors_lose_nothing(place, say):
    tally = racing.race_edits(place, editors=EDITORS, edits=EDITS, claims_shared=8)
    say(f"{tally.acknowledged} edits by {EDITORS} editors, {tally.refused} times refused and done again")
    assert (tally.acknowledged, tally.amiss) == (EDITORS * EDITS, [])
