"""WARC and WACZ read back with other eyes: the library for WARC, and the ZIP and JSON of the standard library."""

import dataclasses
import gzip
import hashlib
import io
import json
import zipfile
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from tests.exports.captures import NOON, varied
from tracker.exports.captures import captured
from tracker.exports.surts import surt
from tracker.exports.wacz import wacz
from tracker.exports.warc import warc

NUMBERS = range(60)
PRESS = captured(
    b"<p>Workers were sent home.</p>",
    address="https://press.example.org/1#top",
    media_type="text/html",
    at=NOON,
    headers=(("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("X-Who", "läßt")),
    status=200,
    text="Workers were sent home.",
    text_extractor="trafilatura 2.3.1",
    custody={"collector": "A. Analyst", "request headers": "GET / HTTP/1.1\r\nHost: press.example.org"},
)
PAPER = captured(b"%PDF-1.7", address="", media_type="application/pdf", at=NOON)


def _records(data):
    """Each record of a WARC: its type, its headers, the HTTP head if any, and its bytes; every digest is checked."""
    found = []
    check: Any = "raise"
    for record in ArchiveIterator(io.BytesIO(data), check_digests=check):
        headers = dict(record.rec_headers.headers)
        found.append((record.rec_type, headers, record.http_headers, record.raw_stream.read()))
    return found


def _files(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def test_a_fetched_file_is_a_response_with_its_custody_and_its_text():
    about, response, metadata, conversion = _records(warc([PRESS], at=NOON))
    assert [about[0], response[0], metadata[0], conversion[0]] == ["warcinfo", "response", "metadata", "conversion"]
    assert response[1]["WARC-Target-URI"] == "https://press.example.org/1"
    assert response[1]["WARC-Date"] == "2024-05-06T12:00:00.123456Z"
    assert response[1]["WARC-Payload-Digest"] == f"sha256:{PRESS.sha256}"
    assert (response[2].statusline, response[3]) == ("200 OK", PRESS.data)
    assert conversion[3].decode() == PRESS.text
    assert {record[1].get("WARC-Refers-To") for record in (metadata, conversion)} == {response[1]["WARC-Record-ID"]}
    lines = metadata[3].decode().splitlines()
    assert lines[:3] == ["collector: A. Analyst", "request-headers: GET / HTTP/1.1", " Host: press.example.org"]
    assert {f"sha256: {PRESS.sha256}", f"sha3-512: {PRESS.sha3_512}", "text-extractor: trafilatura 2.3.1"} < set(lines)


def test_a_header_of_the_wire_does_not_make_a_reader_decode_the_file_again():
    records = ArchiveIterator(io.BytesIO(warc([PRESS], at=NOON)))
    record = next(record for record in records if record.rec_type == "response")
    assert record.content_stream().read() == PRESS.data
    assert record.http_headers.get_header("X-Archive-Orig-Content-Encoding") == "gzip"


def test_an_uploaded_file_without_an_address_is_named_by_its_content():
    _, resource, _ = _records(warc([PAPER], at=NOON))
    assert resource[0] == "resource"
    assert resource[1]["WARC-Target-URI"] == f"urn:sha256:{PAPER.sha256}"
    assert (resource[1]["Content-Type"], resource[3]) == ("application/pdf", PAPER.data)


@pytest.mark.parametrize("number", NUMBERS)
def test_whatever_is_captured_is_read_back_byte_for_byte(number):
    captures = varied(number)
    records = _records(warc(captures, at=NOON))
    files = [body for kind, _, _, body in records if kind in ("response", "resource")]
    assert files == [capture.data for capture in captures]
    assert len({headers["WARC-Record-ID"] for _, headers, _, _ in records}) == len(records)
    texts = [body.decode() for kind, _, _, body in records if kind == "conversion"]
    assert texts == [capture.text for capture in captures if capture.text]
    heads = [name for _, headers, http, _ in records for name in [*headers, *(dict(http.headers) if http else {})]]
    assert [name for name in heads if name.lower() in ("injected", "x-injected", "break")] == []


@pytest.mark.parametrize("number", NUMBERS)
def test_a_wacz_holds_what_its_package_says_and_nothing_else(number):
    files = _files(wacz(varied(number), title="Evidence", at=NOON))
    package = json.loads(files["datapackage.json"])
    digest = json.loads(files["datapackage-digest.json"])
    assert digest == {"path": "datapackage.json", "hash": _sha256(files["datapackage.json"])}
    listed = {entry["path"]: (entry["hash"], entry["bytes"]) for entry in package["resources"]}
    others = {path: data for path, data in files.items() if path not in ("datapackage.json", "datapackage-digest.json")}
    assert listed == {path: (_sha256(data), len(data)) for path, data in others.items()}
    assert set(listed) == {"archive/data.warc.gz", "indexes/index.cdx", "pages/pages.jsonl"}
    assert (package["profile"], package["wacz_version"]) == ("data-package", "1.1.1")


def _sha256(data):
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


@pytest.mark.parametrize("number", NUMBERS)
def test_the_index_leads_to_each_record_alone(number):
    captures = varied(number)
    files = _files(wacz(captures, title="Evidence", at=NOON))
    lines = files["indexes/index.cdx"].decode().splitlines()
    assert lines == sorted(lines)
    assert len(lines) == len(captures)
    for line in lines:
        key, time, entry = line.split(" ", 2)
        told = json.loads(entry)
        start, length = int(told["offset"]), int(told["length"])
        member = files["archive/data.warc.gz"][start : start + length]
        assert told["recordDigest"] == _sha256(member)
        ((_, headers, _, body),) = _records(member)
        assert (key, told["url"]) == (surt(told["url"]), headers["WARC-Target-URI"])
        assert told["digest"] == _sha256(body)
        assert time == "".join(c for c in headers["WARC-Date"].partition(".")[0] if c.isdigit())
        assert gzip.decompress(member).startswith(b"WARC/1.1\r\n")


@pytest.mark.parametrize("number", NUMBERS)
def test_each_capture_is_a_page_that_the_index_knows(number):
    captures = varied(number)
    files = _files(wacz(captures, title="Evidence", at=NOON))
    head, *pages = [json.loads(line) for line in files["pages/pages.jsonl"].decode().split("\n") if line]
    assert head.get("hasText", False) is any(capture.text for capture in captures)
    assert [page.get("text", "") for page in pages] == [capture.text for capture in captures]
    index = files["indexes/index.cdx"].decode()
    for page in pages:
        time = datetime.strptime(page["ts"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        assert f"{surt(page['url'])} {time:%Y%m%d%H%M%S} " in index


def test_the_same_captures_give_the_same_bytes():
    assert [wacz(varied(n), title="T", at=NOON) for n in range(9)] == [
        wacz(varied(n), title="T", at=NOON.astimezone(timezone(timedelta(hours=9)))) for n in range(9)
    ]


def test_every_file_of_a_wacz_is_stored_as_it_is():
    with zipfile.ZipFile(io.BytesIO(wacz([PRESS, PAPER], title="T", at=NOON))) as archive:
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_capture_given_twice_is_written_once():
    assert warc([PRESS, PAPER, PRESS], at=NOON) == warc([PRESS, PAPER], at=NOON)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"data": b"other"}, "SHA-256"),
        ({"sha3_512": "0" * 128}, "SHA3-512"),
        ({"at": datetime(2024, 1, 1)}, "zone"),  # noqa: DTZ001 (the instant without a zone is what is refused)
    ],
)
def test_what_does_not_agree_with_itself_is_not_exported(changed, sentence):
    with pytest.raises(ValueError, match=sentence):
        warc([dataclasses.replace(PRESS, **changed)], at=NOON)
