import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.lexicon import Lexicon, tokens

WORDS = Lexicon(
    [
        ("Republic of Korea", "state", "KOR"),
        ("People's Republic of Korea", "state", "PRK"),
        ("US", "state", "USA"),
        ("Chad", "state", "TCD"),
        ("repatriat*", "concept", "send home"),
        ("send ~ home", "concept", "send home"),
        ("home", "concept", "home"),
        ("*eront", "tells", "will"),
        ("denied entry", "tells", "deed"),
        ("denied", "tells", "deny"),
        ("would have", "tells", ""),
        ("would", "tells", "will"),
        ("朝鲜", "state", "PRK"),
        ("قرار", "concept", "resolution"),
    ],
    free=("concept",),
)


def _found(text: str) -> list[tuple[str, str, str]]:
    return [(hit.category, hit.value, text[hit.start : hit.end]) for hit in WORDS.scan(tokens(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the Republic of Korea", [("state", "KOR", "Republic of Korea")]),
        ("the People's Republic of Korea", [("state", "PRK", "People's Republic of Korea")]),
        ("told us that", []),
        ("the US and the U.S. said", [("state", "USA", "US"), ("state", "USA", "U.S.")]),
        ("chad", []),
        ("Repatriation", [("concept", "send home", "Repatriation")]),
        ("send them home", [("concept", "send home", "send them home"), ("concept", "home", "home")]),
        ("send a b c d e f g h i j k l home", [("concept", "home", "home")]),
        ("resteront", [("tells", "will", "resteront")]),
        ("denied entry", [("tells", "deed", "denied entry")]),
        ("denied it", [("tells", "deny", "denied")]),
        ("would have gone", []),
        ("对朝鲜", [("state", "PRK", "朝鲜")]),
        ("للقرار", [("concept", "resolution", "للقرار")]),
        ("وبالقرار", [("concept", "resolution", "وبالقرار")]),
    ],
)
def test_the_longest_entry_of_a_category_is_found(text, found):
    assert _found(text) == found


@given(st.text(alphabet="send home USCha朝鲜قرار.'- \n", max_size=120))
def test_hits_lie_within_the_text_and_in_order(text):
    found = WORDS.scan(tokens(text))
    assert [hit.start for hit in found] == sorted(hit.start for hit in found)
    assert all(0 <= hit.start < hit.end <= len(text) and hit.first < hit.after for hit in found)
