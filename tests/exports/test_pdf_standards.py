"""A PDF is of PDF/A-3a and PDF/UA-1, as far as its structure shows.

This is no validator; docs/reports.md says which to use.
"""

import json
from itertools import pairwise
from typing import Any

import pikepdf
import pytest

from tests.exports import pdfs
from tests.exports.pdfs import WHOLE
from tracker.exports import as_json


@pytest.fixture(scope="module")
def data() -> bytes:
    """The report with a figure."""
    return pdfs.made(WHOLE)


@pytest.fixture(scope="module")
def file(data) -> pikepdf.Pdf:
    return pdfs.opened(data)


@pytest.fixture(scope="module")
def xmp(file) -> str:
    return file.Root.Metadata.read_bytes().decode()


# PDF/A-3a


def test_the_metadata_name_pdf_a_3a_and_are_not_packed(data, xmp) -> None:
    assert "<pdfaid:part>3</pdfaid:part>" in xmp
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp
    assert xmp.encode() in data


def test_colours_have_an_output_intent_with_a_profile(file) -> None:
    (intent,) = file.Root.OutputIntents
    assert intent.S == "/GTS_PDFA1"
    assert intent.DestOutputProfile.read_bytes()


def test_it_is_not_encrypted_and_holds_no_script(file) -> None:
    assert not file.is_encrypted
    kinds = {str(node.get("/S")) for node in file.objects if isinstance(node, pikepdf.Dictionary)}
    assert not kinds & {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/URI"}
    assert "/OpenAction" not in file.Root
    assert "/AA" not in file.Root


def test_every_font_is_in_the_file_and_says_what_its_glyphs_mean(file) -> None:
    fonts = [node for node in file.objects if isinstance(node, pikepdf.Dictionary) and node.get("/Type") == "/Font"]
    described = [font for font in fonts if "/FontDescriptor" in font]
    assert described
    assert all({"/FontFile2", "/FontFile3"} & set(font.FontDescriptor.keys()) for font in described)
    assert all("/ToUnicode" in font for font in fonts if font.Subtype == "/Type0")


def test_the_file_has_a_number_and_one_time_that_of_freezing(file, xmp) -> None:
    assert len(file.trailer.ID) == 2
    assert (str(file.docinfo.CreationDate), str(file.docinfo.ModDate)) == ("D:20261123120001Z",) * 2
    assert "<xmp:CreateDate>2026-11-23T12:00:01+00:00</xmp:CreateDate>" in xmp


def test_the_data_are_attached_as_the_very_bytes_of_the_json_export(file) -> None:
    names = file.Root.Names.EmbeddedFiles.Names
    assert [str(names[0]), len(names)] == ["report-7.json", 2]
    (attached,) = file.Root.AF
    assert (attached.AFRelationship, str(attached.UF)) == ("/Data", "report-7.json")
    assert attached.EF.F.Subtype == "/application/json"
    assert attached.EF.F.read_bytes() == as_json.render(WHOLE)
    report = json.loads(attached.EF.F.read_bytes())["report"]
    assert as_json.digest(as_json.canonical(as_json.parse(json.dumps(report)))) == WHOLE.digest


# PDF/UA-1


def test_the_metadata_name_pdf_ua_1(xmp) -> None:
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp


def test_it_is_tagged_from_one_document_element(file) -> None:
    assert file.Root.MarkInfo.Marked
    assert not file.Root.MarkInfo.get("/Suspects", False)
    assert [str(node.S) for depth, node in pdfs.tags(file) if depth == 0] == ["/Document"]
    assert "/ParentTree" in file.Root.StructTreeRoot


def test_language_and_title_are_set_and_the_title_is_shown(file, xmp) -> None:
    assert str(file.Root.Lang) == "en"
    assert file.Root.ViewerPreferences.DisplayDocTitle
    assert "Workers, “early” &amp; late</rdf:li>" in xmp
    assert (str(file.docinfo.Title), str(file.docinfo.Author)) == (WHOLE.document.title, WHOLE.document.author)


def test_kinds_of_element_are_those_of_the_standard_or_stand_for_one(file) -> None:
    roles = {str(node.S) for _, node in pdfs.tags(file)}
    named = {
        "Document",
        "Part",
        "H1",
        "H2",
        "H3",
        "P",
        "L",
        "LI",
        "Lbl",
        "LBody",
        "Table",
        "THead",
        "TBody",
        "TR",
        "TH",
    }
    named |= {"TD", "Caption", "Figure", "Span", "Link", "Note", "BlockQuote", "Strong", "Title", "Div"}
    assert roles <= {f"/{name}" for name in named}
    assert {"/Title", "/Strong"} <= set(file.Root.StructTreeRoot.RoleMap.keys())


def test_the_order_of_tabs_is_that_of_the_structure_on_every_page(file) -> None:
    assert {str(page.get("/Tabs")) for page in file.pages if "/Annots" in page} == {"/S"}


def test_a_drawing_has_words_that_stand_for_it(file) -> None:
    (figure,) = pdfs.of_kind(file, "/Figure")
    assert str(figure.Alt) == "Workers in Russia. Two bars that fall."


def test_every_table_has_headers_and_every_cell_names_its_own(file) -> None:
    for table in pdfs.of_kind(file, "/Table"):
        cells = [node for _, node in pdfs.below(table.K, 0)]
        heads = {str(node.ID) for node in cells if node.S == "/TH"}
        assert heads
        assert all(_headers(node) <= heads and _headers(node) for node in cells if node.S == "/TD")


def _headers(cell: Any) -> set[str]:
    return {str(one) for found in cell.A if "/Headers" in found for one in found.Headers}


def test_no_level_of_heading_is_left_out_and_the_bookmarks_follow_the_headings(file) -> None:
    levels = [int(str(node.S)[2:]) for node in pdfs.of_kind(file, "/H1", "/H2", "/H3")]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    with file.open_outline() as bookmarks:
        assert [item.title for item in bookmarks.root] == [
            *("Matrix", "Figures", "Why", "Evidence"),
            *("Obligations", "What the words mean", "Manifest", "Colophon"),
        ]
        assert [item.title for item in bookmarks.root[2].children] == ["Russian Federation"]


def test_every_link_has_words_for_it_and_leads_to_a_place_in_the_file(file) -> None:
    links = [link for page in file.pages for link in page.get("/Annots", []) if link.Subtype == "/Link"]
    places = {str(name) for name in list(file.Root.Names.Dests.Names)[::2]}
    assert links
    assert all(str(link.get("/Contents", "")) for link in links)
    named = [link.get("/Dest", link.get("/A", {}).get("/D")) for link in links]
    assert all(isinstance(to, pikepdf.Array) or str(to) in places for to in named)


def test_a_quotation_says_its_language(file) -> None:
    assert [str(node.get("/Lang", "")) for node in pdfs.of_kind(file, "/BlockQuote")].count("ru") == 1
