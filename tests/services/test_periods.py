"""Reports owed every period, and from an event, from the claims of people: the cell, the matrix and the list agree."""

from datetime import date

import pytest

from tests.databases import SEEDED_AT
from tests.determined import log, review
from tracker.db.engine import writing
from tracker.domain.content import BearingContent, QuantityContent
from tracker.domain.facts import Clocks
from tracker.domain.law_words import PeriodStanding
from tracker.domain.vocabulary import Effect, Measure, Outcome
from tracker.services import assessments, law, periods

REFINED, NOTICE = "r2397-op5-refined-petroleum-30-day-report", "r1874-op10-salw-notice"
CAP = "r2397-op5-refined-petroleum-cap"
STATE = "MNG"


@pytest.fixture
def desk(record):
    """A writer's session on a copy of the seeded record."""
    with writing(record, actor="test") as session:
        yield session
        session.rollback()


def accept(session, duty, effect, day, reference=""):
    """An accepted claim on the cell, of a day; its figure may say what it covers."""
    figure = QuantityContent(5.0, 5.0, "bbl", measure=Measure.FLOW, reference=reference)
    said = {"said": day, "event": day, "states": (STATE,), "bearings": (BearingContent(STATE, duty, effect),)}
    key = log(session, at=SEEDED_AT, **said, quantities=(figure,) if reference else ())
    review(session, key, at=SEEDED_AT)


def judged(session, duty, day):
    """The cell, which must be decided as the matrix decides it."""
    clocks = Clocks(date.fromisoformat(day), SEEDED_AT)
    cell = assessments.cell(session, state=STATE, obligation=duty, clocks=clocks)
    rows = law.obligations(session, keys=[duty])
    decision = assessments.decide_all(session, rows, [cell.state], clocks)[STATE, duty]
    found = cell.assessment
    assert (found.outcome, found.assurance, found.due) == (decision.outcome, decision.assurance, decision.due)
    return cell


def test_a_delivery_opens_its_period_and_a_report_on_that_month_meets_it(desk):
    for day in ("2018-01-25", "2018-03-01", "2018-04-15"):
        accept(desk, REFINED, Effect.OPENS, day)
    accept(desk, REFINED, Effect.FULFILS, "2018-03-20", "February 2018")
    cell = judged(desk, REFINED, "2018-04-01")
    assert cell.assessment.outcome is Outcome.OVERDUE
    assert {line.period.last.isoformat(): line.standing for line in periods.of_cell(cell)} == {
        "2018-01-20": PeriodStanding.NOT_SHOWN,
        "2018-02-19": PeriodStanding.MET_LATE,
        "2018-03-21": PeriodStanding.MISSED,
        "2018-04-20": PeriodStanding.OPEN,
    }
    assert judged(desk, REFINED, "2018-03-21").assessment.outcome is Outcome.FULFILLED_LATE


@pytest.mark.parametrize(
    ("notice", "outcome"),
    [("2010-01-26", Outcome.FULFILLED), ("2010-01-27", Outcome.FULFILLED_LATE), (None, Outcome.OVERDUE)],
)
def test_a_notice_is_due_five_days_before_the_transfer(desk, notice, outcome):
    accept(desk, NOTICE, Effect.OPENS, "2010-01-31")
    if notice:
        accept(desk, NOTICE, Effect.FULFILS, notice)
    found = judged(desk, NOTICE, "2010-02-15").assessment
    assert (found.outcome, found.due) == (outcome, date(2010, 1, 26))


def test_a_limit_is_weighed_year_by_year(desk):
    for day, reference in (("2018-07-11", "2018"), ("2020-07-24", "2020-01/2020-05"), ("2020-09-01", "")):
        figure = QuantityContent(600_000.0, None, "bbl", measure=Measure.FLOW, counted="diesel", reference=reference)
        said = {
            "said": day,
            "event": day,
            "states": (STATE,),
            "bearings": (BearingContent(STATE, CAP, Effect.BREACHES),),
        }
        review(desk, log(desk, at=SEEDED_AT, quantities=(figure,) if reference else (), **said), at=SEEDED_AT)
    cell = assessments.cell(desk, state=STATE, obligation=CAP, clocks=Clocks(date(2021, 1, 1), SEEDED_AT))
    assert cell.assessment.outcome is Outcome.ALLEGED_BREACH
    assert [(line.period.first.year, line.outcome, len(line.claims)) for line in periods.of_cell(cell)] == [
        (2020, Outcome.ALLEGED_BREACH, 1),
        (2018, Outcome.ALLEGED_BREACH, 1),
    ]
