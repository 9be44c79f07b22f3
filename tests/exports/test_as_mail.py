"""A digest as a mail: read back by the standard library, with every link, and with no header that a text could make."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default

import html5lib
import pytest

from tracker.domain.digesting import Digest, Entry, Group, Line, Period, What
from tracker.domain.public_edition import WITHHELD
from tracker.exports.as_mail import Envelope, Links, Unaddressable, render

UNTIL = datetime(2026, 11, 30, tzinfo=UTC)
PERIOD = Period("2026-11-30", UNTIL, timedelta(days=1))
LINKS = Links(
    group=lambda group: f"https://t.example.org/cells/{group.code}/{group.obligation}",
    line=lambda line: f"https://t.example.org/claims/{line.claim}" if line.claim else "",
    page="https://t.example.org/watching/",
)


def _digest(sentence: str = "It was accepted.", **line: object) -> Digest:
    told = Line(sentence, "mng-1", **line)  # pyright: ignore[reportArgumentType] - of the case
    entry = Entry(What.MOVED, UNTIL.date(), UNTIL, "no information → fulfilled", (told,))
    due = Entry(What.DUE, UNTIL.date(), UNTIL, "Due on 12 December 2026")
    return Digest(
        UNTIL - timedelta(days=1), UNTIL, 1, (Group("r2397", "Repatriate", "MNG", "Mongolia", (entry, due)),), 2
    )


def _envelope(**changes: str) -> Envelope:
    named = {"sender": "tracker@example.org", "product": "Tracker", "name": "Ana Lyst", "address": "ana@example.org"}
    return Envelope(**(named | changes), user=7, period=PERIOD, at=UNTIL + timedelta(hours=6))


def _read(mail: EmailMessage) -> EmailMessage:
    found = message_from_bytes(mail.as_bytes(policy=SMTP), policy=default)
    assert isinstance(found, EmailMessage)
    return found


def _part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return body.get_content().replace("\r\n", "\n")


def test_a_mail_has_its_headers_and_says_the_same_as_text_and_as_html():
    mail = _read(render(_digest(), _envelope(), LINKS))
    assert {name: str(mail[name]) for name in mail if name not in ("MIME-Version", "Content-Type")} == {
        "From": "Tracker <tracker@example.org>",
        "To": "Ana Lyst <ana@example.org>",
        "Subject": "Tracker: 2 entries until 30 November 2026",
        "Date": "Mon, 30 Nov 2026 06:00:00 +0000",
        "Message-ID": "<digest-7-2026-11-30@example.org>",
        "Auto-Submitted": "auto-generated",
    }
    text, page = _part(mail, "plain"), _part(mail, "html")
    assert text.startswith("Tracker: what you watch\nFrom 2026-11-29T00:00:00Z until 2026-11-30T00:00:00Z.\n\n")
    assert (
        "Mongolia: Repatriate\nhttps://t.example.org/cells/MNG/r2397\n"
        "* 30 November 2026: no information → fulfilled\n"
        "  It was accepted.\n  https://t.example.org/claims/mng-1\n"
        "* Coming deadline: Due on 12 December 2026\n"
    ) in text
    for said in ("Mongolia: Repatriate", "It was accepted.", "no information → fulfilled", "not a legal finding"):
        assert said in text
        assert said in page
    for link in ("/cells/MNG/r2397", "/claims/mng-1", "/watching/"):
        assert f'href="https://t.example.org{link}"' in page
    assert "2 more are on the page" in text
    assert render(_digest(), _envelope(), LINKS).get("Message-ID") == mail["Message-ID"]


def test_what_a_restricted_source_says_is_withheld():
    mail = _read(render(_digest("Hushed words.", is_restricted=True), _envelope(), LINKS))
    for kind in ("plain", "html"):
        assert "Hushed" not in _part(mail, kind)
        assert WITHHELD in _part(mail, kind)


@pytest.mark.parametrize("name", ["A\r\nBcc: x@example.org", "A\nB", 'Q "uote" <x@y>', "Ünï, Cödé", "", "   "])
def test_no_name_makes_a_header(name):
    mail = _read(render(_digest(), _envelope(name=name), LINKS))
    assert mail.keys().count("To") == 1
    assert "Bcc" not in mail
    (to,) = mail["To"].addresses
    assert to.addr_spec == "ana@example.org"
    assert to.display_name == " ".join(name.split())


BAD = [
    *("a@b\r\nBcc: c@d", "a@b\nX: y", "a@b, c@d", "<a@b>", "a@b c@d", "a", "@", "", "a@", "@b", "ü@example.org"),
    *("a\x00@b", "a@b>\r\nDATA", "A <a@b>", "a@exämple.org"),
]


@pytest.mark.parametrize("address", BAD)
def test_what_is_no_address_gets_no_mail(address):
    with pytest.raises(Unaddressable):
        render(_digest(), _envelope(address=address), LINKS)


HOSTILE = [
    *("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "<svg/onload=alert(1)>", "{{ 7*7 }}{% raw %}"),
    *("</li></ul><a href='javascript:alert(1)'>x</a>", "&lt;script&gt;", "<!--", "]]><script>", "‮txt"),
    *("--===============1==\r\nContent-Type: text/html\r\n\r\n<b>", "\r\n.\r\nQUIT"),
]


def test_no_text_becomes_markup_or_leaves_its_part():
    for said in HOSTILE:
        mail = _read(render(_digest(said), _envelope(), LINKS))
        assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
        tree = html5lib.parse(_part(mail, "html"), namespaceHTMLElements=False)
        assert tree.findall(".//script") == []
        assert {name for one in tree.iter() for name in one.attrib if name.startswith("on")} == set()
        assert all(one.get("href", "").startswith("https://t.example.org/") for one in tree.iter("a"))
