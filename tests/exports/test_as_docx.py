"""A report as a Word document: what stands in it, what is real in it, and that nothing in it can become markup."""

import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from lxml.etree import fromstring

from tests.exports.documents import (
    FEW,
    PLEDGE,
    SPOKEN,
    copy_of,
    document,
    quiet,
    saying,
)
from tests.exports.office import ARABIC, SECRET, STRINGS, drawn, parts, public_copy
from tracker.domain.report import ReportDocument, ReportReason
from tracker.domain.report_copy import Ended, EndKind, ReportCopy
from tracker.exports import FORMATS, MOST_CLAIMS, as_docx, formats_of
from tracker.exports.glyphs import typed
from tracker.exports.outline import Bullets, Facts, Heading, Outline, Paragraph, Quote, Table, plain
from tracker.exports.outlining import outline
from tracker.exports.word.directions import is_from_right, stretches

COPY = copy_of(document())
DATA = as_docx.render(COPY)
WIDE = 20


def read(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def xml(data: bytes, name: str) -> Any:
    return fromstring(parts(data)[name])


def copy_of_any(found: ReportDocument) -> ReportCopy:
    """A copy of a document whose words no JSON could hold either, so that it has no frozen text."""
    return ReportCopy(found, "", "0" * 64)


def values(root: Any, tag: str, attribute: str = "w:val") -> list[str]:
    return [found.get(qn(attribute)) for found in root.iter(qn(tag))]


def said(root: Any) -> str:
    """The words in the order of the pages; breaks and tabs are what they stand for."""
    signs = {qn("w:br"): "\n", qn("w:tab"): "\t", qn("w:p"): "\n"}
    return "".join((found.text or "") if found.tag == qn("w:t") else signs.get(found.tag, "") for found in root.iter())


def lines(made: Outline) -> list[str]:
    """Everything that an outline says, but for the numbers of notes."""
    told = [made.kicker, made.title, made.notice, *(plain(note.runs) for note in made.notes)]
    for block in (made.facts, *made.summary, *made.body, *made.annex):
        match block:
            case Heading():
                told.append(block.text)
            case Paragraph():
                told.append(plain(block.runs))
            case Bullets():
                told += map(plain, block.items)
            case Quote():
                told.append(block.text)
            case Facts():
                told += [text for name, runs in block.pairs for text in (name, plain(runs))]
            case Table():
                told += [block.caption, *block.header, *(plain(cell.runs) for row in block.rows for cell in row)]
    return told


def matrix(width: int) -> bytes:
    duties = tuple(replace(document().obligations[0], key=f"d{n}", paragraph=str(n)) for n in range(width))
    cells = tuple(quiet(state.code, duty.key, "overdue", None) for state in document().states for duty in duties)
    return as_docx.render(copy_of(document(obligations=duties, cells=cells)))


def test_everything_that_the_report_says_stands_in_the_document() -> None:
    words = said(xml(DATA, "word/document.xml")) + said(xml(DATA, "word/footnotes.xml"))
    assert [line for line in lines(outline(COPY)) if line not in words] == []


def test_headings_are_real_and_in_the_order_of_the_report() -> None:
    made = outline(COPY)
    told = [(block.level, block.text) for block in (*made.body, *made.annex) if isinstance(block, Heading)]
    found = [
        (int(one.style.name[-1]), one.text) for one in read(DATA).paragraphs if one.style.name.startswith("Heading")
    ]
    assert found == told
    assert [one.text for one in read(DATA).paragraphs if one.style.name == "Title"] == [made.title]


def test_the_styles_are_our_own_and_each_one_used_is_there() -> None:
    known = set(values(xml(DATA, "word/styles.xml"), "w:style", "w:styleId"))
    for name in ("word/document.xml", "word/footnotes.xml", "word/header1.xml", "word/footer1.xml"):
        root = xml(DATA, name)
        used = {*values(root, "w:pStyle"), *values(root, "w:rStyle"), *values(root, "w:tblStyle")}
        assert used <= known
    assert {"Lead", "Small", "Warning", "Quote", "FootnoteText", "FootnoteReference"} <= known


def test_the_file_says_who_made_what_when_and_has_the_mark() -> None:
    about = read(DATA).core_properties
    assert (about.title, about.author, about.identifier) == ("Workers, “early” & late", "Anna Analyst", COPY.mark)
    assert about.created == about.modified == datetime(2026, 11, 23, 12, 0, 1, tzinfo=UTC)
    assert (about.language, about.comments) == ("en-GB", COPY.document.notice)


def test_a_property_that_is_too_long_is_cut_where_all_can_see_it_and_stands_whole_on_the_page() -> None:
    title = "a" * 300
    found = read(as_docx.render(copy_of(document(title=title))))
    assert found.core_properties.title == "a" * 254 + "…"
    assert found.paragraphs[1].text == title


def test_the_same_copy_gives_the_same_bytes_and_its_files_have_the_time_of_freezing() -> None:
    assert as_docx.render(copy_of(drawn())) == as_docx.render(copy_of(drawn()))
    names = list(parts(DATA))
    assert names == sorted(names)
    assert not [name for name in names if "thumbnail" in name or "customXml" in name]


@pytest.mark.parametrize("words", FEW.values(), ids=FEW)
def test_hostile_words_come_back_whole_and_dead(words) -> None:
    found = read(as_docx.render(copy_of(saying(words))))
    shown = words.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "⟦U+0000⟧")
    assert found.paragraphs[1].text == shown
    assert [one.text for one in found.paragraphs].count(shown) >= 3  # title, quotation, reason of the determination
    assert {rel.is_external for rel in found.part.rels.values()} == {False}


@settings(max_examples=10, deadline=None)
@given(STRINGS)
def test_any_three_hundred_texts_come_back_as_they_can_be_shown(texts) -> None:
    cell = replace(SPOKEN, reasons=tuple(ReportReason("due", text, ()) for text in texts), set_aside=())
    found = read(as_docx.render(copy_of_any(document(cells=(cell, *document().cells[1:])))))
    told = [one.text for one in found.paragraphs if one.style.name == "List Bullet"]
    assert [text for text in map(typed, texts) if text not in told] == []


def test_no_word_becomes_a_field_or_a_link_to_outside() -> None:
    data = as_docx.render(copy_of(saying('HYPERLINK "https://example.org" DDEAUTO c:\\cmd.exe')))
    root = xml(data, "word/document.xml")
    asked = {found.text.split()[0] for found in root.iter(qn("w:instrText"))}
    assert asked == {"SEQ"}
    assert b"TargetMode" not in b"".join(parts(data).values())


# Notes.


def test_footnotes_are_real_and_each_is_referred_to_once() -> None:
    notes = xml(DATA, "word/footnotes.xml")
    told = [found.get(qn("w:id")) for found in notes if found.get(qn("w:type")) is None]
    referred = values(xml(DATA, "word/document.xml"), "w:footnoteReference", "w:id")
    assert told == referred == ["1", "2", "3"]
    assert [found.get(qn("w:type")) for found in notes][:2] == ["separator", "continuationSeparator"]
    assert [style for style in values(notes, "w:pStyle") if style != "FootnoteText"] == []
    assert b"footnotes+xml" in parts(DATA)["[Content_Types].xml"]
    assert values(xml(DATA, "word/settings.xml"), "w:footnote", "w:id") == ["-1", "0"]


def test_the_number_of_a_note_is_that_of_the_evidence_and_later_references_lead_there() -> None:
    again = replace(SPOKEN, state="CIV", determinations=())
    cells = (document().cells[0], document().cells[1], again, document().cells[3])
    root = xml(as_docx.render(copy_of(document(cells=cells))), "word/document.xml")
    assert values(root, "w:footnoteReference", "w:id") == ["1", "2", "3"]
    names = {found.get(qn("w:name")): found for found in root.iter(qn("w:bookmarkStart"))}
    raised = [
        (said(found), said(names[found.get(qn("w:anchor"))].getparent())[:3].strip())
        for found in root.iter(qn("w:hyperlink"))
        if "FootnoteReference" in values(found, "w:rStyle")
    ]
    assert raised == [("1", "1."), ("2", "2.")]


def test_a_note_that_comes_out_of_turn_waits_for_it() -> None:
    """Word counts notes itself: a drawing from claim 2 that stands before the note of claim 1 would turn them round."""
    figure = replace(drawn().figures[0], claims=("ru-article",))
    root = xml(as_docx.render(copy_of(document(figures=(figure,)))), "word/document.xml")
    assert values(root, "w:footnoteReference", "w:id") == ["1", "2", "3"]
    assert said(root).index("From claims2") < said(root).index("The state says that the result came nearer")


# Links.


def test_every_link_leads_to_one_bookmark_with_a_name_that_word_takes() -> None:
    root = xml(DATA, "word/document.xml")
    names = values(root, "w:bookmarkStart", "w:name")
    ids = values(root, "w:bookmarkStart", "w:id")
    assert len(names) == len(set(names)) == len(set(ids))
    assert [name for name in names if not re.fullmatch(r"[A-Za-z_]\w{0,39}", name)] == []
    assert sorted(ids) == sorted(values(root, "w:bookmarkEnd", "w:id"))
    links = {
        *values(root, "w:hyperlink", "w:anchor"),
        *values(xml(DATA, "word/footnotes.xml"), "w:hyperlink", "w:anchor"),
    }
    assert links <= set(names)
    assert len(links) > 8


# Tables and pages.


def test_each_table_repeats_its_header_and_breaks_no_row() -> None:
    tables = [table for table in read(DATA).tables if table.style.name != "Report Facts"]
    assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for t in tables for row in t.rows[:1]] == [True] * 2
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for t in read(DATA).tables for row in t.rows)
    captions = [one.text for one in read(DATA).paragraphs if one.style.name == "Caption"]
    assert captions == ["Table 1. Cells by outcome", "Table 2. Part 1 of 1: obligations 1 to 2"]


def test_the_matrix_has_the_figures_and_the_tones_of_the_report() -> None:
    table = read(DATA).tables[2]
    assert [[cell.text for cell in row.cells] for row in table.rows[1:]] == [
        ["Russian Federation", "→ in progress, self-reported; determined: not applicable", "▲ overdue, unsupported"],
        ["Côte d'Ivoire", "? no information", "▲ overdue"],
    ]
    assert values(table._tbl, "w:shd", "w:fill") == ["E6EEF8", "FCF1DF", "F2F4F6", "FCF1DF"]


def test_a_wide_table_lies_on_its_side_with_upright_headers() -> None:
    found = read(matrix(WIDE))
    turned = [(section.orientation, section.page_width > section.page_height) for section in found.sections]
    assert turned == [(0, False), (1, True), (0, False)]
    table = found.tables[2]
    assert values(table._tbl, "w:textDirection") == ["btLr"] * WIDE
    assert [row.cells[WIDE].text for row in table.rows] == ["2397 ¶19", "▲", "▲"]
    widths = [column.get(qn("w:w")) for column in table._tbl.tblGrid]
    assert sum(map(int, widths)) <= 14570


def test_head_and_foot_have_the_report_the_notice_and_the_numbers_of_pages() -> None:
    first, *others = read(DATA).sections
    assert first.different_first_page_header_footer
    assert all(section.header.is_linked_to_previous for section in others)
    assert first.header.paragraphs[0].text == outline(COPY).kicker
    for foot in (first.footer, first.first_page_footer):
        assert [cell.text for cell in foot.tables[0].rows[0].cells] == [COPY.document.notice, "Page 1 of 1"]
        assert [found.text.strip() for found in foot._element.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]


def test_every_page_of_a_report_that_has_ended_says_so() -> None:
    ended = Ended(EndKind.WITHDRAWN, "Rita Reviewer", datetime(2026, 12, 1, tzinfo=UTC), "A source was forged.")
    found = read(as_docx.render(replace(COPY, ended=ended)))
    assert [one.text for one in found.paragraphs if one.style.name == "Banner"] == [ended.sentence]
    assert found.sections[0].header.paragraphs[1].text == ended.sentence


# Languages and drawings.


def test_a_quotation_has_its_language_and_arabic_is_read_from_the_right() -> None:
    data = as_docx.render(copy_of(drawn()))
    quotes = [one for one in read(data).paragraphs if one.style.name.startswith("Quote")]
    russian = next(one for one in quotes if "до конца" in one.text)
    arabic = next(one for one in quotes if one.text == ARABIC)
    assert values(russian._p, "w:lang") == ["ru"]
    assert values(arabic._p, "w:lang", "w:bidi") == ["ar"]
    assert [one._p.pPr.find(qn("w:bidi")) is not None for one in (russian, arabic)] == [False, True]
    assert len(list(arabic._p.iter(qn("w:rtl")))) == 1


def test_arabic_within_an_english_sentence_is_a_stretch_of_its_own() -> None:
    found = next(one for one in read(as_docx.render(copy_of(drawn()))).paragraphs if "The ministry said" in one.text)
    turned = [run.text for run in found.runs if run._r.find(f".//{qn('w:rtl')}") is not None]
    assert turned == [ARABIC.rstrip(".")]
    assert found._p.pPr.find(qn("w:bidi")) is None
    assert ARABIC in found.text


@pytest.mark.parametrize(
    ("text", "from_right", "parts"),
    [
        ("plain", False, [("plain", False)]),
        ("אבג abc", True, [("אבג", True), (" abc", False)]),
        ("a אב, גד b", False, [("a ", False), ("אב, גד", True), (" b", False)]),
        ("(1) אב", True, [("(1) ", False), ("אב", True)]),
        ("٣ workers", False, [("٣", True), (" workers", False)]),
    ],
)
def test_a_text_is_cut_where_its_direction_turns(text, from_right, parts) -> None:
    assert is_from_right(text) is from_right
    assert stretches(text) == parts
    assert "".join(part for part, _ in stretches(text, from_right=True)) == text


def test_a_drawing_is_there_sharp_and_as_pixels_with_words_in_its_place() -> None:
    data = as_docx.render(copy_of(drawn()))
    names = [name for name in parts(data) if name.startswith("word/media/")]
    assert [name.rpartition(".")[2] for name in names] == ["svg", "png"]
    shape = read(data).inline_shapes[0]
    assert shape._inline.docPr.get("descr") == "Workers sent home. A bar of 12,000."
    assert (round(shape.width.pt), round(shape.height.pt)) == (300, 90)
    assert b"svgBlip" in parts(data)["word/document.xml"]


def test_what_cannot_be_drawn_is_said_in_words() -> None:
    broken = replace(drawn().figures[0], svg="no drawing")
    found = read(as_docx.render(copy_of(document(figures=(broken,)))))
    assert len(found.inline_shapes) == 0
    assert "A bar of 12,000." in [one.text for one in found.paragraphs]


# The whole file.


def test_nothing_restricted_is_in_any_part_of_a_public_edition() -> None:
    held = b"".join(parts(as_docx.render(public_copy())).values()).decode("utf-8", "replace")
    assert SECRET not in held
    assert "⟦withheld: restricted source⟧" in held


def test_every_part_is_well_formed_and_every_relation_leads_to_a_part() -> None:
    found = parts(as_docx.render(copy_of(drawn())))
    for name, data in found.items():
        if name.endswith((".xml", ".rels", ".svg")):
            fromstring(data)
    related = fromstring(found["word/_rels/document.xml.rels"])
    assert [one.get("Target") for one in related if f"word/{one.get('Target')}" not in found] == []


def test_a_register_with_no_cells_and_a_report_with_nothing_become_documents() -> None:
    bare = document(cells=(), obligations=(), states=(), evidence=(), terms=())
    assert "No claim is named in this report." in said(xml(FORMATS["docx"].render(copy_of(bare)), "word/document.xml"))


def test_a_register_that_no_word_processor_opens_is_no_document() -> None:
    most = document(evidence=(PLEDGE,) * MOST_CLAIMS)
    assert "docx" in formats_of(most)
    assert "docx" not in formats_of(replace(most, evidence=(*most.evidence, PLEDGE)))
