"""What no page can hold is shown by its number, and nothing else is touched; a ZIP depends on its files alone."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.etree import Element, fromstring, tostring

from tracker.exports.glyphs import typed, visible
from tracker.exports.zipped import unzipped, zipped


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\0b", "a⟦U+0000⟧b"),
        ("\x0b\x1f\x85", "⟦U+000B⟧⟦U+001F⟧⟦U+0085⟧"),
        ("\ud800", "⟦U+D800⟧"),
        ("\ufffe\U0010ffff", "⟦U+FFFE⟧⟦U+10FFFF⟧"),
        ("tab\tand\nline\r\n", "tab\tand\nline\r\n"),
        ("\u202eabc\u202c 🇺🇳", "\u202eabc\u202c 🇺🇳"),
    ],
)
def test_what_cannot_stand_on_a_page_is_shown_by_its_number(text, shown) -> None:
    assert visible(text) == shown


@given(st.text(st.characters(codec=None)))
def test_every_visible_text_goes_through_xml_whole(text) -> None:
    element = Element("t")
    element.text = typed(text)
    assert (fromstring(tostring(element)).text or "") == typed(text)


def test_the_same_files_give_the_same_zip_at_any_hour() -> None:
    files = {"b": b"1", "a/c": b"2" * 1000}
    at = datetime(2026, 11, 23, 12, 0, 2, tzinfo=UTC)
    assert zipped(files, at=at) == zipped(files, at=at)
    assert list(unzipped(zipped(files)).items()) == [("a/c", b"2" * 1000), ("b", b"1")]
    assert zipped(files, at=datetime(1970, 1, 1, tzinfo=UTC)) == zipped(files)
