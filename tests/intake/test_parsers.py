"""The parsers one by one: whatever words or bytes they are given, they read them or refuse them in a sentence."""

import io
import zipfile
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Any, TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.importing import workbook
from tracker.domain.dates import DateUnreadable, find_clues, parse_span, print_span
from tracker.domain.errors import RuleBroken
from tracker.domain.symbols import find_mentions, parse_document_symbol, parse_paragraph, parse_symbol, read_citation
from tracker.intake import claim_cells, workbooks
from tracker.intake.tables import LIMITS

T = TypeVar("T")


def _words(*pieces: str) -> st.SearchStrategy[str]:
    odd = st.text(alphabet="\u200b\u202e\u00a0\u0660\u0967\uff12\u00b2\u00bdØй号\ud7ff\U0001f600\0", max_size=2)
    return st.lists(st.sampled_from(pieces) | odd, max_size=14).map("".join)


SYMBOLS = _words(
    *(
        "S/RES/",
        "s/res/",
        "UNSCR ",
        "resolution ",
        "resolutions ",
        "Res. ",
        "резолюция ",
        "决议",
        "第",
        "号",
        "القرار ",
    ),
    *("2397", "1718", "0", "99999", "999999999999", "(2017)", " (2006)", "(99)", "(", ")", ", ", " and ", ";", "/"),
    *("paragraph ", "para. ", "OP", "¶", "8", " (a)", "(iii)", " of ", "S/AC.49/", "2018/1", "/Add.1", "S/", "A/", "-"),
)
DAYS = _words(
    *("2018", "0000", "9999", "-", "/", ".", "2018-02-30", "2018-07-18", "31", " ", "..", " to ", "T12:00", "+02:00"),
    *("July", "february ", "18 ", "XIV", "about ", "early ", "mid ", "late ", "last ", "June", ", passed ", "between "),
)
AMOUNTS = _words(
    *("2000000", "..", "5", "-5", "1e9", "1e999", "nan", "inf", ".", ",", " ", " t ", " bbl ", "persons ", "fraction "),
    *("stock", "flow", "bound", "|", " of: coal", " on: 2016-12", " as: over 2", " baseline", "\\", ";", ":", "٣", "½"),
)


def _or_said(read: Callable[[], T], refusal: type[Exception]) -> T | None:
    """What is read, or None where it is refused in a sentence."""
    try:
        return read()
    except refusal as refused:
        said = str(refused)
    assert said.strip()
    return None


def check_symbol(text: str) -> None:
    """Read a text as a symbol, a paragraph, a citation and a text that has some; each keeps what it found."""
    mentions = find_mentions(text)
    assert all(one.words == text[one.start : one.end] for one in mentions)
    assert all(one.end <= other.start for one, other in pairwise(mentions))
    if (symbol := parse_symbol(text)) is not None:
        assert parse_symbol(str(symbol)) == symbol
    if (paragraph := parse_paragraph(text)) is not None:
        assert parse_paragraph(str(paragraph)) == paragraph
    if (document := parse_document_symbol(text)) is not None:
        assert parse_document_symbol(document) == document
    for part in read_citation(text, None):
        assert part.text in text


def check_day(text: str) -> None:
    """Read a text as a day or a part of one, and find the days that it names."""
    clues = find_clues(text, None)
    assert all(span.first <= span.last for clue in clues for span in clue.spans)
    span = _or_said(lambda: parse_span(text), DateUnreadable)
    if span is not None:
        again = parse_span(print_span(span))
        assert again is not None
        assert (again.first, again.last) == (span.first, span.last)


def check_amount(text: str) -> None:
    """Read a cell of figures; what is read is written so that it reads the same."""
    items = _or_said(lambda: claim_cells.read("quantities", text), ValueError)
    assert items is None or claim_cells.read("quantities", claim_cells.write("quantities", items)) == items


@cache
def _parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(workbook(["State", "n"], ["China", 1], ["Fiji", "=1+1"]))) as book:
        return {entry: book.read(entry) for entry in book.namelist()}


XML = [
    *(
        b"<row>",
        b"</row>",
        b'<c r="A1" t="s">',
        b'<c r="ZZZ9" t="n">',
        b'<c t="inlineStr">',
        b"<v>1</v>",
        b"<v>nan</v>",
    ),
    *(
        b"<f>A1</f>",
        b"</c>",
        b'<mergeCell ref="A1:B9"/>',
        b'<mergeCell ref="A1:XFD1048576"/>',
        b"<v>99999999</v>",
        b"<",
    ),
    *(b'<row r="1048577">', b'<c r="A0">', b"&a;", b"&#0;", b"\xff", b"</sheetData>", b"<sheetData>", b"<v>-1e400</v>"),
]


@st.composite
def books(draw: Any) -> bytes:
    """A workbook of which one part is changed, taken away or written into, or of which bytes were lost."""
    parts = dict(_parts())
    name = draw(st.sampled_from(sorted(parts)))
    content = parts.pop(name)
    if draw(st.booleans()):
        at = draw(st.integers(0, len(content)))
        added = b"".join(draw(st.lists(st.sampled_from(XML), max_size=8)))
        parts[name] = content[:at] + added + content[at + draw(st.integers(0, 40)) :]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for entry, data in parts.items():
            book.writestr(entry, data)
    whole = out.getvalue()
    return whole[: len(whole) - draw(st.sampled_from([0, 0, 0, 1, 30]))]


def check_book(data: bytes) -> None:
    """Read a workbook: a table with a cell for each column, or a sentence."""
    table = _or_said(lambda: workbooks.read(data, LIMITS), RuleBroken)
    assert table is None or all(len(row.cells) == len(table.columns) for row in table.rows)


@given(SYMBOLS)
def test_any_words_are_read_as_symbols_or_left(text):
    check_symbol(text)


@given(DAYS)
def test_any_words_are_read_as_days_or_refused(text):
    check_day(text)


@given(AMOUNTS)
def test_any_words_are_read_as_figures_or_refused(text):
    check_amount(text)


@settings(deadline=None, max_examples=60)
@given(books())
def test_any_workbook_is_a_table_or_refused(data):
    check_book(data)
