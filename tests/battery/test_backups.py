"""Backups at full size: twenty under write load on each database, each brought back and compared."""

import pytest

from tests import loading


@pytest.mark.timeout(7200)
def test_twenty_backups_under_load_come_back_equal(record_address, house, tmp_path):
    assert loading.back_up_under_load(record_address, house, tmp_path, times=20) == []
