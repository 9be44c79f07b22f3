"""Running totals over random records: what no order, repetition, duplicate or split may change."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.test_totals import ALERTS, CAP, DOLLARS, LATE_DAY
from tracker.domain.adding import may_be_same
from tracker.domain.totals import Entry, newest, running, whichever_is_lower

_DAYS = st.integers(0, 364).map(lambda n: date(2018, 1, 1) + timedelta(days=n))
_BOUNDS = st.sampled_from([(10, 10), (7.3, 7.3), (0.1, 0.2), (5, None), (None, 8), (30, 30), (0, 0)])


@st.composite
def _entries(draw, size=7):
    """Figures of a few claims; what is a claim's own is the same for all its figures."""
    claims = [
        {
            "claim": f"c{n}",
            "said": draw(st.sampled_from([None, date(2018, 3, 1), date(2019, 1, 1)])),
            "action": draw(st.sampled_from(["", "", "x", "y"])),
            "origin": draw(st.sampled_from(["", "o", "p"])),
            "own": draw(st.booleans()),
            "grade": draw(st.sampled_from(["", "B2", "C3"])),
        }
        for n in range(5)
    ]
    return [_random(draw, draw(st.sampled_from(claims))) for _ in range(draw(st.integers(0, size)))]


def _random(draw, claim):
    first, last = sorted((draw(_DAYS), draw(_DAYS)))
    if draw(st.booleans()):
        month = draw(st.integers(1, 3))
        first, last = date(2018, month, 1), date(2018, month, 28)
    state, (low, high) = draw(st.sampled_from(["CHN", "RUS", "ALL"])), draw(_BOUNDS)
    return Entry(state=state, low=low, high=high, unit="t", first=first, last=last, whole=state == "ALL", **claim)


@given(_entries(), st.randoms(use_true_random=False))
def test_order_and_repetition_change_nothing(entries, dice):
    shuffled = [*entries, *entries[:3]]
    dice.shuffle(shuffled)
    assert running([CAP], shuffled, LATE_DAY) == running([CAP], entries, LATE_DAY)


@given(_entries())
def test_the_lower_bound_is_never_above_the_upper_one_and_every_figure_is_somewhere(entries):
    for total in running([CAP], entries, LATE_DAY):
        assert total.high is None or total.low <= total.high
        assert not any(may_be_same(a, b) for a in total.counted for b in total.counted if a != b)
    first = running([CAP], entries, LATE_DAY)[0]
    assert {*first.counted, *(one.entry for one in first.left_out)} == set(entries)


@given(_entries(), st.data())
def test_a_duplicate_never_raises_a_total(entries, data):
    if not entries:
        return
    original = data.draw(st.sampled_from(entries))
    echo = replace(original, claim="echo")
    (before, *_), (after, *_) = (running([CAP], found, LATE_DAY) for found in (entries, [*entries, echo]))
    assert after.low <= before.low


def _halves(figure, middle):
    part = float(int(figure.low / 3))
    earlier = replace(figure, last=middle, low=part, high=part)
    rest = figure.low - part
    return [earlier, replace(figure, first=middle + timedelta(days=1), low=rest, high=rest)]


@given(_entries(), st.data())
def test_splitting_a_figure_in_two_keeps_its_sum_and_hides_nothing(entries, data):
    entries = [replace(entry, claim=f"c{n}", action="", origin="", own=False) for n, entry in enumerate(entries)]
    long = [entry for entry in entries if entry.first < entry.last and entry.low == entry.high]
    if not long:
        return
    figure = data.draw(st.sampled_from(long))
    days = (figure.last - figure.first).days
    halves = _halves(figure, figure.first + timedelta(days=data.draw(st.integers(0, days - 1))))
    alone, parted = (running([CAP], found, LATE_DAY)[0].low for found in ([figure], halves))
    assert parted == pytest.approx(alone)
    others = [entry for entry in entries if entry != figure]
    before, after = (running([CAP], [*others, *found], LATE_DAY)[0].low for found in ([figure], halves))
    assert after >= before - 1e-9


@given(_entries(size=5))
def test_no_other_choice_of_figures_has_a_greater_certain_sum(entries):
    """A second road: every set of figures of which no two may be the same."""
    entries = [replace(entry, claim=f"c{n}", action="", origin="", own=False) for n, entry in enumerate(entries)]
    sums = [0.0]
    for chosen in range(1 << len(entries)):
        some = [entry for n, entry in enumerate(entries) if chosen >> n & 1]
        if not any(may_be_same(a, b) for n, a in enumerate(some) for b in some[:n]):
            sums.append(sum(entry.low or 0 for entry in some))
    (total, *_) = running([CAP], entries, LATE_DAY)
    assert abs(total.low - max(sums)) < 1e-9


@given(st.data())
def test_the_newest_totals_are_those_of_the_newest_period_in_which_something_counts(data):
    entries = data.draw(_entries())
    ended = data.draw(st.sampled_from([None, date(2018, 6, 1), date(2019, 1, 1)]))
    later = replace(CAP, first=date(2018, 1, 1), every_months=3)
    for limits in ([CAP], [later], [later, DOLLARS]):
        every = whichever_is_lower(running(limits, entries, LATE_DAY, alerts=ALERTS, ended=ended))
        filled = [totals for totals in every.values() if any(total.counted for total in totals)]
        assert newest(limits, entries, LATE_DAY, alerts=ALERTS, ended=ended) == (filled[0] if filled else ())
