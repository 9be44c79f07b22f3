"""Running totals: what is measured, what is the same figure twice, what can be added, and how near the limit is."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tracker.domain.facts import Limit, Period
from tracker.domain.limits import spans_of
from tracker.domain.totals import Entry, Left, nearest, running, whichever_is_lower
from tracker.domain.vocabulary import Measure

CAP = Limit(100, "t", "calendar year", first=date(2018, 1, 1), every_months=12)
DOLLARS = replace(CAP, value=50, unit="USD")
ALERTS = {"t": (0.9, 0.75, 0.95)}
LATE_DAY = date(2030, 1, 1)


def _figure(claim, days, low, high=None, **more):
    """A figure of China on days such as "2018-01", "2018-01-05" or "2018-01..2018-03"; exact if no bound is given."""
    first, _, last = days.partition("..")
    given_high = low if high is None and not more.pop("open", False) else high
    return Entry(
        claim, more.pop("state", "CHN"), low, given_high, "t", _day(first), _day(last or first, end=True), **more
    )


def _day(text, *, end=False):
    year, month, day = [*map(int, text.split("-")), 0, 0][:3]
    if day:
        return date(year, month, day)
    if not end:
        return date(year, month or 1, 1)
    return date(year + (month or 12) // 12, (month or 12) % 12 + 1, 1) - timedelta(days=1)


def _total(*entries, as_of=date(2018, 12, 31), **more):
    (total,) = running([CAP], entries, as_of, **more)
    return total


def _left(total):
    return {(one.entry.claim, one.why, one.by) for one in total.left_out}


def _sums(total):
    return total.low, total.high, [entry.claim for entry in total.counted]


JAN, FEB = _figure("jan", "2018-01", 30), _figure("feb", "2018-02", 40)


@pytest.mark.parametrize(
    ("entries", "low", "high", "counted"),
    [
        ([], 0, 0, []),
        ([JAN, FEB], 70, 70, ["jan", "feb"]),
        ([FEB, JAN, FEB], 70, 70, ["jan", "feb"]),
        ([JAN, replace(FEB, unit="USD")], 30, 30, ["jan"]),
        ([_figure("least", "2018-01", 30, open=True), FEB], 70, None, ["least", "feb"]),
        ([_figure("most", "2018-01", None, 30), FEB], 40, 70, ["most", "feb"]),
        ([JAN, FEB, _figure("year", "2018", 60)], 70, 70, ["jan", "feb"]),
        ([JAN, FEB, _figure("year", "2018", 90)], 90, 90, ["year"]),
        ([JAN, FEB, _figure("year", "2018", 70)], 70, 70, ["jan", "feb"]),
        ([JAN, FEB, _figure("year", "2018", None, 90)], 70, 90, ["jan", "feb"]),
        ([JAN, _figure("most", "2018-01", None, 20)], 30, 30, ["jan"]),
        ([JAN, _figure("quarter", "2018-01-20..2018-03-31", 50)], 50, 80, ["quarter"]),
        ([JAN, replace(JAN, claim="panel", low=35, high=35)], 35, 35, ["panel"]),
        ([JAN, replace(JAN, claim="russia", state="RUS")], 60, 60, ["jan", "russia"]),
        (
            [JAN, replace(FEB, state="RUS"), _figure("all", "2018-01..2018-03", 60, state="ALL", whole=True)],
            70,
            70,
            None,
        ),
        (
            [JAN, replace(FEB, state="RUS"), _figure("all", "2018-01..2018-03", 80, state="ALL", whole=True)],
            80,
            80,
            ["all"],
        ),
        ([JAN, FEB, _figure("all", "2018-01", 50, state="ALL", whole=True)], 90, 90, ["all", "feb"]),
        ([replace(JAN, action="one"), replace(JAN, claim="other", action="other")], 60, 60, ["jan", "other"]),
        ([replace(JAN, action="one"), _figure("day", "2018-01-05", 9, action="other")], 30, 39, ["jan"]),
    ],
    ids=[
        "nothing on record is 0",
        "two months are added",
        "order and repetition change nothing",
        "another unit is never added",
        "at least: the sum has no upper bound",
        "at most: it counts as 0 in the certain sum",
        "a year's total under its months is not added",
        "a year's total over its months takes their place",
        "of equal sums the finer figures count",
        "the upper bound of a year's total remains possible",
        "an upper bound under another's figure of the same days adds nothing",
        "days that only overlap are not certainly added, but possibly",
        "two figures of the same days are not added",
        "two states are added",
        "a figure of all states is not added to theirs",
        "nor theirs to it where it is greater",
        "but a month that it does not cover is",
        "two acts on the same days are added where both are named",
        "an act within a longer span is not certainly added, but possibly",
    ],
)
def test_what_is_added(entries, low, high, counted):
    total = _total(*entries)
    assert (total.low, total.high) == (low, high)
    assert counted in (None, [entry.claim for entry in total.counted])


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        (replace(JAN, baseline=True), Left.BASELINE),
        (replace(JAN, measure=Measure.STOCK), Left.NO_FLOW),
        (replace(JAN, measure=Measure.FRACTION), Left.NO_FLOW),
        (replace(JAN, low=-18533, high=-18533), Left.CHANGE),
        (_figure("c", "2017-12-31..2018-01-10", 5), Left.SPANS),
        (_figure("c", "2018-12", 5), Left.LATER),
    ],
    ids=lambda one: getattr(one, "value", ""),
)
def test_what_is_not_measured_is_left_out_with_the_reason(entry, why):
    total = _total(entry, as_of=date(2018, 12, 30))
    assert total.counted == ()
    assert _left(total) == {(entry.claim, why, ())}


def test_days_outside_every_period_are_of_no_period():
    total = _total(_figure("c", "2017-12", 5))
    assert (total.counted, total.left_out) == ((), ())


ACT = {"action": "coal-jan"}


@pytest.mark.parametrize(
    ("others", "kept", "left"),
    [
        ([{"claim": "b", "grade": "B2"}, {"claim": "c", "grade": "A3"}], "b", {("c", Left.SAME_ACT, ("b",))}),
        ([{"claim": "b", "grade": "B2"}, {"claim": "c", "grade": "C2"}], "b", {("c", Left.SAME_ACT, ("b",))}),
        ([{"claim": "b", "grade": "A1"}, {"claim": "c", "finding": True}], "c", {("b", Left.SAME_ACT, ("c",))}),
        (
            [{"claim": "b", "said": date(2018, 3, 1)}, {"claim": "c", "said": date(2018, 3, 2)}],
            "c",
            {("b", Left.SAME_ACT, ("c",))},
        ),
        (
            [
                {"claim": "b", "own": True, "grade": "A1", "said": date(2018, 2, 1)},
                {"claim": "c", "own": True, "grade": "B2", "said": date(2018, 3, 1)},
            ],
            "c",
            {("b", Left.REVISED, ("c",))},
        ),
        ([{"claim": "b", "grade": "B2"}, {"claim": "c", "state": "RUS"}], "b", {("c", Left.SAME_ACT, ("b",))}),
        (
            [{"claim": "b", "grade": "B2"}, {"claim": "c", "first": date(2018, 3, 1), "last": date(2018, 3, 9)}],
            "b",
            {("c", Left.SAME_ACT, ("b",))},
        ),
    ],
    ids=[
        "the better credibility",
        "of equal credibility the better reliability",
        "a finding before any grade",
        "of equal grades the later",
        "of a state's own reports the latest",
        "reported by two sides",
        "on the days that each side names",
    ],
)
def test_two_claims_of_one_act_are_one_figure(others, kept, left):
    total = _total(*(replace(JAN, **ACT, **other) for other in others))
    assert _sums(total) == (30, 30, [kept])
    assert _left(total) == left


def test_the_figures_that_one_claim_gives_of_an_act_stand_together():
    entries = [replace(JAN, claim="a", **ACT, grade="B2"), replace(FEB, claim="a", **ACT, grade="B2")]
    total = _total(*entries, _figure("b", "2018-01..2018-02", 99, grade="C3", **ACT))
    assert _sums(total) == (70, 70, ["a", "a"])
    assert _left(total) == {("b", Left.SAME_ACT, ("a",))}


def test_two_claims_of_one_utterance_on_the_same_days_are_one_figure():
    total = _total(replace(JAN, origin="wire"), replace(JAN, claim="echo", origin="wire", grade="B2"))
    assert _sums(total) == (30, 30, ["echo"])
    assert _left(total) == {("jan", Left.SAME_ORIGIN, ("echo",))}


def test_an_utterance_about_two_acts_is_two_figures_and_its_echo_none():
    acts = [replace(JAN, claim=name, origin="panel", action=name) for name in ("one", "two")]
    total = _total(*acts, replace(JAN, claim="echo", origin="panel"))
    assert _sums(total) == (60, 60, ["one", "two"])
    assert _left(total) == {("echo", Left.SAME_ORIGIN, ("one", "two"))}


def test_a_later_notification_of_the_same_days_revises_the_earlier_one_up_or_down():
    first = replace(JAN, claim="first", own=True, said=date(2018, 2, 10))
    for amount in (10, 50):
        again = replace(first, claim="again", low=amount, high=amount, said=date(2018, 4, 1))
        total = _total(first, again)
        assert _sums(total) == (amount, amount, ["again"])
        assert _left(total) == {("first", Left.REVISED, ("again",))}


def test_notifications_of_different_acts_on_one_day_revise_nothing():
    acts = [replace(JAN, claim=name, own=True, action=name) for name in ("one", "two")]
    assert _total(*acts).low == 60


def test_a_notification_after_its_report_was_due_is_marked_late():
    reports = [Period(date(2018, 1, 1), date(2018, 1, 31), due=date(2018, 3, 2))]
    late = replace(JAN, own=True, said=date(2018, 3, 3))
    assert _total(late, reports=reports).late == (late,)
    for other in ({"said": date(2018, 3, 2)}, {"said": None}, {"own": False}):
        assert _total(replace(late, **other), reports=reports).late == ()
    assert _total(late).late == ()


@pytest.mark.parametrize(
    ("low", "high", "reached", "perhaps", "over", "may_be"),
    [
        (74, 74, None, None, False, False),
        (75, 75, 0.75, 0.75, False, False),
        (75, 94, 0.75, 0.9, False, False),
        (95, 100, 0.95, 0.95, False, False),
        (95, 101, 0.95, 0.95, False, True),
        (101, 101, 0.95, 0.95, True, True),
        (None, 96, None, 0.95, False, False),
        (20, None, None, 0.95, False, True),
    ],
)
def test_notice_is_given_by_the_lower_bound_and_possibly_by_the_upper(low, high, reached, perhaps, over, may_be):
    total = _total(replace(JAN, low=low, high=high), alerts=ALERTS)
    assert (total.reached, total.perhaps, total.is_over, total.may_be_over) == (reached, perhaps, over, may_be)
    assert total.alerts == (0.75, 0.9, 0.95)


def test_the_limit_is_crossed_at_the_figure_at_which_the_certain_sum_passes_it():
    entries = [_figure("a", "2018-01", 60), _figure("b", "2018-02", None, 90), _figure("c", "2018-03", 41)]
    total = _total(*entries, _figure("d", "2018-04", 1))
    assert total.crossing == entries[2]
    assert [(entry.claim, low, high) for entry, low, high in total.steps] == [
        ("a", 60, 60),
        ("b", 60, 150),
        ("c", 101, 191),
        ("d", 102, 192),
    ]
    assert total.floorless == (entries[1],)
    assert _total(*entries[:2], _figure("c", "2018-03", 40)).crossing is None


def test_a_period_that_goes_on_is_open_and_each_period_is_counted_anew():
    old, new = running([CAP], [JAN, _figure("next", "2019-01", 5)], date(2019, 6, 1))
    assert (old.low, old.is_open, new.low, new.is_open) == (30, False, 5, True)
    assert (new.first, new.last) == (date(2019, 1, 1), date(2019, 12, 31))


@pytest.mark.parametrize(
    ("limit", "as_of", "spans"),
    [
        (CAP, "2017-12-31", []),
        (CAP, "2018-01-01", [("2018-01-01", "2018-12-31")]),
        (
            replace(CAP, last=date(2019, 3, 31)),
            "2030-01-01",
            [("2018-01-01", "2018-12-31"), ("2019-01-01", "2019-03-31")],
        ),
        (replace(CAP, first=date(2017, 12, 22)), "2018-12-21", [("2017-12-22", "2018-12-21")]),
        (
            Limit(1, "t", first=date(2016, 11, 30), last=date(2016, 12, 31)),
            "2016-11-30",
            [("2016-11-30", "2016-12-31")],
        ),
        (Limit(1, "t", first=date(2016, 11, 30)), "2016-11-29", []),
        (Limit(1, "t"), "2016-11-29", [(None, None)]),
    ],
)
def test_the_periods_of_a_limit(limit, as_of, spans):
    found = [tuple(day and day.isoformat() for day in span) for span in spans_of(limit, _day(as_of))]
    assert found == spans


def test_a_period_that_begins_when_the_duty_has_ended_is_left_out():
    entries = [JAN, _figure("next", "2019-01", 5)]
    for ended, periods in ((date(2018, 12, 31), 1), (date(2019, 1, 1), 1), (date(2019, 1, 2), 2), (None, 2)):
        assert len(running([CAP], entries, date(2019, 6, 1), ended=ended)) == periods


def test_what_is_possible_beside_the_figures_that_count_is_in_the_last_step():
    total = _total(JAN, _figure("quarter", "2018-01-20..2018-03-31", 50))
    assert [(entry.claim, low, high) for entry, low, high in total.steps] == [("quarter", 50, 80)]
    assert _total().steps == ()


def test_of_alternative_limits_the_one_nearest_to_its_end_decides():
    entries = [JAN, replace(JAN, claim="value", unit="USD", low=45, high=45)]
    totals = running([CAP, DOLLARS], entries, date(2018, 12, 31))
    assert [(one.limit.unit, one.low) for one in totals] == [("t", 30), ("USD", 45)]
    assert nearest(totals) == totals[1]
    assert nearest([]) is None
    assert whichever_is_lower(totals) == {(date(2018, 1, 1), date(2018, 12, 31)): totals}
