"""The parsers at full size: fifty thousand texts for each, and as many tables, that nobody wrote with care."""

import pytest
from hypothesis import given, settings

from tests.intake import test_parsers as parsers
from tests.intake import test_reading_hostile as texts
from tests.intake import test_tables as tables

CASES = 50_000


@pytest.mark.timeout(7200)
def test_fifty_thousand_texts_are_read_and_what_is_proposed_can_be_logged(say) -> None:
    settings(deadline=None, max_examples=CASES)(given(texts.TEXTS, texts.PUBLISHED)(texts.check))()
    say(f"{CASES:,} texts read")


@pytest.mark.timeout(7200)
def test_fifty_thousand_tables_are_read_or_refused(say) -> None:
    settings(deadline=None, max_examples=CASES)(given(tables.BYTES)(tables.check))()
    say(f"{CASES:,} tables read in {len(tables.READERS)} ways")


@pytest.mark.timeout(7200)
@pytest.mark.parametrize(
    ("words", "check"),
    [
        (parsers.SYMBOLS, parsers.check_symbol),
        (parsers.DAYS, parsers.check_day),
        (parsers.AMOUNTS, parsers.check_amount),
        (parsers.books(), parsers.check_book),
    ],
    ids=["symbols", "days", "figures", "workbooks"],
)
def test_fifty_thousand_of_each_sort_are_read_or_refused(words, check, say, request) -> None:
    settings(deadline=None, max_examples=CASES)(given(words)(check))()
    say(f"{CASES:,} {request.node.callspec.id} read or refused")
