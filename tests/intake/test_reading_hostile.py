"""Texts that are made to mislead the reader, or to keep it busy."""

import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake.books import seeded_book
from tracker.domain import unseen
from tracker.domain.claiming import problems
from tracker.intake import reading

PLAIN = (
    "Russia will send home all North Korean labourers on its territory, Moscow's ambassador to Pyongyang, Alexander "
    "Matsegora, told RIA on Wednesday, in accordance with Resolution 2356, passed last June. Prices rose again in May. "
)
SIZE = 20_000
SLOWEST = 2
"""How many times longer than a plain text a text of its size may take."""

WIDEST = 3
"""How many times as much memory as for a plain text a text of its size may need at once."""

WHOLE = ("ten thousand resolutions", "one list of resolutions")
"""Texts that are not cut to the size of the others."""

HEAVY = {
    "ten thousand resolutions": " ".join(f"resolution {n}" for n in range(1, 10_000)),
    "one list of resolutions": "resolutions " + ", ".join(str(n) for n in range(1_000, 9_999)),
    "one word": "a" * SIZE,
    "digits": "1" * SIZE,
    "brackets": "(" * SIZE,
    "stops": ". " * SIZE,
    "lines": "x" + "\n" * SIZE,
    "quotation marks": '"' * SIZE,
    "capitals": "Aa " * SIZE,
    "states": "Russia China Japan " * SIZE,
    "signs of direction": "\u202eRussia\u202c " * SIZE,
    "zero width": "R\u200bu\u200bs\u200bs\u200bi\u200ba " * SIZE,
    "look-alikes": "Ruѕѕіа wіll " * SIZE,
    "accents": "e\u0301" * SIZE,
    "dates": "18 July 2018 " * SIZE,
    "verbs": "said will send home denied " * SIZE,
    "amounts": "more than 5 million tons " * SIZE,
    "paragraphs": "paragraph 8 of the " * SIZE,
    "adoptions": "resolution adopted adopted adopted " * SIZE,
    "organisations": "Ministry of Trade and Industry " * SIZE,
    "chiefs": "the old border patrol agency chief of mines " * SIZE,
    "questions": "Q: Do North Koreans work in Fiji?\nA: Six of them.\n" * SIZE,
    "ways": "by way of Malta and Fiji " * SIZE,
    "venues": "Nepal said in a letter to the Committee it told the Security Council at a briefing in Geneva " * SIZE,
    "translators": "the Guardian reported, as translated by Jane Poe through an interpreter, " * SIZE,
    "ago": "three days ago " * SIZE,
}


def _took(text: str) -> float:
    begun = time.process_time()
    reading.read(text, book=seeded_book(), published="2018-07-20", language="en")
    return time.process_time() - begun


def _held(text: str) -> int:
    tracemalloc.start()
    try:
        reading.read(text, book=seeded_book(), published="2018-07-20", language="en")
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.fixture(scope="module")
def plain() -> tuple[float, int]:
    """How long a plain text takes, the reader being warm, and how many bytes it needs at once."""
    _took(PLAIN + "He spoke three days ago.")
    text = (PLAIN * SIZE)[:SIZE]
    return min(_took(text) for _ in range(2)), _held(text)


@pytest.mark.parametrize("name", HEAVY)
def test_no_text_keeps_the_reader_longer_than_twice_a_plain_one_or_swells_it(name, plain):
    text = HEAVY[name] if name in WHOLE else HEAVY[name][:SIZE]
    times = max(1, len(text) / SIZE)
    # Several tries for the time, since the machine may be busy with something else.
    assert any(_took(text) < SLOWEST * times * plain[0] for _ in range(3))
    assert _held(text) < WIDEST * times * plain[1]


@pytest.mark.parametrize(
    "text",
    [
        "Rus\u200bsia will send home all North\u00a0Korean workers, it said, under S/RES/23\u200b97(2017).",
        "\u202eRussia\u202c will send home all North Korean workers, it said, under S/RES/2397\u00ad(2017).",
        "Ruѕѕia will send home all Nоrth Kоrean workers, it said, under rеsolution 2З97 (2017).",
        "Ｒｕｓｓｉａ will send home all North Korean workers, it said, under resolution ２３９７（２０１７）.",
    ],
    ids=["zero width", "direction", "look-alikes", "full width"],
)
def test_what_only_looks_different_is_read_and_quoted_as_it_stands(text):
    found = reading.read(text, book=seeded_book(), published="2018-07-20")
    (claim,) = found.claims
    assert claim.content.states == ("RUS",)
    assert claim.content.citations[0].quotation == text[claim.start : claim.end] == text.strip("\u202e")
    assert [b.obligation for b in claim.content.bearings] == ["r2397-op8-repatriation"]
    assert claim.content.statement == " ".join(unseen.without(text).split())
    assert not {"\u200b", "\u202e", "\u202c", "\u00ad"} & set(claim.content.statement)
    (law,) = found.citations
    assert law.words == text[law.start : law.end]
    assert law.check.findings[0].symbol == "S/RES/2397(2017)"


def test_more_than_can_be_shown_is_said():
    found = reading.read(
        "\n".join(f"State {n}: Poland expelled {n + 2} North Korean workers, it said." for n in range(260)),
        book=seeded_book(),
        published="2018-07-20",
    )
    assert len(found.claims) == 200
    assert any("more claims than 200" in note for note in found.notes)


PIECES = st.sampled_from(
    [
        *("Russia ", "will ", "send home ", "workers ", "said ", "told RIA ", "on Wednesday ", "resolution 2397 "),
        *("denied ", "last June", ", passed ", "(2017)", "\n", ". ", "“", "”", "? ", "5 tons ", "North Korea "),
        *("\u202e", "\u200b", "；", "а", "朝鲜", "将", "表示", "قال ", "روسيا ", "الكويت", "ا", "Matsegora, "),
        *("ambassador ", "of ", "@x: ", "31 February ", "three days ago ", "0 years ago ", "1/2", "%", "half "),
        *("the Panel ", "2018", "\ud7ff", "\U0001f600"),
    ]
)


TEXTS = st.lists(PIECES, max_size=40).map("".join)
PUBLISHED = st.sampled_from(["", "2018-07-20", "2018", "late May 2018"])


@settings(deadline=None, max_examples=60)
@given(TEXTS, PUBLISHED)
def test_whatever_is_read_can_be_logged(text, published):
    check(text, published)


def check(text: str, published: str) -> None:
    """Read a text, and find each proposal anchored in it and fit to be logged."""
    if not text.strip():
        return
    found = reading.read(text, book=seeded_book(), published=published)
    for claim in found.claims:
        assert claim.content.citations[0].quotation == text[claim.start : claim.end]
        assert {problem.field for problem in problems(claim.content)} <= {"title"}
        assert all(reason.sentence for reason in claim.reasons)
    assert all(law.words == text[law.start : law.end] for law in found.citations)
