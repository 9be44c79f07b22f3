"""`tracker audit`: exit codes that a script can rely on, and a bundle that a stranger can check."""

import json
import subprocess
import sys
import zipfile

import pytest
from sqlalchemy import text

from tests.later import happens, last_instant
from tests.tampering import past_everything
from tracker.domain import checkpoints
from tracker.domain.report import instant_text
from tracker.exports import audit_bundle


def _tamper(engine):
    with past_everything(engine) as run:
        run("UPDATE source SET title = 'Another title' WHERE id = (SELECT min(id) FROM source)")


def test_a_fresh_record_holds_and_the_missing_anchor_is_said(tracker):
    answer = tracker("audit", "verify")
    assert "warning: log: No checkpoint stands outside the database" in answer.stdout
    assert "It holds: " in answer.stdout


@pytest.mark.whole_record
def test_a_record_with_a_checkpoint_holds_without_a_warning(tracker, tmp_path):
    assert "signs the first" in tracker("audit", "checkpoint").stdout
    found = tracker.json("audit", "verify")
    assert (found["holds"], found["findings"], found["more"]) == (True, [], {})
    assert found["anchored"] == found["entries"] > 2000
    assert found["rows"] > 2000
    folder = tmp_path / "data" / "checkpoints"
    (note,) = folder.glob("*.note")
    assert checkpoints.parse_note(note.read_text()).checkpoint.size == found["entries"]
    key = folder.parent / "log_key.pem"
    assert key.stat().st_mode & 0o777 == 0o600
    assert "PRIVATE" not in note.read_text() + (folder / "key.pub").read_text()


def test_a_second_checkpoint_of_the_same_entries_is_the_first(tracker):
    first = tracker("audit", "checkpoint").stdout
    again = tracker("audit", "checkpoint").stdout
    assert again.splitlines() == first.splitlines()[:1]


def test_a_change_past_the_record_is_named_and_fails_the_command(tracker, record):
    _tamper(record)
    answer = tracker("audit", "verify", code=1)
    assert "error: source " in answer.stdout
    assert "in: title." in answer.stdout
    found = json.loads(tracker("audit", "verify", "--format", "json", code=1).stdout)
    assert [finding["code"] for finding in found["findings"] if finding["severity"] == "error"] == ["row_differs"]


@pytest.mark.parametrize(
    "arguments", [["--checkpoints", "nowhere"], ["--key", "nowhere"], ["--format", "xml"], ["something"]]
)
def test_wrong_usage_is_no_finding(tracker, arguments):
    tracker("audit", "verify", *arguments, code=2)


def test_without_a_database_nothing_could_be_checked(homeless_tracker):
    assert "could not be checked" in homeless_tracker("audit", "verify", code=2).stderr


def test_an_older_database_could_not_be_checked(blank_tracker):
    blank_tracker("db", "downgrade", "0004")
    assert "Run: tracker db upgrade" in blank_tracker("audit", "verify", code=2).stderr


def test_a_key_is_changed_and_the_record_still_holds(tracker, tmp_path):
    tracker("audit", "checkpoint")
    before = (tmp_path / "data" / "log_key.pem").read_text()
    assert "new key" in tracker("audit", "rotate-key").stdout
    assert (tmp_path / "data" / "log_key.pem").read_text() != before
    tracker("users", "disable", "viewer")
    tracker("audit", "checkpoint")
    assert tracker.json("audit", "verify")["findings"] == []


def test_a_host_without_the_key_makes_no_other(tracker, tmp_path):
    tracker("audit", "checkpoint")
    (tmp_path / "data" / "log_key.pem").unlink()
    answer = tracker("audit", "checkpoint", code=1)
    assert "Copy it there" in answer.stderr
    assert not (tmp_path / "data" / "log_key.pem").exists()


@pytest.mark.whole_record
def test_checkpoints_are_made_by_themselves_after_a_thousand_entries(tracker, tmp_path):
    tracker("users", "disable", "viewer")
    assert len(list((tmp_path / "data" / "checkpoints").glob("*.note"))) == 1
    tracker("users", "disable", "analyst")
    assert len(list((tmp_path / "data" / "checkpoints").glob("*.note"))) == 1


@pytest.mark.whole_record
def test_a_checkpoint_that_cannot_be_made_fails_no_command(tracker, tmp_path):
    (tmp_path / "data").mkdir(exist_ok=True)
    (tmp_path / "data" / "log_key.pem").write_text("not a key")
    answer = tracker("users", "disable", "viewer")
    assert "viewer is disabled" in answer.stdout
    assert "No checkpoint of the audit log could be made" in answer.stderr


def test_the_log_lists_what_happened_to_a_record(tracker):
    tracker("users", "disable", "viewer")
    rows = tracker.json("audit", "log", "--noun", "user", "--key", "viewer")
    assert [(row["action"], row["actor"]) for row in rows] == [("update", "command line"), ("insert", "seed")]
    assert rows[0]["after"] == {"active": False}
    shown = tracker("audit", "log", "--actor", "command line", "--limit", "5").stdout
    assert "active" in shown


def test_a_stranger_checks_the_bundle_with_python_alone(tracker, record, tmp_path):
    tracker("audit", "checkpoint")
    good, bad = tmp_path / "good.zip", tmp_path / "bad.zip"
    tracker("audit", "export", str(good))
    _tamper(record)
    tracker("audit", "export", str(bad))
    for bundle, code, said in ((good, 0, "It holds."), (bad, 1, "row_differs"), (tmp_path / "none.zip", 2, "")):
        answer = _strangers_check(tmp_path, bundle)
        assert (answer.returncode, said in answer.stdout) == (code, True), answer.stderr


def test_a_stranger_s_own_checkpoints_count_more_than_those_of_the_bundle(tracker, record, tmp_path):
    tracker("audit", "checkpoint")
    tracker("audit", "rotate-key")
    kept = tmp_path / "kept"
    (tmp_path / "data" / "checkpoints").rename(kept)
    with past_everything(record) as run:
        size = run("SELECT max(size) FROM audit_checkpoint")[0][0]
        run("DELETE FROM audit_checkpoint WHERE size = ?", size)
        run("DELETE FROM audit_entry WHERE seq >= ?", size)
        run("DELETE FROM log_key WHERE id = (SELECT id FROM log_key ORDER BY introduced_at DESC LIMIT 1)")
    tracker("audit", "export", str(tmp_path / "b.zip"))
    assert _strangers_check(tmp_path, tmp_path / "b.zip").returncode == 0
    answer = _strangers_check(tmp_path, tmp_path / "b.zip", "--checkpoints", str(kept))
    assert (answer.returncode, "shorter" in answer.stdout) == (1, True)
    assert tracker("audit", "verify", "--checkpoints", str(kept), code=1).stdout.count("[shorter]") == 1


def _strangers_check(tmp_path, bundle, *arguments):
    """The verifier, copied away from the checkout and run in isolated mode."""
    alone = tmp_path / "alone" / "verifier.py"
    alone.parent.mkdir(exist_ok=True)
    alone.write_bytes(audit_bundle.VERIFIER.read_bytes())
    command = [sys.executable, "-I", str(alone), str(bundle), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=alone.parent)


def test_an_old_log_is_carried_over_and_chained(tracker, record):
    tracker("db", "downgrade", "0004")
    with record.begin() as connection:
        count = connection.execute(text("SELECT count(*) FROM audit_entry")).scalar_one()
        # What a database of the first version holds: no row, no number, secrets left out.
        body = '{"action":"update","actor":"old","after":{"password":"(not kept)"},"at":"2026-01-01T00:00:00+00:00",'
        body += '"before":{"password":"(not kept)"},"key":"viewer","noun":"user"}'
        connection.execute(
            text(
                "INSERT INTO audit_entry (id, at, actor, action, noun, key, canonical) "
                "VALUES (:id, '2026-01-01 00:00:00.000000+00', 'old', 'update', 'user', 'viewer', :body)"
                if record.dialect.name == "postgresql"
                else "INSERT INTO audit_entry (id, at, actor, action, noun, key, canonical) "
                "VALUES (:id, '2026-01-01 00:00:00.000000', 'old', 'update', 'user', 'viewer', :body)"
            ),
            {"id": count + 1, "body": body},
        )
    tracker("db", "upgrade")
    assert tracker.json("audit", "verify")["holds"]
    assert tracker.json("audit", "log", "--actor", "old")[0]["seq"] == 1


def _lines(bundle, name):
    with zipfile.ZipFile(bundle) as file:
        return file.read(name).splitlines()


def test_a_bundle_of_an_instant_is_a_prefix_that_still_verifies(tracker, record, tmp_path):
    tracker("audit", "checkpoint")
    then, whole, cut = instant_text(last_instant(record)), tmp_path / "whole.zip", tmp_path / "cut.zip"
    tracker("users", "disable", "viewer")
    happens(record)
    tracker("audit", "checkpoint")
    tracker("audit", "export", str(whole))
    tracker("audit", "export", str(cut), "--known-at", then)
    every, some = _lines(whole, "entries.jsonl"), _lines(cut, "entries.jsonl")
    assert some == every[: len(some)]
    assert 0 < len(some) < len(every)
    viewer = [json.loads(line)["image"] for line in _lines(cut, "rows/user.jsonl") if b'"viewer"' in line]
    assert [row["active"] for row in viewer] == [True]
    assert len(_lines(cut, "checkpoints.jsonl")) == 1 < len(_lines(whole, "checkpoints.jsonl"))
    answer = _strangers_check(tmp_path, cut)
    assert (answer.returncode, answer.stdout) == (0, "It holds.\n"), answer.stdout
    assert f"cut off at {then}" in b"\n".join(_lines(cut, "README.txt")).decode()
    later = _strangers_check(tmp_path, cut, "--checkpoints", str(tmp_path / "data" / "checkpoints"))
    assert (later.returncode, "shorter" in later.stdout) == (1, True)


@pytest.mark.parametrize(("then", "has_entries"), [("2001-01-01", False), ("2099-01-01", True)])
def test_a_bundle_from_before_the_first_entry_or_of_all_holds_too(tracker, tmp_path, then, has_entries):
    tracker("audit", "checkpoint")
    tracker("audit", "export", str(tmp_path / "b.zip"), "--known-at", then)
    assert bool(_lines(tmp_path / "b.zip", "entries.jsonl")) == has_entries
    answer = _strangers_check(tmp_path, tmp_path / "b.zip")
    assert answer.returncode == 0, answer.stdout


def test_a_changed_entry_is_found_in_a_bundle_of_an_instant(tracker, record, tmp_path):
    tracker("audit", "checkpoint")
    then = instant_text(last_instant(record))
    tracker("users", "disable", "viewer")
    with past_everything(record) as run:
        run("UPDATE audit_entry SET canonical = replace(canonical, 'seed', 'other') WHERE seq = 7")
    tracker("audit", "export", str(tmp_path / "b.zip"), "--known-at", then)
    answer = _strangers_check(tmp_path, tmp_path / "b.zip")
    assert (answer.returncode, "error: entry 7: chain" in answer.stdout) == (1, True)


def test_the_log_lists_what_stood_in_it_by_an_instant(tracker, record):
    then = instant_text(last_instant(record))
    tracker("users", "disable", "viewer")
    asked = ("audit", "log", "--noun", "user", "--key", "viewer")
    assert [row["action"] for row in tracker.json(*asked)] == ["update", "insert"]
    assert [row["action"] for row in tracker.json(*asked, "--known-at", then)] == ["insert"]
    assert tracker.json(*asked, "--known-at", "2001-01-01") == []
