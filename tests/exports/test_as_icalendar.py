"""A calendar of deadlines: whole days that read back as they were, whatever the words."""

from datetime import UTC, date, datetime, timedelta

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from tracker.exports import as_icalendar
from tracker.exports.as_icalendar import Event

AT = datetime(2026, 1, 2, tzinfo=UTC)
printable = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), max_size=200)


@given(printable, st.dates(date(1945, 1, 1), date(2100, 12, 31)))
def test_an_event_reads_back(words, day):
    made = as_icalendar.render("Deadlines", [Event("a@b", day, words, words, "http://localhost/?a=b&c=d")], at=AT)
    calendar = icalendar.Calendar.from_ical(made)
    (event,) = calendar.walk("VEVENT")
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (day, day + timedelta(days=1))
    assert (str(event["summary"]), str(event["description"])) == (words, words)
    assert (str(event["uid"]), str(event["url"])) == ("a@b", "http://localhost/?a=b&c=d")
    assert made == as_icalendar.render(
        "Deadlines", [Event("a@b", day, words, words, "http://localhost/?a=b&c=d")], at=AT
    )


def test_no_words_can_open_another_property():
    made = as_icalendar.render("D", [Event("a", date(2026, 1, 2), "a\r\nATTACH:file:///x", "b", "http://l/")], at=AT)
    assert b"\r\nATTACH" not in made
