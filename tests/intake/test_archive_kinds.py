"""A web archive is known by what it holds, never by its name."""

import gzip
import io
import zipfile

import pytest

from tracker.intake.archive_kinds import kind_of


def _zip(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, b"{}")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"WARC/1.1\r\n", "warc"),
        (gzip.compress(b"WARC/1.1\r\nWARC-Type: warcinfo\r\n", mtime=0), "warc"),
        (_zip("datapackage.json", "archive/data.warc.gz"), "wacz"),
        (_zip("[Content_Types].xml", "word/document.xml"), ""),
        (gzip.compress(b"no archive", mtime=0), ""),
        (b"\x1f\x8bbroken", ""),
        (b"PK\x03\x04broken", ""),
        (b"", ""),
        (b"<!doctype html>", ""),
    ],
)
def test_a_web_archive_is_told_by_its_content(data, kind):
    assert kind_of(data) == kind
