"""States that are only places, in sentences of the English dictionary."""

import pytest

from tests.intake.books import seeded_book
from tracker.domain.lexicon import tokens
from tracker.domain.places import is_flag, is_led, is_passed, is_seat
from tracker.domain.scenes import Scene
from tracker.domain.visible import Visible
from tracker.intake.reading.tongues import tongue


def _scene(text: str) -> Scene:
    visible, spoken = Visible(text), tongue("en", seeded_book())
    found = tokens(visible.text)
    return Scene(visible, 0, len(visible.text), found, tuple(spoken.lexicon.scan(found)), spoken.manner)


@pytest.mark.parametrize(
    ("text", "passed"),
    [
        ("Peru seized rifles bound for Chile", ["CHL"]),
        ("Peru seized rifles on their way from Chile", ["CHL"]),
        ("coal came to Peru by way of Chile", ["CHL"]),
        ("the men took a flight to Chile", ["CHL"]),
        ("Peru told Chile's Reuters", ["CHL"]),
        ("Peru told Russia's RIA Novosti", ["RUS"]),
        ("Peru denied what a Chile-based firm said", ["CHL"]),
        ("Peru sold coal to Chile", []),
    ],
)
def test_a_state_on_the_way_or_of_a_paper_is_only_a_place(text, passed):
    scene = _scene(text)
    assert [hit.value for hit in scene.of("state", "demonym") if is_passed(hit, scene)] == passed


def test_a_flag_a_seat_and_a_preposition_are_told():
    scene = _scene("Seoul-based analysts saw the Togo-flagged ship in Malta")
    seoul, togo, malta = scene.of("state")
    assert [is_seat(seoul, scene), is_flag(togo, scene), is_led(malta, scene)] == [True, True, True]
    assert not any((is_seat(togo, scene), is_flag(malta, scene), is_led(seoul, scene)))
