"""Kept files as WARC 1.1: one compressed member a record, the same bytes for the same captures.

A fetched file is a `response` record, an uploaded one a `resource` record. Its custody fields follow in a `metadata`
record, its extracted text in a `conversion` record; both refer to it. Record names come from the content. Digests are
SHA-256 in hexadecimal, so that a record can be held against the name of the kept file by eye.

The bytes of a record are the file as kept. Headers that told of another form of it (compressed, in chunks) stay
readable under the prefix that archives use for them, since a reader would otherwise try to decode the file again.
"""

import hashlib
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tracker import __version__
from tracker.exports.captures import Captured, one_line, utc

SOFTWARE = f"sanctions-tracker {__version__}"
_ORIGINAL = "X-Archive-Orig-"
_OF_THE_WIRE = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_FIELDS = "application/warc-fields"
_HTTP = "application/http; msgtype=response"
_PLAIN = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Placed:
    """Where the record of a capture stands in a WARC: its first byte and its length, and the SHA-256 of both parts."""

    capture: Captured
    offset: int
    length: int
    digest: str
    record_digest: str


@dataclass(frozen=True, slots=True)
class _Record:
    kind: str
    uri: str
    date: str
    content_type: str
    body: bytes
    head: bytes = b""
    refers_to: str = ""

    @property
    def name(self) -> str:
        """The record's name, made from all that it holds."""
        digest = hashlib.sha256()
        for part in (self.kind, self.uri, self.date, self.content_type, self.refers_to):
            digest.update(hashlib.sha256(part.encode()).digest())
        digest.update(hashlib.sha256(self.head).digest() + hashlib.sha256(self.body).digest())
        return f"<urn:uuid:{UUID(bytes=digest.digest()[:16], version=5)}>"


class _Head(StatusAndHeaders):
    """A status line and headers that are written as they were received; the library would change letters in them."""

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        self.headers_buff = self.received

    received = b""


def warc(captures: Iterable[Captured], *, at: datetime) -> bytes:
    """A compressed WARC of some captures, written at an instant. Raises ValueError as `Captured.checked` does."""
    return placed(captures, at=at)[0]


def placed(captures: Iterable[Captured], *, at: datetime) -> tuple[bytes, tuple[Placed, ...]]:
    """A compressed WARC, and where each capture stands in it, in order. A repeated capture counts once."""
    out = io.BytesIO()
    _write(out, _about(at))
    places = []
    for capture in _distinct(captures):
        main, *others = _records(capture.checked())
        offset = out.tell()
        _write(out, main)
        record = bytes(out.getbuffer()[offset:])
        digests = hashlib.sha256(main.body).hexdigest(), hashlib.sha256(record).hexdigest()
        places.append(Placed(capture, offset, len(record), *digests))
        for other in others:
            _write(out, other)
    return out.getvalue(), tuple(places)


def _distinct(captures: Iterable[Captured]) -> Iterator[Captured]:
    """Each capture once: two records must not have one name, and the same capture twice says no more than once."""
    seen: set[str] = set()
    for capture in captures:
        name = "".join(record.name for record in _records(capture))
        if name not in seen:
            seen.add(name)
            yield capture


def iso(at: datetime) -> str:
    """An instant as WARC and WACZ write it, to the microsecond where it has any."""
    return utc(at).replace(tzinfo=None).isoformat() + "Z"


def _about(at: datetime) -> _Record:
    fields = {"software": SOFTWARE, "format": "WARC File Format 1.1"}
    return _Record("warcinfo", "", iso(at), _FIELDS, _warc_fields(fields))


def _records(capture: Captured) -> list[_Record]:
    """The record of a capture, and those that refer to it."""
    main = _main(capture)
    metadata = _Record("metadata", capture.uri, main.date, _FIELDS, _custody(capture), refers_to=main.name)
    if not capture.text:
        return [main, metadata]
    text = capture.text.encode("utf-8", "replace")
    return [main, metadata, _Record("conversion", capture.uri, main.date, _PLAIN, text, refers_to=main.name)]


def _main(capture: Captured) -> _Record:
    media_type = one_line(capture.media_type) or "application/octet-stream"
    if capture.fetched:
        head = _http_head(capture, media_type)
        return _Record("response", capture.uri, iso(capture.at), _HTTP, capture.data, head=head)
    return _Record("resource", capture.uri, iso(capture.at), media_type, capture.data)


def _http_head(capture: Captured, media_type: str) -> bytes:
    lines = [f"HTTP/1.1 {capture.status} {_phrase(capture.status)}".rstrip()]
    for name, value in capture.headers:
        named = re.sub(r"[^!-9;-~]", "-", name) or "-"
        prefix = _ORIGINAL if named.lower() in _OF_THE_WIRE else ""
        lines.append(f"{prefix}{named}: {one_line(value)}")
    if not any(name.lower() == "content-type" for name, _ in capture.headers):
        lines.append(f"Content-Type: {media_type}")
    lines.append(f"Content-Length: {len(capture.data)}")
    return _letters("\r\n".join(lines) + "\r\n\r\n")


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else ""


def _letters(text: str) -> bytes:
    """Headers as bytes: Latin-1, in which programs read them; UTF-8 where a letter has no place there."""
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")


def _custody(capture: Captured) -> bytes:
    fields = {
        **capture.custody,
        "sha256": capture.sha256,
        "sha3-512": capture.sha3_512,
        "media-type": capture.media_type,
        "text-extractor": capture.text_extractor,
        "title": capture.title,
    }
    return _warc_fields({name: value for name, value in fields.items() if value})


def _warc_fields(fields: dict[str, str]) -> bytes:
    """Fields one a line; a further line of a value begins with a space, as the format has it."""
    lines = []
    for name, value in fields.items():
        first, *more = [one_line(line) for line in value.splitlines()] or [""]
        lines.append(f"{re.sub(r'[^A-Za-z0-9_-]+', '-', name)}: {first}\r\n")
        lines += [f" {line}\r\n" for line in more]
    return "".join(lines).encode("utf-8", "replace")


def _write(out: io.BytesIO, record: _Record) -> None:
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    head = None
    if record.head:
        head = _Head("as received", [])
        head.received = record.head
    written = writer.create_warc_record(
        record.uri,
        record.kind,
        payload=io.BytesIO(record.body),
        length=len(record.body),
        warc_content_type=record.content_type,
        warc_headers_dict=_warc_headers(record),
        http_headers=head,
    )
    writer.write_record(written)


def _warc_headers(record: _Record) -> dict[str, str]:
    block = hashlib.sha256(record.head + record.body).hexdigest()
    headers = {
        "WARC-Record-ID": record.name,
        "WARC-Date": record.date,
        "WARC-Block-Digest": f"sha256:{block}",
    }
    if record.kind != "warcinfo":
        headers["WARC-Payload-Digest"] = f"sha256:{hashlib.sha256(record.body).hexdigest()}"
    if record.refers_to:
        headers["WARC-Refers-To"] = record.refers_to
    return headers
