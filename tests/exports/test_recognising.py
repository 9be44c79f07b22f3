"""A report is recognised by its mark, in text and in archives, and a damaged or huge file does no harm."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exports.documents import copy_of, document
from tracker.domain.public_edition import public
from tracker.domain.vocabulary import Edition
from tracker.exports import recognising
from tracker.exports.recognising import Named, could_be, named

COPY = copy_of(document())
MARK = COPY.mark.encode()


def packed(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return made.getvalue()


@pytest.mark.parametrize(
    "data", [MARK, b"%PDF-1.7 ..." + MARK + b"...", packed(docProps__core=b"<a>" + MARK + b"</a>")]
)
def test_the_mark_is_found(data) -> None:
    assert named(data) == (Named(7, Edition.FULL, COPY.digest),)


def test_a_public_edition_names_itself_and_the_same_frozen_report() -> None:
    copy = copy_of(public(document()))
    assert named(copy.mark.encode()) == (Named(7, Edition.PUBLIC, copy.digest),)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        packed(a=b"nothing")[:40],
        packed(a=b"nothing"),
        MARK[:-1],
        MARK.replace(b":full:", b":secret:"),
    ],
    ids=["empty", "head of a package", "broken package", "package", "broken mark", "another edition"],
)
def test_what_has_no_whole_mark_names_nothing(data) -> None:
    assert named(data) == ()


def test_every_mark_is_told_once() -> None:
    other = MARK.replace(b":7:", b":8:")
    assert [one.number for one in named(other + MARK + other)] == [8, 7]


def test_no_more_than_so_much_of_an_archive_is_unpacked(monkeypatch) -> None:
    monkeypatch.setattr(recognising, "MOST", 1_000)
    assert named(packed(a=b"x" * 2_000, b=MARK)) == ()
    assert named(packed(a=b"x" * 500, b=MARK)) == (Named(7, Edition.FULL, COPY.digest),)


@given(st.binary())
def test_any_bytes_are_answered(data) -> None:
    assert named(b"PK" + data) == ()


@pytest.mark.parametrize(
    ("extension", "start", "could"),
    [
        ("pdf", b"%PDF-1.7", True),
        ("pdf", b"{", False),
        ("docx", b"PK", True),
        ("json", b"PK", False),
        ("csv", b"a", True),
    ],
)
def test_the_first_bytes_say_which_formats_a_file_could_be(extension, start, could) -> None:
    assert could_be(extension, start) is could
