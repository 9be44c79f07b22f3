"""The reader on whole texts, in memory, beside the seeded record."""

import pytest

from tests.intake.books import seeded_book
from tracker.domain.content import SourceContent
from tracker.domain.proposals import Reading, TextRefused
from tracker.domain.vocabulary import Effect, HopRole, Kind
from tracker.intake import reading

DIPLOMAT = (
    "Russia is to empty its building sites of North Koreans. Every North Korean labourer on Russian soil will be sent "
    "home, Moscow's ambassador to Pyongyang, Alexander Matsegora, told the news agency RIA on Wednesday, in accordance "
    "with Resolution 2356, passed last June."
)


def _read(text: str, published: str = "2018-07-20", language: str = "") -> Reading:
    return reading.read(text, book=seeded_book(), published=published, language=language)


def test_the_anchor_case_is_read_whole():
    source = SourceContent(title="Russia to send workers home", publisher="The Diplomat", published="2018-07-20")
    found = reading.read(DIPLOMAT, book=seeded_book(), source=source)
    (claim,) = found.claims
    content = claim.content
    assert (content.kind, content.states, content.speaks_for) == (Kind.PLEDGE, ("RUS",), "RUS")
    assert content.speaker == "Alexander Matsegora"
    assert content.office == ("ambassador of the Russian Federation to the Democratic People's Republic of Korea")
    assert content.said == "2018-07-18"
    assert content.cited_as == "Resolution 2356, passed last June"
    assert [(b.state, b.obligation, b.effect) for b in content.bearings] == [
        ("RUS", "r2397-op8-repatriation", Effect.PROMISES)
    ]
    assert [(hop.role, hop.name) for hop in content.hops] == [
        (HopRole.SPEAKER, "Alexander Matsegora"),
        (HopRole.WIRE, "RIA Novosti"),
        (HopRole.OUTLET, "The Diplomat"),
    ]
    assert content.citations[0].quotation == DIPLOMAT[claim.start : claim.end]
    (why,) = claim.why("cited_as")
    assert "S/RES/2356(2017), adopted 2 June 2017, creates no obligation on labour" in why
    assert "“passed last June” fits the date of S/RES/2356(2017)" in why
    assert claim.why("bearings")[0] == "S/RES/2397(2017), paragraph 8: both speak of send home and workers."


def test_the_citation_of_the_anchor_case_is_listed_with_its_check():
    (law,) = _read(DIPLOMAT).citations
    assert (law.words, DIPLOMAT[law.start : law.end]) == ("Resolution 2356, passed last June",) * 2
    assert law.check.mismatch
    assert law.check.proposals[0].obligation == "r2397-op8-repatriation"
    assert law.around.startswith("It does not fit what is said around it: S/RES/2356(2017)")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There is no text"),
        (" \n\t ", "There is no text"),
        ("%PDF-1.7\0\0binary", "This is no text but the bytes of a file"),
        ("a" * (reading.LONGEST + 1), "more than 1,000,000 characters"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(text, sentence):
    with pytest.raises(TextRefused, match=sentence) as refusal:
        _read(text)
    assert str(refusal.value).count(".") == 1


def test_a_day_of_publication_that_is_none_is_refused():
    with pytest.raises(TextRefused, match="is not a date"):
        _read(DIPLOMAT, published="soonish")


def test_of_a_day_of_publication_known_only_by_its_month_a_weekday_is_not_counted():
    text = "Poland expelled two North Korean diplomats, Foreign Minister Jan Nowak told reporters on Wednesday."
    (claim,) = _read(text, published="2018-07").claims
    assert claim.content.said == "2018-07"
    (claim,) = _read(text, published="2018-07-20").claims
    assert claim.content.said == "2018-07-18"


def test_the_wording_of_a_figure_is_without_its_unit():
    (claim,) = _read("Poland expelled two North Korean diplomats, Foreign Minister Jan Nowak said.").claims
    assert [(q.low, q.unit, q.wording) for q in claim.content.quantities] == [(2, "diplomats", "two")]


def test_a_resolution_on_another_place_is_not_compared_with_the_duties_of_the_record():
    found = _read("Italy seized rifles bound for Yemen under resolution 2216 (2015), its defence ministry said.")
    assert [law.check.mismatch for law in found.citations] == [False]


def test_a_company_that_says_so_is_a_speaker_that_accuses():
    (claim,) = _read("Satellite firm Skyledger says vessels carried North Korean coal into Thailand.").claims
    assert (claim.content.speaker, claim.content.kind) == ("Skyledger", Kind.ALLEGATION)


def test_what_was_not_submitted_is_no_fulfilment():
    text = "Neither Laos nor Cambodia has submitted the report under resolution 2397 on North Korea, the Chair noted."
    (claim,) = _read(text).claims
    assert {bearing.effect for bearing in claim.content.bearings} == {Effect.BREACHES}
