"""Classes of wording, each by sentences of its own: who speaks, what is told, and what is no claim."""

import pytest

from tests.intake.books import seeded_book
from tracker.domain.content import ClaimContent
from tracker.intake import reading


def _contents(text: str, published: str = "2018-06-15") -> list[ClaimContent]:
    found = reading.read(text, book=seeded_book(), published=published, language="en")
    return [claim.content for claim in found.claims]


def _told(text: str) -> list[tuple[str, tuple[str, ...], str, str]]:
    return [(one.kind.value, one.states, one.speaker, one.said) for one in _contents(text)]


BY_TURNS = """Mrs Halima Diallo is the labour director of Guinea. She answered our questions on Tuesday.
How many North Korean doctors are still in your hospitals?
Twelve. The others flew home in February.
A Panel report says that three of them opened a private clinic.
There is no North Korean clinic in Conakry.
Do you go there yourself?
We shall be in the north of the country next week, and then we shall see how the new school is doing."""


def test_who_asks_by_turns_may_only_say_something():
    diallo = "Halima Diallo"
    assert _told(BY_TURNS)[1:] == [
        ("reported_action", ("GIN",), diallo, "2018-06-12"),
        ("denial", ("GIN",), diallo, "2018-06-12"),
    ]


@pytest.mark.parametrize(
    ("head", "office", "said"),
    [
        (
            "Major Ian Tupou heads the coast guard of Tonga. He took our questions last week.",
            "head of the coast guard of Tonga",
            "2018-06-04..2018-06-10",
        ),
        (
            "Ian Tupou, Tonga's minister of state for island affairs, sat down with us on Monday.",
            "minister of state for island affairs of Tonga",
            "2018-06-11",
        ),
        (
            "We met Ian Tupou, director for Asia at the foreign ministry of Tonga, yesterday.",
            "director for Asia of the Ministry of Foreign Affairs of Tonga",
            "2018-06-14",
        ),
    ],
)
def test_a_sentence_introduces_who_is_interviewed(head, office, said):
    (claim,) = _contents(f"{head}\nIs it over?\nWe sent home the last ten North Korean workers.\nReally?\nYes.")
    assert (claim.speaker, claim.office, claim.said, claim.states) == (
        "Ian Tupou",
        office,
        said,
        ("TON",),
    )


def test_an_expert_who_is_interviewed_speaks_for_no_state():
    head = "Paul Ekman was the coal expert of the Panel of Experts until 2017. We spoke to him on Monday.\n"
    text = f"{head}Q: Who buys?\nA: Vietnam let four ships with North Korean coal unload here.\nQ: Still?\nA: Yes."
    (claim,) = _contents(text)
    assert (claim.states, claim.speaker, claim.office, claim.speaks_for) == (("VNM",), "Paul Ekman", "", None)


@pytest.mark.parametrize(
    ("sentence", "kind", "effect"),
    [
        ("Fiji told the DPRK embassy that the lease must end, its minister said.", "reported_action", "measures"),
        ("The Panel of Experts says that Fiji still has North Korean doctors.", "assessment", "breaches"),
        ("Fiji took its time with the North Korean restaurant, a diplomat said.", "allegation", "breaches"),
        ("Fiji waved two ships with North Korean coal through, a diplomat said.", "allegation", "breaches"),
    ],
)
def test_what_is_let_be_or_told_to_end(sentence, kind, effect):
    (claim,) = _contents(sentence)
    assert (claim.kind.value, claim.states) == (kind, ("FJI",))
    assert {bearing.effect.value for bearing in claim.bearings} == {effect}


def test_a_month_behind_a_preposition_is_nobodys_name():
    (claim,) = _contents("Laos closed a North Korean restaurant in May, a spokesman for its foreign ministry said.")
    assert claim.speaker.startswith("spokesperson of the Ministry of Foreign Affairs")
