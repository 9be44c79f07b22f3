"""Names of organisations and offices in sentences, by the words of the English dictionary."""

import pytest

from tests.intake.books import seeded_book
from tracker.domain.lexicon import Hit, tokens
from tracker.domain.organisations import OWN_NAME, Naming, with_organisations
from tracker.domain.visible import Visible
from tracker.intake.reading.tongues import tongue


def _hits(text: str, *categories: str) -> list[tuple[str, str]]:
    spoken, seen = tongue("en", seeded_book()), Visible(text).text
    found = tokens(seen)
    hits = with_organisations(seen, found, spoken.lexicon.scan(found), spoken.naming)
    return [(seen[hit.start : hit.end], hit.value) for hit in hits if hit.category in categories]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Ministry of Energy and Mineral Resources said so.", "Ministry of Energy and Mineral Resources"),
        ("the Malta Transport Safety Bureau", "Transport Safety Bureau"),
        (
            "The Ministry of Agriculture, Livestock and Fisheries wrote.",
            "Ministry of Agriculture, Livestock and Fisheries",
        ),
        ("Egypt's General Authority for the Suez Ports said so.", "General Authority for the Suez Ports"),
        ("The National Fisheries Agency wrote.", "National Fisheries Agency"),
        ("The Port Authority-Customs Office said so.", "Port Authority-Customs Office"),
        ("the Ministry of Labour and the Interior said", "Ministry of Labour and the Interior"),
        ("a Fisheries and Marine Resources Authority ship", "Fisheries and Marine Resources Authority"),
    ],
)
def test_an_organisation_is_called_by_its_own_name(text, name):
    assert (name, OWN_NAME) in _hits(text, "institution")


def test_the_name_of_an_institute_is_that_of_an_expert():
    assert ("Baltic Centre for Trade Studies", "expert") in _hits("said the Baltic Centre for Trade Studies", "expert")


@pytest.mark.parametrize(
    "text", ["The Security Council met.", "The Panel of Experts on Monday met.", "Authority is lost."]
)
def test_a_body_or_a_word_alone_is_no_such_name(text):
    assert OWN_NAME not in [value for _, value in _hits(text, "institution")]


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("the border patrol chief, Ana Ruiz, said", "border patrol chief"),
        ("the under-secretary of mines, Ana Ruiz, said", "under-secretary of mines"),
        ("the registrar in Valbona, Ana Ruiz, said", "registrar"),
        ("the prosecutor of Valbona, Ana Ruiz, said", "prosecutor of Valbona"),
    ],
)
def test_an_office_begins_with_the_small_words_that_belong_to_it(text, office):
    assert any(words.startswith(office) for words, _ in _hits(text, "office"))


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        (
            "the vice minister of labour and social welfare, Ana Ruiz, said",
            "vice minister of labour and social welfare",
        ),
        ("the minister of labour and social welfare Ana Ruiz said", "minister of labour and social welfare"),
        ("the minister for fish and coastal waters, Ana Ruiz, said", "minister for fish"),
        ("the director for Asia at the ministry, Ana Ruiz, said", "director for Asia"),
        ("the head of the sanctions unit, Ana Ruiz, said", "head of the sanctions unit"),
        ("the head of the sanctions unit said", "head"),
        ("the prosecutor of the region, Ana Ruiz, said", "prosecutor of the region"),
        ("the director of the old mines said", "director"),
        ("the director of large scale fisheries policy work, Ana Ruiz, said", "director of large scale fisheries"),
        ("the old border patrol agency chief, Ana Ruiz, said", "border patrol agency chief"),
        ("governor of Palmi, Ana Ruiz, said", "governor of Palmi"),
        ("governor of Palmi said", "governor"),
    ],
)
def test_an_office_of_no_dictionary_ends_where_its_words_do(text, hit):
    assert hit in [words for words, value in _hits(text, "office") if value == "*"]


@pytest.mark.parametrize(
    ("text", "office", "value"),
    [
        ("its ambassador in New York, Ana Ruiz, said", "ambassador in New York", "ambassador"),
        ("its ambassador in New York said", "ambassador", "ambassador"),
        ("its ambassador to Malta, Ana Ruiz, said", "ambassador", "ambassador"),
        ("the consul at Hamhung said", "consul", "ambassador"),
        ("the minister of labour and Ana Ruiz said", "minister of labour", "minister of labour"),
        ("the minister of labour, welfare and fish", "minister of labour", "minister of labour"),
    ],
)
def test_an_office_that_a_dictionary_knows_keeps_its_name(text, office, value):
    assert (office, value) in _hits(text, "office")


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("The Ministry of Energy said so.", "Ministry of Energy", "Ministry of Energy"),
        ("the Royal Malta Police Force spokesman Ali", "Police Force", "*"),
        ("the coastal fisheries protection agency said", "coastal fisheries protection agency", "*"),
        ("the agency said", "agency", "*"),
    ],
)
def test_an_institution_that_a_dictionary_knows_is_not_renamed(text, name, value):
    assert (name, value) in _hits(text, "institution")


def test_a_language_without_such_words_has_its_hits_as_they_are():
    hit = Hit("institution", "*", 0, 1, 0, 6)
    assert with_organisations("Agency", tokens("Agency"), [hit], Naming()) == (hit,)
