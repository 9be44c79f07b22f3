import codecs
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.intake import files
from tracker.domain.errors import RuleBroken
from tracker.intake import encodings, plain_text, sniffing
from tracker.intake.sniffing import DOCX, HTML, PDF, TEXT, MediaType, media_type_of

SCRIPTS = files.SCRIPTS
WHOLE = [
    files.word("x"),
    files.pdf(files.page("x")),
    *(make() for make in files.PICTURES.values()),
    b"<!doctype html><p>x",
]


@pytest.mark.parametrize(
    ("data", "media"),
    [
        (files.pdf(files.page("x")), MediaType(PDF)),
        (files.word("x"), MediaType(DOCX)),
        (files.png(), MediaType("image/png")),
        (files.jpeg(), MediaType("image/jpeg")),
        (files.gif(), MediaType("image/gif")),
        (files.webp(), MediaType("image/webp")),
        (files.tiff(), MediaType("image/tiff")),
        (files.tiff(order=">"), MediaType("image/tiff")),
        (b"Minutes of the meeting", MediaType(TEXT, "utf-8")),
    ],
    ids=["PDF", "DOCX", "PNG", "JPEG", "GIF", "WebP", "TIFF", "TIFF from the other end", "text"],
)
def test_a_file_is_what_its_content_says(data, media):
    assert media_type_of(data) == media


@pytest.mark.parametrize(
    "text",
    [
        "<!doctype html><p>x",
        "\n <!-- saved --> <HTML><body>x",
        "<?xml version='1.0'?><!DOCTYPE html PUBLIC 'a' 'b'><html xmlns='c'>x</html>",
        "<p>x</p>",
        "<meta charset=utf-8>x",
        "<!doctype html><custom-element>x",
        "<!-- --><!-- " + "<!-- -->" * 400 + "<title>x",
        "<div\nclass=a>x",
    ],
)
def test_a_page_is_told_by_how_it_begins(text):
    assert media_type_of(text.encode()).name == HTML


@pytest.mark.parametrize(
    "text",
    [
        "He said: <p>x</p>",
        "<pledge> is no element",
        "a < b",
        "%PDF is how a PDF begins",
        "PK",
        "MZ is in Mozambique",
        "OTTO, FLAC, ftyp, RAR!",
        "The new WAVE of sanctions",
        "key,value\n1,2",
        '{"a": 1}',
        "From: a@example.org\nSubject: x\n\nHello",
        "<" * 5_000,
        "<!--" * 1_024,
    ],
)
def test_what_only_mentions_another_type_is_text(text):
    assert media_type_of(text.encode()).name == TEXT


ENCODINGS = [
    *((script, "utf-8") for script in SCRIPTS),
    *((script, "utf-8-sig") for script in ("Latin", "Korean")),
    *((script, "utf-16") for script in SCRIPTS),
    ("Latin", "cp1252"),
    ("Cyrillic", "cp1251"),
    ("Cyrillic", "koi8_r"),
    ("Arabic", "cp1256"),
    ("Greek", "cp1253"),
    ("Chinese", "gb18030"),
    ("Korean", "cp949"),
]


@pytest.mark.parametrize(("script", "encoding"), ENCODINGS)
def test_text_is_read_in_its_encoding_and_a_guess_is_called_one(script, encoding):
    data = SCRIPTS[script].encode(encoding)
    document = plain_text.read(data, media_type_of(data))
    assert (document.text, document.encoding) == (SCRIPTS[script], encoding)
    assert ("by a guess" in document.trouble) == (not encoding.startswith("utf"))


RUSSIAN = "Россия вышлет всех северокорейских рабочих до конца года, заявил посол. "


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (RUSSIAN.encode("cp1251") * 3 + "Кувейт тоже".encode(), "“Кувейт”"),
        ("Déjà vu, señor. ".encode("cp1252") * 20 + "朝鲜劳工".encode(), "“朝鲜劳工”"),
        (RUSSIAN.encode("cp1251") * 3, ""),
        (RUSSIAN.encode("koi8_r") * 3, ""),
        ("Déjà vu, señor. ".encode("cp1252") * 20, ""),
    ],
)
def test_of_a_text_in_two_encodings_it_is_said_where_it_looks_damaged(data, part):
    document = plain_text.read(data, media_type_of(data))
    assert "was read as" in document.trouble
    assert part in document.trouble
    assert ("looks damaged" in document.trouble) == bool(part)


@pytest.mark.parametrize(
    ("label", "encoding"),
    [
        ("windows-1251", "cp1251"),
        ("KOI8-R", "koi8_r"),
        ("iso-8859-5", "iso8859_5"),
        ("x-mac-cyrillic-unknown", "cp1251"),
        ("utf-7", "cp1251"),
        ("zip", "cp1251"),
    ],
)
def test_a_page_is_read_as_it_declares_if_that_is_an_encoding_of_texts(label, encoding):
    written = "cp1251" if encoding == "cp1251" else encoding
    data = f"<html><meta charset='{label}'><p>{SCRIPTS['Cyrillic']}</p></html>".encode(written)
    media = media_type_of(data)
    assert (media.name, media.encoding) == (HTML, encoding)
    assert media.is_certain == (label in encodings.KNOWN or label.casefold() in encodings.KNOWN)
    assert SCRIPTS["Cyrillic"] in plain_text.decoded(data, media)


def test_what_is_declared_but_cannot_be_is_not_believed():
    data = f"<meta charset='utf-8'><p>{SCRIPTS['Cyrillic']}</p>".encode("cp1251")
    assert media_type_of(data) == MediaType(HTML, "cp1251", is_certain=False)


@pytest.mark.parametrize("name", sorted(set(encodings.KNOWN.values())))
def test_every_encoding_that_may_be_declared_is_one_that_this_python_has(name):
    assert codecs.lookup(name).name
    assert b"\x00".decode(name, "replace") == "\x00"


@pytest.mark.parametrize(
    ("parts", "seems"),
    [
        ({"a.txt": b"x"}, "an archive"),
        ({"[Content_Types].xml": b"x", "a.txt": b"x"}, "an archive"),
        ({"[Content_Types].xml": b"x", "xl/workbook.xml": b"x"}, "a spreadsheet"),
        ({"[Content_Types].xml": b"x", "ppt/presentation.xml": b"x"}, "a presentation"),
        ({"mimetype": b"application/epub+zip"}, "an OpenDocument file"),
        ({"AndroidManifest.xml": b"x"}, "a program"),
    ],
)
def test_an_archive_that_is_no_document_is_named(parts, seems):
    with pytest.raises(RuleBroken, match=seems):
        media_type_of(files.packed(parts))


def test_a_camera_may_put_more_behind_a_picture():
    assert media_type_of(files.jpeg() + files.jpeg(2, 2)) == MediaType("image/jpeg")


def test_looking_at_a_page_does_not_take_the_power_of_its_comments():
    """Comments could be split among repetitions in very many ways; the pattern gives nothing back that it has taken."""
    assert sniffing.media_type_of(b"<!---->" * 580 + b"<!bad").name == TEXT


@given(st.sampled_from(WHOLE), st.lists(st.tuples(st.integers(0, 2**32), st.binary(max_size=4)), max_size=4), st.data())
def test_whatever_happened_to_a_file_it_is_known_or_refused_in_one_sentence(whole, changes, draw):
    data = bytearray(whole[: draw.draw(st.integers(1, len(whole)))] if draw.draw(st.booleans()) else whole)
    for place, new in changes:
        start = place % len(data)
        data[start : start + len(new)] = new
    try:
        assert media_type_of(bytes(data)).name
    except RuleBroken as refusal:
        sentence = refusal.sentence
        assert re.fullmatch(r"[A-Z][^.]+\.", sentence)
