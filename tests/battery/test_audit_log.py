"""The full size of what CI takes samples of. Run by `make battery`; it takes about an hour on two cores."""

from random import Random

import pytest

from tests import flips
from tests.histories import Watched, live
from tracker.domain.checkpoints import Malformed, parse_note

SIZE = 200
HISTORIES, IN_EACH = 100, 10
"""A thousand histories: each record lives ten of them, one after another, and is judged after each."""


@pytest.fixture(scope="module")
def log():
    """A signed log of 200 entries."""
    return flips.make_log(SIZE)


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("number", range(SIZE))
def test_every_bit_of_an_entry(log, number, say):
    """Every changed bit is found by the product; the independent verifier is asked about every 997th."""
    missed, differ, before, count = [], [], log.before(number), 0
    for count, (place, bit) in enumerate(flips.bits(log.rows[number]), start=1):
        row = flips.changed(log.rows[number], place, bit)
        rows = [*log.rows[:number], row, *log.rows[number + 1 :]]
        if not log.finds_at_once(before, row) and not log.found(rows):
            missed.append((flips.FIELDS[place], bit))
        if count % 997 == 0 and not log.found_by_others(rows):
            differ.append((flips.FIELDS[place], bit))
    say(f"{count} bits changed")
    assert (missed, differ) == ([], [])


@pytest.mark.timeout(3600)
def test_every_bit_of_a_checkpoint(log):
    data = log.note.encode()
    for bit in range(len(data) * 8):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        try:
            note = parse_note(changed.decode())
        except (Malformed, UnicodeDecodeError):
            continue
        altered = flips.Log(log.rows, note.text, log.key, log.peaks)
        assert altered.found(log.rows), bit
        assert altered.found_by_others(log.rows), bit


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(HISTORIES))
def test_honest_histories_are_never_accused(record, tmp_path, seed):
    watched = Watched(record, tmp_path / "outside")
    watched.checkpoint()
    for part in range(IN_EACH // 2):  # on each of the two databases
        live(watched, Random(seed * IN_EACH + part), 8)  # noqa: S311 - a repeatable test, no secret
        assert watched.codes() == set()


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(20))
def test_changed_bits_of_protected_columns(record, tmp_path, seed):
    watched = Watched(record, tmp_path / "outside")
    watched.checkpoint()
    done = flips.flip_every_column(record, Random(seed))  # noqa: S311 - a repeatable test, no secret
    assert flips.unnamed(done, watched.ours().findings) == []
