"""Races at a size that fits the time of CI; `tests/battery/` runs the same at full size."""

import csv
import io

import pytest
from sqlalchemy import func, select

from tests import racing, racing_merges
from tests.cli.conftest import CommandLine
from tracker.db.engine import reading
from tracker.db.models import Review


@pytest.fixture
def place(record_address, tmp_path, monkeypatch):
    monkeypatch.setenv("TRACKER_DATABASE_URL", record_address)
    with racing.course(record_address, tmp_path / "data") as place:
        yield place


def test_of_people_who_decide_at_once_one_does_and_nobody_on_their_own_work(place):
    tally = racing.race_reviews(place, pairs=30, seed=3)
    assert (tally.races, tally.amiss) == (30, [])


def test_of_those_who_rule_on_a_merge_at_once_one_does_and_never_who_proposed_it(place):
    tally = racing_merges.race_merges(place, merges=8, seed=5)
    assert (tally.races, tally.acknowledged, tally.amiss) == (8, 8, [])


def test_no_edit_that_was_acknowledged_is_lost(place):
    tally = racing.race_edits(place, editors=6, edits=6, claims_shared=2)
    assert (tally.acknowledged, tally.amiss) == (36, [])


def test_an_import_approves_nothing_whatever_its_columns_say(place, tmp_path):
    before = _reviews(place)
    text = io.StringIO()
    row = {
        "key": "mine",
        "statement": "The state says so.",
        "kind": "position",
        "speaker": "A ministry",
        "states": "KIR",
        "title": "A note",
        "review_state": "accepted",
        "grade": "A1",
        "revision": "",
    }
    writer = csv.DictWriter(text, row)
    writer.writeheader()
    writer.writerow(row)
    (tmp_path / "claims.csv").write_text(text.getvalue())
    command = CommandLine()
    command("claims", "import", str(tmp_path / "claims.csv"), "--as", "both")
    shown = command.json("claims", "show", "mine")
    assert (shown["review_state"], shown["grade"], _reviews(place)) == ("waiting", "", before)
    args = ("claims", "review", "mine", "--as", "both", "--verdict", "right", "--grade", "A1")
    assert "Nobody reviews their own work" in command(*args, code=1).stderr
    assert racing.self_approvals(place) == []


def _reviews(place) -> int:
    with reading(place.engine) as session:
        return session.scalar(select(func.count()).select_from(Review)) or 0
