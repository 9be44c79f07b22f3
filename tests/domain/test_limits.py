"""A figure is over a limit only in its unit, within its period, and by its lower bound."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.dates import add_months
from tracker.domain.facts import Limit
from tracker.domain.limits import Figure, first_over, months_covered

ONCE = Limit(1000, "t", first=date(2016, 11, 30), last=date(2016, 12, 31))
YEARLY = Limit(500, "bbl", first=date(2018, 1, 1), every_months=12)
ALWAYS = Limit(1, "bank account")


def _day(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("limit", "low", "unit", "first", "last", "over"),
    [
        (ONCE, 1001, "t", "2016-12-01", "2016-12-31", True),
        (ONCE, 1000, "t", "2016-12-01", "2016-12-31", False),
        (ONCE, None, "t", "2016-12-01", "2016-12-31", False),
        (ONCE, 9000, "USD", "2016-12-01", "2016-12-31", False),
        (ONCE, 9000, "t", "2015-01-01", "2015-12-31", False),
        (ONCE, 9000, "t", "2016-11-29", "2016-12-31", False),
        (ONCE, 9000, "t", "2016-12-01", "2017-01-01", False),
        (ONCE, 9000, "t", "2016-11-30", "2016-12-31", True),
        (YEARLY, 501, "bbl", "2018-01-01", "2018-12-31", True),
        (YEARLY, 501, "bbl", "2020-01-01", "2020-05-31", True),
        (YEARLY, 501, "bbl", "2018-01-01", "2019-01-01", False),
        (YEARLY, 501, "bbl", "2017-12-31", "2018-05-31", False),
        (ALWAYS, 2, "bank account", "1990-01-01", "2030-01-01", True),
    ],
    ids=[
        "over it",
        "at it",
        "only an upper bound is known",
        "another unit",
        "before the period",
        "from a day before the period",
        "until a day after the period",
        "the whole period",
        "a whole year of a yearly limit",
        "a part of a later year",
        "a day more than a year says nothing of one year",
        "begun before the limit",
        "a limit without bounds",
    ],
)
def test_a_figure_and_a_limit(limit, low, unit, first, last, over):
    assert (first_over([limit], [Figure(low, unit, _day(first), _day(last))]) is not None) is over


def test_of_alternative_limits_one_is_enough():
    dollars = Limit(50, "USD", first=ONCE.first, last=ONCE.last)
    spent = Figure(60, "USD", date(2016, 12, 1), date(2016, 12, 31))
    carried = Figure(900, "t", date(2016, 12, 1), date(2016, 12, 31))
    assert first_over([ONCE, dollars], [carried, spent])
    assert not first_over([ONCE, dollars], [carried])


DAYS = st.dates(date(1990, 1, 1), date(2040, 1, 1))


@given(first=DAYS, length=st.integers(min_value=0, max_value=1500))
def test_months_covered_is_the_least_number_that_holds_the_last_day(first, length):
    from datetime import timedelta

    last = first + timedelta(days=length)
    months = months_covered(first, last)
    assert last < add_months(first, months)
    assert months == 1 or last >= add_months(first, months - 1)
