"""The page and the feed of changes, and the page and the file of deadlines, for any filter."""

import json
import re
from html import unescape
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


CALENDAR = "/calendar/?regime=dprk-1718&as_of=2019-03-01"


def _duties(page):
    return set(re.findall(r'href="/(?:obligations|cells/[A-Z]+)/([^/"?]+)\?as_of', page))


def _link(page, start):
    found = re.search(rf'href="({start}[^"]*)"', page)
    assert found is not None
    return unescape(found[1])


@pytest.mark.parametrize("filters", ["&subject=labour", "&test=report"])
def test_the_calendar_its_file_and_its_report_have_the_duties_of_a_subject_and_a_test(client, filters):
    client.sign_in("analyst")
    fits = _duties(client.get(f"/obligations/?regime=dprk-1718&as_of=2019-03-01{filters}").text)
    every, page = (client.get(f"{CALENDAR}{more}&size=200").text for more in ("", filters))
    assert set() != _duties(page) == _duties(every) & fits != _duties(every)
    events = icalendar.Calendar.from_ical(client.get(_link(page, "/calendar/deadlines.ics")).data).walk("VEVENT")
    assert {str(event["url"]).rsplit("/", 1)[1].split("?")[0] for event in events} == _duties(page)
    frozen = client.submit(_link(page, "/reports/take/deadlines"), {"title": "Narrow"}).location
    report = json.loads(client.get(f"{frozen}.json").data)["report"]
    assert set(report["only_obligations"]) == fits
    assert {day["obligation"] for day in report["days"]} == _duties(page)


def test_the_calendar_of_an_outcome_has_the_duties_that_have_it_on_the_day(client):
    client.sign_in("analyst")
    asked = "/calendar/?state=Kuwait&regime=dprk-1718&size=200"
    before, after = (client.get(f"{asked}&as_of={day}&outcome=overdue").text for day in ("2019-03-22", "2019-03-23"))
    midterm = "r2397-op8-midterm-report"
    assert (midterm in _duties(before), midterm in _duties(after)) == (False, True)
    assert "/reports/take/deadlines" not in after
    assert "A report of deadlines has no filter by outcome" in after
    assert client.get("/reports/take/deadlines?outcome=overdue").status_code == 422
    any_state = client.get("/calendar/?regime=dprk-1718&size=200&as_of=2019-03-23&outcome=overdue").text
    assert midterm in _duties(any_state)


@pytest.mark.whole_record
def test_changes_may_be_of_what_moved_to_an_outcome_and_the_feed_keeps_every_filter(client):
    asked = "/changes/?state=Kuwait&test=report&subject=labour&as_of=2020-06-30&known_at=2026-11-24"
    page, none = (client.get(f"{asked}&outcome={outcome}").text for outcome in ("fulfilled", "breached"))
    assert "It was accepted on 23 November 2026, and cites" in page
    assert "Nothing moved on the days that were looked at." in none
    feed = _link(page, "/changes/feed.atom")
    assert all(part in feed for part in ("test=report", "outcome=fulfilled", "subject="))
    root = ElementTree.fromstring(client.get(feed).data)  # noqa: S314 - our own bytes
    titles = [entry.findtext(f"{ATOM}title", "") for entry in root]
    told = [title for title in titles if "→" in title]
    assert len(told) >= 1
    assert all("→ fulfilled (" in title for title in told)
    assert "outcome=" not in _link(page, "/compare/")


@pytest.mark.parametrize("path", ["/changes/", "/changes/feed.atom", "/calendar/", "/calendar/deadlines.ics"])
@pytest.mark.parametrize("name", ["subject", "test", "outcome"])
def test_a_filter_that_is_unknown_is_a_sentence(client, path, name):
    answer = client.get(f"{path}?state=Kuwait&{name}=magic")
    assert answer.status_code == 422
    assert answer.text.count("“magic” is not in the list; choose one that is.") == (2 if path.endswith("/") else 1)
    assert "feed" in path or "ics" in path or 'value="Kuwait"' in answer.text
