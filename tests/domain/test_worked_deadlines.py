"""Sixty due dates of the real duties, worked by hand from the wording that stands beside each in the record.

A row is the duty's key, the rule, the day from which it counts, what is asked (a number: so many periods on; a day: the
event; nothing: a date that comes once), and the day. The start and the rule must be those of the record.
"""

from datetime import date
from functools import cache
from itertools import islice

import pytest
import yaml

from tracker import resources
from tracker.domain.deadlines import due_after, due_dates, every_due, parse_rule

ONCE = [
    ("r1718-op11-report-30-days", "+30 days", "2006-10-14", "2006-11-13"),
    ("r1874-op22-report-45-days", "+45 days", "2009-06-12", "2009-07-27"),
    ("r2094-op25-report-90-days", "+90 days", "2013-03-07", "2013-06-05"),
    ("r2270-op33-dprk-banks-closed", "+90 days", "2016-03-02", "2016-05-31"),
    ("r2270-op35-close-if-grounds", "+90 days", "2016-03-02", "2016-05-31"),
    ("r2270-op40-report-90-days", "+90 days", "2016-03-02", "2016-05-31"),
    ("r2321-op26-coal-cap-dec-2016", "on 2016-12-31", "2016-11-30", "2016-12-31"),
    ("r2321-op31-close-offices-90-days", "+90 days", "2016-11-30", "2017-02-28"),
    ("r2321-op36-report-90-days", "+90 days", "2016-11-30", "2017-02-28"),
    ("r2371-op8-coal-iron-ban", "+30 days", "2017-08-05", "2017-09-04"),
    ("r2371-op8-coal-iron-ban", "+45 days", "2017-08-05", "2017-09-19"),
    ("r2371-op9-seafood-ban", "+30 days", "2017-08-05", "2017-09-04"),
    ("r2371-op10-lead-ban", "+30 days", "2017-08-05", "2017-09-04"),
    ("r2371-op18-report-90-days", "+90 days", "2017-08-05", "2017-11-03"),
    ("r2375-op16-textiles", "+90 days", "2017-09-11", "2017-12-10"),
    ("r2375-op16-textiles", "+135 days", "2017-09-11", "2018-01-24"),
    ("r2375-op17-work-authorisations", "on 2017-12-15", "2017-09-11", "2017-12-15"),
    ("r2375-op18-joint-ventures", "+120 days", "2017-09-11", "2018-01-09"),
    ("r2375-op19-report-90-days", "+90 days", "2017-09-11", "2017-12-10"),
    ("r2397-op6-sectoral-export-ban", "+30 days", "2017-12-22", "2018-01-21"),
    ("r2397-op6-sectoral-export-ban", "+45 days", "2017-12-22", "2018-02-05"),
    ("r2397-op8-repatriation", "+24 months", "2017-12-22", "2019-12-22"),
    ("r2397-op8-midterm-report", "+15 months", "2017-12-22", "2019-03-22"),
    ("r2397-op8-explanation", "+15 months", "2017-12-22", "2019-03-22"),
    ("r2397-op8-final-report", "+27 months", "2017-12-22", "2020-03-22"),
    ("r2397-op17-report", "+90 days", "2017-12-22", "2018-03-22"),
]
CRUDE = ("r2397-op4-crude-90-day-report", "every 90 days", "2017-12-22")
REFINED = ("r2397-op5-refined-petroleum-30-day-report", "every 30 days", "2017-12-22")
COAL = ("r2321-op26-coal-monthly-report", "monthly +30 days", "2016-11-30")
NOTICE = ("r1874-op10-salw-notice", "-5 days from event", "2009-06-12")
VENTURES = ("r2375-op18-joint-ventures", "+120 days from event", "2017-09-11")

# number of the period, its first and last day, and the day on which its report is due
AGAIN = [
    (*CRUDE, 1, "2017-12-22", "2018-03-21", "2018-03-22"),
    (*CRUDE, 2, "2018-03-22", "2018-06-19", "2018-06-20"),
    (*CRUDE, 3, "2018-06-20", "2018-09-17", "2018-09-18"),
    (*CRUDE, 4, "2018-09-18", "2018-12-16", "2018-12-17"),
    (*CRUDE, 5, "2018-12-17", "2019-03-16", "2019-03-17"),
    (*CRUDE, 8, "2019-09-13", "2019-12-11", "2019-12-12"),
    (*CRUDE, 9, "2019-12-12", "2020-03-10", "2020-03-11"),  # over 29 February 2020
    (*CRUDE, 10, "2020-03-11", "2020-06-08", "2020-06-09"),
    (*REFINED, 1, "2017-12-22", "2018-01-20", "2018-01-21"),
    (*REFINED, 2, "2018-01-21", "2018-02-19", "2018-02-20"),
    (*REFINED, 3, "2018-02-20", "2018-03-21", "2018-03-22"),  # February has 28 days
    (*REFINED, 4, "2018-03-22", "2018-04-20", "2018-04-21"),
    (*REFINED, 6, "2018-05-21", "2018-06-19", "2018-06-20"),
    (*REFINED, 9, "2018-08-19", "2018-09-17", "2018-09-18"),  # three of them are one of crude oil
    (*REFINED, 12, "2018-11-17", "2018-12-16", "2018-12-17"),
    (*REFINED, 13, "2018-12-17", "2019-01-15", "2019-01-16"),
    (*REFINED, 27, "2020-02-10", "2020-03-10", "2020-03-11"),
    (*COAL, 1, "2016-11-30", "2016-12-31", "2017-01-30"),  # the wording joins 30 November to December
    (*COAL, 2, "2017-01-01", "2017-01-31", "2017-03-02"),
    (*COAL, 3, "2017-02-01", "2017-02-28", "2017-03-30"),
    (*COAL, 4, "2017-03-01", "2017-03-31", "2017-04-30"),
    (*COAL, 5, "2017-04-01", "2017-04-30", "2017-05-30"),
    (*COAL, 6, "2017-05-01", "2017-05-31", "2017-06-30"),
    (*COAL, 7, "2017-06-01", "2017-06-30", "2017-07-30"),
    (*COAL, 8, "2017-07-01", "2017-07-31", "2017-08-30"),
    (*COAL, 9, "2017-08-01", "2017-08-04", "2017-09-30"),  # the ban of 5 August cuts it off
]
FROM_EVENT = [
    (*NOTICE, "2010-01-03", "2009-12-29"),
    (*NOTICE, "2012-03-05", "2012-02-29"),
    (*NOTICE, "2013-03-05", "2013-02-28"),
    (*NOTICE, "2015-07-31", "2015-07-26"),
    (*VENTURES, "2017-10-03", "2018-01-31"),
    (*VENTURES, "2017-11-01", "2018-03-01"),
    (*VENTURES, "2017-12-31", "2018-04-30"),
    (*VENTURES, "2019-11-01", "2020-02-29"),
]


@cache
def _record():
    return {row["key"]: row for row in yaml.safe_load((resources.folder("seed") / "obligations.yaml").read_text())}


def _rule(key, rule, start):
    """The rule, which must stand in the record with that start."""
    duty = _record()[key]
    assert duty["effective"] == start
    assert rule in [deadline["rule"] for deadline in duty["deadlines"]]
    return parse_rule(rule)


def test_there_are_sixty_and_no_deadline_of_the_record_is_left_out():
    assert len(ONCE) + len(AGAIN) + len(FROM_EVENT) == 60
    worked = {row[:2] for row in (*ONCE, *AGAIN, *FROM_EVENT)}
    assert worked == {(key, one["rule"]) for key, duty in _record().items() for one in duty["deadlines"]}


@pytest.mark.parametrize(("key", "rule", "start", "day"), ONCE)
def test_a_date_that_comes_once(key, rule, start, day):
    (found,) = due_dates(_rule(key, rule, start), start=date.fromisoformat(start), until=date.max)
    assert found.due.isoformat() == day


@pytest.mark.parametrize(("key", "rule", "start", "number", "first", "last", "day"), AGAIN)
def test_a_date_that_comes_every_period(key, rule, start, number, first, last, day):
    ended = _record()[key]["ended"]
    end = date.fromordinal(date.fromisoformat(ended).toordinal() - 1) if ended else None
    dues = every_due(_rule(key, rule, start), start=date.fromisoformat(start), end=end)
    found = next(islice(dues, number - 1, None))
    assert found.period
    assert [one.isoformat() for one in (found.period.first, found.period.last, found.due)] == [first, last, day]


@pytest.mark.parametrize(("key", "rule", "start", "event", "day"), FROM_EVENT)
def test_a_date_from_an_event(key, rule, start, event, day):
    assert due_after(_rule(key, rule, start), date.fromisoformat(event)).isoformat() == day
