"""Constructions of newsrooms, ministries and panels in five languages: who speaks, of whom, and what it is.

Sentences and speakers are invented; each row stands for a way of saying it, such as the passive, a title behind a name,
a paper that is cited, or a denial by another word.
"""

from datetime import date
from pathlib import Path

import pytest

from tests.intake.books import seeded_book
from tracker.domain.amounts import amounts
from tracker.domain.sentences import sentences
from tracker.domain.visible import Visible
from tracker.intake import reading
from tracker.intake.reading.engine import _scenes
from tracker.intake.reading.languages import language_of
from tracker.intake.reading.tongues import tongue

DAY = date(2019, 6, 12).isoformat()
_LINES = (Path(__file__).parent / "constructions.txt").read_text(encoding="utf-8").splitlines()[1:]
CASES = [tuple(part.strip() for part in line.split(" | ", 4)) for line in _LINES]


def _read(text, code=""):
    return [claim.content for claim in reading.read(text, book=seeded_book(), published=DAY, language=code).claims]


@pytest.mark.parametrize(("code", "kind", "states", "speaker", "text"), [case for case in CASES if case[1] != "none"])
def test_a_construction_is_read_whole(code, kind, states, speaker, text):
    (claim,) = _read(text)
    assert language_of(text) == code
    assert (claim.kind.value, " ".join(claim.states), claim.speaker) == (kind, states, speaker)


@pytest.mark.parametrize("text", [case[4] for case in CASES if case[1] == "none"])
def test_what_the_law_says_and_what_nobody_answers_for_is_no_claim(text):
    assert _read(text) == []


def _pages():
    """Each page with its language, its day of publication and its claims."""
    text = (Path(__file__).parent / "construction_pages.txt").read_text(encoding="utf-8")
    for page in text.split("\n== ")[1:]:
        head, *lines = page.strip().splitlines()
        claims = [tuple(line[3:].split(" | ")) for line in lines if line.startswith("-> ")]
        yield *head.split(" | "), "\n".join(line for line in lines if not line.startswith("-> ")), claims


@pytest.mark.parametrize(("code", "day", "text", "claims"), list(_pages()))
def test_a_page_has_its_claims_in_order_and_nothing_of_what_stands_between(code, day, text, claims):
    found = reading.read(text, book=seeded_book(), published=day)
    assert found.language == code
    told = [claim.content for claim in found.claims]
    assert [(one.kind.value, " ".join(one.states), one.speaker) for one in told] == claims


TALKS = {
    "fr": (
        "Nous avons rencontré Amadou Ba, ministre de la Santé du Niger.\n"
        "— Vos hôpitaux emploient-ils des Nord-Coréens ?"
        "\n— Non, le dernier chirurgien nord-coréen est reparti le 3 mai.\n— C'est tout ?\n— Oui."
    ),
    "es": (
        "Entrevista a Ly Vuth, viceministro de Trabajo de Camboya.\nP: ¿Siguen abiertos los restaurantes norcoreanos?\n"
        "R: No. Cerramos el último restaurante norcoreano el 3 de mayo.\nP: ¿Seguro?\nR: Sí."
    ),
    "ru": (
        "Мы встретились с министром труда Таджикистана Рамазоном Рахимовым.\n— Остались ли рабочие из КНДР?\n"
        "— Нет, последние рабочие из КНДР улетели 3 мая.\n— Точно?\n— Да."
    ),
    "zh": (
        "问：贵国还有朝鲜医生吗？\n尼日尔卫生部长阿马杜：没有了。最后七名朝鲜医生5月3日已回国。\n"
        "问：确定吗？\n阿马杜：确定。"
    ),
}


@pytest.mark.parametrize("code", TALKS)
def test_who_is_interviewed_tells_what_was_done_and_when(code):
    told = {(one.kind.value, one.event) for one in _read(TALKS[code], code)}
    assert ("reported_action", "2019-05-03") in told


RUMOURS = {
    "fr": "Alger dément. « Nous n'achetons aucun fusil nord-coréen », a répondu le ministre algérien Karim Saad.",
    "ru": "Анкара отрицает. «Турция не закупала уголь у КНДР», — заявил посол Турции Кемаль Демир.",
}


@pytest.mark.parametrize("code", RUMOURS)
def test_a_bare_denial_and_the_sentence_behind_it_are_one_denial(code):
    (claim,) = _read(RUMOURS[code], code)
    assert claim.kind.value == "denial"
    assert claim.speaker in ("Karim Saad", "Кемаль Демир")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("« C'est faux ! », a dit le ministre.", 1),
        ("« Quand partent-ils ? », a demandé le juge. Il attend.", 2),
        ("« Nous partons. » Le ministre se tait.", 2),
        ("«¡Es falso!», dijo la ministra.", 1),
        ("Ils sont partis… vers Pyongyang, dit-on.", 1),
    ],
)
def test_a_mark_within_a_sentence_ends_none(text, count):
    assert len(list(sentences(text))) == count


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("«Jamás hemos alquilado la embajada», replicó la alcaldesa de Sofía.", "es"),
        ("L'école a été fermée, a-t-elle répété à Sofia.", "fr"),
    ],
)
def test_short_texts_are_told_apart_by_their_letters(text, code):
    assert language_of(text) == code


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("رحلت السنغال إحدى وثلاثين عاملا", 31),
        ("رحلت السنغال خمسة وعشرين عاملا", 25),
        ("رحلت السنغال اثني عشر عاملا", 12),
        ("Выслано двадцать рабочих", 20),
        ("Se marcharon treinta y dos obreros", 32),
        ("Les quatre-vingt-deux ouvriers sont repartis", 82),
    ],
)
def test_numbers_in_words_are_summed(text, value):
    visible = Visible(text)
    (scene,) = _scenes(visible, tongue(language_of(text), seeded_book()))
    assert [one.low for one in amounts(scene, [])] == [value]


HOPS = [
    (
        "La Pologne a renvoyé dix ouvriers nord-coréens, a dit le ministre Jan Nowak, cité par L'Indépendant.",
        "L'Indépendant",
    ),
    (
        "Polonia repatrió a diez obreros norcoreanos, dijo el ministro Jan Nowak en declaraciones a Radio Ozama.",
        "Radio Ozama",
    ),
    ("Польша выслала десять рабочих из КНДР, сообщил министр Ян Новак в интервью «Заре Востока».", "Заре Востока"),
    ("رحلت بولندا عشرة عمال من كوريا الشمالية، قال الوزير يان نوفاك لصحيفة «الفجر الجديد».", "الفجر الجديد"),
]


@pytest.mark.parametrize(("text", "paper"), HOPS)
def test_a_paper_that_no_dictionary_knows_is_known_by_the_words_before_it(text, paper):
    (claim,) = _read(text)
    assert paper in [hop.name for hop in claim.hops]
