"""Every changed bit is found: sampled here, exhaustively by `make battery`."""

from random import Random

import pytest

from tests import flips
from tests.histories import Watched

SIZE = 200


@pytest.fixture(scope="module")
def log():
    """A signed log of 200 entries."""
    return flips.make_log(SIZE)


def test_the_log_as_it_is_has_no_fault(log):
    assert log.found(log.rows) == []
    assert log.found_by_others(log.rows) == []


@pytest.mark.parametrize("part", range(8))
def test_a_changed_bit_of_an_entry_is_found_at_that_entry(log, part):
    dice = Random(part)  # noqa: S311 - a repeatable test, no secret
    for _ in range(250):
        number = dice.randrange(SIZE)
        place, bit = dice.choice(list(flips.bits(log.rows[number])))
        rows = [*log.rows[:number], flips.changed(log.rows[number], place, bit), *log.rows[number + 1 :]]
        found = log.found(rows)
        assert found, (number, flips.FIELDS[place], bit)
        if flips.FIELDS[place] != "seq":
            assert f"entry {number + 1}" in {finding.where for finding in found}


def test_the_independent_verifier_finds_the_same(log):
    dice = Random(9)  # noqa: S311 - a repeatable test, no secret
    for _ in range(60):
        number = dice.randrange(SIZE)
        place, bit = dice.choice(list(flips.bits(log.rows[number])))
        rows = [*log.rows[:number], flips.changed(log.rows[number], place, bit), *log.rows[number + 1 :]]
        ours = {str(finding.code) for finding in log.found(rows)}
        assert {code for code, _ in log.found_by_others(rows)} >= ours - {"shorter"}, (number, place, bit)


@pytest.mark.whole_record
@pytest.mark.parametrize("seed", [1, 2])
def test_a_changed_bit_of_every_protected_column_is_found_in_its_row_and_column(record, tmp_path, seed):
    watched = Watched(record, tmp_path / "outside")
    watched.checkpoint()
    done = flips.flip_every_column(record, Random(seed))  # noqa: S311 - a repeatable test, no secret
    assert len(done) > 80
    assert flips.unnamed(done, watched.ours().findings) == []
    assert {code for code, _ in watched.theirs()} >= {"row_differs", "row_missing", "row_extra"}
