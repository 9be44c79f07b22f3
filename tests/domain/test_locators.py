"""A position in a kept text has its page, its line and its paragraph."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.locators import line_of, page_of, paragraph_of, printed_paragraph_of

PAPER = "Summary\n\n1. The Panel met\nin March.\n\n2. It heard a state.\n\f3. It wrote.\n \t\n(a) The end"


@pytest.mark.parametrize(
    ("words", "page", "line", "paragraph", "printed"),
    [
        ("Summary", 1, 1, 1, None),
        ("Panel", 1, 3, 2, "1"),
        ("March", 1, 4, 2, "1"),
        ("2. It", 1, 6, 3, "2"),
        ("heard", 1, 6, 3, "2"),
        ("3. It", 2, 1, 4, "3"),
        ("wrote", 2, 1, 4, "3"),
        ("end", 2, 3, 5, "3"),
    ],
)
def test_words_of_a_paper_have_their_place(words, page, line, paragraph, printed):
    position = PAPER.index(words)
    assert page_of(PAPER, position) == page
    assert line_of(PAPER, position) == line
    assert paragraph_of(PAPER, position) == paragraph
    assert printed_paragraph_of(PAPER, position) == printed


def test_without_blank_lines_every_line_is_a_paragraph():
    text = "One line.\nAnother.\nA third."
    assert [paragraph_of(text, text.index(word)) for word in ("One", "Another", "third")] == [1, 2, 3]


def test_space_around_a_text_parts_nothing():
    text = "\n\n\f\n One.\n\nTwo.\n\n"
    assert [paragraph_of(text, text.index(word)) for word in ("One", "Two")] == [1, 2]


def test_an_amount_is_no_number_of_a_paragraph():
    assert printed_paragraph_of("It sold\n1.5 tons in\n2019. No more", 20) is None


@given(st.text(alphabet="a1. \n\f", max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_places_grow_with_the_position(text, one, other):
    before, after = sorted((min(one, len(text)), min(other, len(text))))
    assert 1 <= page_of(text, before) <= page_of(text, after)
    assert 1 <= paragraph_of(text, before) <= paragraph_of(text, after)
    assert line_of(text, before) >= 1
