"""Words are folded and cut alike, in every script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain import searching


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Côte d’Ivoire", "cote ivoire"),
        ("Türkiye", "TURKIYE"),
        ("Elżbieta Rafalska", "rafalska"),
        ("Маcегора", "маc"),
        ("북한 노동자를 송환", "노동자"),
        ("朝鲜劳工必须遣返", "劳工"),
        ("العمال الكوريون", "العمال"),
        ("S/RES/2397 (2017)", "2397"),
        ("ﬁgures", "figures"),
        ("workers", "work"),
    ],
)
def test_a_query_finds_the_text(text, query):
    terms = searching.terms(text)
    asked = searching.query_terms(query)
    assert asked
    assert all(any(term.startswith(word) for term in terms) for word in asked)


@pytest.mark.parametrize("query", ["", "   ", "—", '"', "%_", "()"])
def test_a_query_without_words_asks_for_nothing_or_for_words(query):
    assert all(searching.query_terms(query))


@given(st.text(max_size=200))
def test_no_text_breaks_the_index(text):
    terms = searching.terms(text)
    assert all(0 < len(term) <= searching.LONGEST for term in terms)


@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1, max_size=20))
def test_every_text_is_found_by_itself(text):
    terms = searching.terms(text)
    assert all(any(term.startswith(word) for term in terms) for word in searching.query_terms(text))
