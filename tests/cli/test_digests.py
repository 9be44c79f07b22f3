"""`tracker digests`: the mails arrive with links to this site, once; what failed is said and listed."""

from datetime import timedelta

import pytest

from tests.mail_server import mail_server
from tests.services.desks import ADVERSE, DUTY, Desk
from tracker import clock
from tracker.db.engine import writing
from tracker.domain.vocabulary import MailRhythm
from tracker.services import watches


@pytest.fixture
def watched(record, monkeypatch) -> str:
    """A claim of yesterday on a cell that the viewer watches, and the settings of mail."""
    with writing(record, actor="test") as session:
        desk = Desk(session)
        key = desk.log(at=clock.now() - timedelta(days=1), **ADVERSE)
        viewer = desk.people["viewer"]
        watches.begin(session, user=viewer, at=clock.now(), state="MNG", obligation=DUTY)
        watches.choose_mail(session, user=viewer, rhythm=MailRhythm.DAILY)
    settings = {"HOST": "127.0.0.1", "SECURITY": "none", "FROM": "tracker@example.org"}
    for name, value in settings.items():
        monkeypatch.setenv(f"TRACKER_SMTP_{name}", value)
    monkeypatch.setenv("TRACKER_SITE_URL", "https://t.example.org/tracker")
    return key


def test_the_mails_that_are_due_are_sent_once_and_listed(tracker, watched, monkeypatch):
    with mail_server(answers={"RCPT": b"450 later"}) as server:
        monkeypatch.setenv("TRACKER_SMTP_PORT", str(server.port))
        failed = tracker("digests", "send", code=1).stderr
        assert "0 sent, 0 with nothing to tell, 1 failed." in failed
        assert "The server of mail refuses it: 450 later." in failed
        assert "not sent" in tracker("digests", "list").stdout
        server.answers.clear()
        assert "1 sent" in tracker("digests", "send").stderr
        assert "0 sent" in tracker("digests", "send").stderr
        (taken,) = server.taken
    body = taken.mail.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert f"https://t.example.org/tracker/cells/MNG/{DUTY}" in text
    assert f"https://t.example.org/tracker/claims/{watched}" in text
    assert text.rstrip().endswith("https://t.example.org/tracker/watching/")
    (row,) = tracker.json("digests", "list")
    assert (row["to"], row["state"], row["attempts"], row["failed"]) == ("viewer", "sent", 2, "")


def test_an_installation_without_mail_says_so(tracker):
    assert "This installation sends no mail." in tracker("digests", "send", code=1).stderr
