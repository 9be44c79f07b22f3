"""Backups that are taken while people write come back equal. Two on each database here; `tests/battery/` has twenty."""

from tests import loading


def test_a_backup_under_load_comes_back_equal(record_address, house, tmp_path):
    assert loading.back_up_under_load(record_address, house, tmp_path, times=2) == []
