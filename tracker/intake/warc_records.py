"""The records of an uncompressed WARC, one after another, and the file that each holds.

The library's own reader goes on past damage and writes to the terminal; here a length that does not fit refuses the
archive. Refusals are ValueErrors whose text goes on after "it".
"""

import base64
import binascii
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser, StatusAndHeadersParserException

from tracker.intake.inflating import TooLarge, unchunked, unencoded

MOST_RECORDS = 20_000
_LONGEST_HEAD = 2**16
_VERSIONS = ["WARC/1.1", "WARC/1.0", "WARC/0.18", "WARC/0.17"]
_END = b"\r\n\r\n"
_DATE = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z")
_ALGORITHMS = {"sha1": "sha1", "sha-1": "sha1", "sha256": "sha256", "sha-256": "sha256", "sha512": "sha512"}


@dataclass(frozen=True, slots=True)
class Archived:
    """A file from an archive. `data` has no encoding left; `problem` says why it has, or what is missing of it.

    `status` is 0 and `headers` are empty where the archive has no HTTP answer for it.
    """

    address: str
    at: datetime
    media_type: str
    data: bytes
    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    problem: str = ""


def archived(plain: bytes, *, limit: int) -> Iterator[Archived]:
    """The files in an uncompressed WARC, `limit` bytes in all at most. Raises ValueError."""
    room = limit
    for head, block in _records(plain):
        _check_digest(block, head.get_header("WARC-Block-Digest"))
        if head.get_header("WARC-Type") in ("response", "resource"):
            file = _file(head, block, room)
            room -= len(file.data)
            yield file


def _records(plain: bytes) -> Iterator[tuple[StatusAndHeaders, bytes]]:
    position = count = 0
    while position < len(plain):
        head, start = _head(plain, position)
        end = start + _length(head)
        if end > len(plain):
            raise ValueError("ends in the middle of a record.")
        if plain[end : end + len(_END)] != _END:
            raise ValueError("has a record that is not as long as it says.")
        position, count = end + len(_END), count + 1
        if count > MOST_RECORDS:
            raise ValueError(f"has more than {MOST_RECORDS} records.")
        yield head, plain[start:end]


def _head(plain: bytes, position: int) -> tuple[StatusAndHeaders, int]:
    """The head of the record at a position, and where its block begins."""
    end = plain.find(_END, position, position + _LONGEST_HEAD)
    if end < 0:
        raise ValueError("has a record without a readable head.")
    start = end + len(_END)
    try:
        return StatusAndHeadersParser(_VERSIONS).parse(io.BytesIO(plain[position:start])), start
    except StatusAndHeadersParserException:
        raise ValueError("has a record without a readable head.") from None


def _length(head: StatusAndHeaders) -> int:
    length = head.get_header("Content-Length") or ""
    if not re.fullmatch("[0-9]{1,12}", length):
        raise ValueError("has a record without a length.")
    return int(length)


def _check_digest(block: bytes, stated: str | None) -> None:
    if _differs(block, stated):
        raise ValueError("has a record with other bytes than its digest is of.")


def _differs(data: bytes, stated: str | None) -> bool:
    """Whether a stated digest is of other bytes. One in a form that is not known says nothing either way."""
    name, _, value = (stated or "").partition(":")
    algorithm = _ALGORITHMS.get(name.strip().lower())
    if algorithm is None:
        return False
    digest = hashlib.new(algorithm, data, usedforsecurity=False).digest()
    return digest != _digest_bytes(value.strip(), len(digest))


def _digest_bytes(value: str, size: int) -> bytes:
    """A digest out of hexadecimal or Base32, told apart by their lengths; empty where it is neither."""
    try:
        return bytes.fromhex(value) if len(value) == 2 * size else base64.b32decode(value, casefold=True)
    except (ValueError, binascii.Error):
        return b""


def _file(head: StatusAndHeaders, block: bytes, room: int) -> Archived:
    address = (head.get_header("WARC-Target-URI") or "").strip().removeprefix("<").removesuffix(">")
    if not address:
        raise ValueError("has a record without an address.")
    content_type, at = head.get_header("Content-Type") or "", _instant(head.get_header("WARC-Date") or "")
    problem = _missing(head)
    if not content_type.lower().replace(" ", "").startswith("application/http"):
        _check_digest(block, head.get_header("WARC-Payload-Digest"))
        return Archived(address, at, content_type, block, problem=problem)
    answer, body = _answer(block)
    headers = tuple(answer.headers)
    data, fault = _decoded(answer, body, room)
    stated = head.get_header("WARC-Payload-Digest")
    if not head.get_header("WARC-Block-Digest") and _differs(body, stated) and _differs(data, stated):
        raise ValueError("has a record with other bytes than its digest is of.")
    media_type = answer.get_header("Content-Type") or ""
    return Archived(address, at, media_type, data, _status(answer), headers, problem or fault)


def _missing(head: StatusAndHeaders) -> str:
    if reason := head.get_header("WARC-Truncated"):
        return f"The archive says that this file was cut off ({reason[:40]})."
    if head.get_header("WARC-Segment-Number"):
        return "The archive holds only a part of this file in this record."
    return ""


def _instant(text: str) -> datetime:
    found = _DATE.fullmatch(text.strip())
    try:
        return datetime.fromisoformat(f"{found[1]}.{(found[2] or '0')[:6]:0<6}").replace(tzinfo=UTC) if found else _no()
    except ValueError:
        return _no()


def _no() -> datetime:
    raise ValueError("has a record without a date.")


def _answer(block: bytes) -> tuple[StatusAndHeaders, bytes]:
    """An HTTP answer's head, and its body."""
    end = block.find(_END, 0, _LONGEST_HEAD)
    if not block.startswith(b"HTTP/") or end < 0:
        raise ValueError("has a record that should hold an HTTP answer and does not.")
    start = end + len(_END)
    return StatusAndHeadersParser([], verify=False).parse(io.BytesIO(block[:start])), block[start:]


def _status(answer: StatusAndHeaders) -> int:
    code = answer.get_statuscode()
    if not re.fullmatch("[1-9][0-9]{2}", code):
        raise ValueError("has a record that should hold an HTTP answer and does not.")
    return int(code)


def _decoded(answer: StatusAndHeaders, body: bytes, room: int) -> tuple[bytes, str]:
    """A body without its encodings, and an empty text; or as it is, and why it stays so."""
    if "chunked" in (answer.get_header("Transfer-Encoding") or "").lower():
        body = _without_chunks(body)
    try:
        return unencoded(body, answer.get_header("Content-Encoding") or "", limit=room), ""
    except TooLarge:
        raise
    except ValueError as error:
        return body, f"This file is kept as the archive has it: it {error}"


def _without_chunks(body: bytes) -> bytes:
    """A body out of its chunks. Many archives keep the header and not the chunks; then the body is as it should be."""
    try:
        return unchunked(body)
    except ValueError:
        return body
