"""Races at full size: a thousand pairs of reviews and a thousand edits by sixteen editors, on each database."""

import pytest

from tests import racing

PAIRS, EDITORS, EDITS = 1000, 16, 63


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
def test_a_thousand_edits_by_sixteen_editors_lose_nothing(place, say):
    tally = racing.race_edits(place, editors=EDITORS, edits=EDITS, claims_shared=8)
    say(f"{tally.acknowledged} edits by {EDITORS} editors, {tally.refused} times refused and done again")
    assert (tally.acknowledged, tally.amiss) == (EDITORS * EDITS, [])
