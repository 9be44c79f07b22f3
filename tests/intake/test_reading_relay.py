"""Who is repeating whom: where it was said, who translated it, who carried it, in six languages and without a database.

`relay_constructions.txt` has a row for each way of saying so, and rows in which a body or a meeting is only spoken of.
"""

from pathlib import Path

import pytest

from tests.intake.books import seeded_book
from tracker.domain.content import SourceContent
from tracker.domain.vocabulary import HopRole
from tracker.intake import reading

DAY = "2019-06-12"
_LINES = (Path(__file__).parent / "relay_constructions.txt").read_text(encoding="utf-8").splitlines()[1:]
CASES = [tuple(part.strip() for part in line.split(" | ", 2)) for line in _LINES]
LANGUAGES = sorted({code for code, _, _ in CASES})


def _read(text: str, source: SourceContent | None = None):
    return reading.read(text, book=seeded_book(), published=DAY, source=source).claims


def _steps(claim) -> str:
    steps = [f"{hop.role.value}: {hop.name}" for hop in claim.content.hops if hop.role is not HopRole.SPEAKER]
    return "; ".join(steps) or "none"


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_path_has_where_it_was_said_who_translated_and_who_carried_it(code):
    wrong = {}
    for _, wanted, text in (case for case in CASES if case[0] == code):
        found = [_steps(claim) for claim in _read(text)]
        if found != [wanted]:
            wrong[text] = (wanted, found)
    assert wrong == {}


def test_all_languages_and_roles_are_in_the_table():
    assert LANGUAGES == ["ar", "en", "es", "fr", "ru", "zh"]
    for role in ("venue", "translator"):
        assert {code for code, steps, _ in CASES if f"{role}: " in steps} == set(LANGUAGES)
    assert {code for code, steps, _ in CASES if steps == "none"} == set(LANGUAGES)


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        (
            (
                "At a press briefing in Geneva, Ambassador Durga Rana said through an interpreter that Nepal had sent "
                "all North Korean workers home, Reuters reported."
            ),
            [
                "It was said there: “At a press briefing in Geneva”.",
                "It was translated: “through an interpreter”.",
                "Reuters reported it.",
            ],
        ),
        (
            (
                "В письме генеральному секретарю ООН посол Непала Дурга Рана заявил, что Непал отправил домой "
                "всех рабочих из КНДР."
            ),
            ["It was written there: “В письме генеральному секретарю ООН”."],
        ),
        ("尼泊尔驻华使馆在微博上表示，尼泊尔已遣返所有朝鲜工人。", ["It was posted there: “在微博”."]),
    ],
)
def test_each_step_has_a_reason_with_the_words_of_the_text(text, reasons):
    (claim,) = _read(text)
    assert list(claim.why("hops")) == reasons


def test_the_path_goes_from_the_speaker_by_the_venue_and_the_wire_to_the_page_that_is_read():
    source = SourceContent(title="Workers leave", publisher="The Islander")
    (claim,) = _read(
        "“We have sent all North Korean workers home,” Nepal's ambassador, Durga Rana, told the Security Council on "
        "Monday, Reuters reported, according to a translation by Jane Poe.",
        source,
    )
    assert [(hop.role.value, hop.name) for hop in claim.content.hops] == [
        ("speaker", "Durga Rana"),
        ("venue", "Security Council"),
        ("wire", "Reuters"),
        ("translator", "Jane Poe"),
        ("outlet", "The Islander"),
    ]


HEADS = {
    "a statement at the head": (
        (
            "Statement by Ambassador Durga Rana of Nepal to the First Committee of the General Assembly\n\n"
            "Nepal has sent all North Korean workers home."
        ),
        "venue: First Committee of the General Assembly",
    ),
    "a note at the head": (
        (
            "Note verbale dated 3 May 2019 from the Permanent Mission of Nepal to the United Nations addressed to the "
            "Chair of the Committee\n\nThe Permanent Mission of Nepal states that Nepal has sent "
            "all North Korean workers home."
        ),
        "venue: note verbale to the Chair of the 1718 Committee",
    ),
    "a credit at the foot": (
        "Nepal has sent all North Korean workers home, Foreign Minister Durga Rana said.\n\n(Translated by Jane Poe)",
        "translator: Jane Poe",
    ),
    "a report that will be on a site": (
        (
            "Nepal has sent all North Korean workers home, Foreign Minister Durga Rana said.\n\n"
            "The report will be available on the Committee's website."
        ),
        "none",
    ),
}


@pytest.mark.parametrize("case", HEADS)
def test_the_head_and_the_foot_of_a_text_are_of_all_of_it(case):
    text, steps = HEADS[case]
    assert [_steps(claim) for claim in _read(text)] == [steps]


def test_somebody_who_goes_on_in_the_paragraph_is_still_where_they_were():
    first, second, third = _read(
        "Nepal has sent all North Korean workers home, Ambassador Durga Rana told the Security Council. She said that "
        "Nepal had closed two North Korean restaurants.\n\n"
        "Nepal has expelled a North Korean diplomat, the interior minister, Hari Thapa, said."
    )
    assert (_steps(first), _steps(second), _steps(third)) == ("venue: Security Council",) * 2 + ("none",)


def test_one_occasion_has_one_name_in_all_languages():
    texts = (
        "Nepal has sent all North Korean workers home, its envoy, Durga Rana, said at a news conference in Geneva.",
        (
            "Le Népal a renvoyé tous les travailleurs nord-coréens, a dit l'ambassadeur Durga Rana en "
            "conférence de presse à Genève."
        ),
        (
            "En conferencia de prensa en Ginebra, el embajador Durga Rana dijo que Nepal ha repatriado a todos los "
            "trabajadores norcoreanos."
        ),
        "На пресс-конференции в Женеве посол Непала Дурга Рана заявил, что Непал отправил домой всех рабочих из КНДР.",
    )
    assert {_steps(claim) for text in texts for claim in _read(text)} == {"venue: press conference in Geneva"}


@pytest.mark.parametrize(
    ("text", "speaker", "steps"),
    [
        ("Mr. Petrov (quoted by TASS) pledged to send all North Korean workers home.", "Petrov", ["TASS"]),
        ("Mr. Petrov, as quoted by TASS, pledged to send all North Korean workers home.", "Petrov", ["TASS"]),
        (
            "Ivan Petrov, cited by the Daily Planet, said Russia would send home the North Koreans.",
            "Ivan Petrov",
            ["Daily Planet"],
        ),
        ("M. Petrov (cité par TASS) a promis de renvoyer les travailleurs nord-coréens.", "Petrov", ["TASS"]),
        ("M. Petrov, cité par l'agence TASS, a promis de renvoyer les ouvriers nord-coréens.", "Petrov", ["TASS"]),
        ("El ministro Petrov (citado por TASS) dijo que Rusia repatriará a los norcoreanos.", "Petrov", ["TASS"]),
        ("Иван Петров (по сообщению ТАСС) заявил, что Россия вышлет северокорейцев.", "Иван Петров", ["TASS"]),
        ("马采戈拉大使（据塔斯社报道）表示，俄罗斯将遣返朝鲜劳工。", "Alexander Matsegora", ["TASS"]),
        ("According to TASS, Ivan Petrov said Russia would send home the North Koreans.", "Ivan Petrov", ["TASS"]),
    ],
)
def test_who_is_only_put_into_a_sentence_carries_it_and_does_not_speak(text, speaker, steps):
    (claim,) = reading.read(text, book=seeded_book(), published="2018-07-20").claims
    assert claim.content.speaker == speaker
    assert [hop.name for hop in claim.content.hops] == [speaker, *steps]


@pytest.mark.parametrize(
    ("end", "why"),
    [
        ("told RIA, according to Yonhap.", "The text has it from Yonhap News Agency."),
        ("told RIA, Yonhap reported.", "Yonhap News Agency reported it."),
        ("told RIA, TASS and Yonhap.", "The speaker said it to Yonhap News Agency."),
    ],
)
def test_a_paper_is_told_only_what_is_said_to_it(end, why):
    text = f"“Russia will send home all North Korean workers,” Lavrov {end}"
    (claim,) = reading.read(text, book=seeded_book(), published="2018-07-20").claims
    assert claim.why("hops")[0] == "The speaker said it to RIA Novosti."
    assert claim.why("hops")[-1] == why
