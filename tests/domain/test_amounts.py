"""Amounts in a sentence, by the words of the dictionaries."""

import pytest

from tests.intake.books import seeded_book
from tracker.domain.amounts import amounts
from tracker.domain.lexicon import tokens
from tracker.domain.scenes import Scene
from tracker.domain.visible import Visible
from tracker.intake.reading.tongues import tongue


def _amounts(text: str, code: str = "en", alone: str = "") -> list[tuple[float | None, float | None, str]]:
    visible, spoken = Visible(text), tongue(code, seeded_book())
    found = tokens(visible.text)
    scene = Scene(visible, 0, len(visible.text), found, tuple(spoken.lexicon.scan(found)), spoken.manner)
    return [(quantity.low, quantity.high, quantity.unit) for quantity in amounts(scene, [], alone)]


@pytest.mark.parametrize(
    ("text", "code", "found"),
    [
        ("37 North Korean workers", "en", [(37, 37, "persons")]),
        ("33 restaurant workers", "en", [(33, 33, "persons")]),
        ("more than 2 million tons of coal", "en", [(2_000_000, None, "t")]),
        ("fewer than 10,000 nationals", "en", [(None, 10_000, "persons")]),
        ("about 1.6 million barrels", "en", [(1_600_000, 1_600_000, "bbl")]),
        ("nearly $200 million", "en", [(None, 200_000_000, "USD")]),
        ("11,490 work permits", "en", [(11_490, 11_490, "permits")]),
        ("two agents", "en", [(2, 2, "persons")]),
        ("more than half", "en", [(0.5, None, "fraction")]),
        ("33.7 per cent of the cap", "en", [(0.337, 0.337, "fraction")]),
        ("resolution 2397 of 2017", "en", []),
        ("seat 24B, flight 252", "en", []),
        ("plus de 2 500 ouvriers", "fr", [(2_500, None, "persons")]),
        ("al menos 12 trabajadores", "es", [(12, None, "persons")]),
        ("более 18 тысяч рабочих", "ru", [(18_000, None, "persons")]),
        ("46 граждан КНДР", "ru", [(46, 46, "persons")]),
        ("نحو 1000 عامل", "ar", [(1_000, 1_000, "persons")]),
        ("遣返52名朝鲜工人", "zh", [(52, 52, "persons")]),
        ("超过3万吨煤炭", "zh", [(30_000, None, "t")]),
    ],
)
def test_a_number_counts_with_its_unit_and_bounds(text, code, found):
    assert _amounts(text, code) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sixty-three have left", [(63, 63, "persons")]),
        ("the remaining 210 will go", [(210, 210, "persons")]),
        ("all but 12 returned", [(12, 12, "persons")]),
        ("on page 210 of the book", []),
        ("USD 3.5 million in assets", [(3_500_000, 3_500_000, "USD")]),
    ],
)
def test_a_number_by_itself_counts_what_was_told_of_before(text, found):
    assert _amounts(text, alone="persons") == found


@pytest.mark.parametrize("text", ["9" * 400 + " tons", "1,000" * 200 + " workers", "$" * 300, "5 % " * 200])
def test_hostile_numbers_are_left(text):
    assert len(_amounts(text)) <= 8


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # Dozens and scores count behind a number, and alone say too little
        ("two dozen North Korean doctors", [(24, 24, "persons")]),
        ("about a dozen workers", [(12, 12, "persons")]),
        ("half a dozen ships", [(6, 6, "vessels")]),
        ("dozens of labourers and several hundred nurses", []),
        ("a hundred workers and half a million barrels", [(100, 100, "persons"), (500_000, 500_000, "bbl")]),
        # Ranges
        ("between about 200 and 300 workers", [(200, 300, "persons")]),
        ("1,200 to 1,300 tonnes", [(1_200, 1_300, "t")]),
        ("200-300 workers", [(200, 300, "persons")]),
        ("three or four tankers", [(3, 4, "vessels")]),
        # What it was before counts no more
        ("from 2,000 to 600 loggers", [(600, 600, "persons")]),
        ("from 550 workers to about 320", [(320, 320, "persons")]),
        ("from 12 to just 3 diplomats", [(3, 3, "diplomats")]),
        # Money, and numbers of which a word is made
        ("$1.6bn in assets", [(1_600_000_000, 1_600_000_000, "USD")]),
        ("€2 million", [(2_000_000, 2_000_000, "EUR")]),
        ("9-mm pistols for the 15-member Council", []),
        ("a 900-tonne cargo", [(900, 900, "t")]),
        ("a fifth of its quota", [(0.2, 0.2, "fraction")]),
    ],
)
def test_dozens_ranges_changes_and_measures(text, found):
    assert _amounts(text) == found
