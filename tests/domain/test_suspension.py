"""A duty that is suspended does not bind, from the first day of the suspension to its last."""

from datetime import UTC, date, datetime

import pytest

from tracker.domain.facts import Clocks, Duty, Party
from tracker.domain.status import assess
from tracker.domain.vocabulary import Outcome, StateKind, Test


@pytest.mark.parametrize(
    ("day", "suspended"),
    [(date(2017, 12, 31), False), (date(2018, 1, 1), True), (date(2018, 6, 30), True), (date(2018, 7, 1), False)],
    ids=["the day before", "its first day", "its last day", "the day after"],
)
def test_a_suspended_duty_is_not_in_force(day, suspended):
    duty = Duty("d", Test.REFRAIN, suspensions=((date(2018, 1, 1), date(2018, 6, 30)),))
    found = assess(duty, Party("RUS", "x", StateKind.MEMBER), [], Clocks(day, datetime(2026, 1, 1, tzinfo=UTC)))
    assert (found.outcome is Outcome.NOT_IN_FORCE) is suspended
    assert ("not_in_force.suspended" in {reason.rule for reason in found.reasons}) is suspended
