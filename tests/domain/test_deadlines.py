from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.dates import print_span
from tracker.domain.deadlines import (
    Due,
    Rule,
    RuleKind,
    RuleUnreadable,
    around,
    due_after,
    due_dates,
    explain,
    parse_rule,
)

D = date
FAR = D(2030, 12, 31)
ADOPTED = {
    "1718": D(2006, 10, 14),
    "1874": D(2009, 6, 12),
    "2094": D(2013, 3, 7),
    "2270": D(2016, 3, 2),
    "2321": D(2016, 11, 30),
    "2371": D(2017, 8, 5),
    "2375": D(2017, 9, 11),
    "2397": D(2017, 12, 22),
}


@pytest.mark.parametrize(
    ("resolution", "rule", "due"),
    [
        ("1718", "+30 days", D(2006, 11, 13)),
        ("1874", "+45 days", D(2009, 7, 27)),
        ("2094", "+90 days", D(2013, 6, 5)),
        ("2270", "+90 days", D(2016, 5, 31)),
        ("2321", "on 2016-12-31", D(2016, 12, 31)),
        ("2321", "+90 days", D(2017, 2, 28)),
        ("2371", "+30 days", D(2017, 9, 4)),
        ("2371", "+45 days", D(2017, 9, 19)),
        ("2371", "+90 days", D(2017, 11, 3)),
        ("2375", "+90 days", D(2017, 12, 10)),
        ("2375", "+135 days", D(2018, 1, 24)),
        ("2375", "on 2017-12-15", D(2017, 12, 15)),
        ("2375", "+120 days", D(2018, 1, 9)),
        ("2397", "+30 days", D(2018, 1, 21)),
        ("2397", "+45 days", D(2018, 2, 5)),
        ("2397", "+90 days", D(2018, 3, 22)),
        ("2397", "+15 months", D(2019, 3, 22)),
        ("2397", "+24 months", D(2019, 12, 22)),
        ("2397", "+27 months", D(2020, 3, 22)),
    ],
)
def test_every_recorded_deadline_follows_from_its_rule(resolution, rule, due):
    dues = due_dates(parse_rule(rule), start=ADOPTED[resolution], until=ADOPTED[resolution])
    assert dues == (Due(None, due),)


@pytest.mark.parametrize(
    ("rule", "day", "end", "days"),
    [
        ("every 30 days", "2017-12-22", None, ["2018-01-21", "2018-02-20", "2018-03-22"]),
        ("every 30 days", "2018-02-20", None, ["2018-01-21", "2018-02-20", "2018-03-22", "2018-04-21"]),
        ("every 90 days", "2018-05-01", D(2018, 6, 30), ["2018-03-22", "2018-06-20", "2018-09-18"]),
        ("every 90 days", "2030-01-01", D(2018, 6, 30), ["2018-09-18"]),
        ("+90 days", "2018-01-01", None, []),
    ],
    ids=["before the first", "on one", "in the last period", "long after the end", "a single date"],
)
def test_the_due_dates_near_a_day_are_the_last_and_the_next(rule, day, end, days):
    found = around(parse_rule(rule), start=ADOPTED["2397"], day=D.fromisoformat(day), end=end)
    assert [due.due.isoformat() for due in found] == days


def _dues(rule, start, until, end=None):
    dues = due_dates(parse_rule(rule), start=start, until=until, end=end)
    return [(print_span(d.period) if d.period else None, str(d.due)) for d in dues]


@pytest.mark.parametrize(
    ("rule", "start", "until", "end", "dues"),
    [
        pytest.param(
            "monthly +30 days",
            D(2016, 11, 30),
            D(2017, 3, 2),
            None,
            [("30 November 2016 to 31 December 2016", "2017-01-30"), ("January 2017", "2017-03-02")],
            id="2321: a one-day stub joins the next month",
        ),
        pytest.param(
            "monthly +30 days",
            D(2017, 10, 1),
            D(2018, 1, 1),
            None,
            [("October 2017", "2017-11-30"), ("November 2017", "2017-12-30")],
            id="whole months",
        ),
        pytest.param(
            "monthly +30 days",
            D(2017, 10, 12),
            D(2017, 12, 1),
            None,
            [("12 October 2017 to 31 October 2017", "2017-11-30")],
            id="a longer stub stands by itself",
        ),
        pytest.param(
            "every 90 days",
            D(2017, 12, 22),
            D(2018, 7, 1),
            None,
            [
                ("22 December 2017 to 21 March 2018", "2018-03-22"),
                ("22 March 2018 to 19 June 2018", "2018-06-20"),
            ],
            id="2397: crude, every 90 days",
        ),
        pytest.param(
            "every 30 days",
            D(2017, 12, 22),
            D(2018, 2, 19),
            None,
            [("22 December 2017 to 20 January 2018", "2018-01-21")],
            id="a period not yet due by then is left out",
        ),
        pytest.param(
            "yearly",
            D(2016, 2, 29),
            D(2018, 12, 31),
            None,
            [
                ("29 February 2016 to 27 February 2017", "2017-02-28"),
                ("28 February 2017 to 27 February 2018", "2018-02-28"),
            ],
            id="a leap day falls back",
        ),
        pytest.param(
            "monthly +30 days",
            D(2017, 1, 1),
            FAR,
            D(2017, 2, 10),
            [("January 2017", "2017-03-02"), ("1 February 2017 to 10 February 2017", "2017-03-30")],
            id="the last period is cut off where the duty ends",
        ),
        pytest.param("every 30 days", D(2017, 5, 1), FAR, D(2017, 4, 1), [], id="ended before it began"),
    ],
)
def test_a_periodic_duty_has_one_due_date_a_period(rule, start, until, end, dues):
    assert _dues(rule, start, until, end) == dues


def test_a_month_end_start_does_not_drift():
    dues = due_dates(parse_rule("every 1 month"), start=D(2018, 1, 31), until=D(2018, 5, 31))
    assert [d.due for d in dues] == [D(2018, 2, 28), D(2018, 3, 31), D(2018, 4, 30), D(2018, 5, 31)]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("+24 months", Rule(RuleKind.AFTER, 24, "months")),
        ("+ 1 Day", Rule(RuleKind.AFTER, 1, "days")),
        ("+2 years", Rule(RuleKind.AFTER, 24, "months")),
        ("+2 weeks", Rule(RuleKind.AFTER, 14, "days")),
        ("ON 2016-12-31", Rule(RuleKind.ON, day=D(2016, 12, 31))),
        ("monthly +30 days", Rule(RuleKind.MONTHLY, 30, "days")),
        ("every 3 months", Rule(RuleKind.EVERY, 3, "months")),
        ("yearly", Rule(RuleKind.YEARLY, 12, "months")),
    ],
)
def test_a_rule_is_read(text, rule):
    assert parse_rule(text) == rule


@pytest.mark.parametrize(
    "text",
    [
        "",
        "24 months",
        "+0 days",
        "+-3 days",
        "on 2017-02-29",
        "on Friday",
        "every day or so",
        "+99999 days",
        "+９ days",
        "monthly +1 months",
        "+9999 months",
    ],
)
def test_an_unreadable_rule_is_refused_with_a_sentence(text):
    with pytest.raises(RuleUnreadable, match=r"(type \+24 months|check the day)"):
        parse_rule(text)


RULES = st.one_of(
    st.builds(Rule, st.just(RuleKind.AFTER), st.integers(1, 300), st.sampled_from(["days", "months"])),
    st.builds(Rule, st.just(RuleKind.EVERY), st.integers(1, 300), st.sampled_from(["days", "months"])),
    st.builds(Rule, st.just(RuleKind.MONTHLY), st.integers(1, 90)),
    st.builds(Rule, st.just(RuleKind.ON), day=st.dates(D(1946, 1, 1), D(2100, 1, 1))),
    st.just(Rule(RuleKind.YEARLY, 12, "months")),
)


@given(RULES)
def test_a_printed_rule_reads_back(rule):
    assert parse_rule(rule.text) == rule


@given(RULES.filter(lambda r: r.periodic), st.dates(D(1990, 1, 1), D(2025, 1, 1)))
def test_periods_follow_each_other_without_gap_or_overlap(rule, start):
    dues = due_dates(rule, start=start, until=D(start.year + 3, 1, 1))
    for before, after in pairwise(dues):
        assert before.period
        assert after.period
        assert (after.period.first - before.period.last).days == 1
        assert before.due < after.due
        assert before.period.last < before.due


@pytest.mark.parametrize(
    ("rule", "start", "sentence"),
    [
        ("+24 months", D(2017, 12, 22), "24 months from 2017-12-22 is 2019-12-22"),
        ("+1 day", D(2017, 12, 22), "1 day from 2017-12-22 is 2017-12-23"),
        ("on 2016-12-31", D(2016, 11, 30), "the deadline is 2016-12-31"),
        (
            "monthly +30 days",
            D(2016, 11, 30),
            "30 days after each month end from 2016-11-30; the first is due on 2017-01-30",
        ),
        ("every 90 days", D(2017, 12, 22), "every 90 days from 2017-12-22; the first is due on 2018-03-22"),
        ("yearly", D(2017, 12, 22), "every year from 2017-12-22; the first is due on 2018-12-22"),
        ("-5 days from event", D(2009, 6, 12), "5 days before the event that opens it"),
        ("+30 days from event", D(2009, 6, 12), "30 days from the event that opens it"),
        ("+1 day from event", D(2009, 6, 12), "1 day from the event that opens it"),
    ],
)
def test_a_deadline_is_explained_so_that_it_can_be_checked(rule, start, sentence):
    assert explain(parse_rule(rule), start) == sentence


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("+400 days", Rule(RuleKind.AFTER, 400)),
        ("+9999 days", Rule(RuleKind.AFTER, 9999)),
        ("+1428 weeks", Rule(RuleKind.AFTER, 9996)),
        ("+333 months", Rule(RuleKind.AFTER, 333, "months")),
        ("every 27 years", Rule(RuleKind.EVERY, 324, "months")),
        ("monthly + 2 weeks", Rule(RuleKind.MONTHLY, 14)),
        ("-2 weeks after the event", Rule(RuleKind.EVENT, -14)),
        ("+1 day from event", Rule(RuleKind.EVENT, 1)),
        ("Every  Year", Rule(RuleKind.YEARLY, 12, "months")),
        ("annually", Rule(RuleKind.YEARLY, 12, "months")),
    ],
)
def test_a_rule_counts_days_and_months_up_to_some_27_years(text, rule):
    assert parse_rule(text) == rule


@pytest.mark.parametrize(
    "text", ["+1429 weeks", "+334 months", "every 28 years", "+0 days", "monthly +1 month", "+9 event"]
)
def test_a_rule_that_counts_further_or_not_at_all_says_what_to_type(text):
    with pytest.raises(RuleUnreadable) as refusal:
        parse_rule(text)
    assert str(refusal.value) == (
        f"“{text}” is not a deadline rule: type +24 months, +90 days, on 2016-12-31, monthly +30 days, "
        "every 30 days, yearly, +120 days from event or -5 days from event."
    )


@pytest.mark.parametrize(
    ("start", "period"),
    [
        (D(2017, 10, 24), "24 October 2017 to 31 October 2017"),
        (D(2017, 10, 25), "25 October 2017 to 31 October 2017"),
        (D(2017, 10, 26), "26 October 2017 to 30 November 2017"),
        (D(2017, 12, 31), "31 December 2017 to 31 January 2018"),
    ],
)
def test_less_than_a_week_of_a_first_month_joins_the_next(start, period):
    assert _dues("monthly +30 days", start, D(2018, 3, 2))[0][0] == period


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("on 2016-12-31", "the deadline is 2016-12-31"),
        ("+1 month", "1 month from 2017-12-22 is 2018-01-22"),
        ("+90 days", "90 days from 2017-12-22 is 2018-03-22"),
        ("monthly +30 days", "30 days after each month end from 2017-12-22; the first is due on 2018-01-30"),
        ("every 3 months", "every 3 months from 2017-12-22; the first is due on 2018-03-22"),
        ("yearly", "every year from 2017-12-22; the first is due on 2018-12-22"),
        ("+120 days from event", "120 days from the event that opens it"),
        ("-1 day from event", "1 day before the event that opens it"),
    ],
)
def test_how_a_date_was_reached_can_be_checked_by_hand(rule, words):
    assert explain(parse_rule(rule), ADOPTED["2397"]) == words


def test_so_many_due_dates_before_and_after_a_day_as_are_asked_for():
    def near(before, after):
        rule = parse_rule("yearly")
        found = around(rule, start=D(2010, 1, 1), day=D(2015, 1, 1), before=before, after=after)
        return [due.due.year for due in found]

    assert near(0, 1) == [2015]
    assert near(2, 2) == [2013, 2014, 2015, 2016]
    assert near(9, 1) == [2011, 2012, 2013, 2014, 2015]


def test_what_is_not_counted_from_an_event_is_not_asked_so():
    with pytest.raises(ValueError, match="“yearly” is not counted from an event"):
        due_after(parse_rule("yearly"), D(2018, 1, 1))
