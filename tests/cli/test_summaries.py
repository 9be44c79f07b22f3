"""The kept summary on the command line."""

from sqlalchemy import update

from tracker.db.models import CellSummary

ASKED = ("matrix", "dprk-1718", "--as-of", "2020-06-30")


def test_an_answer_is_the_same_with_the_summary_and_without_it(tracker):
    kept = tracker(*ASKED).stdout
    assert tracker("summaries", "check").stdout == "The summary says what the claims say.\n"
    assert tracker("summaries", "empty").stdout == "The summary is empty.\n"
    assert tracker(*ASKED).stdout == kept
    assert "not filled" in tracker("summaries", "check", code=1).stderr
    assert tracker("summaries", "fill").stdout.startswith("The summary is filled: ")
    tracker("summaries", "check")
    assert tracker(*ASKED).stdout == kept


def test_a_check_names_the_first_row_that_says_something_else(tracker, record):
    with record.begin() as connection:
        connection.execute(update(CellSummary).values(said="breached|verified|||"))
    told = tracker("summaries", "check", code=1).stderr
    assert "r1718-" in told
    assert "Run: tracker summaries fill" in told


def test_a_command_that_writes_fills_an_empty_summary(blank_tracker):
    assert "not filled" in blank_tracker("summaries", "check", code=1).stderr
    blank_tracker("seed")
    blank_tracker("summaries", "check")


def test_the_log_and_the_backup_know_nothing_of_it(tracker, tmp_path):
    before = tracker("audit", "verify").stdout
    tracker("summaries", "empty")
    tracker("summaries", "fill")
    assert tracker("audit", "verify").stdout == before


def test_a_restored_record_has_its_summary(tracker, record, data, file, elsewhere):
    kept = tracker(*ASKED).stdout
    tracker("backup", str(file))
    elsewhere()
    tracker("restore", str(file))
    tracker("summaries", "check")
    assert tracker(*ASKED).stdout == kept
