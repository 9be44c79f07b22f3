"""A process that is killed loses nothing that it had acknowledged, and leaves nothing half there.

Ten points over both databases here; `tests/battery/` has a hundred.
"""

from tests import killing
from tests.victim import DEEDS


def test_all_that_was_acknowledged_is_there_and_nothing_is_half_there(record_address, tmp_path):
    deaths = killing.kill_often(record_address, tmp_path, points=len(DEEDS), seed=5)
    assert (deaths.points, deaths.amiss) == (5, [])
    assert deaths.acknowledged >= 5
