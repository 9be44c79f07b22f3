"""A report as PDF: it says what the report says, and text stays text."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.exports import pdfs
from tests.exports.documents import (
    FEW,
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
from tests.exports.pdfs import ASKING, FIGURE, SVG, WHOLE
from tracker import exports
from tracker.domain.report import ReportReason
from tracker.domain.report_copy import MARK, Approved, Ended, EndKind
from tracker.domain.vocabulary import ReportKind
from tracker.exports import glyphs
from tracker.exports.outlining import evidence, outline
from tracker.exports.pdf_pages import Pages
from tracker.exports.volumes import Volume

GOLDEN = Path(__file__).parent / "golden" / "report.pdf.txt"


@pytest.fixture(scope="module")
def data() -> bytes:
    """The report with a figure."""
    return pdfs.made(WHOLE)


def test_tags_and_words_are_the_golden_file(data) -> None:
    assert pdfs.shape(data) == GOLDEN.read_text(encoding="utf-8")


def test_the_same_copy_gives_the_same_bytes_twice(data) -> None:
    assert pdfs.made(WHOLE) == data


def test_it_is_a_format_of_every_report() -> None:
    for kind in ReportKind:
        fmt = exports.formats_of(document(kind=kind))["pdf"]
        assert (fmt.label, fmt.mimetype, fmt.extension) == ("Document (PDF)", "application/pdf", "pdf")


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
        assert pdfs.squeezed(f"{number} {evidence.note_text(claim)} → Evidence {number}") in pdfs.squeezed(text)
    assert "Second first.2" in text
    assert "First second.1" in text


def test_notes_side_by_side_are_two_numbers() -> None:
    why = (ReportReason("x", "Both say so.", ("ru-pledge", "ru-article")),)
    cells = (replace(SPOKEN, reasons=why), *document().cells[1:])
    assert "Bothsayso.1,2Setaside" in pdfs.said(pdfs.made(copy_of(document(cells=cells))))


# Text stays text

ALL = {
    **FEW,
    "code": '#eval("1+1") #panic() #read("/etc/passwd")',
    "link": "https://example.org/?a=1#b //comment /* c */",
    "dashes": "-- --- ... ~ ' \"",
    "astral": HOSTILE["astral"],
}
SHOWN = {
    "\0=1+1": "⟦U+0000⟧=1+1",
    "\u202eabc\u202c": "⟦U+202E⟧abc",
    "𝔘𝔫 🇺🇳 한국어": "𝔘𝔫 ⟦U+1F1FA⟧⟦U+1F1F3⟧ ⟦U+D55C⟧⟦U+AD6D⟧⟦U+C5B4⟧",
}


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


def test_the_lines_of_a_drawing_are_left_as_they_are() -> None:
    svg = SVG.format(f'2017</text><path d="M0,0{"L9,9" * 99}"/><text>✓ done')
    pages = Pages(Volume(outline(copy_of(document(figures=(replace(FIGURE, svg=svg),))))), 7)
    pages.plain()
    assert pages.drawings == [svg]


@pytest.mark.parametrize("words_in_it", ["😀", "&#128512;", "&#x1F600;"])
def test_a_character_in_a_drawing_that_no_font_has_stands_by_its_number(words_in_it) -> None:
    data = pdfs.made(copy_of(document(figures=(replace(FIGURE, svg=SVG.format(words_in_it)),))))
    assert len(pdfs.of_kind(pdfs.opened(data), "/Figure")) == 1
    assert "U+1F600" in pdfs.said(data)


NOTO = [*Path("/usr/share/fonts").rglob("NotoSansCJK*")]


@pytest.mark.skipif(not NOTO, reason="Noto with Chinese letters is not installed here.")
def test_letters_that_only_fonts_of_the_system_have_are_set_in_them() -> None:
    words = "最后一批朝鲜工人已离境"
    copy = copy_of(document(evidence=(replace(PLEDGE, statement=words), *document().evidence[1:])))
    assert words in pdfs.said(exports.FORMATS["pdf"].render(copy))
    assert "⟦U+6700⟧" in pdfs.said(pdfs.made(copy))
