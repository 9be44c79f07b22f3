"""Watching from the pages: the button, the page of what is watched, the feed by its secret address, the mail chosen."""

import re
from datetime import timedelta
from xml.etree import ElementTree

from sqlalchemy import select

from tests.client import WatchingClient
from tests.services.desks import ADVERSE, DUTY, Desk
from tracker import clock
from tracker.cli.worker_hooks import without_secrets
from tracker.db.engine import writing
from tracker.db.models import AuditEntry, Source
from tracker.domain.digesting import MOST_WATCHED
from tracker.domain.public_edition import WITHHELD
from tracker.domain.vocabulary import Publication

ATOM = "{http://www.w3.org/2005/Atom}"
CELL = f"/cells/MNG/{DUTY}"
NOW = clock.now()


def _record(record, **changes) -> str:
    """A claim that was recorded and accepted a little while ago."""
    with writing(record, actor="test") as session:
        desk = Desk(session)
        at = NOW - timedelta(hours=1)
        key = desk.log(at=at, **ADVERSE | changes)
        desk.decide(key, at=at)
        return key


def test_a_cell_is_watched_told_of_read_and_watched_no_longer(app, client, record):
    key = _record(record)
    assert ">Watch<" not in client.get(CELL).text
    client.sign_in("viewer")
    assert "You watch nothing yet" in client.get("/watching/").text
    with writing(record, actor="test") as session:
        before = session.scalars(select(AuditEntry.seq).order_by(AuditEntry.seq.desc())).first()
    begun = client.submit(
        "/watching/?as_of=2020-06-30", {"state": "MNG", "obligation": DUTY}, page=f"{CELL}?as_of=2020-06-30"
    )
    assert begun.headers["Location"] == f"{CELL}?as_of=2020-06-30"
    assert "Stop watching" in client.get(begun.headers["Location"]).text
    page = client.get("/watching/").text
    assert "alleged breach" in page.lower()
    assert f'<a class="key" href="/claims/{key}">{key}</a>' in page
    assert "Reviewer Person decided: the record is right, graded B2" in page
    other = app.test_client()
    assert isinstance(other, WatchingClient)
    assert "You watch nothing yet" in other.sign_in("analyst").get("/watching/").text
    until = re.findall(r'name="until" value="([^"]+)"', page)[0]
    _record(record, statement="Recorded while the page was open.")
    client.submit("/watching/read", {"until": (NOW - timedelta(minutes=90)).isoformat()}, page="/watching/")
    assert "while the page was open" in client.get("/watching/").text
    client.submit("/watching/read", {"until": until}, page="/watching/")
    read = client.get("/watching/").text
    assert "Nothing happened since then to what you watch" in read
    assert "while the page was open" in client.get("/watching/?since=week").text
    number = re.findall(r"/watching/(\d+)/end", read)[0]
    assert client.submit(f"/watching/{number}/end", {}, page="/watching/").headers["Location"] == "/watching/"
    assert client.submit(f"/watching/{number}/end", {}, page="/watching/").status_code == 404
    with writing(record, actor="test") as session:
        nouns = set(session.scalars(select(AuditEntry.noun).where(AuditEntry.seq > before)))
    assert not nouns & {"watch", "watcher"}


PAGES = {
    "/states/MNG": {"state": "MNG"},
    f"/obligations/{DUTY}": {"obligation": DUTY},
    "/regimes/dprk-1718": {"regime": "dprk-1718"},
}


def test_a_state_an_obligation_and_a_regime_are_watched_from_their_pages(client):
    client.sign_in("viewer")
    for page, named in PAGES.items():
        assert client.submit("/watching/", named, page=page).headers["Location"] == page
        shown = client.get(page).text
        assert "Stop watching" in shown
        number = re.findall(r"/watching/(\d+)/end", shown)[0]
        assert client.submit(f"/watching/{number}/end", named, page=page).headers["Location"] == page
        assert ">Watch<" in client.get(page).text


def test_what_cannot_be_watched_or_read_is_a_sentence(client):
    client.sign_in("viewer")
    assert client.submit("/watching/", {}, page=CELL).status_code == 422
    assert client.submit("/watching/", {"state": "Ruritania"}, page=CELL).status_code == 404
    client.submit("/watching/", {"state": "MNG"}, page=CELL)
    refused = client.get("/watching/?since=yesterday")
    assert refused.status_code == 422
    assert "“yesterday” is not one day" in refused.text
    long_ago = client.get("/watching/?since=2019-01-01")
    assert (NOW - timedelta(days=31)).date().isoformat() in long_ago.text
    assert client.submit("/watching/mail", {"mail": "hourly"}, page="/watching/").status_code == 422
    for until in ("x", "2026-01-01", "0001-01-01T00:00:00+23:00"):
        assert client.submit("/watching/read", {"until": until}, page="/watching/").status_code == 303
    assert MOST_WATCHED == 100


def test_a_feed_is_read_without_signing_in_by_its_address_alone(app_with, record):
    app = app_with(public_reading=False)
    client = app.test_client().sign_in("viewer")
    key = _record(record)
    client.submit("/watching/", {"state": "MNG", "obligation": DUTY}, page=CELL)
    made = client.submit("/watching/feed", {}, page="/watching/").text
    address = re.findall(r'feed-address">([^<]+)<', made)[0]
    assert address.startswith("http://localhost/watching/feed/")
    assert address not in client.get("/watching/").text
    stranger = app.test_client()
    answer = stranger.get(address)
    assert answer.mimetype == "application/atom+xml"
    entries = ElementTree.fromstring(answer.data).findall(f"{ATOM}entry")  # noqa: S314 - our own bytes
    titles = [entry.findtext(f"{ATOM}title", "") for entry in entries]
    assert any("→ alleged breach (single origin)" in title for title in titles)
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries)
    assert "The Panel says that workers stayed." in answer.text
    assert stranger.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    with writing(record, actor="test") as session:
        for source in session.scalars(select(Source)):
            source.publication = Publication.RESTRICTED
    hushed = stranger.get(address).text
    assert "The Panel says that workers stayed." not in hushed
    assert WITHHELD in hushed
    assert key not in hushed
    for wrong in (address.replace(".atom", "x.atom"), "/watching/feed/none.atom", "/watching/feed/1..atom"):
        assert stranger.get(wrong).status_code == 404
    client.submit("/watching/feed/end", {}, page="/watching/")
    assert stranger.get(address).status_code == 404


def test_the_secret_of_a_feed_does_not_stand_in_the_log_of_requests():
    line = '"GET /watching/feed/7.abcDEF_-123.atom HTTP/1.1" 200 "https://t.example.org/watching/feed/7.x?y"'
    assert without_secrets(line) == ('"GET /watching/feed/… HTTP/1.1" 200 "https://t.example.org/watching/feed/…?y"')
    assert without_secrets("GET /watching/ HTTP/1.1") == "GET /watching/ HTTP/1.1"


def test_a_mail_is_chosen_where_the_installation_sends_any(app_with, client):
    assert "This installation sends no mail" in client.sign_in("viewer").get("/watching/").text
    mail = {"smtp_host": "127.0.0.1", "smtp_from": "t@example.org", "site_url": "https://t.example.org"}
    other = app_with(**mail).test_client().sign_in("viewer")
    assert "To viewer@example.org." in other.get("/watching/").text
    assert other.submit("/watching/mail", {"mail": "weekly"}, page="/watching/").status_code == 303
    assert re.search(r'<input checked[^>]* value="weekly"', other.get("/watching/").text)
