"""More than three hundred texts that mean harm go through every format in one report: all come back, none is alive.

Each format is read back by a reader of its own. A character that a format cannot hold comes back by its number.
"""

import base64
import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any
from xml.etree import ElementTree

import docx
import feedparser
import html5lib
import icalendar
import openpyxl
import pikepdf
import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from docx.oxml.ns import qn
from followthemoney import model
from pyld import jsonld
from trestle.oscal.assessment_results import AssessmentResults

from tests.exports import hostile, pdfs
from tests.exports.documents import copy_of
from tests.exports.hostile import TEXTS, bounded
from tests.exports.office import parts
from tracker.domain.vocabulary import ReportKind
from tracker.exports import FORMATS, glyphs
from tracker.exports.as_atom import NAMESPACE
from tracker.exports.formulas import guarded
from tracker.exports.glyphs import typed, visible
from tracker.exports.oscal_words import string
from tracker.exports.references import one_line

EVERY = range(len(TEXTS))
BOUNDED = [bounded(number) for number in EVERY]


@cache
def made(fmt: str) -> bytes:
    """The report in a format. A table has a row a cell, so it is of as many cells as there are texts."""
    return FORMATS[fmt].render(hostile.report(1 if fmt.startswith("csv") else 12))


def lost(found: dict[int, str], shown: Callable[[str], str], texts: tuple[str, ...] = TEXTS) -> dict[int, str]:
    """The texts that were not found as they can be shown, with what was found instead."""
    return {n: found.get(n, "") for n, text in enumerate(texts) if found.get(n) != shown(text)}


def test_there_are_more_than_three_hundred_and_each_once() -> None:
    assert len(TEXTS) > 400
    assert len(set(TEXTS)) == len(TEXTS)


# Pages


def test_html() -> None:
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(made("html").decode())
    text = "".join(tree.itertext())
    shown = [visible(one).replace("\r\n", "\n").replace("\r", "\n") for one in BOUNDED]
    assert [one for one in shown if text.count(one) < 4] == []  # reason, determination, dissent, quotation
    assert {one.tag for one in tree.iter()} <= ELEMENTS
    assert [*attributes(tree, lambda name, _: name.startswith("on") or name in ("style", "srcset", "action"))] == []
    assert [*attributes(tree, lambda name, value: name == "href" and not value.startswith("#"))] == []
    drawings = [one.get("src") for one in tree.iter("img")]
    for one in drawings:
        head, _, data = one.partition(",")
        assert head == "data:image/svg+xml;base64"
        assert b"<script" not in base64.b64decode(data)
    assert "url(" not in "".join(one.text for one in tree.iter("style"))


ELEMENTS = {
    *("html", "head", "meta", "title", "style", "body", "main", "header", "footer", "nav", "section", "aside", "div"),
    *("h1", "h2", "h3", "h4", "p", "a", "sup", "span", "strong", "b", "ul", "ol", "li", "dl", "dt", "dd", "blockquote"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "img", "q", "small", "em"),
}


def attributes(tree: Any, is_so: Callable[[str, str], bool]) -> Iterator[tuple[str, str, str]]:
    for one in tree.iter():
        yield from ((one.tag, name, value) for name, value in one.attrib.items() if is_so(name, value))


def test_docx() -> None:
    data = made("docx")
    found: Any = docx.Document(io.BytesIO(data)).element
    signs = {qn("w:br"): "\n", qn("w:tab"): "\t", qn("w:p"): "\n"}
    text = "".join((one.text or "") if one.tag == qn("w:t") else signs.get(one.tag, "") for one in found.iter())
    assert [one for one in map(typed, BOUNDED) if text.count(one) < 4] == []
    assert {one.text.split()[0] for one in found.iter(qn("w:instrText"))} == {"SEQ"}
    held = parts(data)
    assert b"TargetMode" not in b"".join(held.values())
    assert not [tag for tag in (b"<w:fldSimple", b"<w:altChunk", b"<w:object") if tag in held["word/document.xml"]]
    assert not [name for name in held if "vba" in name or "embeddings" in name]


def test_pdf() -> None:
    """Of the evidence alone: notes in a hundred cells take typst four times as long."""
    found = replace(hostile.report().document, kind=ReportKind.REGISTER, cells=(), obligations=(), changes=(), days=())
    data = pdfs.made(copy_of(found))
    whole = "".join(pdfs.pages(data))
    listed = set(re.findall(r"U\+([0-9A-F]{4,6})", whole[whole.rindex("Colophon") :]))
    assert {"0000", "202E", "D55C"} <= listed
    text = _read(whole)
    assert [one for one in BOUNDED if not _is_turned(one) and _read(_printed(one, listed)) not in text] == []
    _is_still(data)
    with pikepdf.open(io.BytesIO(data)) as file:
        (attached,) = [one.get_file().read_bytes() for one in file.attachments.values()]
    assert attached == FORMATS["json"].render(copy_of(found))


def _printed(text: str, listed: set[str]) -> str:
    """A text as paper shows it, by what the colophon lists."""
    lines = re.sub("\r\n|[\r\u2028\u2029]", "\n", text)
    return "".join(glyphs.code(one) if f"{ord(one):04X}" in listed else one for one in lines)


def _read(text: str) -> str:
    """A text as readers copy it from paper: ligatures come apart, and what fills no space is left out."""
    return re.sub("[\u115f\u1160\u3164\ufffc]", "", unicodedata.normalize("NFKC", pdfs.squeezed(text)))


def _is_turned(text: str) -> bool:
    """Whether readers copy its letters in the order of the page, which is another; they are in the attached data."""
    ways = {unicodedata.bidirectional(one) for one in text}
    return bool(ways & {"R", "AL", "RLE", "RLI", "RLO"}) or sum(map(bool, map(unicodedata.combining, text))) > 2


def _is_still(data: bytes) -> None:
    """Nothing in the file acts, asks for anything, or carries anything but the data of the report."""
    with pikepdf.open(io.BytesIO(data)) as file:
        names = {key for one in file.objects for key in _keys(one)}
        kinds = {str(one.S) for one in file.objects if isinstance(one, pikepdf.Dictionary) and "/S" in one}
        assert not names & {"/JS", "/AA", "/OpenAction", "/URI", "/RichMedia", "/AcroForm", "/XFA"}
        assert not kinds & {
            "/JavaScript",
            "/Launch",
            "/URI",
            "/SubmitForm",
            "/GoToR",
            "/GoToE",
            "/ImportData",
            "/Named",
        }
        assert [*file.attachments] == ["report-7.json"]


def _keys(one: Any) -> Iterator[str]:
    if isinstance(one, pikepdf.Array):
        for part in one:
            yield from () if getattr(part, "is_indirect", False) else _keys(part)
    elif isinstance(one, (pikepdf.Dictionary, pikepdf.Stream)):
        for key, value in one.items():
            yield key
            yield from () if getattr(value, "is_indirect", False) else _keys(value)


# Tables


def test_xlsx() -> None:
    data = made("xlsx")
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    cells = {sheet.title: [*sheet.iter_rows()] for sheet in book}
    for sheet, name in PLACES:
        (place,) = [n for n, cell in enumerate(cells[sheet][0]) if cell.value == name]
        told = {n: unescaped(str(row[place].value or "")) for n, row in enumerate(cells[sheet][1:])}
        assert lost(told, typed) == {}, (sheet, name)
    assert {one.data_type for rows in cells.values() for row in rows for one in row} <= {"s", "n", "d", "inlineStr"}
    held = parts(data)
    sheets = b"".join(part for name, part in held.items() if name.startswith("xl/worksheets/"))
    assert not re.search(rb"<f[\s/>]|<hyperlink|<dataValidation|<oleObject", sheets)
    assert not [name for name in held if "externalLink" in name or "vba" in name]
    assert b"TargetMode" not in b"".join(held.values())


PLACES = (*(("Evidence", "Statement"), ("Evidence", "Speaker"), ("Sources", "Title"), ("Sources", "Translation")),)


def unescaped(text: str) -> str:
    """The text as Excel reads it: openpyxl leaves `_x005F_` in cells that hold their own text."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


@pytest.mark.parametrize(("fmt", "shown"), [("csv", guarded), ("csv-raw", str)])
def test_csv(fmt, shown) -> None:
    rows = [*csv.DictReader(io.StringIO(made(fmt).decode(), newline=""), strict=True)]
    assert lost({n: row["obligation_title"] for n, row in enumerate(rows)}, shown) == {}
    assert all(bounded(n) in row["reasons"] and bounded(n) in row["dissents"] for n, row in enumerate(rows))
    first = {value[:1] for row in rows for value in row.values() if value}
    assert fmt == "csv-raw" or not first & set("=+-@\t\r\n\0＝＋－＠")


# Data


def test_json() -> None:
    found = json.loads(made("json"))["report"]
    assert lost({n: claim["statement"] for n, claim in enumerate(found["evidence"])}, str) == {}
    assert lost({n: claim["citations"][0]["title"] for n, claim in enumerate(found["evidence"])}, str) == {}


def test_jsonld() -> None:
    dropped: list[str | None] = []
    read = jsonld.expand(json.loads(made("jsonld")), on_property_dropped=dropped.append)
    assert dropped == []
    for kind, prop in (
        ("Claim", "text"),
        ("CreativeWork", "name"),
        ("ClaimReview", "claimReviewed"),
    ):
        nodes = [one for one in read if f"https://schema.org/{kind}" in one["@type"]]
        told = {n: one[f"https://schema.org/{prop}"][0]["@value"] for n, one in enumerate(nodes)}
        assert lost(told, str) == {}, kind
    names = {one["@id"] for one in read if "@id" in one}
    assert all(name.startswith(hostile.report().mark) for name in names)


def test_oscal(tmp_path) -> None:
    place = tmp_path / "assessment-results.json"
    place.write_bytes(made("oscal"))
    result = AssessmentResults.oscal_read(place).results[0]  # type: ignore[union-attr]  # read, or the test fails
    seen = [({prop.name: prop.value for prop in one.props or ()}, one) for one in result.observations]
    said = [(props, one) for props, one in seen if "statement" in props]
    told = [props for props, _ in said]
    for name in ("statement", "speaker", "cited-as"):
        assert lost({n: one[name] for n, one in enumerate(told)}, string) == {}, name
    evidence = [{prop.name: prop.value for prop in one.relevant_evidence[0].props} for _, one in said]
    assert [one["quotation"] for one in evidence] == [string(one) for one in BOUNDED]
    prose = [one.description for one in result.observations]
    assert not [one for one in prose if re.search(r"(?<!\\)[<*_`\[]", one)]


def test_ftm() -> None:
    read = [model.get_proxy(json.loads(line)) for line in made("ftm").splitlines()]
    events = [one for one in read if one.schema.name == "Event"]
    assert lost({n: one.first("summary") or "" for n, one in enumerate(events)}, str) == {}
    quoted = [one.first("summary") for one in read if one.schema.name == "Documentation"]
    assert quoted == BOUNDED
    assert {one.schema.name for one in read} == SCHEMATA


SCHEMATA = {"LegalEntity", "PublicBody", "Document", "Note", "Article", "Event", "Documentation"}


# Libraries


def test_ris() -> None:
    found = rispy.loads(made("ris").decode())[1:]
    assert lost({n: one.get("title", "") for n, one in enumerate(found)}, lambda text: one_line(text).strip()) == {}
    assert len(found) == len(TEXTS)


def test_bibtex() -> None:
    library = parse_string(made("bibtex").decode(), append_middleware=[LatexDecodingMiddleware()])
    assert not library.failed_blocks
    assert [*library.strings, *library.preambles, *library.comments] == []
    found = [{field.key: field.value for field in one.fields} for one in library.entries][1:]
    told = {n: one["title"].strip() for n, one in enumerate(found)}
    assert lost(told, lambda text: one_line(text).replace("^", "\u02c6").strip()) == {}  # as its decoder reads \\^


def test_csl() -> None:
    found = json.loads(made("csl"))[1:]
    assert lost({n: one["title"] for n, one in enumerate(found)}, str) == {}
    assert lost({n: one["publisher"] for n, one in enumerate(found)}, str) == {}


# Days and changes


def test_ics() -> None:
    made_of: Any = icalendar.Calendar.from_ical(made("ics"))
    events = made_of.walk("VEVENT")
    assert [str(one["summary"]) for one in events] == [one_line(f"{TEXTS[0]}: {one}") for one in BOUNDED]
    assert {name for one in events for name in one} == {
        *("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "URL", "TRANSP"),
    }
    assert {one.name for one in made_of.walk()} == {"VCALENDAR", "VEVENT"}


def test_atom() -> None:
    read = feedparser.parse(made("atom"))
    assert (read.bozo, len(read.entries)) == (False, len(TEXTS))
    root = ElementTree.fromstring(made("atom"))  # noqa: S314 - our own bytes
    entries = root.findall(f"{{{NAMESPACE}}}entry")
    told = [one.findtext(f"{{{NAMESPACE}}}summary") or "" for one in entries]
    assert [n for n in EVERY if typed(bounded(n)) not in told[n]] == []
    assert all(len(child) == 0 for one in entries for child in one)
    assert {link.get("href") for link in root.iter(f"{{{NAMESPACE}}}link")} == {hostile.report().mark}


def test_no_format_was_forgotten() -> None:
    told = {name.removeprefix("test_") for name in globals()}
    assert {fmt.replace("csv-raw", "csv") for fmt in FORMATS} <= told
