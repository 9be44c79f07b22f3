"""Figures as points on lines: what shares a line, what counts by the clocks, and what stays a bound."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.facts import Clocks
from tracker.domain.series import (
    Apart,
    Point,
    apart,
    different_counts,
    method,
    population,
    series_of,
    sort_out,
    unit_words,
)
from tracker.domain.vocabulary import Credibility, Kind, Measure, Reliability, ReviewState

KNOWN = datetime(2026, 1, 1, tzinfo=UTC)
CLOCKS = Clocks(date(2019, 6, 30), KNOWN)
POINT = Point(
    claim="report",
    revision=1,
    position=1,
    states=("RUS",),
    low=11490,
    high=11490,
    unit="permits",
    counted="persons with valid work permits",
    measure=Measure.STOCK,
    first=date(2018, 12, 31),
    last=date(2018, 12, 31),
    kind=Kind.IMPLEMENTATION_REPORT,
    speaker="Permanent Mission",
    origin="mission",
    reference="2018-12-31",
    said_first=date(2019, 1, 1),
    said_last=date(2019, 3, 26),
    reliability=Reliability.C,
    credibility=Credibility.THREE,
    public_from=date(2019, 3, 26),
)
PERSONS = replace(POINT, claim="talk", low=11000, high=11000, unit="persons", counted="DPRK workers")


@pytest.mark.parametrize(
    ("changes", "clocks", "why"),
    [
        ({}, CLOCKS, None),
        ({"review_state": ReviewState.WAITING}, CLOCKS, Apart.WAITING),
        ({"review_state": ReviewState.RETURNED}, CLOCKS, Apart.RETURNED),
        ({"review_state": ReviewState.WRONG}, CLOCKS, Apart.WRONG),
        ({"review_state": ReviewState.WITHDRAWN}, CLOCKS, Apart.WITHDRAWN),
        ({}, replace(CLOCKS, public_at=date(2019, 3, 25)), Apart.NOT_PUBLIC),
        ({"public_from": None}, replace(CLOCKS, public_at=date(2019, 3, 26)), Apart.NOT_PUBLIC),
        ({}, replace(CLOCKS, public_at=date(2019, 3, 26)), None),
        ({}, CLOCKS.at(date(2018, 12, 30)), Apart.LATER),
        ({}, CLOCKS.at(date(2018, 12, 31)), None),
        ({"kind": Kind.CALL}, CLOCKS, Apart.SILENT),
        ({"first": date(2019, 3, 27), "last": date(2019, 3, 27)}, CLOCKS, Apart.FORECAST),
        ({"last": date(2019, 3, 27)}, CLOCKS, None),
        ({"kind": Kind.PLEDGE, "last": date(2019, 3, 27)}, CLOCKS, None),
        ({"kind": Kind.PLEDGE, "last": date(2019, 3, 27), "measure": Measure.FLOW}, CLOCKS, Apart.FORECAST),
        ({"kind": Kind.PLEDGE, "measure": Measure.FLOW}, CLOCKS, None),
        ({"kind": Kind.PLEDGE, "said_first": None, "said_last": None}, CLOCKS, Apart.FORECAST),
        ({"said_first": None, "said_last": None}, CLOCKS, None),
        ({"credibility": Credibility.FOUR}, CLOCKS, Apart.LOW),
        ({"credibility": Credibility.SIX}, CLOCKS, Apart.UNJUDGED),
        ({"credibility": None}, CLOCKS, Apart.UNJUDGED),
    ],
)
def test_what_counts_by_the_clocks(changes, clocks, why):
    assert apart(replace(POINT, **changes), clocks) is why


def test_permits_and_persons_are_two_lines_that_are_named_as_different_counts():
    lines = series_of([POINT, PERSONS])
    assert [line.key.unit for line in lines] == ["permits", "persons"]
    assert different_counts(lines) == (lines,)


@pytest.mark.parametrize(
    "other",
    [
        {"states": ("CHN",)},
        {"states": ("CHN", "RUS")},
        {"measure": Measure.FLOW},
        {"unit": "persons"},
        {"counted": "persons with work visas"},
    ],
    ids=lambda other: next(iter(other)),
)
def test_figures_that_differ_in_one_part_of_the_key_never_share_a_line(other):
    assert len(series_of([POINT, replace(POINT, **other)])) == 2


def test_lines_in_the_unit_of_a_limit_and_in_units_far_apart_are_no_rivals():
    flow = replace(PERSONS, measure=Measure.FLOW)
    assert different_counts(series_of([flow, replace(flow, unit="USD")])) == ()
    lines = series_of([replace(flow, unit="bbl"), replace(flow, unit="bbl", counted="crude")])
    assert different_counts(lines) == (lines,)
    assert different_counts(lines, ["bbl"]) == ()


def test_words_in_brackets_spacing_and_case_do_not_part_a_line():
    lines = series_of([POINT, replace(POINT, position=2, counted="Persons with  valid work permits (by the ministry)")])
    assert [len(line.points) for line in lines] == [2]
    assert lines[0].is_drawn
    assert different_counts(lines) == ()


def test_shares_and_other_sorts_of_number_are_no_rivals():
    share = replace(POINT, measure=Measure.FRACTION, unit="fraction", low=0.5, high=None)
    lines = series_of([POINT, replace(POINT, measure=Measure.FLOW), share, replace(share, counted="another")])
    assert different_counts(lines) == ()


def test_points_are_in_the_order_of_their_days_and_what_is_compared_with_is_among_them():
    before = replace(POINT, position=2, first=date(2017, 12, 31), last=date(2017, 12, 31), baseline=True)
    (line,) = series_of([POINT, before])
    assert line.points == (before, POINT)
    undated = replace(before, reference="")
    assert not undated.is_dated
    assert not series_of([POINT, undated])[0].is_drawn


@pytest.mark.parametrize(
    ("low", "high", "wording", "words", "rough", "exact"),
    [
        (2500, 2500, "about 2,500", "about 2,500", True, False),
        (11490, 11490, "11,490", "11,490", False, True),
        (0.5, None, "more than half", "more than half", False, False),
        (None, 10000, "", "at most 10,000", False, False),
        (150, 300, "", "150 to 300", False, False),
        (20000, 20000, "some 20,000", "some 20,000", True, False),
        (20000, 20000, "handsome 20,000", "handsome 20,000", False, True),
    ],
)
def test_a_number_keeps_its_bounds_and_the_words_of_its_source(low, high, wording, words, rough, exact):
    point = replace(POINT, low=low, high=high, wording=wording)
    assert (point.words, point.is_rough, point.is_exact) == (words, rough, exact)
    assert (point.entry.low, point.entry.high, point.entry.rough) == (low, high, rough)


@pytest.mark.parametrize(
    ("states", "state", "shared"),
    [(("RUS",), "RUS", False), (("ALL",), "ALL", True), (("CHN", "RUS"), "CHN, RUS", True)],
)
def test_a_figure_of_several_states_is_no_ones_own(states, state, shared):
    point = replace(POINT, states=states)
    assert (point.state, point.is_shared, point.entry.whole) == (state, shared, shared)


@pytest.mark.parametrize(
    ("wording", "unit", "amount"),
    [
        ("about 2,500", "persons", "about 2,500 persons"),
        ("more than half", "fraction", "more than half"),
        ("183.89 million dollars", "USD", "183.89 million dollars"),
        ("about 300", "USD", "about 300 USD"),
    ],
)
def test_a_unit_is_said_once(wording, unit, amount):
    assert replace(POINT, wording=wording, unit=unit).amount == amount


def test_words_for_units_and_for_what_is_counted():
    assert [unit_words(unit) for unit in ("bbl", "t", "persons")] == ["barrels", "tonnes", "persons"]
    assert population("DPRK workers sent home (Sejong)") == "dprk workers sent home"
    assert [method("DPRK workers (NKDB)"), method("DPRK workers")] == ["NKDB", ""]
    assert [POINT.grade, replace(POINT, credibility=None).grade] == ["C3", ""]


@given(
    st.lists(st.sampled_from([POINT, PERSONS, replace(POINT, claim="b", credibility=None)]), max_size=6), st.randoms()
)
def test_order_and_repetition_change_nothing(points, dice):
    shuffled = [*points, *points[:2]]
    dice.shuffle(shuffled)
    assert sort_out(shuffled, CLOCKS) == sort_out(points, CLOCKS)
    assert series_of(shuffled) == series_of(points)
