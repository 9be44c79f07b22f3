"""The verifier of the product and the independent one: both name every attack, and neither cries wolf."""

from datetime import timedelta
from random import Random

import pytest

from tests import attacks
from tests.histories import Watched, live
from tests.tampering import past_everything
from tracker import clock
from tracker.services import log_keys, outside

FORGED = {"forged": True}
NAIVE = {"forged": False}

ATTACKS = [
    ("delete one entry", attacks.delete_one, NAIVE, {"gap", "chain", "row_extra", "fork", "root"}),
    ("delete one entry, forged", attacks.delete_one, FORGED, {"row_extra", "fork", "root", "time"}),
    ("delete the tail", attacks.delete_tail, NAIVE, {"row_extra"}),
    ("delete the tail under a checkpoint", attacks.delete_tail, FORGED, {"row_extra", "shorter"}),
    ("insert an entry", attacks.insert, NAIVE, {"chain", "column", "row_missing", "time"}),
    ("insert an entry, forged", attacks.insert, FORGED, {"row_missing", "fork", "root", "time"}),
    ("swap two entries", attacks.swap, NAIVE, {"column", "chain", "fork", "root", "time"}),
    ("swap two entries, forged", attacks.swap, FORGED, {"fork", "root", "time"}),
    ("duplicate an entry", attacks.duplicate, NAIVE, {"column", "chain", "entry", "time"}),
    ("duplicate an entry, forged", attacks.duplicate, FORGED, {"entry", "time"}),
    ("renumber entries", attacks.renumber, NAIVE, {"gap", "column"}),
    ("renumber entries, forged", attacks.renumber, FORGED, {"gap"}),
    ("roll back to an older backup", attacks.roll_back, {}, {"shorter"}),
    ("fork", attacks.fork, {}, {"fork", "checkpoint", "time"}),
    ("replace the key and sign everything again", attacks.resign, {}, {"key"}),
    ("back-date an entry", attacks.back_date, {}, {"time"}),
    ("disable the triggers, edit, enable them", attacks.edit_a_row, {}, {"row_differs"}),
]


@pytest.fixture
def watched(record, tmp_path):
    """A record with ten entries between two checkpoints, and four after the second."""
    found = Watched(record, tmp_path / "outside")
    attacks.history(found)
    return found


@pytest.mark.parametrize(("attack", "how", "expected"), [row[1:] for row in ATTACKS], ids=[row[0] for row in ATTACKS])
def test_an_attack_is_named_by_both_verifiers(watched, attack, how, expected):
    attack(watched, **how)
    found = watched.codes()
    assert found - {"anchor"} == expected


def test_a_clock_that_was_set_back_is_a_warning_of_both(watched, monkeypatch):
    attacks.set_the_clock_back(watched, monkeypatch)
    assert watched.codes() == {"clock"}
    assert watched.ours().holds
    watched.checkpoint()
    assert watched.codes() == {"clock"}


def test_the_first_bad_entry_is_named(watched):
    last = watched.ours().entries
    attacks.delete_one(watched, forged=False)
    assert (watched.ours().findings[0].where, watched.ours().findings[0].code) == (f"entry {last - 6}", "gap")


def test_a_row_is_named_with_its_column_and_its_last_good_entry(watched):
    attacks.edit_a_row(watched)
    (finding,) = watched.ours().findings
    seq = watched.ours().entries - 10
    assert finding.where.startswith("origin first-3 (")
    assert finding.sentence == (
        f"It was changed without an entry in: label. The last entry that speaks of it is {seq}."
    )


def test_a_guard_that_is_gone_is_named(watched):
    where = " ON audit_entry" if watched.engine.dialect.name == "postgresql" else ""
    name = "audit_entry_keep" if where else "audit_entry_keep_delete"
    with watched.engine.begin() as connection:
        connection.exec_driver_sql(f"DROP TRIGGER {name}{where}")
    assert [(finding.code, finding.where) for finding in watched.ours().findings] == [("trigger", name)]


def test_trust_goes_over_to_a_new_key_and_back(watched):
    """Whoever pinned the first key believes the second, and whoever pins the second believes the first."""
    watched.rotate()
    attacks.add_origins(watched, "third", 2)
    watched.checkpoint()
    assert watched.codes() == set()
    pinned = watched.place.folder / outside.PINNED
    fresh = watched.place.key.read_text()

    key = log_keys.load(watched.place.key)
    assert key is not None
    assert fresh
    pinned.write_text(key.public.text + "\n")
    assert watched.codes() == set()
    other = log_keys.new().public.text
    pinned.write_text(other + "\n")
    assert watched.codes() == {"key", "anchor"}


@pytest.mark.parametrize("place", ["inside", "outside"])
def test_every_kind_of_damage_to_a_checkpoint_is_named(watched, place):
    size = max(outside.written(watched.place.folder))
    file = watched.place.folder / f"{size:010}.note"
    text = file.read_text()
    dice = Random(7)  # noqa: S311 - a repeatable test, no secret
    for _ in range(6):
        data = bytearray(text.encode())
        data[dice.randrange(len(data) - 60)] ^= 1 << dice.randrange(7)
        damaged = data.decode(errors="replace").replace("\x00", "0")
        if place == "outside":
            file.write_bytes(damaged.encode())
        else:
            with past_everything(watched.engine) as run:
                run("UPDATE audit_checkpoint SET note = ? WHERE size = ?", damaged, size)
        assert watched.codes() & {"note", "signature", "key", "root", "fork", "shorter"}, damaged


def test_what_stands_outside_is_missed(watched):
    for file in watched.place.folder.iterdir():
        file.unlink()
    assert watched.codes() == {"anchor"}
    assert watched.ours().holds


def test_a_log_that_went_on_for_days_without_a_checkpoint_is_a_warning_of_both(watched, monkeypatch):
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(hours=49))
    assert watched.codes() == {"anchor"}
    watched.checkpoint()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=100))
    assert watched.codes() == set()


@pytest.mark.parametrize("seed", range(5))
def test_an_honest_history_is_never_accused(record, tmp_path, seed):
    watched = Watched(record, tmp_path / "outside")
    watched.checkpoint()
    live(watched, Random(seed), 12)  # noqa: S311 - a repeatable test, no secret
    assert watched.codes() == set()
