"""Where the parts of a chart stand: inside the drawing, in order, and never over one another's words."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.test_series import POINT
from tracker.domain.facts import Limit
from tracker.domain.series import series_of
from tracker.domain.totals import Entry, running
from tracker.domain.vocabulary import Assurance, Outcome
from tracker.exports.charts import drawing, outcome_band, stock_chart, total_chart
from tracker.services.assessments import Turn
from tracker.services.knowledge import Learnt

DUE, LATER = date(2019, 12, 22), date(2026, 11, 30)
_DAYS = st.integers(0, 1400).map(lambda n: date(2016, 1, 1) + timedelta(days=n))


@pytest.mark.parametrize(
    ("most", "amounts"),
    [
        (0, (0, 1)),
        (1, (0, 0.2, 0.4, 0.6, 0.8, 1.0)),
        (38_000, (0, 10_000, 20_000, 30_000, 40_000)),
        (540_000, (0, 200_000, 400_000, 600_000)),
        (1_000_000, (0, 200_000, 400_000, 600_000, 800_000, 1_000_000)),
    ],
)
def test_amounts_on_an_axis_are_round_and_few(most, amounts):
    assert drawing.nice(most) == pytest.approx(amounts)


@given(st.floats(1e-3, 1e12))
def test_an_axis_reaches_what_is_drawn_and_not_far_beyond(most):
    amounts = drawing.nice(most)
    assert amounts[-1] >= most * (1 - 1e-9)
    assert 2 <= len(amounts) <= 6
    assert amounts[-2] < most


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2016-11-30", "2016-12-31", ["30 Nov", "8 Dec", "16 Dec", "24 Dec"]),
        ("2018-01-01", "2018-12-31", ["Jan 2018", "Apr 2018", "Jul 2018", "Oct 2018"]),
        ("2017-11-01", "2020-03-01", ["Jan 2018", "Jul 2018", "Jan 2019", "Jul 2019", "Jan 2020"]),
        ("2006-10-14", "2026-11-30", ["2010", "2015", "2020", "2025"]),
    ],
)
def test_days_on_an_axis_are_the_first_of_months_or_years(first, last, words):
    first, last = date.fromisoformat(first), date.fromisoformat(last)
    ticks = drawing.day_ticks(first, last, drawing.days_between(first, last, 0, 100), 5)
    assert [tick.words for tick in ticks] == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(0, "0"), (1_000_866, "1.00087 million"), (500_000, "500,000"), (2e9, "2 billion"), (0.5, "0.5")],
)
def test_amounts_in_words(value, words):
    assert drawing.amount(value) == words


def _chart(*points, due: date | None = DUE, as_of=LATER):
    (line,) = series_of(points)
    return stock_chart.stock(line, due=due, as_of=as_of)


def test_a_bound_is_a_bar_and_a_number_a_point():
    at_most = replace(POINT, claim="b", low=None, high=10_000, first=date(2019, 9, 1), last=date(2019, 9, 30))
    at_least = replace(POINT, claim="c", low=5_000, high=None, first=date(2019, 10, 1), last=date(2019, 10, 1))
    exact, below, above = _chart(POINT, at_most, at_least).marks
    assert (exact.is_bound, exact.top) == (False, exact.bottom)
    assert (below.is_bound, below.is_open_above, below.bottom) == (True, False, drawing.HEIGHT - drawing.BOTTOM)
    assert below.left < below.x < below.right
    assert (above.is_open_above, above.top) == (True, drawing.TOP)
    assert [mark.label.words for mark in (exact, above)] == ["11,490 · C3", "at least 5,000 · C3"]


def test_figures_close_to_one_another_keep_their_words_apart():
    early = replace(POINT, claim="b", low=34_000, high=34_000, first=date(2017, 12, 1), last=date(2017, 12, 31))
    near = {"low": 37_000, "high": 37_000, "wording": "about 37,000", "last": date(2018, 4, 30)}
    labels = [mark.label for mark in _chart(POINT, early, replace(early, claim="c", **near)).marks]
    assert [label.words for label in labels] == ["34,000 · C3", "about 37,000 · C3", "11,490 · C3"]


def test_a_crowd_of_figures_leaves_words_to_the_table():
    crowd = [replace(POINT, position=n, low=n, high=n, wording=f"{n} people or so") for n in range(10_000, 10_040)]
    words = [mark.label.words for mark in _chart(*crowd).marks]
    assert 0 < len([one for one in words if one]) < len(words) == 40


def test_the_as_of_day_is_drawn_near_the_figures_and_told_beyond_them():
    two = (POINT, replace(POINT, claim="b", first=date(2018, 1, 1), last=date(2018, 1, 1)))
    near, far = _chart(*two, as_of=date(2020, 2, 1)), _chart(*two)
    assert [(line.words, line.kind, line.row) for line in near.upright] == [
        ("deadline 22 December 2019", "deadline", 0),
        ("as of 1 February 2020", "as-of", 1),
    ]
    assert (near.beyond, far.beyond) == ("", "as of 30 November 2026")
    assert [line.words for line in _chart(*two, due=None).upright] == []


@given(st.lists(st.tuples(_DAYS, st.integers(0, 20), st.integers(0, 400)), min_size=2, max_size=8))
def test_every_mark_and_line_of_a_stock_is_inside_the_drawing(figures):
    points = [
        replace(
            POINT, position=n, low=low * 1000, high=(low + 2) * 1000, wording="", first=day, last=day + timedelta(more)
        )
        for n, (day, low, more) in enumerate(figures)
    ]
    chart = _chart(*points)
    for mark in chart.marks:
        assert drawing.LEFT <= mark.left <= mark.x <= mark.right <= chart.frame.right
        assert drawing.TOP <= mark.top <= mark.bottom <= drawing.HEIGHT - drawing.BOTTOM
    assert all(drawing.LEFT <= line.at <= chart.frame.right for line in chart.upright)


CAP = Limit(100, "t", first=date(2018, 1, 1), every_months=12)


def _running(*entries, as_of=LATER, alerts=(0.75, 0.9, 0.95)):
    return total_chart.running(running([CAP], entries, as_of, alerts={"t": alerts})[0], as_of=as_of)


def _entry(claim, month, low, high):
    return Entry(claim, "CHN", low, high, "t", date(2018, month, 1), date(2018, month, 28))


def test_the_certain_sum_is_a_stair_and_what_is_possible_a_band():
    exact = _running(_entry("a", 1, 30, 30), _entry("b", 2, 20, 20))
    assert exact.band == ""
    assert exact.steps.count("V") == 2
    loose = _running(_entry("a", 1, 30, 40), _entry("b", 2, 20, None))
    assert loose.is_open
    assert loose.band.startswith("M")
    assert loose.band.endswith("Z")
    assert [dot.words for dot in loose.dots] == ["1", "2: at least 50"]


def test_the_lines_of_limit_and_notice_stand_in_order_with_their_words_apart():
    lines = _running(_entry("a", 1, 900, 900)).lines
    assert [(line.words, line.kind) for line in lines] == [
        ("limit", "limit"),
        ("95 %", "alert"),
        ("90 %", "alert"),
        ("75 %", "alert"),
    ]
    assert sorted(line.at for line in lines) == [line.at for line in lines]
    gaps = [low.label - high.label for high, low in pairwise(lines)]
    assert min(gaps) >= 15


def test_a_total_ends_at_the_as_of_day_where_its_period_goes_on():
    open_one = _running(_entry("a", 1, 30, 30), as_of=date(2018, 6, 30))
    assert [line.words for line in open_one.upright] == ["as of 30 June 2018"]
    assert open_one.steps.endswith(f"H{open_one.upright[0].at}")
    assert _running(_entry("a", 1, 30, 30)).upright == ()


def _turns(*outcomes, apart=200):
    days = (date(2018, 1, 1) + timedelta(days=apart * n) for n in range(len(outcomes)))
    return [Turn(day, outcome, Assurance.UNSUPPORTED, ()) for day, outcome in zip(days, outcomes, strict=True)]


def test_a_band_has_a_stretch_for_each_outcome_and_names_the_row_in_which_it_begins():
    turns = _turns(Outcome.NOT_DUE, Outcome.PLEDGED, Outcome.PLEDGED, Outcome.OVERDUE)
    drawn = outcome_band.band(turns, until=date(2020, 1, 1), as_of=date(2019, 1, 1))
    assert [(one.outcome, one.number) for one in drawn.stretches] == [
        (Outcome.NOT_DUE, 1),
        (Outcome.PLEDGED, 2),
        (Outcome.OVERDUE, 4),
    ]
    ends = [one.x + one.width for one in drawn.stretches]
    assert ends[:-1] == pytest.approx([one.x for one in drawn.stretches[1:]])
    assert ends[-1] <= outcome_band.BAND_WIDTH


def test_a_crowded_band_leaves_numbers_out_rather_than_printing_them_over_one_another():
    turns = _turns(*[Outcome.FULFILLED, Outcome.OVERDUE] * 60, apart=3)
    drawn = outcome_band.band(turns, until=date(2026, 1, 1), as_of=date(2026, 1, 1))
    assert len(drawn.stretches) == 120
    assert 3 <= sum(one.label is not None for one in drawn.stretches) < 60
    assert {one.words for one in drawn.stretches[:-1]} == {""}


NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def _learnt(*outcomes, apart):
    return [Learnt(NOON + n * apart, outcome, Assurance.SINGLE_ORIGIN, ("x",)) for n, outcome in enumerate(outcomes)]


@pytest.mark.parametrize("apart", [timedelta(minutes=1), timedelta(days=40)], ids=["minutes", "months"])
@pytest.mark.parametrize("later", [timedelta(0), timedelta(days=900)], ids=["at once", "later"])
def test_a_band_of_instants_has_a_stretch_for_each_outcome_inside_the_drawing(apart, later):
    turns = _learnt(Outcome.NOT_DUE, Outcome.PLEDGED, Outcome.PLEDGED, Outcome.OVERDUE, apart=apart)
    drawn = outcome_band.known_band(turns, known_at=turns[-1].at + later)
    assert [one.number for one in drawn.stretches] == [1, 2, 4]
    places = [one.x for one in drawn.stretches]
    assert places == sorted(places)
    assert outcome_band.EDGE == places[0] <= drawn.stretches[-1].x + drawn.stretches[-1].width <= drawn.width
    assert [line.words for line in drawn.upright] == ["known at"]
    assert all(outcome_band.EDGE <= at <= drawn.width for at in [drawn.upright[0].at, *(t.at for t in drawn.days)])


def test_one_instant_alone_makes_a_band():
    (turn,) = _learnt(Outcome.OVERDUE, apart=timedelta(0))
    drawn = outcome_band.known_band([turn], known_at=turn.at)
    assert [one.width > 0 for one in drawn.stretches] == [True]
