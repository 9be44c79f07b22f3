import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.visible import Visible

NASTY = st.text(alphabet="aRs2 \n.З3о\u0430\u202e\u200b\u00ad\u0301é㈱２Ａ\u0640\u064bق،", max_size=60)


@pytest.mark.parametrize(
    ("given_text", "seen"),
    [
        ("plain text", "plain text"),
        ("S/RES/\u200b2397", "S/RES/2397"),
        ("Rus\u200bsia\u202e", "Russia"),
        ("Sénégal, Türkiye", "Senegal, Turkiye"),
        ("Se\u0301ne\u0301gal", "Senegal"),
        ("２３９７（２０１７）", "2397(2017)"),
        ("٢٣٧٥", "2375"),
        ("Russia’s", "Russia's"),
        ("rеsolution", "resolution"),  # the first e is Cyrillic
        ("2З97", "2397"),  # the second digit is a Cyrillic letter
        ("резолюция", "резолюция"),
        ("الأمـن", "الامن"),
        ("14–15 May", "14-15 May"),
        ("北京\u3000表示", "北京 表示"),
    ],
)
def test_a_text_is_seen_as_a_reader_sees_it(given_text, seen):
    assert Visible(given_text).text == seen


def test_a_word_of_one_script_alone_is_left_in_it():
    assert Visible("сор and cop").text == "сор and cop"


@given(NASTY, st.integers(0, 60), st.integers(0, 60))
def test_places_lead_back_to_the_given_text(text, one, other):
    visible = Visible(text)
    start, end = sorted((min(one, len(visible.text)), min(other, len(visible.text))))
    if start == end:
        return
    words = visible.words(start, end)
    assert words in text
    assert Visible(words).text.strip() == visible.text[start:end].strip() or len(words) >= end - start


@given(st.text(max_size=200))
def test_any_text_can_be_seen(text):
    visible = Visible(text)
    assert len(visible.text) <= len(text)
    assert all(0 <= visible.place(n) <= len(text) for n in range(len(visible.text) + 1))
