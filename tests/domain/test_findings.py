"""What a verification says of a thing that does not match."""

import pytest

from tracker.domain.findings import Code, Finding, Severity


@pytest.mark.parametrize("code", Code)
def test_only_what_a_keeper_can_mend_is_a_warning(code):
    expected = Severity.WARNING if code.value in ("clock", "anchor", "orphan", "unverified") else Severity.ERROR
    assert Finding.of(code, "entry 7", "It differs.") == Finding(code, expected, "entry 7", "It differs.")
