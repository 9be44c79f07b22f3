"""Stepping through days: the nearest on both sides, and the ends of all."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.stepping import EACH_SIDE, Step, steps

DAY = date(2019, 3, 22)
pairs = st.lists(st.tuples(st.integers(-12, 12).map(lambda n: DAY + timedelta(days=n)), st.sampled_from("ab")))


def test_a_day_is_one_step_with_all_that_happens_on_it():
    found = steps([(DAY, "due"), (DAY, "a claim tells of it"), (DAY, "due")], as_of=DAY)
    assert found.here == Step(DAY, "a claim tells of it; due")
    assert not found


@given(pairs)
def test_the_steps_are_the_nearest_days_in_order_and_the_ends(days):
    found = steps(days, as_of=DAY)
    every = sorted({day for day, _ in days})
    named = [step.day for step in (*found.before, *([found.here] if found.here else []), *found.after)]
    assert named == [day for day in every if day in set(named)]
    assert [step.day for step in found.before] == [day for day in every if day < DAY][-EACH_SIDE:]
    assert [step.day for step in found.after] == [day for day in every if day > DAY][:EACH_SIDE]
    assert set(steps(reversed(days), as_of=DAY).before) == set(found.before)


def test_the_ends_are_named_where_they_are_further_than_the_steps():
    def ends(each_side):
        days = [DAY + timedelta(days=n) for n in range(-each_side, each_side + 1)]
        found = steps([(day, "due") for day in days], as_of=DAY)
        return [step.day if step else None for step in (found.first, found.last)]

    assert ends(EACH_SIDE) == [None, None]
    assert ends(EACH_SIDE + 1) == [DAY - timedelta(days=EACH_SIDE + 1), DAY + timedelta(days=EACH_SIDE + 1)]
