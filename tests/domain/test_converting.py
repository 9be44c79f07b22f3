"""Which figures count in another unit as well, and that none of them ever takes the place of one that is given."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.test_series import POINT
from tests.domain.test_totals import CAP, LATE_DAY
from tests.domain.test_totals_properties import _entries
from tracker.domain import levels
from tracker.domain.adding import may_be_same
from tracker.domain.converting import converted
from tracker.domain.entries import Left
from tracker.domain.facts import Limit, Rate
from tracker.domain.rates import Converted, times
from tracker.domain.series import series_of
from tracker.domain.totals import running
from tracker.domain.vocabulary import Measure

DAY = date(2018, 3, 1)
RATE = Rate("bbl", 0.5, "t", 7, "A table", "S/1", date(2018, 1, 1), date(2018, 12, 31))
BARRELS = replace(
    POINT,
    claim="notified",
    states=("CHN",),
    low=90,
    high=110,
    unit="bbl",
    counted="oil",
    measure=Measure.FLOW,
    first=DAY,
    last=DAY,
    wording="about 100",
    reference="2018-03-01",
)
TONNES = replace(BARRELS, unit="t", low=40, high=40, wording="")
LIMITS = (CAP,)


def _made(*points, limits=LIMITS, rates=(RATE,), given=None):
    return [(one.claim, one.unit, one.low, one.high) for one in converted(points, given or points, limits, rates)]


ONE = [("notified", "t", 45.0, 55.0)]


@pytest.mark.parametrize(
    ("points", "more", "expected"),
    [
        ([BARRELS], {}, ONE),
        ([BARRELS], {"rates": ()}, []),
        ([BARRELS], {"limits": ()}, []),
        ([BARRELS], {"limits": (Limit(1, "bbl"),)}, []),
        ([BARRELS, replace(TONNES, claim="other")], {"limits": ()}, ONE),
        ([BARRELS, replace(TONNES, claim="other", counted="coal")], {"limits": ()}, []),
        ([BARRELS, replace(TONNES, claim="other", states=("RUS",))], {"limits": ()}, []),
        ([replace(BARRELS, low=None)], {}, [("notified", "t", None, 55.0)]),
        ([replace(BARRELS, high=None)], {}, [("notified", "t", 45.0, None)]),
        ([replace(BARRELS, measure=Measure.STOCK)], {}, ONE),
        ([replace(BARRELS, measure=Measure.FRACTION)], {}, []),
        ([replace(BARRELS, baseline=True)], {}, []),
        ([replace(BARRELS, first=date(2017, 12, 31))], {}, []),
        ([replace(BARRELS, last=date(2019, 1, 1))], {}, []),
        ([replace(BARRELS, first=date(2018, 1, 1), last=date(2018, 12, 31))], {}, ONE),
        ([BARRELS, TONNES], {}, []),
        ([BARRELS, replace(TONNES, first=date(2018, 9, 1))], {}, []),
        ([BARRELS, replace(TONNES, baseline=True)], {}, ONE),
        ([BARRELS], {"given": [BARRELS, TONNES]}, []),
        ([replace(BARRELS, action="a"), replace(TONNES, claim="other", action="a")], {}, []),
        ([replace(BARRELS, action="a"), replace(TONNES, claim="other", action="b")], {}, ONE),
        ([replace(BARRELS, action="a")], {"given": [replace(TONNES, claim="other", action="a")]}, ONE),
        ([replace(TONNES, unit="kg")], {}, []),
        ([TONNES], {"limits": (Limit(1, "bbl"),)}, []),
    ],
)
def test_a_figure_counts_in_another_unit_only_where_nobody_gives_it(points, more, expected):
    assert _made(*points, **more) == expected


def test_nothing_is_converted_twice():
    second = Rate("t", 1_000.0, "kg", 8, "B", "S/2")
    assert _made(BARRELS, limits=(CAP, Limit(1, "kg")), rates=(RATE, second)) == ONE


def test_a_converted_point_says_so_wherever_it_is_told():
    made = converted([BARRELS, replace(TONNES, claim="other")], [BARRELS], LIMITS, [RATE])
    line = next(one for one in series_of([BARRELS, replace(TONNES, claim="other"), *made]) if one.key.unit == "t")
    said = "45 to 55 t, converted from about 100 bbl: 1 bbl counts as 0.5 t, by record 7 of the law, “A table” (S/1)"
    assert {point.amount for point in line.points} == {said, "40 t"}
    (point,) = made
    assert (point.is_rough, point.is_exact, levels.entry_words(point.entry)) == (True, False, said)


def _total(*entries, limit=CAP):
    (total,) = running([limit], entries, date(2018, 12, 31))
    return total


OF_NOBODY = replace(BARRELS, low=300, high=300, wording="", origin="")
MADE = converted([OF_NOBODY], [], LIMITS, [RATE])[0].entry
"""150 t of China on 1 March 2018."""
GIVEN = replace(MADE, claim="given", low=10, high=10, converted=None)


@pytest.mark.parametrize(
    ("entry", "low", "high", "left"),
    [
        (GIVEN, 10, 150, ["notified"]),
        (replace(GIVEN, first=date(2018, 1, 1)), 10, 150, ["notified"]),
        (replace(GIVEN, state="ALL", whole=True), 10, 150, ["notified"]),
        (replace(GIVEN, first=date(2018, 4, 1), last=date(2018, 4, 1)), 160, 160, []),
        (replace(GIVEN, state="RUS"), 160, 160, []),
    ],
    ids=["same day", "days that hold it", "all together", "another day", "another state"],
)
def test_what_a_source_gives_in_the_unit_counts_and_the_converted_beside_it_only_if_it_is_other_goods(
    entry, low, high, left
):
    total = _total(MADE, entry)
    assert (total.low, total.high) == (low, high)
    assert [(one.entry.claim, one.why, one.by) for one in total.left_out] == [
        (claim, Left.OVERLAPS, ("given",)) for claim in left
    ]


@pytest.mark.parametrize(
    ("made", "given", "why"),
    [
        ({"origin": "o"}, {"origin": "o"}, Left.SAME_ORIGIN),
        ({"action": "a"}, {"action": "a", "first": date(2018, 5, 1), "last": date(2018, 5, 1)}, Left.SAME_ACT),
        ({"own": True, "said": DAY}, {"own": True, "said": DAY}, Left.REVISED),
        ({"own": True, "said": DAY}, {"own": True, "said": date(2018, 4, 1)}, Left.REVISED),
        ({"own": True, "said": date(2018, 4, 1)}, {"own": True, "said": DAY}, Left.OVERLAPS),
        ({"origin": "o", "action": "a"}, {"origin": "o", "action": "b"}, None),
    ],
    ids=["one utterance", "one act", "notified at once", "revised", "not revised by a converted one", "two acts"],
)
def test_a_converted_figure_that_repeats_a_given_one_is_left_out_and_raises_no_bound(made, given, why):
    plain = {"origin": "", "action": "", "own": False}
    given = replace(GIVEN, **(plain | given))
    total = _total(replace(MADE, **(plain | made)), given)
    assert [one.why for one in total.left_out] == ([why] if why else [])
    assert total.low == (160 if why is None else 10)
    assert total.high == {None: 160, Left.OVERLAPS: 150}.get(why, 10)


def test_a_total_over_the_limit_by_converted_figures_says_so():
    over = _total(MADE)
    assert (over.is_over, over.is_over_as_given) == (True, False)
    assert levels.sum_words(over) == "150 t with a converted figure"
    assert levels.level_words(over) == "over the limit, by converted figures"
    assert levels.level_words(_total(replace(MADE, rough=True))) == "over the limit, by rounded and converted figures"
    given = _total(MADE, replace(GIVEN, state="RUS", low=200, high=200))
    assert levels.level_words(given) == "over the limit"


@st.composite
def _mixed(draw):
    """Figures of which some were converted from another unit."""
    entries = draw(_entries())
    made = [draw(st.booleans()) for _ in entries]
    return [
        replace(one, converted=Converted("5 bbl", RATE), claim=f"m{one.claim}") if flag else one
        for one, flag in zip(entries, made, strict=True)
    ]


@given(_mixed(), st.randoms(use_true_random=False))
def test_converted_figures_displace_no_given_one_and_nothing_is_counted_twice(entries, dice):
    given = [one for one in entries if not one.converted]
    for total, alone in zip(running([CAP], entries, LATE_DAY), running([CAP], given, LATE_DAY), strict=True):
        assert tuple(one for one in total.counted if not one.converted) == alone.counted
        assert total.low >= alone.low
        assert total.high is None or total.low <= total.high
        assert not any(may_be_same(a, b) for a in total.counted for b in total.counted if a != b)
    first = running([CAP], entries, LATE_DAY)[0]
    assert {*first.counted, *(one.entry for one in first.left_out)} == set(entries)
    dice.shuffle(entries)
    assert running([CAP], entries, LATE_DAY)[0] == first


_POINTS = st.lists(
    st.builds(
        lambda claim, unit, low, extra, action, baseline, day: replace(
            BARRELS,
            claim=claim,
            unit=unit,
            low=low,
            high=low + extra,
            action=action,
            baseline=baseline,
            first=date(2018, 1, day),
            last=date(2018, 1, day),
        ),
        st.sampled_from("abcd"),
        st.sampled_from(["bbl", "t", "kg"]),
        st.floats(0, 1e9),
        st.floats(0, 1e9),
        st.sampled_from(["", "", "x"]),
        st.booleans(),
        st.integers(1, 28),
    ),
    max_size=8,
)


@given(_POINTS)
def test_each_converted_figure_is_one_of_a_claim_that_gives_none_and_keeps_the_order_of_its_bounds(points):
    assert converted(points, points, LIMITS, []) == []
    for made in converted(points, points, LIMITS, [RATE]):
        assert (made.low or 0) <= (made.high or 0)
        others = [one for one in points if one.unit == "t" and not one.baseline]
        assert all(one.claim != made.claim and (not one.action or one.action != made.action) for one in others)
        assert any((times(one.low, 0.5), one.claim) == (made.low, made.claim) for one in points if one.unit == "bbl")
