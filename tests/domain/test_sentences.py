from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.sentences import LONGEST, sentences


def _cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("U.N. Security Council Res. 2397 binds. Yes.", ["U.N. Security Council Res. 2397 binds.", "Yes."]),
        ("It cost 2.5 million. Mr. Lee said so.", ["It cost 2.5 million.", "Mr. Lee said so."]),
        ("“It is so.” He left.", ["“It is so.”", "He left."]),
        ("Head line\n\nThe text begins.", ["Head line", "The text begins."]),
        ("A line that is long enough to have been wrapped by\nthe program that wrote it.", None),
        ("A line that is long enough to have been wrapped by\nthe program, as told on\nWednesday.", None),
        ("表示反对。他说：“不。”然后离开。", ["表示反对。", "他说：“不。”", "然后离开。"]),
        ("В 2018 г. уехали все. Конец.", ["В 2018 г. уехали все.", "Конец."]),
        ("هل هذا صحيح؟ نعم.", ["هل هذا صحيح؟", "نعم."]),
        ("... --- ...", []),
        ("", []),
    ],
)
def test_a_text_is_cut_where_its_sentences_end(text, found):
    assert _cut(text) == ([text] if found is None else found)


@given(st.text(alphabet="ab. \n!?。\"”'A1(", max_size=400))
def test_sentences_are_in_order_apart_and_without_space_around(text):
    places = list(sentences(text))
    assert all(a[1] <= b[0] for a, b in pairwise(places))
    assert all(text[start:end] == text[start:end].strip() for start, end in places)


@pytest.mark.parametrize("text", ["a" * 10_000, "a " * 10_000, "字" * 10_000])
def test_no_sentence_is_longer_than_work_on_it_is_bounded_by(text):
    assert max(end - start for start, end in sentences(text)) <= LONGEST
