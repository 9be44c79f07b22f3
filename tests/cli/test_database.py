import sqlite3

import pytest
from sqlalchemy import Engine, text

from tracker.db import migrate

COMMANDS = [
    ["seed"],
    ["users", "list"],
    ["status", "RUS", "r2397-op8-repatriation"],
    ["claims", "list"],
    ["claims", "export"],
    ["reports", "list"],
    ["run"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_command_works_without_a_database(homeless_tracker, tmp_path, command):
    assert "Run: tracker db upgrade" in homeless_tracker(*command, code=1).stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_command_works_on_an_older_database(blank_tracker, command):
    blank_tracker("db", "downgrade", "base")
    assert "not at the newest revision. Run: tracker db upgrade" in blank_tracker(*command, code=1).stderr


def test_upgrade_makes_the_database_and_a_second_one_changes_nothing(homeless_tracker):
    assert f"from nothing to {migrate.head()}" in homeless_tracker("db", "upgrade").stdout
    assert "already" in homeless_tracker("db", "upgrade").stdout
    assert homeless_tracker("db", "current").stdout.strip() == migrate.head()


def test_check_says_yes_at_the_newest_revision_and_no_below(blank_tracker):
    assert "agrees" in blank_tracker("db", "check").stdout
    blank_tracker("db", "downgrade", "base")
    assert "nothing" in blank_tracker("db", "check", code=1).stderr
    assert blank_tracker("db", "current").stdout == "none\n"


def test_check_names_a_table_that_differs(blank_tracker, engine: Engine):
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE draft"))
    answer = blank_tracker("db", "check", code=1)
    assert "draft" in answer.stderr
    assert "differs" in answer.stderr


def test_a_revision_that_does_not_exist_is_refused(blank_tracker):
    assert "not changed" in blank_tracker("db", "downgrade", "nowhere", code=1).stderr


def test_a_file_that_is_no_database_is_named_so(homeless_tracker, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "tracker.sqlite3").write_text("not a database, but long enough to be taken for one" * 100)
    assert "not a database" in homeless_tracker("users", "list", code=1).stderr


def test_a_database_that_another_program_holds_is_called_busy(homeless_tracker, tmp_path, monkeypatch):
    homeless_tracker("db", "upgrade")
    monkeypatch.setattr("tracker.db.engine.PRAGMAS", ("PRAGMA busy_timeout = 1",))
    holder = sqlite3.connect(tmp_path / "data" / "tracker.sqlite3", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    answer = homeless_tracker("users", "disable", "somebody", code=1)
    holder.close()
    assert "busy" in answer.stderr


def test_a_server_that_does_not_answer_is_a_sentence(homeless_tracker, monkeypatch):
    monkeypatch.setenv("TRACKER_DATABASE_URL", "postgresql://tracker:secret@127.0.0.1:1/tracker")
    answer = homeless_tracker("users", "list", code=1)
    assert "The database cannot be used" in answer.stderr
    assert "secret" not in answer.stderr


def test_a_bad_setting_is_wrong_usage(homeless_tracker, monkeypatch):
    monkeypatch.setenv("TRACKER_PORT", "many")
    assert "TRACKER_PORT" in homeless_tracker("users", "list", code=2).stderr


@pytest.mark.parametrize("argument", ["a\x01b", "a\udcffb"], ids=["control character", "not UTF-8"])
def test_an_argument_that_no_database_can_hold_is_wrong_usage(homeless_tracker, argument):
    assert "control character" in homeless_tracker("status", argument, "x", code=2).stderr
