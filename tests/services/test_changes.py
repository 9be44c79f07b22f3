"""Changes day by day: what people did and what the calendar did, each on its day, newest first."""

from datetime import UTC, date, datetime, timedelta

from tests.databases import SEEDED_AT
from tests.services.desks import AT, DUTY, LATER, seated
from tracker.domain.facts import Clocks
from tracker.services import changes, comparisons

MIDTERM = "r2397-op8-midterm-report"
NOW = Clocks(date(2020, 6, 30), SEEDED_AT)


def _recent(session, clocks, **filters):
    return changes.recent(session, chosen=comparisons.scope(session, **filters), clocks=clocks)


def test_what_was_accepted_is_a_change_of_the_day_of_its_review(shared_record):
    step = _recent(shared_record, NOW, state="KWT", obligation=MIDTERM)[0]
    assert (step.day, step.at) == (SEEDED_AT.date(), SEEDED_AT)
    assert [(one.before.outcome.value, one.after.outcome.value) for one in step.moved] == [("overdue", "fulfilled")]


def test_a_day_of_the_law_is_a_change_where_the_day_judged_moves_too(shared_record):
    early = datetime(2019, 4, 1, 12, tzinfo=UTC)
    steps = _recent(shared_record, Clocks(date(2019, 4, 1), early), state="FRA", obligation=MIDTERM)
    assert [(step.day, step.at) for step in steps] == [
        (date(2019, 3, 23), datetime(2019, 3, 23, tzinfo=UTC)),
        (date(2017, 12, 22), datetime(2017, 12, 22, tzinfo=UTC)),
    ]
    assert [one.after.outcome.value for step in steps for one in step.moved] == ["overdue", "not_due"]


def test_a_later_deed_is_a_step_of_its_own_and_the_newest_comes_first(record):
    with seated(record) as desk:
        key = desk.log()
        desk.decide(key)
        later = LATER + timedelta(days=2)
        from tracker.services import claims

        claims.withdraw(desk.session, key=key, by=desk.people["analyst"], at=later, reason="x")
        steps = _recent(desk.session, Clocks(date(2020, 6, 30), later), state="MNG", obligation=DUTY)
        assert [step.at for step in steps[:2]] == [later, AT]
        assert [cause.code.value for one in steps[0].moved for cause in one.causes] == ["withdrawn"]


def test_no_more_changes_are_given_than_asked_for(shared_record):
    steps = _recent(shared_record, NOW, regime="dprk-1718")
    assert sum(len(step.moved) for step in changes.at_most(steps, 7)) == 7
    assert changes.at_most(steps, 10_000) == steps
