"""A text cut into paragraphs and parts gives every word back, and a mark lies over exactly its own words."""

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.marking import Mark, around, paragraphs

TEXT = "First words.\n\nSecond paragraph, with a quotation in it.\fThird, on page two."


def test_paragraphs_are_parted_by_blank_lines_and_pages():
    found = paragraphs(TEXT)
    assert [(p.number, p.page, TEXT[p.start : p.stop]) for p in found] == [
        (1, 1, "First words."),
        (2, 1, "Second paragraph, with a quotation in it."),
        (3, 2, "Third, on page two."),
    ]


def test_a_text_without_pages_has_page_nought():
    assert [p.page for p in paragraphs("a\nb")] == [0, 0]


def test_a_line_of_a_text_with_blank_lines_is_no_paragraph():
    assert [len(paragraphs(text)) for text in ("a\nb\n\nc", "a\nb\nc")] == [2, 3]


def test_a_mark_cuts_its_paragraph_in_three():
    start = TEXT.index("a quotation")
    quoted = Mark(start, start + len("a quotation"), "quotation")
    second = paragraphs(TEXT, [quoted])[1]
    assert [(part.text, part.marks) for part in second.parts] == [
        ("Second paragraph, with ", ()),
        ("a quotation", (quoted,)),
        (" in it.", ()),
    ]


def test_a_mark_may_go_over_several_paragraphs():
    marked = Mark(6, 25, "quotation")
    parts = [part.text for p in paragraphs(TEXT, [marked]) for part in p.parts if part.marks]
    assert parts == ["words.", "Second para"]


def test_marks_may_overlap():
    outer, inner = Mark(0, 12, "quotation"), Mark(6, 11, "cited")
    assert [(p.text, len(p.marks)) for p in paragraphs("First words.", [outer, inner])[0].parts] == [
        ("First ", 1),
        ("words", 2),
        (".", 1),
    ]


def test_around_a_mark_only_its_neighbours_are_shown():
    text = "\n".join(f"line {n}" for n in range(50))
    start = text.index("line 20")
    mark = Mark(start, start + 7, "quotation")
    shown = around(paragraphs(text, [mark]), [mark], reach=2)
    assert [p.number for p in shown] == [19, 20, 21, 22, 23]


def test_where_nothing_is_marked_all_is_shown():
    whole = paragraphs(TEXT)
    assert around(whole, []) == whole


@given(
    st.text(alphabet="ab \n\f\u0627\u4e2d", max_size=80), st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)))
)
def test_the_parts_of_a_paragraph_are_the_paragraph(text, spans):
    marks = [Mark(min(pair), max(pair), "x") for pair in spans]
    found = paragraphs(text, marks)
    for paragraph in found:
        assert "".join(part.text for part in paragraph.parts) == text[paragraph.start : paragraph.stop]
        for part in paragraph.parts:
            assert part.text == text[part.start : part.start + len(part.text)]
    assert "".join("".join(text[p.start : p.stop].split()) for p in found) == "".join(text.split())
