"""Kills at full size: a hundred points over import, review, upload, freeze and backup, on both databases together."""

import pytest

from tests import killing


@pytest.mark.timeout(3600)
def test_a_hundred_kills_lose_nothing_and_leave_nothing_half(record_address, tmp_path, say):
    deaths = killing.kill_often(record_address, tmp_path, points=50, seed=2026)
    say(f"{deaths.points} kills, {deaths.acknowledged} acknowledged writes")
    assert (deaths.points, deaths.amiss) == (50, [])
