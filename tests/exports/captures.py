"""Captures of every sort that the record may hold, the same for the same number."""

import random
from datetime import UTC, datetime, timedelta

from tracker.exports.captures import Captured, captured

NOON = datetime(2024, 5, 6, 12, 0, 0, 123456, tzinfo=UTC)

_ADDRESSES = [
    "https://press.un.org/en/2017/sc13141.doc.htm",
    "http://www.example.org",
    "https://example.org:443/a/../b//c/?b=2&a=1&a=0#part",
    "https://example.org/пресс-релиз/第2397号决议?q=العربية",
    "https://example.org/with space/100%/and%20more",
    "HTTPS://EXAMPLE.ORG/Capitals",
    "https://xn--e1afmkfd.xn--p1ai/",
    "https://example.org/" + "long/" * 400,
    "https://example.org/line\r\nbreak: yes",
    "S/AC.49/2019/12",
    "",
]
_FILES = [
    ("text/html; charset=utf-8", b"<!doctype html><title>Press</title><p>Workers were sent home.</p>"),
    ("text/html", "<p>Рабочие вернулись. 工人已被遣返。 أعيد العمال.</p>".encode()),
    ("application/pdf", b"%PDF-1.7\n\r\nWARC/1.1\r\nWARC-Type: response\r\n\r\n%%EOF"),
    ("text/plain", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nnot a head"),
    ("image/png", bytes(range(256)) * 40),
    ("application/octet-stream", b""),
    ("", b"\x1f\x8b\x08 not compressed"),
    ("text/html\r\nX-Injected: yes", b"\r\n\r\n\r\n"),
]
_HEADERS = [
    (),
    (("Content-Type", "text/html; charset=utf-8"), ("Server", "nginx")),
    (("content-type", "text/html"), ("Content-Encoding", "gzip"), ("Content-Length", "1"), ("Set-Cookie", "a=b")),
    (("Transfer-Encoding", "chunked"), ("X-Läßt", "nach\r\nInjected: yes"), ("Title", "第2397号")),
]
_TEXTS = ["", "Workers were sent home.", "Рабочие\n工人\u2028أعيد \U0001f600 \x0b"]
_CUSTODY = [
    {},
    {"collector": "A. Analyst", "method": "upload", "language": "en"},
    {"request headers": "GET / HTTP/1.1\r\nHost: example.org\r\n\r\nX: y", "note: to": "two\nlines", "مُجمِّع": "اسم"},
]


def varied(number: int) -> list[Captured]:
    """One to five captures; a number always gives the same."""
    chance = random.Random(number)  # noqa: S311 (a choice of samples, not a secret)
    return [_one(chance) for _ in range(chance.randint(1, 5))]


def _one(chance: random.Random) -> Captured:
    media_type, data = chance.choice(_FILES)
    return captured(
        data + chance.randbytes(chance.randrange(40)),
        address=chance.choice(_ADDRESSES),
        media_type=media_type,
        at=NOON + timedelta(microseconds=chance.randrange(10**14)),
        text=chance.choice(_TEXTS),
        text_extractor=chance.choice(["", "trafilatura 2.3.1"]),
        headers=chance.choice(_HEADERS),
        status=chance.choice([0, 0, 200, 200, 206, 404, 503, 999]),
        custody=chance.choice(_CUSTODY),
        title=chance.choice(["", "Press release", "пресс-релиз\n«2397»"]),
    )
