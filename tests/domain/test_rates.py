"""Rates: the arithmetic, the words, and a claim's own figure over a limit in another unit."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.refusals import refusal
from tracker.domain import proofs
from tracker.domain.facts import Clocks, Duty, Evidence, Limit, Party, Rate
from tracker.domain.fingerprints import fingerprint
from tracker.domain.law_changes import Change, Proposed, check_proposal, readings, under
from tracker.domain.law_words import LawEffect, LawRecord
from tracker.domain.limits import Figure, first_over
from tracker.domain.plain import to_plain
from tracker.domain.rates import LEAST, MOST, Converted, number, rate_line, read_factor, times
from tracker.domain.status import assess
from tracker.domain.vocabulary import Effect, Kind, LimitScope, Measure, Outcome, StateKind, Test

DAY, NEXT = date(2018, 3, 1), date(2018, 4, 1)
RATE = Rate("bbl", 0.1364, "t", 3, "A table", "S/1", date(2018, 1, 1), date(2018, 12, 31))
CAP = Limit(100, "t", first=date(2018, 1, 1), every_months=12)
BARRELS = Figure(1_000, "bbl", DAY, DAY, high=1_000, wording="about 1,000")


@pytest.mark.parametrize(
    ("bound", "factor", "result"),
    [
        (None, 2.0, None),
        (0, 7.33, 0.0),
        (1_000, 0.1364, 136.4),
        (3, 0.1, 0.3),
        (1e15, MOST, 1e21),
        (1, LEAST, 0.000001),
        (-5, 2.0, -10.0),
    ],
)
def test_a_bound_is_multiplied_as_it_is_written(bound, factor, result):
    assert times(bound, factor) == result


@given(st.floats(0, 1e15), st.floats(0, 1e15), st.floats(LEAST, MOST))
def test_bounds_keep_their_order(one, other, factor):
    low, high = sorted((one, other))
    found = times(low, factor), times(high, factor)
    assert (found[0] or 0) <= (found[1] or 0)


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        *(("0.1364", 0.1364), ("7.33", 7.33), ("1,000", 1000.0), ("1,000.5", 1000.5), ("12345", 12345.0), ("0", 0.0)),
        *((wrong, None) for wrong in ("0,1364", "7,3", "1e3", "-1", "", "nan", "½", "1.", ".5", "٧", "9" * 41)),
    ],
)
def test_a_factor_is_read_with_a_point_before_decimals(text, factor):
    assert read_factor(text) == factor


@pytest.mark.parametrize(
    ("factor", "words"), [(0.1364, "0.1364"), (7.0, "7"), (LEAST, "0.000001"), (1234.5, "1,234.5")]
)
def test_a_factor_is_never_told_as_a_power_of_ten(factor, words):
    assert number(factor) == words


def test_a_rate_is_told_with_its_days_its_record_and_its_source():
    days = "for figures from 1 January 2018 to 31 December 2018"
    assert rate_line(RATE) == f"1 bbl counts as 0.1364 t {days}, by record 3 of the law, “A table” (S/1)"


@pytest.mark.parametrize(
    ("figures", "over"),
    [
        ([BARRELS], "t"),
        ([Figure(101, "t", DAY, DAY), BARRELS], "given"),
        ([Figure(99, "t", NEXT, NEXT), BARRELS], None),
        ([Figure(700, "bbl", DAY, DAY)], None),
        ([Figure(1_000, "kg", DAY, DAY)], None),
        ([Figure(None, "bbl", DAY, DAY, high=1_000)], None),
        ([Figure(1_000, "bbl", DAY, DAY, measure=Measure.FRACTION)], None),
        ([Figure(1_000, "bbl", date(2017, 12, 31), DAY)], None),
        ([Figure(1_000, "bbl", date(2018, 1, 1), date(2018, 12, 31))], "t"),
        ([Figure(1_000, "bbl", date(2018, 12, 31), date(2019, 1, 1))], None),
    ],
    ids=[
        *("over", "its own figure first", "its own figure only", "within", "no rate", "no floor", "share"),
        *("begins before", "its very days", "ends after"),
    ],
)
def test_a_claim_is_over_by_a_converted_figure_only_where_it_gives_none_in_the_unit(figures, over):
    found = first_over([CAP], figures, [RATE])
    assert (found and ("t" if found.converted else "given")) == over
    assert first_over([CAP], [BARRELS]) is None


def test_there_is_no_way_back_and_none_by_a_third_unit():
    other = Rate("t", 1_000.0, "kg", 4, "B", "S/2")
    kilos, barrels = Limit(1, "kg"), Limit(1, "bbl")
    assert first_over([kilos], [BARRELS], [RATE, other]) is None
    assert first_over([barrels], [Figure(1_000, "t", DAY, DAY)], [RATE]) is None


def test_reasons_and_proof_say_that_a_figure_over_the_limit_was_converted_and_replay_the_same():
    duty = Duty("cap", Test.LIMIT, limits=(CAP,), limit_scope=LimitScope.STATE, rates=(RATE,))
    said = Converted("about 1,000 bbl", RATE).sentence
    item = Evidence("c", 1, Kind.REPORTED_ACTION, Effect.NONE, "o", DAY, DAY, over_limit=True, finding=True)
    made = Evidence(
        "c", 1, Kind.REPORTED_ACTION, Effect.NONE, "o", DAY, DAY, over_limit=True, finding=True, converted=said
    )
    party, clocks = Party("CHN", "China", StateKind.MEMBER), Clocks(date(2019, 1, 1), datetime(2026, 1, 1, tzinfo=UTC))
    plain, found = assess(duty, party, [item], clocks), assess(duty, party, [made], clocks)
    assert (found.outcome, found.also, found.assurance) == (plain.outcome, plain.also, plain.assurance)
    assert found.outcome is Outcome.BREACHED
    assert [(one.rule, one.sentence, one.claims) for one in found.reasons if one.rule == "converted"] == [
        ("converted", f"A figure over the limit is {said}.", ("c",))
    ]
    assert all(one.rule != "converted" for one in plain.reasons)
    proof = proofs.prove(duty, party, [made], clocks)
    told = proofs.from_canonical(proofs.to_canonical(proof))
    assert (told, proofs.differences(told, proofs.replay(told))) == (proof, [])
    text = str(proofs.to_canonical(proof)["text"])
    assert f"over the limit, {said}" in text
    assert rate_line(RATE) in text


def test_what_knows_of_no_rate_is_written_as_it_always_was():
    """Else every frozen proof and every fingerprint would be another after an upgrade."""
    duty = Duty("cap", Test.LIMIT, limits=(CAP,))
    item = Evidence("c", 1, Kind.REPORTED_ACTION, Effect.NONE, "o", DAY, DAY)
    assert "rates" not in to_plain(duty)
    assert "converted" not in to_plain(item)
    with_rate = Duty("cap", Test.LIMIT, limits=(CAP,), rates=(RATE,))
    assert to_plain(with_rate)["rates"][0]["factor"] == 0.1364
    assert fingerprint(with_rate, [item]) != fingerprint(duty, [item])


OIL = Duty("cap", Test.LIMIT, limits=(Limit(500, "bbl"), Limit(9, "t")))
PLAIN = Proposed(LawRecord.COMMITTEE_DECISION, LawEffect.EXPLAINS, "A decision", "It says so.", date(2019, 1, 1))
QUOTING = PLAIN._replace(kind=LawRecord.RATE, effect=LawEffect.CONVERTS, source="s", quotation="One is.")
RATED = QUOTING._replace(rate_unit="bbl", rate_factor=0.1364, rate_into="t")
FACTOR = "Say how many of the second unit one of the first counts as: a number from 0.000001 to 1,000,000."
NO_RATE = "Only a record that converts a unit has a rate. Leave it empty."
BOTH_UNITS = "Give both units as the record has them, such as bbl and t."
NO_PEOPLE = "Figures in {} never convert. Give a unit of goods, such as bbl or t."
UNKNOWN = "No limit of this duty and no figure on record is in “{}”. Write the unit as the record has it."


def _change(effect: LawEffect, first: date, last: date | None = None, **given: Any) -> Change:
    return Change(given.pop("number", 1), effect, "A record", first, last, **given)


@pytest.mark.parametrize(
    ("first", "last", "factor"),
    [
        (date(2018, 12, 1), date(2018, 12, 31), 0.1),
        (date(2019, 1, 1), date(2019, 12, 31), 0.2),
        (date(2020, 1, 1), date(2020, 1, 1), 0.1),
        (date(2018, 12, 31), date(2019, 1, 1), None),
        (date(2017, 12, 31), date(2017, 12, 31), None),
    ],
    ids=["before", "within", "after", "across both: by neither", "before any"],
)
def test_a_rate_holds_between_its_days_and_an_earlier_one_of_the_same_units_on_both_sides(first, last, factor):
    one, two = Rate("bbl", 0.1, "t", 1, "a", "s"), Rate("bbl", 0.2, "t", 2, "b", "s")
    back = Rate("t", 7.0, "bbl", 3, "c", "s")
    changes = [
        _change(LawEffect.CONVERTS, date(2018, 1, 1), number=1, rate=one),
        _change(LawEffect.CONVERTS, date(2019, 1, 1), date(2019, 12, 31), number=2, rate=two),
        _change(LawEffect.CONVERTS, date(2018, 6, 1), number=3, rate=back, rejected_by=frozenset({"CHN"})),
    ]
    held = under(OIL, changes).rates
    assert [rate.factor for rate in held if rate.unit == "bbl" and rate.covers(first, last)] == [factor] * bool(factor)
    assert [rate.factor for rate in held if rate.unit == "t"] == [7.0]
    (other,) = readings(OIL, changes)
    assert [rate for rate in other.duty.rates if rate.unit == "t"] == []


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({}, None, ""),
        ({"kind": LawRecord.COMMITTEE_DECISION}, None, ""),
        ({"rate_factor": 0.000001, "rate_unit": "kg"}, None, ""),
        ({"rate_factor": 1_000_000.0, "last": date(2019, 12, 31)}, None, ""),
        ({"rate_factor": None}, "rate_factor", FACTOR),
        ({"rate_factor": 0.0}, "rate_factor", FACTOR),
        ({"rate_factor": -1.0}, "rate_factor", FACTOR),
        ({"rate_factor": 1_000_000.1}, "rate_factor", FACTOR),
        ({"rate_factor": float("nan")}, "rate_factor", FACTOR),
        ({"rate_factor": float("inf")}, "rate_factor", FACTOR),
        ({"rate_unit": ""}, "rate_unit", BOTH_UNITS),
        ({"rate_into": ""}, "rate_into", BOTH_UNITS),
        ({"rate_into": "bbl"}, "rate_into", "The two units are the same. Give two different ones."),
        ({"rate_unit": "persons"}, "rate_unit", NO_PEOPLE.format("persons")),
        ({"rate_into": "fraction"}, "rate_into", NO_PEOPLE.format("fraction")),
        ({"rate_into": "tons"}, "rate_into", UNKNOWN.format("tons")),
        ({"source": ""}, "source", "Name the source that gives the rate, by its key."),
        ({"quotation": ""}, "quotation", "Quote the words of the source that give the rate."),
        (
            {"last": date(2018, 1, 1)},
            "last",
            "The last day is before the first. Exchange them, or leave it empty.",
        ),
        (
            {"effect": LawEffect.EXPLAINS, "rate_unit": "", "rate_factor": None, "rate_into": ""},
            "effect",
            "A published rate converts a unit. Choose “converts a unit”, or another kind.",
        ),
        ({"kind": LawRecord.COUNCIL_ACT, "effect": LawEffect.ENDS}, "rate_factor", NO_RATE),
        (
            {"kind": LawRecord.COUNCIL_ACT, "effect": LawEffect.ENDS, "rate_factor": None, "rate_into": ""},
            "rate_factor",
            NO_RATE,
        ),
    ],
)
def test_a_record_that_converts_says_what_it_needs_and_no_other_has_a_rate(given, field, sentence):
    found = refusal(check_proposal, RATED._replace(**given), OIL, {"kg", "t", "persons"})
    assert found == (("refused", "law_change", {field: sentence}) if field else None)
