"""A key keeps the words of a text and drops their setting, and its map leads back."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain import wording
from tracker.domain.scripts import begins_word, ends_word
from tracker.domain.wording import fold

SET_IN_ANY_WAY = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            "ab e\u0301\u0308\u00ad\u200b\u200f-\n\f\u00a0.…“”'ﬁﬃ2９٣,一二、가\u1100\u1161\u11a8ـلَا\u0651ﻻ"
        ),
        st.characters(),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("two  words", "two\u00a0\n words", id="white space of any kind and length"),
        pytest.param("« mot » ; 10 %", "«mot»; 10%", id="spaces beside marks"),
        pytest.param("S/RES/2397 (2017)", "S/RES/2397(2017)", id="spaces beside brackets"),
        pytest.param("第2397号决议", "第 2397 号\n决议", id="spaces where a script writes none"),
        pytest.param("re\u00adport", "re\u00ad\nport", id="soft hyphens, with their line break"),
        pytest.param("re\ufeffpo\u2060rt\u200f", "report", id="what is not seen"),
        pytest.param("“x” ‘y’ «z»", "\"x\" 'y' 『z』", id="quotation marks"),
        pytest.param("a — b", "a--b", id="dashes"),
        pytest.param("2017–2018", "2017-2018", id="a range"),
        pytest.param("so … on", "so. . . on", id="ellipses"),
        pytest.param("oﬃce ﬁle", "office file", id="ligatures"),
        pytest.param("Ｓ／ＲＥＳ／２３９７", "S/RES/2397", id="full width"),
        pytest.param("القرار ٢٣٩٧", "القرار 2397", id="digits of another script"),
        pytest.param("ﻻ ﺳﻼم", "لا سلام", id="presentation forms"),
        pytest.param("ســلام", "سلام", id="the stretching stroke"),
        pytest.param("état", "e\u0301tat", id="accents"),
        pytest.param("각하", unicodedata.normalize("NFD", "각하"), id="syllables"),
        pytest.param("⽇本", "日本", id="radicals that a PDF gives for characters"),
    ],
)
def test_setting_is_no_part_of_a_key(one, other):
    assert fold(one).key == fold(other).key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("The state", "the state", id="case"),
        pytest.param("cote", "côté", id="accents"),
        pytest.param("все", "всё", id="letters that are only alike"),
        pytest.param("على", "علي", id="letters that are only alike, in Arabic"),
        pytest.param("reports", "reports²", id="a footnote's number"),
        pytest.param("it complied", "it, complied", id="punctuation"),
        pytest.param("any one", "anyone", id="a space between words"),
        pytest.param("in 2016, 500 men", "in 2016,500 men", id="a space between numbers"),
        pytest.param("10²", "102", id="a power"),
        pytest.param("1½", "11⁄2", id="a fraction"),
    ],
)
def test_wording_is_kept_in_a_key(one, other):
    assert fold(one).key != fold(other).key


@pytest.mark.parametrize(
    ("text", "quotation", "agree"),
    [
        pytest.param("mid-\nterm", "mid-term", True, id="a hyphen of the word at a line's end"),
        pytest.param("mid-\nterm", "midterm", True, id="a hyphen of the printer"),
        pytest.param("mid- term", "midterm", True, id="a line's end pasted as a space"),
        pytest.param("mid\x02\r\nterm", "midterm", True, id="a hyphen as a PDF reader leaves it"),
        pytest.param("re-sign", "resign", False, id="a hyphen within a line"),
        pytest.param("송\n환", "송환", True, id="a Korean word that goes on in the next line"),
        pytest.param("모든\n일", "모든 일", True, id="a Korean line that ends with its word"),
        pytest.param("모든 일", "모든일", False, id="a Korean space within a line"),
        pytest.param("مُدَرِّس", "مدرس", True, id="vowel signs on one side"),
        pytest.param("يُقتل", "يَقتل", False, id="vowel signs that differ"),
    ],
)
def test_what_one_side_may_leave_out_is_compared_beside_the_key(text, quotation, agree):
    one, other = fold(text), fold(quotation)
    assert one.key == other.key
    assert one.agrees(0, other, 0, len(one.key)) is agree
    assert other.agrees(0, one, 0, len(one.key)) is agree


@given(SET_IN_ANY_WAY)
def test_the_map_never_goes_back(text):
    kept = fold(text)
    spans = [(kept.start_of(i), kept.end_of(i)) for i in range(len(kept.key))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)


@given(SET_IN_ANY_WAY)
def test_a_position_leads_to_its_place_and_back(text):
    kept = fold(text)
    for place in range(len(kept.key)):
        if kept.parts_at(place):
            assert kept.place_of(kept.start_of(place)) == place


@given(SET_IN_ANY_WAY)
def test_a_memo_changes_no_key(text):
    first = fold(text)
    wording._fold_run.cache_clear()
    assert fold(text).key == first.key


def test_a_settled_letter_is_its_own_plain_form():
    """The quick way may pass over it, then."""
    for letter in re.findall(f"[{wording._SETTLED}]", "".join(map(chr, range(0x10000)))):
        assert wording._letter(letter) == (letter, "")


@pytest.mark.parametrize(
    ("before", "after", "begins", "ends"),
    [
        pytest.param("trans", "lated", False, False, id="within a word"),
        pytest.param("trans\u00ad", "lated", False, False, id="within a word with a soft hyphen"),
        pytest.param("l’", "État", True, True, id="behind an apostrophe"),
        pytest.param("non-", "compliance", False, True, id="behind a hyphen, which may turn the sense"),
        pytest.param("DPRK", "-based", True, True, id="before a hyphen"),
        pytest.param("repatri", "-\nation", True, False, id="before a hyphen at a line's end"),
        pytest.param("repatri-\n", "ation", False, True, id="behind a hyphen at a line's end"),
        pytest.param("2,", "500", False, False, id="within a number"),
        pytest.param("2\u202f", "500", False, False, id="within a number with a space"),
        pytest.param("in 2019 ", "500", True, True, id="between numbers"),
        pytest.param("workers", "12", False, True, id="before a number that clings, as a footnote's does"),
        pytest.param("e", "\u0301tat", False, False, id="between a letter and its accent"),
        pytest.param("北部", "港口", True, True, id="within Chinese"),
        pytest.param("노동", "자를", False, False, id="within a Korean word"),
        pytest.param("노동자", "를 송환", False, True, id="before a Korean particle"),
        pytest.param("2397", "호", True, True, id="between a number and a Korean word"),
    ],
)
def test_a_quotation_begins_and_ends_with_whole_words(before, after, begins, ends):
    assert begins_word(before + after, len(before)) is begins
    assert ends_word(before + after, len(before)) is ends
