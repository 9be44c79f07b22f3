"""Offices in the words of a text, and names beside them; speakers are invented."""

import pytest

from tests.intake.books import seeded_book
from tracker.domain.dates import parse_span
from tracker.domain.nominative import nominative
from tracker.domain.visible import Visible
from tracker.intake.reading.engine import _scenes
from tracker.intake.reading.scene import see
from tracker.intake.reading.tongues import tongue

DAY = parse_span("2018-07-20")


@pytest.mark.parametrize(
    ("code", "text", "name", "title"),
    [
        (
            "fr",
            "Le charbon est bloqué, a dit le directeur général de la Documentation et de l'Immigration, Justin Obame.",
            "Justin Obame",
            "directeur général de la Documentation et de l'Immigration",
        ),
        (
            "es",
            "No compramos carbón, dijo el director nacional de Recursos Acuáticos del Uruguay, Daniel Montiel Sosa.",
            "Daniel Montiel Sosa",
            "director nacional de Recursos Acuáticos del Uruguay",
        ),
        (
            "ru",
            "Уголь не ввозится, сообщил заместитель председателя Государственной таможенной службы Азамат Жолдошев.",
            "Азамат Жолдошев",
            "заместитель председателя Государственной таможенной службы",
        ),
        ("zh", "国家渔业局副局长周立海说，中国没有购买朝鲜煤炭。", "周立海", "国家渔业局副局长"),
        ("fr", "Le charbon est bloqué, a dit le ministre du Travail du Gabon, Justin Obame.", "Justin Obame", ""),
    ],
)
def test_an_office_that_no_dictionary_knows_whole_is_kept_as_the_text_has_it(code, text, name, title):
    spoken = tongue(code, seeded_book())
    (scene,) = _scenes(Visible(text), spoken)
    voices = [voice for voice in see(scene, spoken, DAY).voices if voice.office]
    assert [(voice.name, voice.title) for voice in voices] == [(name, title)]


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("Янисом Озолсом", "Янис Озолс"),
        ("Алексеем Петровичем Тарасовым", "Алексей Петрович Тарасов"),
        ("Еленой Павловной Зайцевой", "Елена Павловна Зайцева"),
        ("Юрием Вишневским", "Юрий Вишневский"),
        ("Ким", "Ким"),
    ],
)
def test_a_russian_name_is_put_into_the_case_in_which_it_is_recorded(given, name):
    assert nominative(given) == name
