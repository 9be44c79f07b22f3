"""How a report is parted for paper, what no paper holds, and the bounds of the process that sets it."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exports import pdfs
from tests.exports.documents import FINAL, RETURN, copy_of, document, quiet, saying
from tests.exports.pdfs import WHOLE
from tracker.domain.errors import RuleBroken
from tracker.domain.report import ReportDocument, ReportState
from tracker.domain.report_parts import ReportCause, ReportChange
from tracker.domain.vocabulary import ReportKind
from tracker.exports import glyphs
from tracker.exports.cutting import sheets
from tracker.exports.outline import Heading, Paragraph, Table, TableCell, words
from tracker.exports.typesetting import Order, typeset


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


def test_a_long_table_stands_on_pages_of_its_own_with_what_leads_to_it() -> None:
    long = Table("t", ("a",), (1,), ((TableCell(words("x")),),) * 61)
    short = replace(long, rows=long.rows[:60])
    first, head = Paragraph(words("p")), Heading(1, "h")
    assert list(sheets([short, first, head, long, first])) == [
        (False, [short, first]),
        (False, [head, long]),
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
    before = pdfs.made(WHOLE)
    for name in ("SOURCE_DATE_EPOCH", "TYPST_FONT_PATHS", "HOME", "LANG"):
        monkeypatch.setenv(name, "1")
    assert pdfs.made(WHOLE) == before
