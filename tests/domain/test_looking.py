"""Records of searches: what they must say, and what they say of a cell."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.domain.refusals import refusal
from tracker.domain.facts import Clocks
from tracker.domain.looking import NOBODY, Looked, check_search, is_known, sentence
from tracker.domain.vocabulary import SearchResult

DAY, AT = date(2024, 5, 3), datetime(2024, 5, 4, 12, tzinfo=UTC)
LOOKED = Looked("the library of the UN", DAY, "Ann Analyst", SearchResult.NOTHING, AT)
GIVEN = {"searched": "a library", "terms": "coal", "language": "en", "note": "", "searched_on": DAY, "today": DAY}


def test_a_search_is_told_in_a_sentence():
    assert sentence(LOOKED) == (
        f"Looked: the library of the UN, on 3 May 2024 by Ann Analyst; {SearchResult.NOTHING.label}."
    )
    assert NOBODY == "Nobody has looked for information here, as far as the record says."


@pytest.mark.parametrize(
    ("as_of", "known_at", "known"),
    [
        (DAY, AT, True),
        (date(2024, 5, 2), AT, False),
        (DAY, datetime(2024, 5, 4, 11, tzinfo=UTC), False),
        (date(2030, 1, 1), datetime(2030, 1, 1, tzinfo=UTC), True),
    ],
)
def test_a_search_is_known_once_it_was_made_and_recorded(as_of, known_at, known):
    assert is_known(LOOKED, Clocks(as_of, known_at)) is known
    assert is_known(replace(LOOKED, searched_on=date(2031, 1, 1)), Clocks(as_of, known_at)) is False


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, {}),
        ({"searched": " "}, {"searched": "Say where you looked."}),
        ({"searched": "x" * 500, "terms": "x" * 500, "note": "x" * 5_000, "language": "x" * 20}, {}),
        ({"searched": "x" * 501}, {"searched": "Use at most 500 characters."}),
        ({"terms": "x" * 501}, {"terms": "Use at most 500 characters."}),
        ({"note": "x" * 5_001}, {"note": "Use at most 5,000 characters."}),
        ({"language": "x" * 21}, {"language": "Use at most 20 characters, such as en or ru."}),
        ({"searched_on": date(2024, 5, 4)}, {}),
        (
            {"searched_on": date(2024, 5, 5)},
            {"searched_on": "A search is recorded once it was made. Choose today or an earlier day."},
        ),
        ({"searched_on": date(1900, 1, 1)}, {"searched_on": "Choose a day from 24 October 1945 on."}),
    ],
)
def test_a_search_says_where_and_when(given, expected):
    found = refusal(check_search, **{**GIVEN, **given})
    assert found == (("refused", "search", expected) if expected else None)
