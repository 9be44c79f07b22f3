from dataclasses import replace
from typing import Any

import pytest

from tests.intake import labels, score_tables, scoring
from tests.intake.scoring import Counts
from tracker.domain.citing import CitationCheck, Finding, Proposal, Verdict
from tracker.domain.content import (
    BearingContent,
    CitationContent,
    ClaimContent,
    HopContent,
    QuantityContent,
    SourceContent,
)
from tracker.domain.dates import parse_span
from tracker.domain.proposals import CitedLaw, ProposedClaim, Reading
from tracker.domain.vocabulary import Effect, HopRole, Kind
from tracker.services import citation_check, law

TEXT = "Peru sent 12 home on Monday, while Chile refused, a diplomat said. It will rain."
PERU, CHILE = "Peru sent 12 home on Monday", "Chile refused"
LABEL = labels.label_of(
    {
        "key": "made-up",
        "form": "news report",
        "traps": [],
        "published": "2019-12-20",
        "text": TEXT,
        "claims": [
            {
                "quotation": PERU,
                "kind": "reported_action",
                "states": ["PER"],
                "obligations": ["r2397-op8-repatriation"],
                "effect": "fulfils | advances",
                "speaker": "a diplomat | diplomat",
                "said": "2019-12-19",
                "event": "late May 2018 | 2018-05-31",
                "quantities": [{"low": 12, "high": 12, "unit": "persons"}],
                "hops": ["speaker: diplomat"],
                "may": {"office": True, "obligations": ["r2375-op17-work-authorisations"]},
            },
            {"quotation": CHILE, "kind": "allegation", "states": ["CHL"], "effect": "breaches"},
        ],
        "resolutions": ["S/RES/2356(2017)"],
        "wrong": ["Resolution 2356"],
    },
    "en",
)
SENTENCE = TEXT.index("It will")
RIGHT = ClaimContent(
    statement="Peru sent 12 home.",
    kind=Kind.REPORTED_ACTION,
    speaker="The diplomat",
    states=("PER",),
    citations=(CitationContent(SourceContent(), quotation=TEXT[:SENTENCE].strip()),),
    said="19 December 2019",
    event="31 May 2018",
    bearings=(BearingContent("PER", "r2397-op8-repatriation", Effect.ADVANCES),),
    quantities=(QuantityContent(12, 12, "persons"),),
    hops=(HopContent(HopRole.SPEAKER, "A diplomat"),),
)
OTHER = replace(
    RIGHT,
    kind=Kind.ALLEGATION,
    states=("CHL",),
    bearings=(BearingContent("CHL", "r2397-op8-repatriation", Effect.NONE),),
)
BARE = {"speaker": "", "said": "", "event": "", "quantities": (), "hops": ()}
LAW = CitedLaw("Resolution 2356", 0, 4, CitationCheck(Verdict.FITS, (), (), ""), "")


def proposal(content: ClaimContent, start: int = 0, end: int = SENTENCE) -> ProposedClaim:
    return ProposedClaim(content, start, end, ())


def score(*claims: ProposedClaim, laws: tuple[CitedLaw, ...] = (), language: str = "en") -> scoring.Score:
    return scoring.score(LABEL, Reading(language, "2019-12-20", claims, laws, ()))


def of_right(**changes: Any) -> scoring.Score:
    return score(proposal(replace(RIGHT, **changes)), proposal(replace(OTHER, **BARE)))


def test_a_reading_as_expected_has_no_miss_and_nothing_extra():
    found = of_right()
    assert {row: counts for row, counts in found.items() if counts.missed or counts.extra} == {
        "effect": Counts(1, 1, 0),  # Chile's is left out
        "obligations": Counts(1, 0, 1),  # and a duty given instead
        "resolutions": Counts(0, 1, 0),
        "wrong citations": Counts(0, 1, 0),
    }
    assert (found["claim"], found["kind"], found["states"]) == (Counts(2), Counts(2), Counts(2))


def test_two_claims_of_one_sentence_go_with_the_proposals_of_their_states():
    order = [proposal(replace(OTHER, **BARE)), proposal(RIGHT)]
    assert score(*order)["states"] == Counts(2)


@pytest.mark.parametrize(
    ("changes", "row", "counts"),
    [
        ({"kind": Kind.PLEDGE}, "kind", Counts(1, 1, 1)),
        ({"said": "2019-12-18"}, "said", Counts(0, 1, 1)),
        ({"said": ""}, "said", Counts(0, 1, 0)),
        ({"event": "2018-05-21..2018-05-31"}, "event", Counts(1)),
        ({"event": "2018-05"}, "event", Counts(0, 1, 1)),
        ({"speaker": "a diplomatist of note"}, "speaker", Counts(0, 1, 1)),
        ({"office": "attaché"}, "office", Counts()),
        ({"cited_as": "Resolution 2397"}, "cited_as", Counts(0, 0, 1)),
        ({"speaks_for": "PER"}, "speaks_for", Counts(0, 0, 1)),
        ({"quantities": (QuantityContent(12, None, "persons"),)}, "quantities", Counts(0, 1, 1)),
        ({"hops": (HopContent(HopRole.WIRE, "A diplomat"),)}, "hops", Counts(0, 1, 1)),
        ({"hops": (*RIGHT.hops, HopContent(HopRole.VENUE, "A hall"))}, "hops", Counts(0, 1, 0)),
        (
            {"hops": (HopContent(HopRole.TRANSLATOR, "T"), HopContent(HopRole.WIRE, "W"))},
            "hops",
            Counts(0, 1, 1),
        ),
        ({"states": ("PER", "BOL")}, "states", Counts(2, 0, 1)),
        (
            {"bearings": (BearingContent("PER", "r2375-op17-work-authorisations", Effect.FULFILS),)},
            "effect",
            Counts(1, 1),
        ),
    ],
)
def test_a_field_is_right_missed_or_extra(changes, row, counts):
    assert of_right(**changes)[row] == counts


def test_a_duty_that_may_be_there_besides_is_not_extra():
    besides = (*RIGHT.bearings, BearingContent("PER", "r2375-op17-work-authorisations", Effect.FULFILS))
    assert of_right(bearings=besides)["obligations"] == of_right()["obligations"]


def test_a_claim_missed_and_one_too_many_count_in_all_their_fields():
    rain = proposal(replace(RIGHT, states=("BOL",)), SENTENCE, len(TEXT))
    found = score(rain)
    assert (found["claim"], found["states"], found["said"]) == (Counts(0, 2, 1), Counts(0, 2, 1), Counts(0, 1, 1))


@pytest.mark.parametrize(("start", "end", "right"), [(0, 14, 1), (0, 13, 0), (13, 40, 1), (SENTENCE, len(TEXT), 0)])
def test_a_quotation_is_of_the_claim_when_it_holds_half_of_its_words(start, end, right):
    assert score(proposal(RIGHT, start, end))["claim"].right == right


def test_a_second_proposal_of_one_claim_is_extra():
    assert score(proposal(RIGHT, 0, 27), proposal(RIGHT, 0, 27))["claim"] == Counts(1, 1, 1)


def finding(symbol: str | None, verdict: Verdict) -> Finding:
    return Finding("Resolution 2356", symbol, "", verdict)


@pytest.mark.parametrize(
    ("check", "resolutions", "wrong"),
    [
        (
            CitationCheck(Verdict.MISMATCH, (finding("S/RES/2356(2017)", Verdict.MISMATCH),), (), ""),
            Counts(1),
            Counts(1),
        ),
        (CitationCheck(Verdict.FITS, (finding("S/RES/2356(2017)", Verdict.FITS),), (), ""), Counts(1), Counts(0, 1)),
        (
            CitationCheck(
                Verdict.UNKNOWN_RESOLUTION,
                (finding(None, Verdict.UNKNOWN_RESOLUTION),),
                (Proposal(None, "S/RES/2397(2017)", None, ()),),
                "",
            ),
            Counts(0, 1, 1),
            Counts(1),
        ),
    ],
)
def test_citations_are_counted_by_what_they_name_and_by_their_fault(check, resolutions, wrong):
    found = score(laws=(replace(LAW, check=check),))
    assert (found["resolutions"], found["wrong citations"]) == (resolutions, wrong)


def test_a_language_taken_for_another_is_counted():
    assert (score()["language"], score(language="fr")["language"]) == (Counts(1), Counts(0, 1, 1))


def test_shares_are_of_what_is_proposed_and_of_what_is_expected():
    counts = Counts(3, 1, 2)
    assert (counts.precision, counts.recall) == (0.6, 0.75)
    assert (Counts(0, 1).precision, Counts(0, 0, 1).recall) == (None, None)


def test_the_tables_have_each_field_of_all_parts_and_each_language():
    written = score_tables.tables(score_tables.measured(lambda label: Reading(label.language, "", (), (), ())))
    assert "`dev`: 52 texts, 70 claims; `fresh`: 36 texts, 78 claims; `later`: 132 texts, 385 claims; " in written
    assert "`held_out`: 80 texts, 163 claims." in written
    assert "| claim | 0% of 70 | 0% of 78 | 0% of 385 | 0% of 163 |" in written
    assert "| language | 100% of 52, 100% of 52 | 100% of 36, 100% of 36 | 100% of 132, 100% of 132 |" in written
    assert "| zh, claims | 0% of 7 | 0% of 13 | 0% of " in written


def test_tables_take_the_place_of_the_old_ones():
    once = score_tables.page(f"A\n{score_tables.BEGIN}old{score_tables.END}Z\n", "new\n")
    assert once == f"A\n{score_tables.BEGIN}\nnew\n\n{score_tables.END}Z\n"
    assert score_tables.page(once, "new\n") == once


def test_details_name_what_was_missed_what_is_extra_and_what_differs():
    rain = proposal(replace(RIGHT, citations=(CitationContent(SourceContent(), quotation="It will rain."),)), SENTENCE)
    lines = list(score_tables.details(LABEL, Reading("en", "", (proposal(replace(RIGHT, said="")), rain), (), ())))
    assert [line.split(":")[0].strip() for line in lines[1:]] == [
        "found", "said", "missed", "extra", "resolutions", "wrong citations",
    ]  # fmt: skip


ALL = [(part, label) for part in labels.PARTS for label in labels.labels(part)]


@pytest.mark.parametrize(("part", "label"), ALL, ids=[label.key for _, label in ALL])
def test_a_label_quotes_its_text_and_says_what_can_be_compared(part, label):
    for claim in label.claims:
        assert claim.quotation in label.text
        assert set(claim.values) | set(claim.may) <= {field.name for field in scoring.FIELDS}
        assert all(parse_span(day) for name in ("said", "event") for one in claim.values.get(name, ()) for day in one)
    assert all(words in label.text for words in label.wrong)


def test_the_parts_have_all_languages_and_forms_and_no_text_in_common():
    parts = {part: [label for of, label in ALL if of == part] for part in labels.PARTS}
    assert len({label.text for _, label in ALL}) == len(ALL) >= 72
    for part in parts.values():
        assert {label.language for label in part} == {"en", "fr", "es", "ru", "ar", "zh"}
        assert {label.form for label in part} == {
            "news report", "press release", "committee note", "interview", "post",
        }  # fmt: skip


def test_labels_name_duties_states_and_resolutions_of_the_record(shared_record):
    known = citation_check.law_of(shared_record)
    duties = {duty.key for duty in known.obligations}
    states = {choice.code for choice in law.state_choices(shared_record)}
    for _, label in ALL:
        assert set(label.resolutions) <= {resolution.symbol for resolution in known.resolutions}
        for claim in label.claims:
            assert {key for one in claim.values.get("obligations", ()) for key in one} <= duties
            assert {code for one in claim.values["states"] for code in one} <= states
