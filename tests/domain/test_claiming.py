"""What a claim may say, and by which days it is judged."""

from dataclasses import replace
from datetime import date

import pytest

from tests.domain.refusals import refusal
from tracker.domain import claiming
from tracker.domain.content import (
    BearingContent,
    CitationContent,
    ClaimContent,
    HopContent,
    QuantityContent,
    SourceContent,
)
from tracker.domain.vocabulary import Effect, HopRole, Kind, Measure

GOOD = ClaimContent(
    statement="It says so.",
    kind=Kind.REPORTED_ACTION,
    speaker="A minister",
    states=("RUS",),
    citations=(CitationContent(SourceContent(title="A paper")),),
)


def test_the_least_that_a_claim_needs_is_five_things():
    assert claiming.problems(GOOD) == ()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"statement": ""}, "statement"),
        ({"speaker": ""}, "speaker"),
        ({"states": ()}, "states"),
        ({"citations": ()}, "citations"),
        ({"citations": (CitationContent(SourceContent()),)}, "title"),
        ({"citations": (CitationContent(SourceContent(title="t", published="yesterdayish")),)}, "published"),
        ({"citations": (CitationContent(SourceContent(title="t", sha256="ab12")),)}, "sha256"),
        ({"said": "31 April 2018"}, "said"),
        ({"event": "soon"}, "event"),
        ({"origin": "o" * 121}, "origin"),
        ({"quantities": (QuantityContent(3, 3, "u" * 41),)}, "quantities"),
        ({"citations": (CitationContent(SourceContent(title="t", symbol="s" * 81)),)}, "symbol"),
        ({"citations": (CitationContent(SourceContent(key="k", title="t", published="soonish")),)}, "published"),
        ({"said": "2018-01-01", "event": "2018-02-01"}, "event"),
        ({"quantities": (QuantityContent(None, None, "t"),)}, "quantities"),
        ({"quantities": (QuantityContent(3, 2, "t"),)}, "quantities"),
        ({"quantities": (QuantityContent(3, 3, ""),)}, "quantities"),
        ({"hops": (HopContent(HopRole.WIRE, "A wire", day="31 April 2018"),)}, "hops"),
        ({"hops": (HopContent(HopRole.WIRE, "A wire", day=" " * 101),)}, "hops"),
        ({"hops": (HopContent(HopRole.OUTLET, "A paper"),) * 61}, "hops"),
        ({"quantities": (QuantityContent(3, 3, "fraction", measure=Measure.FRACTION),)}, "quantities"),
    ],
)
def test_each_fault_is_named_at_its_field(change, field):
    assert [problem.field for problem in claiming.problems(replace(GOOD, **change))] == [field]


@pytest.mark.parametrize(
    ("kind", "effect", "allowed"),
    [
        (Kind.PLEDGE, Effect.PROMISES, True),
        (Kind.PLEDGE, Effect.FULFILS, False),
        (Kind.REPORTED_ACTION, Effect.FULFILS, True),
        (Kind.REPORTED_ACTION, Effect.PROMISES, False),
        (Kind.DENIAL, Effect.DENIES, True),
        (Kind.DENIAL, Effect.FULFILS, False),
        (Kind.ALLEGATION, Effect.BREACHES, True),
        (Kind.POSITION, Effect.NONE, True),
        (Kind.POSITION, Effect.MEASURES, False),
        (Kind.CALL, Effect.ADVANCES, False),
        (Kind.PROCEDURAL, Effect.EXEMPTS, False),
        (Kind.STATEMENT_OF_COMPLIANCE, Effect.MEASURES, True),
        (Kind.STATEMENT_OF_COMPLIANCE, Effect.BREACHES, False),
    ],
)
def test_a_kind_can_have_some_effects_only(kind, effect, allowed):
    content = replace(GOOD, kind=kind, bearings=(BearingContent("RUS", "r2397-op8-repatriation", effect),))
    assert (claiming.problems(content) == ()) is allowed


def test_every_kind_has_its_effects():
    assert set(claiming.EFFECTS) == set(Kind)
    assert all(Effect.NONE in effects for effects in claiming.EFFECTS.values())


@pytest.mark.parametrize(
    ("change", "first", "last"),
    [
        ({"said": "2018-07-18"}, date(2018, 7, 18), date(2018, 7, 18)),
        ({"said": "2018-07-18", "event": "2018-06"}, date(2018, 6, 1), date(2018, 6, 30)),
        ({"said": "2018-07-18", "event": "2018"}, date(2018, 1, 1), date(2018, 7, 18)),
        ({"kind": Kind.PLEDGE, "said": "2018-07-18", "event": "2019"}, date(2018, 7, 18), date(2018, 7, 18)),
        ({}, date(1945, 1, 1), date(2019, 1, 31)),
        ({"event": "2018-06"}, date(2018, 6, 1), date(2018, 6, 30)),
    ],
    ids=[
        "by the day said",
        "by the event when it is told",
        "an event happened no later than it was said",
        "a pledge by the day it was said",
        "with no day, no later than the source",
        "an event without a day said",
    ],
)
def test_the_judged_days(change, first, last):
    days = claiming.judged_days(replace(GOOD, **change), published_last=date(2019, 1, 31), recorded=date(2026, 1, 1))
    assert (days.first, days.last) == (first, last)


def test_with_no_day_anywhere_it_happened_before_it_was_recorded():
    days = claiming.judged_days(GOOD, published_last=None, recorded=date(2026, 1, 1))
    assert days.last == date(2026, 1, 1)


LONG = "Use at most {} characters here; what is longer can stand in the notes."
CITED = SourceContent(title="A paper")
SENTENCES = [
    ({"statement": ""}, "Say in a sentence what was claimed."),
    ({"speaker": ""}, "Name who said it, or write “not named”."),
    ({"states": ()}, "Choose at least one state that the claim is about."),
    ({"citations": ()}, "Name the source in which the claim stands."),
    (
        {"said": "2018-01-01", "event": "2018-01-02"},
        "What was told of cannot have happened after it was told. Mend one of the two days.",
    ),
    ({"said": " " * 101}, LONG.format(100)),
    ({"event": " " * 101}, LONG.format(100)),
    ({"origin": "o" * 121}, LONG.format(120)),
    ({"quantities": (QuantityContent(3, 3, "u" * 41),)}, LONG.format(40)),
    ({"quantities": (QuantityContent(3, 3, "t", reference=" " * 101),)}, LONG.format(100)),
    ({"hops": (HopContent(HopRole.WIRE, "A wire", day=" " * 101),)}, LONG.format(100)),
    (
        {"hops": (HopContent(HopRole.OUTLET, "A paper"),) * 61},
        "Name at most 60 steps from the speaker to the page read.",
    ),
    ({"quantities": (QuantityContent(None, None, "t"),)}, "Give the number, or at least one of its bounds."),
    ({"quantities": (QuantityContent(3, 2, "t"),)}, "The lower bound is above the upper bound."),
    (
        {"quantities": (QuantityContent(3, 3, ""),)},
        "Say in which unit the number is, such as persons, permits, t, bbl or USD.",
    ),
    (
        {"quantities": (QuantityContent(1.1, None, "fraction", measure=Measure.FRACTION),)},
        "A fraction lies between 0 and 1.",
    ),
    (
        {"quantities": (QuantityContent(None, -0.1, "fraction", measure=Measure.FRACTION),)},
        "A fraction lies between 0 and 1.",
    ),
    ({"citations": (CitationContent(replace(CITED, symbol="s" * 81)),)}, LONG.format(80)),
    ({"citations": (CitationContent(replace(CITED, language="l" * 21)),)}, LONG.format(20)),
    ({"citations": (CitationContent(replace(CITED, published=" " * 101)),)}, LONG.format(100)),
    (
        {"citations": (CitationContent(SourceContent()),)},
        "Give the title of the source, or choose one that is already in the record.",
    ),
    (
        {"citations": (CitationContent(replace(CITED, sha256="A" * 64)),)},
        "A SHA-256 has 64 hexadecimal digits, 0 to 9 and a to f; copy it whole.",
    ),
    (
        {"kind": Kind.DENIAL, "bearings": (BearingContent("RUS", "d", Effect.FULFILS),)},
        "A denial cannot be said to have the effect “fulfils”; it can: denies a breach, no effect.",
    ),
]


@pytest.mark.parametrize(("change", "sentence"), SENTENCES, ids=[str(n) for n in range(len(SENTENCES))])
def test_each_fault_has_its_sentence(change, sentence):
    assert [problem.sentence for problem in claiming.problems(replace(GOOD, **change))] == [sentence]


@pytest.mark.parametrize(
    "change",
    [
        {"said": "2018-01-01", "event": "2018-01-01"},
        {"said": "2018", "event": "2018-12-31"},
        {"said": "2018-01-01", "event": "2019-01-01", "kind": Kind.PLEDGE},
        {"event": "2019-01-01"},
        {"origin": "o" * 120},
        {"said": "2018-01-01" + " " * 90},
        {"quantities": (QuantityContent(3, 3, "u" * 40, reference="2018" + " " * 96),)},
        {"quantities": (QuantityContent(3, None, "t"), QuantityContent(None, 3, "t"), QuantityContent(0, 0, "t"))},
        {"quantities": (QuantityContent(0, 1, "fraction", measure=Measure.FRACTION),)},
        {"hops": (HopContent(HopRole.OUTLET, "A paper", day="2018" + " " * 96),) * 60},
        {"citations": (CitationContent(replace(CITED, symbol="s" * 80, language="l" * 20, sha256="a" * 64)),)},
        {"citations": (CitationContent(replace(CITED, published="2018" + " " * 96)),)},
        {"citations": (CitationContent(SourceContent(key="k")),)},
    ],
    ids=str,
)
def test_what_just_fits_is_no_fault(change):
    assert claiming.problems(replace(GOOD, **change)) == ()


def test_a_claim_is_refused_with_every_problem_at_once():
    assert refusal(claiming.check, GOOD) is None
    found = refusal(claiming.check, replace(GOOD, statement="", speaker="", said="soon"))
    assert found is not None
    code, noun, sentences = found
    assert (code, noun, set(sentences)) == ("refused", "claim", {"statement", "speaker", "said"})
    assert "soon" in sentences["said"]
