import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.states import AmbiguousName, StateNames, fold_name

RECORD = [
    ("PRK", ["Democratic People's Republic of Korea", "DPRK", "North Korea"]),
    ("KOR", ["Republic of Korea", "ROK", "South Korea"]),
    ("RUS", ["Russian Federation", "Russia"]),
    ("GBR", ["United Kingdom of Great Britain and Northern Ireland", "United Kingdom", "UK"]),
    ("USA", ["United States of America", "United States", "US"]),
    ("CIV", ["Côte d'Ivoire", "Ivory Coast"]),
    ("COG", ["Congo", "Republic of the Congo"]),
    ("COD", ["Democratic Republic of the Congo", "DRC"]),
    ("GIN", ["Guinea"]),
    ("GNQ", ["Equatorial Guinea"]),
    ("GNB", ["Guinea-Bissau"]),
    ("TUR", ["Türkiye", "Turkey"]),
    ("GMB", ["Gambia", "The Gambia"]),
    ("NER", ["Niger"]),
    ("NGA", ["Nigeria"]),
    ("AND", ["Andorra"]),
    ("CYP", ["Cyprus"]),
]
NAMES = StateNames(RECORD)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("DEMOCRATIC PEOPLE’S REPUBLIC OF KOREA", "PRK"),
        ("Democratic People`s Republic of Korea", "PRK"),
        ("the Republic of Korea", "KOR"),
        ("Cote d'Ivoire", "CIV"),
        ("Côte d’Ivoire", "CIV"),
        (unicodedata.normalize("NFD", "Côte d'Ivoire"), "CIV"),
        ("Turkiye", "TUR"),
        ("Guinea Bissau", "GNB"),
        ("  russian   federation. ", "RUS"),
        ("U.S.", "USA"),
        ("prk", "PRK"),
        ("AND", "AND"),
        ("Gambia (The)", None),
        ("Ruritania", None),
        ("", None),
    ],
)
def test_a_name_is_resolved_however_it_is_spelled(text, code):
    assert NAMES.resolve(text) == code


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("workers of the Democratic People's Republic of Korea", ("PRK",)),
        ("talks between the Republic of Korea and the DPRK", ("KOR", "PRK")),
        ("the Democratic Republic of the Congo", ("COD",)),
        ("Congo and the Democratic Republic of the Congo", ("COG", "COD")),
        ("Equatorial Guinea, Guinea-Bissau and Guinea", ("GNQ", "GNB", "GIN")),
        ("Russia's pledge; Russia, again", ("RUS",)),
        ("Niger, not Nigeria", ("NER", "NGA")),
        ("they told us and the U.S. envoy", ("USA",)),
        ("the US and the UK", ("USA", "GBR")),
        ("Cyprus said", ("CYP",)),
        ("MUST NOT AND CAN NOT", ()),
        ("", ()),
    ],
)
def test_states_are_found_in_running_text_longest_name_first(text, codes):
    assert NAMES.find(text) == codes


def test_one_name_for_two_states_is_refused():
    with pytest.raises(AmbiguousName, match="“Korea” is given as a name of both PRK and KOR"):
        StateNames([("PRK", ["Korea"]), ("KOR", ["Korea"])])


@given(st.sampled_from([(name, code) for code, names in RECORD for name in names]))
def test_every_recorded_name_is_found_and_resolved(pair):
    name, code = pair
    assert NAMES.resolve(name.upper()) == code
    assert NAMES.find(f"Officials of {name} said so.") == (code,)


@given(st.text())
def test_folding_is_stable(text):
    assert fold_name(fold_name(text)) == fold_name(text) or fold_name(text).startswith("the ")
