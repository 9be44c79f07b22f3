"""The matrix for a machine, and answers that are given again while nothing has changed."""

import gzip
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.client import WatchingClient
from tracker import clock
from tracker.db.engine import writing
from tracker.db.models import Origin
from tracker.domain.facts import Clocks
from tracker.services import accounts, assessments, sessions
from tracker.web import again

FILE = "/matrix/dprk-1718.json"
PAGE = "/matrix/dprk-1718"
THEN = "as_of=2019-04-30&known_at=2026-11-24"
THEN_CLOCKS = Clocks(date(2019, 4, 30), datetime(2026, 11, 24, 23, 59, 59, 999999, UTC))


def _touch(record, name="touched"):
    with writing(record, actor="test") as session:
        session.add(Origin(key=name, label=name))


def test_it_is_the_matrix_cell_for_cell(client, record):
    told = client.get(f"{FILE}?{THEN}&obligations=all").json
    with Session(record) as session:
        matrix = assessments.matrix(session, regime="dprk-1718", clocks=THEN_CLOCKS)
    assert [state["code"] for state in told["states"]] == [state.code for state in matrix.states]
    assert [duty["key"] for duty in told["obligations"]] == [duty.key for duty in matrix.obligations]
    rows = [matrix.row(state.code) for state in matrix.states]
    grid = [[told["decisions"][place] for place in row] for row in told["grid"]]
    assert grid == [[[c.outcome, c.assurance, c.due and c.due.isoformat()] for c in row] for row in rows]


def test_it_says_its_clocks_its_rules_and_what_it_is_not(client):
    told = client.get(f"{FILE}?{THEN}&public_at=2020-01-01").json
    assert told["clocks"]["as_of"] == "2019-04-30"
    assert told["clocks"]["known_at"].startswith("2026-11-24T23:59:59")
    assert told["clocks"]["public_at"] == "2020-01-01"
    assert told["clocks"]["rules"]
    assert "not a legal finding" in told["notice"]
    assert told["decision"] == ["outcome", "assurance", "due"]


@pytest.mark.parametrize(
    "filters", ["", "obligations=all&test=report", "subject=labour", "outcome=overdue", "states=recorded"], ids=str
)
def test_its_filters_are_those_of_the_page(client, filters):
    told = client.get(f"{FILE}?{THEN}&{filters}").json
    page = client.get(f"{PAGE}?{THEN}&{filters}").text
    assert page.count('<tr><th scope="row">') == len(told["states"])
    assert page.count('href="../cells/') == sum(map(len, told["grid"]))


@pytest.mark.parametrize("query", ["as_of=soon", "subject=nonsense"])
def test_what_cannot_be_read_is_refused_in_a_sentence(client, query):
    assert client.get(f"{FILE}?{query}").status_code == 422


def test_an_unknown_regime_is_not_found(client):
    assert client.get("/matrix/none.json").status_code == 404


@pytest.fixture(autouse=True)
def _early_in_a_minute(record_address, monkeypatch):
    """Let a minute begin with each test, once its record is there: a page shows its minute, and changes with it."""
    real = clock.now
    ahead = timedelta(minutes=1) - timedelta(seconds=real().second, microseconds=real().microsecond)
    monkeypatch.setattr(clock, "now", lambda: real() + ahead)


@pytest.mark.parametrize("path", [FILE, PAGE])
@pytest.mark.parametrize("username", ["", "viewer"])
def test_unchanged_it_is_not_sent_again_and_changed_it_is(app, record, path, username):
    client = _browser(app, username)
    first = client.get(path)
    known = {"If-None-Match": first.headers["ETag"]}
    for _ in range(2):
        same = client.get(path, headers=known)
        assert (same.status_code, same.data) == (304, b"")
        assert "Cookie" in same.headers["Vary"]
    _touch(record)
    changed = client.get(path, headers=known)
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_a_review_changes_it(app):
    reader, reviewer = app.test_client(), _browser(app, "reviewer")
    before = reader.get(FILE)
    key = "ru-matsegora-2018-07-18-pledge-diplomat"
    page = reviewer.get(f"/review/{key}").text
    seen = page.partition('name="seen"')[2].partition('value="')[2].partition('"')[0]
    fields = {"verdict": "right", "reliability": "B", "credibility": "2", "revision": "1", "seen": seen}
    assert reviewer.submit(f"/review/{key}", fields).status_code == 303
    assert reader.get(FILE, headers={"If-None-Match": before.headers["ETag"]}).status_code == 200


def test_the_day_that_is_meant_by_today_is_part_of_the_validator(client, monkeypatch):
    first = client.get(FILE).headers["ETag"]
    later = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    answer = client.get(FILE, headers={"If-None-Match": first})
    assert answer.status_code == 200
    assert answer.json["clocks"]["as_of"] == clock.today().isoformat()


def test_what_lies_in_the_future_of_this_host_is_not_kept(client, record, monkeypatch):
    _touch(record)
    earlier = clock.now() - timedelta(minutes=5)
    monkeypatch.setattr(clock, "now", lambda: earlier)
    assert "ETag" not in client.get(FILE).headers


def test_nobody_gets_the_page_of_another(app):
    first = _browser(app, "analyst").get(PAGE)
    other = _browser(app, "viewer").get(PAGE, headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200
    assert "Viewer Person" in other.text
    assert "Freeze a report" not in other.text
    assert "Person" not in app.test_client().get(PAGE).text


@pytest.mark.parametrize("path", [FILE, PAGE])
def test_where_reading_needs_an_account_nothing_kept_is_given_to_a_visitor(app_with, path):
    app = app_with(public_reading=False)
    reader = _browser(app, "viewer")
    known = reader.get(path).headers["ETag"]
    reader.get(path)
    assert app.test_client().get(path, headers={"If-None-Match": known}).status_code == 303


def test_a_session_that_ended_gets_nothing_by_the_short_way(app_with, record):
    app = app_with(public_reading=False)
    reader = _browser(app, "viewer")
    known = {"If-None-Match": reader.get(FILE).headers["ETag"]}
    assert reader.get(FILE, headers=known).status_code == 304
    with writing(record, actor="system") as session:
        sessions.end_all(session, user_id=_id_of(session, "viewer"))
    assert reader.get(FILE, headers=known).status_code == 303


def test_a_session_that_lay_idle_gets_nothing_by_the_short_way(app_with, monkeypatch):
    app = app_with(public_reading=False, session_idle_minutes=1)
    reader = _browser(app, "viewer")
    known = {"If-None-Match": reader.get(FILE).headers["ETag"]}
    later = clock.now() + timedelta(minutes=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert reader.get(FILE, headers=known).status_code == 303


def test_a_disabled_account_gets_nothing_by_the_short_way(app_with, record):
    app = app_with(public_reading=False)
    reader = _browser(app, "viewer")
    reader.get(FILE)
    with writing(record, actor="test") as session:
        accounts.disable(session, username="viewer")
    assert reader.get(FILE).status_code == 303


def test_the_short_way_is_taken_and_carries_the_same_headers(app):
    client = _browser(app, "viewer")
    first = client.get(FILE)
    again_given = client.get(FILE)
    assert isinstance(app.wsgi_app, again.Again)
    assert len(app.wsgi_app.answers) == 1
    assert dict(again_given.headers) == dict(first.headers)
    assert again_given.data == first.data


def test_it_may_be_stored_where_everybody_may_read_and_else_not(app, app_with):
    assert _browser(app, "viewer").get(FILE).headers["Cache-Control"] == "private, no-cache"
    closed = _browser(app_with(public_reading=False), "viewer")
    assert closed.get(FILE).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", [FILE, PAGE])
def test_it_is_compressed_only_for_whoever_takes_it(client, path):
    small = client.get(path, headers={"Accept-Encoding": "gzip"})
    plain = client.get(path)
    assert small.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(small.data) == plain.data
    assert len(small.data) < 150_000


def _browser(app, username) -> WatchingClient:
    client = app.test_client()
    return client.sign_in(username) if username else client


def _id_of(session, username):
    found = accounts.find_by_identity(session, identity=username)
    assert found is not None
    return found.id
