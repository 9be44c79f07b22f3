"""A report as PDF: one file for archives and for screen readers, whole, and text stays text.

The checks of PDF/A-3a and PDF/UA-1 here are of the structure. They are no validator; docs/reports.md says which to use.
"""

import json
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exports import pdfs
from tests.exports.documents import (
    FINAL,
    FORMULAS,
    HOSTILE,
    PLEDGE,
    REPLY,
    RETURN,
    SPOKEN,
    WAITING,
    copy_of,
    document,
    quiet,
    saying,
)
from tracker import exports
from tracker.domain.errors import RuleBroken
from tracker.domain.report import ReportDocument, ReportReason, ReportState
from tracker.domain.report_copy import MARK, Approved, Ended, EndKind
from tracker.domain.report_parts import ReportCause, ReportChange, ReportFigure
from tracker.domain.vocabulary import ReportKind
from tracker.exports import as_json, as_pdf, cutting, glyphs, typesetting
from tracker.exports.cutting import sheets
from tracker.exports.outline import Heading, Paragraph, Table, words
from tracker.exports.outlining import evidence
from tracker.exports.typesetting import Order, typeset

GOLDEN = Path(__file__).parent / "golden" / "report.pdf.txt"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 40" width="100" height="40">'
    '<rect width="20" height="40" fill="#14633a"/><text x="30" y="20">{}</text></svg>'
)
ASKING = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink" width="9" height="9">'
    '<image width="9" height="9" x:href="/etc/hostname.png"/></svg>'
)
FIGURE = ReportFigure(
    "Workers in Russia",
    "Two bars that fall.",
    SVG.format("2017"),
    ("Year", "Workers"),
    (("2017", "30,023"),),
    ("ru-pledge",),
)
WHOLE = copy_of(document(figures=(FIGURE,)))


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


def test_tags_and_words_are_the_golden_file(data) -> None:
    assert pdfs.shape(data) == GOLDEN.read_text(encoding="utf-8")


def test_the_same_copy_gives_the_same_bytes_twice(data) -> None:
    assert pdfs.made(WHOLE) == data


def test_it_is_a_format_of_every_report() -> None:
    for kind in ReportKind:
        fmt = exports.formats_of(document(kind=kind))["pdf"]
        assert (fmt.label, fmt.mimetype, fmt.extension) == ("Document (PDF)", "application/pdf", "pdf")


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
    assert as_json.digest(
        as_json.canonical(as_json.parse(json.dumps(json.loads(attached.EF.F.read_bytes())["report"])))
    )


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
        cells = [node for _, node in pdfs._below(table.K, 0)]
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


# What it says


def test_every_word_that_matters_is_on_the_pages(data) -> None:
    found, text = WHOLE.document, pdfs.said(data)
    outcomes = {cell.outcome for cell in found.cells}
    expected = [
        *(found.term("outcome", key).label for key in outcomes),
        *(state.name for state in found.states),
        *(evidence.note_text(claim) for claim in found.evidence),
        *(FIGURE.title, *FIGURE.header, *FIGURE.rows[0]),
        *(found.notice, found.title, WHOLE.mark, WHOLE.digest, WHOLE.approval),
    ]
    assert [one for one in expected if pdfs.squeezed(one) not in text] == []


def test_the_mark_is_found_in_the_raw_bytes(data) -> None:
    found = MARK.search(data.decode("latin-1"))
    assert found
    assert found[0] == WHOLE.mark


def test_the_first_page_has_the_title_the_facts_and_the_summary_and_no_more() -> None:
    at = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    ended = Ended(EndKind.SUPERSEDED, "Rita Reviewer", at, "A source was retracted.", successor=9)
    first = pdfs.pages(pdfs.made(replace(WHOLE, approved=Approved("Rita Reviewer", at), ended=ended)))[0]
    for expected in ("Report 7 · regime matrix", WHOLE.document.title, ended.sentence, "Approved by Rita Reviewer"):
        assert pdfs.squeezed(expected) in pdfs.squeezed(first)
    assert "What presses most" in first
    assert "Matrix" not in first


def test_pages_after_the_first_name_the_report_and_each_its_number_of_all(data) -> None:
    found = pdfs.pages(data)
    for number, text in enumerate(found, 1):
        assert f"page {number} of {len(found)}" in text
        assert WHOLE.document.notice in text
        assert text.startswith("Report 7 Workers") is (number > 1)


def test_a_footnote_has_its_number_wherever_it_is_first_and_its_words_once() -> None:
    why = (ReportReason("x", "Second first.", ("ru-article",)), ReportReason("y", "First second.", ("ru-pledge",)))
    cells = (replace(SPOKEN, reasons=why, set_aside=()), *document().cells[1:])
    data = pdfs.made(copy_of(document(cells=cells)))
    notes = pdfs.of_kind(pdfs.opened(data), "/Note")
    text = "".join(pdfs.pages(data))
    assert len(notes) == 3
    for number, claim in ((1, PLEDGE), (2, WAITING), (3, REPLY)):
        assert pdfs.squeezed(f"{number} {evidence.note_text(claim)} → Evidence, {number}") in pdfs.squeezed(text)
    assert "Second first.2" in text
    assert "First second.1" in text


def test_notes_side_by_side_are_two_numbers() -> None:
    why = (ReportReason("x", "Both say so.", ("ru-pledge", "ru-article")),)
    cells = (replace(SPOKEN, reasons=why), *document().cells[1:])
    assert "Bothsayso.1,2Setaside" in pdfs.said(pdfs.made(copy_of(document(cells=cells))))


# Text stays text

MARKUP = {
    "code": '#eval("1+1") #panic() #read("/etc/passwd")',
    "formula": "$x$ $sum_(i=1)^n$",
    "strong": "*b* _i_ = h - l + e / t: x",
    "reference": "@ref <label>",
    "raw": "`raw` ```typ #x```",
    "backslash": "\\ \\\\ \\u{1F600} \\n",
    "link": "https://example.org/?a=1#b //comment /* c */",
    "dashes": "-- --- ... ~ ' \"",
    "brackets": "[#text(red)[x]] {1+1} ; }",
}
SHOWN = {
    "\0=1+1": "⟦U+0000⟧=1+1",
    "\u202eabc\u202c": "⟦U+202E⟧abc",
    **{
        f"{wide}{rest}": f"⟦U+{ord(wide):04X}⟧{rest}"
        for wide, rest in (("＝", "1+1"), ("＠", "SUM(1)"), ("＋", "1"), ("－", "1"))
    },
    "𝔘𝔫 🇺🇳 한국어": "𝔘𝔫 ⟦U+1F1FA⟧⟦U+1F1F3⟧ ⟦U+D55C⟧⟦U+AD6D⟧⟦U+C5B4⟧",
}
ALL = {**HOSTILE, **FORMULAS, **MARKUP}


@pytest.mark.parametrize("said", ALL.values(), ids=ALL.keys())
def test_hostile_words_print_as_they_are(said) -> None:
    data = pdfs.made(copy_of(saying(said)))
    expected = pdfs.squeezed(SHOWN.get(said) or said)
    assert pdfs.said(data).count(expected) >= 12
    assert len(pdfs.of_kind(pdfs.opened(data), "/Title")) == 1


@pytest.mark.parametrize("said", ["", " ", "\n", "\u200b"], ids=["empty", "blank", "line end", "nothing wide"])
def test_a_report_of_no_words_is_still_set(said) -> None:
    assert pdfs.made(copy_of(saying(said))).startswith(b"%PDF-")


def test_characters_without_a_glyph_stand_by_their_numbers_and_are_listed() -> None:
    odd = "😀 \x01 \ufffe \ue000 中 \U0010fffd e\u0301\u0489"
    text = "".join(pdfs.pages(pdfs.made(copy_of(saying(odd)))))
    colophon = text[text.rindex("Colophon") :]
    for character in "😀\x01\ufffe\ue000中\U0010fffd":
        assert glyphs.code(character) in text
        assert glyphs.name(character) in colophon
    assert "U+1F600 GRINNING FACE" in colophon
    assert "by their numbers" not in "".join(pdfs.pages(pdfs.made(copy_of(document()))))


def test_half_of_a_surrogate_pair_that_somehow_came_in_is_shown_too() -> None:
    copy = copy_of(document())
    data = pdfs.made(replace(copy, document=saying("a\ud800b")))
    assert "a⟦U+D800⟧b" in pdfs.said(data)


def test_a_sign_of_ours_that_no_font_has_is_shown_by_another_and_is_not_listed() -> None:
    cells = (quiet("RUS", RETURN.key, "breached", None), *document().cells[1:])
    text = "".join(pdfs.pages(pdfs.made(copy_of(document(cells=cells)))))
    assert "×\u00a0breached" in text.replace("× ", "×\u00a0")
    assert "U+2715" not in text


@given(st.text())
def test_what_is_visible_holds_no_character_that_paper_cannot(said) -> None:
    assert not glyphs.UNPRINTED.search(glyphs.visible(said, glyphs.UNPRINTED))


@given(st.text("a\u202a\u202b\u202c\u2066\u2068\u2069"))
def test_a_change_of_direction_ends_with_its_text(said) -> None:
    ended = glyphs.closed(said)
    assert ended.startswith(said)
    assert ended.count("\u202c") >= sum(map(ended.count, "\u202a\u202b"))
    assert ended.count("\u2069") >= sum(map(ended.count, "\u2066\u2067\u2068"))


@pytest.mark.parametrize(
    ("said", "is_so"), [("وافقت", True), ("2019 שלום", True), ("abc وافقت", False), ("123", False), ("", False)]
)
def test_the_first_letter_says_which_way_a_quotation_goes(said, is_so) -> None:
    assert glyphs.is_right_to_left(said) is is_so


# Drawings


@pytest.mark.parametrize(
    "svg",
    [
        "<svg",
        "",
        ASKING,
    ],
    ids=["damaged", "empty", "asks for a file"],
)
def test_a_drawing_that_cannot_be_drawn_is_said_in_words(svg) -> None:
    data = pdfs.made(copy_of(document(figures=(replace(FIGURE, svg=svg),))))
    assert pdfs.of_kind(pdfs.opened(data), "/Figure") == []
    assert pdfs.squeezed("Workers in Russia. Two bars that fall.") in pdfs.said(data)


@pytest.mark.parametrize("words_in_it", ["😀", "&#128512;", "&#x1F600;"])
def test_a_character_in_a_drawing_that_no_font_has_stands_by_its_number(words_in_it) -> None:
    data = pdfs.made(copy_of(document(figures=(replace(FIGURE, svg=SVG.format(words_in_it)),))))
    assert len(pdfs.of_kind(pdfs.opened(data), "/Figure")) == 1
    assert "U+1F600" in pdfs.said(data)


# Pages


def grid(rows: int, columns: int) -> ReportDocument:
    """A matrix of silent cells."""
    states = tuple(ReportState(f"S{n}", f"State {n}") for n in range(rows))
    duties = tuple(replace(FINAL, key=f"d{n}", paragraph=str(n)) for n in range(columns))
    cells = tuple(quiet(state.code, duty.key, "overdue", None) for state in states for duty in duties)
    return document(states=states, obligations=duties, cells=cells, evidence=())


def test_a_wide_matrix_lies_on_its_side_with_its_heading_and_repeats_its_headers() -> None:
    data = pdfs.made(copy_of(grid(70, 20)))
    lying = [page.MediaBox[2] > page.MediaBox[3] for page in pdfs.opened(data).pages]
    found = [text for text, is_lying in zip(pdfs.pages(data), lying, strict=True) if is_lying]
    assert (lying[0], len(found)) == (False, 3)
    assert "Matrix" in found[0]
    assert all("State" in text and "¶19" in text for text in found)
    assert len(pdfs.of_kind(pdfs.opened(data), "/THead")) == 2


def test_headings_and_small_print_go_with_the_wide_table_after_them() -> None:
    wide = Table("t", ("a",), (1,), (), wide=True)
    first, head, small = Paragraph(words("p")), Heading(1, "h"), Paragraph(words("s"), "small")
    assert list(sheets([first, head, small, wide, wide, first])) == [
        (False, [first]),
        (True, [head, small, wide, wide]),
        (False, [first]),
    ]


def test_changes_whose_headings_leave_out_a_level_are_set() -> None:
    cause = ReportCause("new", "A claim was accepted.", "ru-pledge")
    change = ReportChange(RETURN.key, ("RUS",), "overdue", "unsupported", "in_progress", "self_reported", (cause,))
    data = pdfs.made(copy_of(document(kind=ReportKind.CHANGES, cells=(), changes=(change,))))
    assert "Repatriateworkers:RussianFederation" in pdfs.said(data)


def test_a_long_word_is_broken_and_not_cut_off() -> None:
    long = "x" * 400
    assert long in pdfs.said(pdfs.made(copy_of(saying(long))))


def test_a_section_with_too_many_items_ends_with_a_sentence(monkeypatch) -> None:
    monkeypatch.setattr(cutting, "MOST_ITEMS", 2)
    blocks = [Heading(1, "E"), *(Paragraph(words(str(n)), anchor=f"n{n}") for n in range(5)), Heading(1, "F")]
    kept = list(cutting.cut(blocks))
    assert kept[:3] == blocks[:3]
    assert isinstance(kept[3], Paragraph)
    assert kept[3].runs[0].text.startswith("Cut here: 2 of 5 items are set.")
    assert kept[4:] == blocks[6:]
    text = pdfs.said(pdfs.made(copy_of(document())))
    assert "Cuthere:2of3itemsareset." in text


def test_a_table_with_too_many_rows_ends_with_a_sentence(monkeypatch) -> None:
    monkeypatch.setattr(cutting, "MOST_ROWS", 1)
    assert "Cuthere:1of2rowsareset." in pdfs.said(pdfs.made(copy_of(document())))


# The process


def order(**changes: Any) -> Order:
    given: dict[str, Any] = {"report": '{"title": "T"}', "data": b"{}", "drawings": (), "shown": (), "stand_ins": {}}
    return Order(**{"template": TITLE, "timestamp": 0, "own_fonts_only": True, **given, **changes})


TITLE = '#set document(title: json(bytes(sys.inputs.report)).title)\n#set text(lang: "en")\nWords'


@pytest.mark.parametrize(
    "code",
    [
        '#read("/etc/hostname")',
        '#read("../../etc/hostname")',
        '#import "@preview/cetz:0.3.0"',
        "#panic()",
        "#let f(x) = f(x)\n#f(1)",
    ],
    ids=["file", "file above", "package", "fault", "depth"],
)
def test_a_template_reaches_nothing_outside_and_a_fault_is_one_sentence(code) -> None:
    assert typeset(order()).startswith(b"%PDF-")
    with pytest.raises(RuleBroken, match="could not be set as a PDF here; take the page"):
        typeset(order(template=f"{TITLE}\n{code}"))


@pytest.mark.parametrize(
    ("bounds", "code"),
    [
        ({"seconds": 1}, "#for a in range(9999) { for b in range(9999) { } }"),
        ({"memory": 60_000_000}, "#range(50000000).map(n => (n, n)).len()"),
    ],
    ids=["time", "memory"],
)
def test_what_takes_too_much_is_ended_and_refused_in_one_sentence(bounds, code) -> None:
    with pytest.raises(RuleBroken, match="too large to be set as a PDF here; take the page"):
        typeset(order(template=f"{TITLE}\n{code}", **bounds))


def test_the_process_knows_nothing_of_its_surroundings(monkeypatch) -> None:
    monkeypatch.setenv("TYPST_FONT_PATHS", "/nowhere")
    assert set(typesetting.ENVIRONMENT) == {"LC_ALL", "RAYON_NUM_THREADS", "MALLOC_ARENA_MAX"}
    assert as_pdf.render(WHOLE, own_fonts_only=True) == pdfs.made(WHOLE)
