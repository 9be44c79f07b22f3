"""The page and the feed of changes, and the page and the file of deadlines, for any filter."""

from xml.etree import ElementTree

import icalendar
import pytest

ASKED = "state=Kuwait&obligation=r2397-op8-midterm-report&as_of=2020-06-30&known_at=2026-11-24"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.whole_record
def test_the_page_tells_the_changes_by_day_and_leads_to_the_feed(client):
    page = client.get(f"/changes/?{ASKED}").text
    assert "It was accepted on 23 November 2026, and cites" in page
    assert '<link rel="alternate" type="application/atom+xml"' in page


@pytest.mark.whole_record
def test_the_feed_has_the_same_and_is_not_sent_twice(client):
    answer = client.get(f"/changes/feed.atom?{ASKED}")
    assert answer.mimetype == "application/atom+xml"
    entry = ElementTree.fromstring(answer.data).findall(f"{ATOM}entry")[0]  # noqa: S314 - our own bytes
    assert entry.findtext(f"{ATOM}title") == (
        "Kuwait, Mid-term report on repatriation: overdue (unsupported) → fulfilled (self-reported)"
    )
    assert "It was accepted on" in entry.findtext(f"{ATOM}summary", "")
    (link,) = entry.findall(f"{ATOM}link")
    assert link.get("href", "").startswith("http://localhost/cells/KWT/r2397-op8-midterm-report?")
    again = client.get(f"/changes/feed.atom?{ASKED}", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_the_filter_public_at_is_named_in_the_feed(client):
    made = client.get(f"/changes/feed.atom?{ASKED}&public_at=2019-12-01").text
    assert "Public at 1 December 2019" in made
    assert "public_at=2019-12-01" in made


def test_the_calendar_lists_the_days_of_the_duties_with_the_outcome_of_a_state(client):
    page = client.get("/calendar/?state=Kuwait&regime=dprk-1718&as_of=2019-03-01").text
    assert '<time datetime="2019-03-22">' in page
    assert "/cells/KWT/r2397-op8-midterm-report?as_of=2019-03-01" in page


def test_the_calendar_file_has_the_same_days(client):
    answer = client.get("/calendar/deadlines.ics?state=Kuwait&obligation=r2397-op8-midterm-report&as_of=2019-03-01")
    assert answer.mimetype == "text/calendar"
    events = icalendar.Calendar.from_ical(answer.data).walk("VEVENT")
    assert [(str(event.decoded("dtstart")), str(event["summary"])) for event in events] == [
        ("2017-12-22", "Mid-term report on repatriation: takes effect"),
        ("2019-03-22", "Mid-term report on repatriation: due"),
    ]
    assert "Not due as of 1 March 2019." in str(events[1]["description"])
    assert str(events[1]["uid"]).endswith("@localhost")


@pytest.mark.parametrize("path", ["/changes/", "/changes/feed.atom", "/calendar/", "/calendar/deadlines.ics"])
def test_what_cannot_be_read_is_a_sentence(client, path):
    answer = client.get(f"{path}?state=Ruritania")
    assert answer.status_code == 422
    assert "There is no state called “Ruritania” in the record." in answer.text
