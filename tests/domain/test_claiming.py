"""What a claim may say, and by which days it is judged."""

from dataclasses import replace
from datetime import date

import pytest

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
