"""WARC and WACZ on the way in. Each hostile archive is made here, and each gets one sentence."""

import base64
import gzip
import hashlib
import io
import json
import stat
import zipfile
import zlib
from datetime import UTC, datetime

import pytest

from tests.exports.captures import NOON, varied
from tracker.domain.errors import RuleBroken
from tracker.exports.wacz import wacz
from tracker.exports.warc import warc
from tracker.intake import warc_records, web_archives
from tracker.intake.inflating import TooLarge, gunzipped, unchunked, unencoded
from tracker.intake.web_archives import Archived, read

PAGE = b"<p>Workers were sent home.</p>"
SHA1 = base64.b32encode(hashlib.sha1(PAGE, usedforsecurity=False).digest()).decode()
AT = datetime(2024, 5, 6, 12, tzinfo=UTC)


def record(block, kind="resource", **headers):
    """A record as a stranger may write it; a header given as None is left out."""
    fields = {
        "WARC-Type": kind,
        "WARC-Record-ID": "<urn:uuid:00000000-0000-0000-0000-000000000000>",
        "WARC-Target-URI": "https://example.org/",
        "WARC-Date": "2024-05-06T12:00:00Z",
        "Content-Type": "text/html",
        "Content-Length": str(len(block)),
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"{name}: {value}" for name, value in fields.items() if value is not None]
    return "\r\n".join(["WARC/1.1", *lines, "", ""]).encode() + block + b"\r\n\r\n"


def answer(body=PAGE, *headers, status="200 OK", **fields):
    head = "\r\n".join([f"HTTP/1.1 {status}", "Content-Type: text/html", *headers, "", ""]).encode()
    return record(head + body, "response", **{"Content_Type": "application/http; msgtype=response"} | fields)


def package(files, **changed):
    resources = [
        {"name": path.rpartition("/")[2], "path": path, "hash": f"sha256:{_sha256(data)}", "bytes": len(data)}
        for path, data in files.items()
    ]
    return json.dumps({"profile": "data-package", "resources": resources, "wacz_version": "1.1.1"} | changed).encode()


def _sha256(data):
    return hashlib.sha256(data).hexdigest()


def zipped(files, method=zipfile.ZIP_STORED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def packed(files, **changed):
    return zipped({**files, "datapackage.json": package(files, **changed)})


WARC = {"archive/data.warc": answer()}
WHOLE = packed(WARC)


@pytest.mark.parametrize("number", range(40))
@pytest.mark.parametrize("write", [lambda n: warc(varied(n), at=NOON), lambda n: wacz(varied(n), title="", at=NOON)])
def test_what_goes_out_comes_in_again(number, write):
    found = read(write(number))
    assert [(f.address, f.at, f.data, f.problem) for f in found] == [(c.uri, c.at, c.data, "") for c in varied(number)]
    assert [f.status for f in found] == [c.status if c.fetched else 0 for c in varied(number)]


def test_a_file_comes_with_address_instant_status_and_headers():
    assert read(answer(PAGE, "Server: nginx", status="404 Not Found")) == [
        Archived(
            "https://example.org/",
            AT,
            "text/html",
            PAGE,
            404,
            (("Content-Type", "text/html"), ("Server", "nginx")),
        )
    ]


@pytest.mark.parametrize(
    "data",
    [
        answer(gzip.compress(PAGE), "Content-Encoding: gzip"),
        answer(gzip.compress(PAGE[:9]) + gzip.compress(PAGE[9:]), "Content-Encoding: x-gzip"),
        answer(zlib.compress(PAGE), "Content-Encoding: deflate"),
        answer(zlib.compress(PAGE)[2:-4], "Content-Encoding: deflate"),
        answer(zlib.compress(gzip.compress(PAGE)), "Content-Encoding: gzip, deflate"),
        answer(PAGE, "Content-Encoding: gzip"),
        answer(PAGE, "Content-Encoding: identity"),
        answer(b"1e;x=y\r\n" + PAGE + b"\r\n0\r\n\r\n", "Transfer-Encoding: chunked"),
        answer(b"a\r\n" + PAGE[:10] + b"\r\n14\r\n" + PAGE[10:] + b"\r\n0\r\n\r\n", "Transfer-Encoding: chunked"),
        answer(PAGE, "Transfer-Encoding: chunked"),
        record(PAGE),
        record(PAGE, Content_Type=None),
        record(PAGE, WARC_Target_URI="<https://example.org/>"),
        record(PAGE, WARC_Block_Digest="sha256:" + _sha256(PAGE).upper()),
        record(PAGE, WARC_Block_Digest=f"sha1:{SHA1}"),
        record(PAGE, WARC_Payload_Digest="blake3:unknown"),
        record(b"", "warcinfo", WARC_Target_URI=None) + record(PAGE) + record(b"", "revisit"),
        gzip.compress(record(b"", "warcinfo")) + gzip.compress(record(PAGE)),
        gzip.compress(record(b"", "warcinfo") + record(PAGE)),
        WHOLE,
        packed({"archive/a.warc": record(b"", "warcinfo"), "archive/b.warc.gz": gzip.compress(answer())}),
        zipped({**WARC, "datapackage.json": package(WARC)}, zipfile.ZIP_DEFLATED),
    ],
)
def test_every_usual_form_of_one_file_gives_its_bytes(data):
    assert [file.data for file in read(data)] == [PAGE]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (answer(PAGE, "Content-Encoding: br"), "compressed with “br”"),
        (answer(PAGE, "Content-Encoding: gzip, gzip, gzip"), "more than twice"),
        (answer(gzip.compress(PAGE)[:-9], "Content-Encoding: gzip"), "ends in the middle"),
        (answer(b"not deflate", "Content-Encoding: deflate"), "damaged"),
        (record(PAGE, WARC_Truncated="length"), "cut off (length)"),
        (record(PAGE, WARC_Segment_Number="1"), "only a part"),
    ],
)
def test_a_file_that_is_not_whole_says_so(data, said):
    (file,) = read(data)
    assert said in file.problem


BOMB = gzip.compress(bytes(9 * 2**20))
LONG = "x" * 70_000


def entry(name="archive/data.warc", data=b"", mode=stat.S_IFREG | 0o644, **fields):
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    for field, value in fields.items():
        setattr(info, field, value)
    return info, data


def zip_of(*entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for info, data in entries:
            archive.writestr(info, data)
    return out.getvalue()


def renamed(name):
    """A WACZ with a file whose name the library for ZIP would not write."""
    return zip_of(entry("N" * len(name.encode()))).replace(b"N" * len(name.encode()), name.encode())


HOSTILE = {
    "nothing": (b"", "neither WARC nor WACZ"),
    "text": (b"hello", "neither WARC nor WACZ"),
    "old arc": (b"filedesc://a.arc 0.0.0.0 20240506 text/plain 9\n", "neither"),
    "gzip of text": (gzip.compress(b"hello"), "neither"),
    "gzip of gzip": (gzip.compress(gzip.compress(record(PAGE))), "neither"),
    "gzip of a zip": (gzip.compress(WHOLE), "neither"),
    "zip behind a script": (b"#!/bin/sh\n" + WHOLE, "neither"),
    "warc behind a line": (b"\n" + record(PAGE), "neither"),
    "zip with a tail": (WHOLE + b"%PDF-1.7", "not one whole ZIP"),
    "zip before a warc": (WHOLE + record(PAGE), "not one whole ZIP"),
    "gzip with a tail": (gzip.compress(record(PAGE)) + b"tail", "damaged"),
    "warc with a tail": (record(PAGE) + b"tail", "readable head"),
    "warc before a zip": (record(PAGE) + WHOLE, "readable head"),
    "gzip before a zip": (gzip.compress(record(PAGE)) + WHOLE, "damaged"),
    "no files": (record(b"", "warcinfo"), "no file that could be kept"),
    "only requests": (record(PAGE, "request"), "no file"),
    "unknown version": (record(PAGE).replace(b"WARC/1.1", b"WARC/9.9"), "readable head"),
    "no length": (record(PAGE, Content_Length=None), "without a length"),
    "negative length": (record(PAGE, Content_Length="-1"), "without a length"),
    "length in words": (record(PAGE, Content_Length="thirty"), "without a length"),
    "length without end": (record(PAGE, Content_Length="9" * 5000), "without a length"),
    "length of a terabyte": (record(PAGE, Content_Length="9" * 12), "ends in the middle"),
    "length too short": (record(PAGE, Content_Length="3"), "not as long"),
    "length too long": (record(PAGE, Content_Length="32"), "ends in the middle|not as long"),
    "long head": (record(PAGE, X_Long=LONG), "readable head"),
    "head without end": (b"WARC/1.1\r\n" + b"A: b\r\n" * 20_000, "readable head"),
    "no address": (record(PAGE, WARC_Target_URI=None), "without an address"),
    "no date": (record(PAGE, WARC_Date=None), "without a date"),
    "date in words": (record(PAGE, WARC_Date="6 May"), "without a date"),
    "date that is none": (record(PAGE, WARC_Date="2024-02-30T00:00:00Z"), "without a date"),
    "wrong block digest": (record(PAGE, WARC_Block_Digest=f"sha256:{_sha256(b'')}"), "other bytes"),
    "wrong payload digest": (record(PAGE, WARC_Payload_Digest=f"sha256:{_sha256(b'')}"), "other bytes"),
    "wrong digest of a body": (answer(WARC_Payload_Digest=f"sha1:{'A' * 32}"), "other bytes"),
    "digest in no form": (record(PAGE, WARC_Block_Digest="sha1:!!"), "other bytes"),
    "no answer": (record(PAGE, "response", Content_Type="application/http"), "HTTP answer"),
    "answer without a status": (answer(status="OK"), "HTTP answer"),
    "answer cut in its head": (record(b"HTTP/1.1 200 OK", "response", Content_Type="application/http"), "HTTP answer"),
    "bomb": (BOMB, "too many bytes"),
    "bomb after a record": (gzip.compress(record(PAGE)) + BOMB, "too many bytes"),
    "bomb in a record": (answer(BOMB, "Content-Encoding: gzip"), "too many bytes"),
    "bomb in a bomb": (answer(gzip.compress(BOMB), "Content-Encoding: gzip, gzip"), "too many bytes"),
    "deflated bomb": (answer(zlib.compress(bytes(9 * 2**20)), "Content-Encoding: deflate"), "too many bytes"),
    "bomb in a zip": (zipped({"a": bytes(9 * 2**20)}, zipfile.ZIP_DEFLATED), "too many bytes"),
    "bombs in a zip": (zipped({n: bytes(2**21) for n in "abcdef"}, zipfile.ZIP_DEFLATED), "too many bytes"),
    "bomb in a zip's warc": (packed({"archive/a.warc.gz": BOMB}), "too many bytes"),
    "gzip cut off": (gzip.compress(record(PAGE))[:-9], "ends in the middle"),
    "gzip head alone": (b"\x1f\x8b", "ends in the middle"),
    "damaged gzip": (b"\x1f\x8b\x08" + bytes(7) + b"\xff" * 20, "damaged"),
    "wrong checksum": (gzip.compress(record(PAGE))[:-8] + bytes(8), "damaged"),
    "climbing name": (zip_of(entry("../evil")), "leads out"),
    "climbing inside": (zip_of(entry("archive/../../evil")), "leads out"),
    "rooted name": (zip_of(entry("/etc/passwd")), "leads out"),
    "drive": (zip_of(entry("C:evil")), "leads out"),
    "name with backslashes": (renamed("..\\evil"), "leads out"),
    "name with a line": (renamed("a\nb"), "leads out"),
    "name with an end": (renamed("a\0b"), "leads out"),
    "empty part": (zip_of(entry("a//b")), "leads out"),
    "here": (zip_of(entry("./a")), "leads out"),
    "long name": (zip_of(entry("a" * 501)), "leads out"),
    "link": (zip_of(entry(data=b"/etc/passwd", mode=stat.S_IFLNK | 0o777)), "a link or a device"),
    "device": (zip_of(entry(mode=stat.S_IFCHR)), "a link or a device"),
    "two of a name": (zip_of(entry("Archive/a"), entry("archive/a")), "two files of one name"),
    "many files": (zip_of(*(entry(f"a/{n}") for n in range(2001))), "more than 2000 files"),
    "zip cut off": (WHOLE[:-30], "not one whole ZIP"),
    "zip head alone": (b"PK\x03\x04", "not one whole ZIP"),
    "zip end alone": (b"PK\x05\x06" + bytes(18), "neither"),
    "damaged directory": (WHOLE.replace(b"PK\x01\x02", b"PK\x01\x03"), "damaged"),
    "damaged file": (zipped(WARC).replace(PAGE, PAGE[::-1]), "damaged"),
    "password": (zip_of(entry(data=PAGE)).replace(b"\x14\0\0\0", b"\x14\0\1\0"), "password"),
    "other zip": (zipped({"word/document.xml": b"<w/>"}), "no WACZ"),
    "package of nothing": (packed({}), "lists no files"),
    "package in no json": (zipped({**WARC, "datapackage.json": b"{"}), "cannot be read"),
    "package in no text": (zipped({**WARC, "datapackage.json": b"\xff"}), "cannot be read"),
    "package of depth": (zipped({**WARC, "datapackage.json": b"[" * 10**5}), "cannot be read"),
    "package in a list": (zipped({**WARC, "datapackage.json": b"[]"}), "cannot be read"),
    "package of words": (packed(WARC, resources=["archive/data.warc"]), "without a path"),
    "no digest": (packed(WARC, resources=[{"path": "archive/data.warc"}]), "without a path"),
    "weak digest": (packed(WARC, resources=[{"path": "archive/data.warc", "hash": f"md5:{'0' * 32}"}]), "without"),
    "wrong digest": (zipped({"archive/data.warc": record(PAGE), "datapackage.json": package(WARC)}), "other bytes"),
    "absent file": (zipped({"datapackage.json": package(WARC)}), "lacks"),
    "unlisted warc": (zipped({**WARC, "archive/b.warc": b"", "datapackage.json": package(WARC)}), "does not list"),
    "no warc": (packed({"pages/pages.jsonl": b""}), "no WARC file"),
    "wrong digest of the package": (
        zipped(
            {
                **WARC,
                "datapackage.json": package(WARC),
                "datapackage-digest.json": json.dumps(
                    {"path": "datapackage.json", "hash": f"sha256:{_sha256(b'')}"}
                ).encode(),
            }
        ),
        "gives the digest of",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_archive_is_refused_with_one_sentence(name):
    data, said = HOSTILE[name]
    with pytest.raises(RuleBroken, match=said) as refusal:
        read(data)
    assert (refusal.value.noun, refusal.value.field) == ("source", "file")
    assert refusal.value.sentence.startswith("The archive cannot be taken: it ")
    assert refusal.value.sentence.count(".\n") == 0
    assert len(refusal.value.sentence) < 250


@pytest.mark.parametrize("make", [wacz, None], ids=["wacz", "warc"])
def test_no_cut_of_an_archive_is_read_as_a_whole(make):
    data = wacz(varied(3), title="", at=NOON) if make else warc(varied(3), at=NOON)
    whole = [file.data for file in read(data)]
    for end in range(0, len(data), 7):
        try:
            found = [file.data for file in read(data[:end])]
        except RuleBroken:
            continue
        assert not make
        assert found == whole[: len(found)]


def test_every_flipped_byte_of_a_wacz_is_refused_or_changes_no_file():
    data = wacz(varied(7), title="", at=NOON)
    whole = [(f.address, f.at, f.data, f.status, f.headers) for f in read(data)]
    read_again = 0
    for position in range(len(data)):
        flipped = data[:position] + bytes([data[position] ^ 1]) + data[position + 1 :]
        try:
            found = read(flipped)
        except RuleBroken:
            continue
        read_again += 1
        assert [(f.address, f.at, f.data, f.status, f.headers) for f in found] == whole
    assert read_again < len(data) / 10


def test_counts_are_limits(monkeypatch):
    monkeypatch.setattr(web_archives, "MOST_FILES", 2)
    monkeypatch.setattr(warc_records, "MOST_RECORDS", 4)
    assert len(read(record(PAGE) * 2)) == 2
    with pytest.raises(RuleBroken, match="more than 2 files"):
        read(record(PAGE) * 3)
    with pytest.raises(RuleBroken, match="more than 4 records"):
        read(record(b"", "warcinfo") * 5)


def test_all_files_together_share_one_limit(monkeypatch):
    body = answer(gzip.compress(bytes(2**20)), "Content-Encoding: gzip")
    monkeypatch.setattr(web_archives, "LIMIT", 3 * 2**20)
    assert len(read(body * 3)) == 3
    with pytest.raises(RuleBroken, match="too many bytes"):
        read(body * 4)


def test_a_high_ratio_is_allowed_while_the_bytes_are_few():
    small = bytes(8 * 2**20)
    assert gunzipped(gzip.compress(small), limit=10**9) == small
    with pytest.raises(TooLarge):
        gunzipped(gzip.compress(small + b"x"), limit=10**9)
    with pytest.raises(TooLarge):
        gunzipped(gzip.compress(small), limit=len(small) - 1)


def test_many_small_members_are_read_without_copying_the_rest_each_time():
    member = gzip.compress(b"x")
    assert gunzipped(member * 20_000, limit=10**6) == b"x" * 20_000
    with pytest.raises(ValueError, match="more than 50000"):
        gunzipped(member * 50_001, limit=10**6)


@pytest.mark.parametrize("body", [b"", b"5\r\nab", b"2\r\nabc\r\n0\r\n\r\n", b"x\r\n", b"-1\r\n\r\n"])
def test_chunks_that_do_not_add_up_are_refused(body):
    with pytest.raises(ValueError, match="chunks"):
        unchunked(body)


def test_nothing_is_nothing_in_every_coding():
    assert {unencoded(b"", coding, limit=9) for coding in ("", "gzip", "deflate", "identity")} == {b""}
