"""Checking the record from a page: anybody may read what came of it, somebody signed in begins it, one at a time."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from tracker import clock
from tracker.db.engine import writing
from tracker.domain.errors import RuleBroken
from tracker.services import check_runs
from tracker.web.views.checks import THREAD


@pytest.fixture
def checked(app, client):
    """Begins a check, waits until it is over, and gives its page."""

    def run() -> str:
        place = client.submit("/check/", {}).headers["Location"]
        app.extensions[THREAD].join()
        return client.get(place).text

    return run


def test_a_record_that_nobody_touched_holds(client, checked):
    client.sign_in("viewer")
    page = checked()
    assert "<h1>The record holds</h1>" in page
    assert "entries of the log" in page
    assert "the record holds" in client.get("/check/").text


def test_a_row_that_was_changed_behind_the_log_is_named(record, client, checked):
    with record.begin() as connection:
        connection.execute(text("UPDATE review SET credibility = '1' WHERE id = 1"))
    page = client.sign_in("viewer") and checked()
    assert "<h1>The record does not hold</h1>" in page
    assert "It was changed without an entry in: credibility." in page


def test_a_visitor_reads_and_begins_nothing(client):
    assert "Sign in to run a check." in client.get("/check/").text
    token = client.token("/login")
    assert client.post("/check/", data={"csrf_token": token}).status_code == 401


def test_while_it_runs_the_page_asks_again_without_a_script(record, client):
    with writing(record, actor="system") as session:
        run = check_runs.begin(session, by=1, at=clock.now())
        run.stage, run.done, run.total = "entries", 1000, 4000
        number = run.id
    page = client.get(f"/check/{number}").text
    assert '<meta http-equiv="refresh" content="2">' in page
    assert "Entries: 1,000 of 4,000" in page
    assert "A check is running." in client.get("/check/").text


def test_one_runs_at_a_time_unless_it_stands_still(record):
    now = clock.now()
    with writing(record, actor="system") as session:
        first = check_runs.begin(session, by=1, at=now)
        with pytest.raises(RuleBroken, match="running already"):
            check_runs.begin(session, by=1, at=now + timedelta(seconds=30))
        later = now + check_runs.STILL + timedelta(seconds=1)
        assert check_runs.begin(session, by=1, at=later).id != first.id
        assert not check_runs.is_running(first, at=later)


def test_a_run_that_broke_off_says_so(app, record, client, monkeypatch):
    def broken(*_args, **_kwargs):
        raise OSError("the disk is gone")

    monkeypatch.setattr(check_runs.verification, "verify", broken)
    place = client.sign_in("viewer").submit("/check/", {}).headers["Location"]
    app.extensions[THREAD].join()
    page = client.get(place).text
    assert "The check was not finished" in page
    assert "tracker audit verify" in page
