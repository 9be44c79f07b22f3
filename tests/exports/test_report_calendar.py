"""A report of deadlines as a calendar, read back by icalendar."""

from dataclasses import replace
from datetime import date, timedelta

import icalendar
import pytest

from tests.exports.documents import FINAL, FORMULAS, HOSTILE, RETURN, copy_of, document
from tracker import exports
from tracker.domain.report_parts import ReportDay
from tracker.domain.vocabulary import ReportKind
from tracker.exports import report_calendar
from tracker.exports.references import one_line

DAYS = (
    ReportDay(date(2019, 12, 22), RETURN.key, "due", judged=True, has_passed=False, outcome="overdue"),
    ReportDay(date(2020, 3, 22), FINAL.key, "report due", judged=False, has_passed=False),
)
DEADLINES = document(kind=ReportKind.DEADLINES, days=DAYS)


def read(found) -> icalendar.Calendar:
    made = icalendar.Calendar.from_ical(report_calendar.render(copy_of(found)))
    assert isinstance(made, icalendar.Calendar)
    return made


def test_each_day_is_an_event_of_that_day_with_what_it_is_and_where_it_stands() -> None:
    first, second = read(DEADLINES).walk("VEVENT")
    assert (str(first["summary"]), first.decoded("dtstart")) == ("Repatriate workers: due", DAYS[0].day)
    assert first.decoded("dtend") == DAYS[0].day + timedelta(days=1)
    assert str(first["description"]).splitlines() == [
        "S/RES/2397(2017), paragraph 8.",
        "A state is judged late by it.",
        "Where it stands: overdue.",
        "As of 2018-07-31, known at 2026-11-23T12:00:00Z.",
        DEADLINES.notice,
    ]
    assert "No state is judged late by it." in str(second["description"])
    assert first["uid"] != second["uid"]


def test_the_calendar_says_its_manifest_and_the_mark_stands_on_one_line() -> None:
    made = report_calendar.render(copy_of(DEADLINES))
    assert f"\r\nUID:{copy_of(DEADLINES).mark}\r\n".encode() in made
    assert f"Data digest: {'d' * 64}" in str(read(DEADLINES)["description"]).splitlines()


@pytest.mark.parametrize("words", [*HOSTILE.values(), *FORMULAS.values()], ids=[*HOSTILE, *FORMULAS])
def test_hostile_words_come_back_whole_and_open_no_property(words) -> None:
    found = replace(DEADLINES, title=words, obligations=(replace(RETURN, title=words), FINAL))
    made = read(found)
    event, _ = made.walk("VEVENT")
    assert str(event["summary"]) == f"{one_line(words)}: due"
    assert str(made["x-wr-calname"]) == one_line(words)
    assert set(event) == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "URL", "TRANSP"}


@pytest.mark.parametrize("kind", ReportKind)
def test_a_calendar_is_for_reports_of_deadlines_and_a_feed_for_those_of_changes(kind) -> None:
    suited = exports.formats_of(document(kind=kind)).keys() & {"ics", "atom"}
    assert suited == {ReportKind.DEADLINES: {"ics"}, ReportKind.CHANGES: {"atom"}}.get(kind, set())
