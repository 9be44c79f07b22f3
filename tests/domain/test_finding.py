"""Finding: how what was typed is read, and what comes first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain import finding
from tracker.domain.finding import Closeness, known
from tracker.domain.symbols import Paragraph

NUMBERS = {1718, 2356, 2397}
NAMES = {"russian federation": "RUS", "russia": "RUS", "rus": "RUS", "andorra": "AND", "and": "AND", "oman": "OMN"}


@pytest.mark.parametrize(
    ("typed", "resolution", "paragraph", "rest"),
    [
        ("2397", 2397, None, ()),
        ("2397 8 russia", 2397, Paragraph(8), ("russia",)),
        ("russia 2397 8", 2397, Paragraph(8), ("russia",)),
        ("2397, para. 8 Russia", 2397, Paragraph(8), ("russia",)),
        ("S/RES/2397(2017) ¶8", 2397, Paragraph(8), ()),
        ("S/RES/2397 (2017), paragraph 8", 2397, Paragraph(8), ()),
        ("paragraph 8 of resolution 2397", 2397, Paragraph(8), ()),
        ("UNSCR 1718 8(a)(iii) luxury", 1718, Paragraph(8, "a", "iii"), ("luxury",)),
        ("1718 8a", 1718, Paragraph(8, "a"), ()),
        ("8(a) 1718 china", 1718, Paragraph(8, "a"), ("china",)),
        ("r2397 op8", 2397, Paragraph(8), ()),
        ("russia 9999 8", None, None, ("russia", "9999", "8")),
        ("12397 workers", None, None, ("12397", "workers")),
        ("S/AC.49/2397/8", None, None, ("s", "ac", "49", "2397", "8")),
    ],
)
def test_a_number_is_a_resolution_only_where_there_is_such_a_one(typed, resolution, paragraph, rest):
    asked = finding.read(typed, NUMBERS)
    assert (asked.resolution, asked.paragraph, asked.rest) == (resolution, paragraph, rest)


@pytest.mark.parametrize(
    ("words", "codes", "rest"),
    [
        ("russia", ("RUS",), ()),
        ("report russian federation 2019", ("RUS",), ("report", "2019")),
        ("russ", ("RUS",), ()),
        ("ru", (), ("ru",)),  # too short for the beginning of a name
        ("and", ("AND",), ()),
        ("arms and ships", (), ("arms", "and", "ships")),  # a word here, and no code
        ("nowhere", (), ("nowhere",)),
    ],
)
def test_states_are_found_by_name_by_code_and_by_the_beginning_of_a_name(words, codes, rest):
    assert finding.states_in(words.split(), NAMES) == (codes, rest)


RUSSIA = known("RUS", "Russian Federation", codes=("RUS", "Russia", "Russian Federation"))
ARTICLE = known("nk-news", "“Forged in blood”: workers in Côte d’Azur", codes=("nk-news",), words=("NK News",))
CHINESE = known("zh", "关于朝鲜劳工的报道", codes=("zh-1",))


@pytest.mark.parametrize(
    ("typed", "thing", "close"),
    [
        ("rus", RUSSIA, Closeness.EXACT),
        ("russia", RUSSIA, Closeness.EXACT),
        ("russian fed", RUSSIA, Closeness.BEGINS),
        ("federation", RUSSIA, Closeness.WORDS),
        ("deration", RUSSIA, None),
        ("cote azur work", ARTICLE, Closeness.WORDS),
        ("NK News", ARTICLE, Closeness.EXACT),
        ("劳工", CHINESE, Closeness.WORDS),
        ("federation china", RUSSIA, None),
    ],
)
def test_a_whole_code_comes_before_its_beginning_and_that_before_words(typed, thing, close):
    assert finding.closeness(finding.plain(typed).split(), thing) is close


def test_the_closest_come_first_and_otherwise_in_their_order():
    things = [
        known(str(n), title, codes=(title,)) for n, title in enumerate(["red apple", "apple pie", "apple", "apple jam"])
    ]
    found = [thing.title for _, thing in finding.closest(["apple"], things, 3)]
    assert found == ["apple", "apple pie", "apple jam"]


@given(st.text(max_size=80))
def test_whatever_is_typed_can_be_read_and_no_word_of_it_is_lost(typed):
    asked = finding.read(typed, NUMBERS)
    assert asked.whole == " ".join(asked.words)
    assert set(asked.rest) <= set(asked.words) | set(finding.plain(" ".join(asked.words)).split()) or asked.resolution
    assert asked.resolution is not None or asked.rest == asked.words
    assert asked.words == () or finding.closeness(asked.words, known("k", typed, codes=(typed,))) is Closeness.EXACT


@pytest.mark.parametrize(
    ("typed", "paragraph", "covered"),
    [
        ("2397 8", "8", True),
        ("2397 8", "8(a)", True),
        ("2397 8(a)", "8(b)", False),
        ("1718 8", "8", False),
        ("2397", "22", True),
    ],
)
def test_a_paragraph_covers_its_parts(typed, paragraph, covered):
    assert finding.covers(finding.read(typed, NUMBERS), 2397, paragraph) is covered
