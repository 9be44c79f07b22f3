"""Backups that are taken while people write come back equal. Two on each database here; `tests/battery/` has twenty."""

import pytest

from tests import loading


@pytest.fixture
def record_address(small_address):
    return small_address


def test_a_backup_under_load_comes_back_equal(record_address, house, tmp_path):
    assert loading.back_up_under_load(record_address, house, tmp_path, times=2) == []
