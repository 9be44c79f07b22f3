"""The clocks of a page come from its address, are carried by its links, and never break it."""

from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask, url_for
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.dates import FIRST_YEAR, DateUnreadable
from tracker.web import navigation
from tracker.web.clocks import clocks_from_request, read_day, read_instant

END_OF_DAY = datetime(2026, 11, 23, 23, 59, 59, 999999, UTC)


def _asked(**query):
    with Flask("bare").test_request_context("/", query_string=query):
        return clocks_from_request()


@pytest.mark.parametrize("text", ["2019-04-30", "30 April 2019", "April 30, 2019", "30.04.2019"])
def test_a_day_is_read_in_any_spelling_and_carried_in_one(text):
    asked = _asked(as_of=text)
    assert (asked.as_of, asked.query, asked.problems) == (date(2019, 4, 30), {"as_of": "2019-04-30"}, ())


@pytest.mark.parametrize(
    ("text", "instant", "carried"),
    [
        ("2026-11-23T12:00:00Z", datetime(2026, 11, 23, 12, tzinfo=UTC), "2026-11-23T12:00:00Z"),
        ("2026-11-23T14:00:00+02:00", datetime(2026, 11, 23, 12, tzinfo=UTC), "2026-11-23T12:00:00Z"),
        ("2026-11-23T14:00:00 02:00", datetime(2026, 11, 23, 12, tzinfo=UTC), "2026-11-23T12:00:00Z"),
        ("2026-11-23 12:00", datetime(2026, 11, 23, 12, tzinfo=UTC), "2026-11-23T12:00:00Z"),
        ("2026-11-23", END_OF_DAY, "2026-11-23"),
        ("23 November 2026", END_OF_DAY, "2026-11-23"),
    ],
    ids=["utc", "other zone", "plus sign lost in the address", "no zone is UTC", "a day is its end", "day in words"],
)
def test_an_instant_is_read_and_carried(text, instant, carried):
    asked = _asked(known_at=text)
    assert (asked.known_at, asked.query) == (instant, {"known_at": carried})


def test_what_a_link_carries_is_read_back_as_the_same_clocks():
    first = _asked(as_of="30 April 2019", known_at="2026-11-23T12:00:00.000001Z")
    again = _asked(**first.query)
    assert (again.as_of, again.known_at, again.query) == (first.as_of, first.known_at, first.query)


def test_a_version_of_the_rules_is_carried_and_an_unknown_one_is_one_sentence():
    assert (_asked(rules="2").named, _asked(rules="2").query) == ("2", {"rules": "2"})
    unknown = _asked(rules="99")
    assert ([problem.field for problem in unknown.problems], unknown.query, unknown.named) == (["rules"], {}, "")


def test_public_at_is_read_and_carried_with_the_clocks():
    asked = _asked(as_of="2019-04-30", public_at="1 March 2018")
    assert asked.public_at == date(2018, 3, 1)
    assert asked.query == {"as_of": "2019-04-30", "public_at": "2018-03-01"}


def test_without_clocks_links_carry_none():
    assert _asked().query == {}


@pytest.mark.parametrize("name", ["as_of", "known_at", "public_at"])
@pytest.mark.parametrize("text", ["2019", "foo", "2019-02-30", "9999999999", "1 May 2018 to 2 May 2018", "٢٠١٩-٠٤-٣٠"])
def test_what_is_no_day_is_one_sentence_at_its_field(name, text):
    asked = _asked(**{name: text})
    assert [problem.field for problem in asked.problems] == [name]
    assert (asked.query, asked.http_status) == ({}, 422)


@pytest.mark.parametrize("text", ["2026-11-23T25:00:00Z", "0001-01-01T00:00:00+14:00", "2026-11-23T12:00:00Zzz"])
def test_what_is_no_instant_is_refused(text):
    with pytest.raises(DateUnreadable):
        read_instant(text)


@pytest.mark.parametrize("read", [read_day, read_instant])
@given(text=st.text(max_size=40))
def test_any_text_is_a_clock_or_a_refusal(read, text):
    with suppress(DateUnreadable):
        assert read(text).year >= FIRST_YEAR


PAGES = [
    "/matrix/dprk-1718",
    "/cells/RUS/r2397-op8-repatriation",
    "/states/RUS",
    "/obligations/r2397-op8-repatriation",
]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_stays_and_says_at_the_field_what_is_wrong(client, path):
    page = client.get(f"{path}?as_of=yesterday&known_at=once")
    assert page.status_code == 422
    assert 'id="as_of-error"' in page.text
    assert "“once” is not one day" in page.text
    assert 'value="yesterday"' in page.text


@pytest.mark.parametrize("path", PAGES)
def test_public_at_is_named_on_the_page_and_in_its_links(client, path):
    page = client.get(f"{path}?public_at=1+March+2018").text
    assert 'Public at <time datetime="2018-03-01">1 March 2018</time>' in page
    assert '<a href="/claims/?public_at=2018-03-01"' in page
    assert "?public_at=2018-03-01" in page.partition("<main")[2]


CLOCKED = ("/matrix/", "/regimes/", "/states/", "/obligations/", "/claims/")


@pytest.mark.parametrize("path", [*PAGES, "/claims/", "/help"])
def test_the_main_navigation_carries_the_clocks_of_the_address(client, path):
    page = client.get(f"{path}?as_of=30+April+2019&known_at=2026-11-24").text
    carried = "?as_of=2019-04-30&amp;known_at=2026-11-24"
    for place in CLOCKED:
        assert f'<a href="{place}{carried}"' in page
    assert '<a href="/reports/"' in page


@pytest.mark.parametrize("query", ["", "?as_of=someday"], ids=["none", "unreadable"])
def test_without_clocks_the_main_navigation_has_none(client, query):
    page = client.get(f"/states/RUS{query}").text
    for place in CLOCKED:
        assert f'<a href="{place}"' in page


@pytest.mark.parametrize("path", [*PAGES, "/regimes/", "/regimes/dprk-1718", "/resolutions/S-RES-2397-2017"])
def test_links_between_pages_carry_the_clocks(client, path):
    page = client.get(f"{path}?as_of=30+April+2019&known_at=2026-11-24").text
    carried = "?as_of=2019-04-30&amp;known_at=2026-11-24"
    assert any(f"/{place}{carried}" in page for place in ("r2397-op8-repatriation", "S-RES-2397-2017", "dprk-1718"))


FORMS = ["/cells/RUS/r2397-op8-repatriation", "/matrix/dprk-1718", "/states/RUS", "/changes/", "/compare/"]
OPEN, SHUT = '<details class="more-clocks" open>', '<details class="more-clocks">'


@pytest.mark.parametrize("path", FORMS)
def test_the_clocks_asked_for_seldom_fold_away_and_stand_open_where_one_is_set(client, path):
    folded = client.get(f"{path}?as_of=2019-04-30&known_at=2026-11-23").text
    assert (folded.count(SHUT), folded.count(OPEN)) == (1, 0)
    shown, _, hidden = folded.partition(SHUT)
    assert all(f'name="{name}"' in shown for name in ("as_of", "known_at"))
    assert all(f'name="{name}"' in hidden for name in ("rules", "public_at"))
    for query in ("rules=2", "public_at=2019-03-31"):
        assert client.get(f"{path}?{query}").text.count(OPEN) == 1


@pytest.mark.parametrize("query", ["rules=99", "public_at=soon"])
def test_a_folded_clock_that_cannot_be_read_stands_open_with_its_sentence(client, query):
    answer = client.get(f"{FORMS[0]}?{query}")
    assert (answer.status_code, answer.text.count(OPEN)) == (422, 1)
    assert "field-error" in answer.text.partition(OPEN)[2].partition("</details>")[0]


OF_NOW = "This page shows the record as it is now."


def test_a_page_that_does_not_go_by_the_clocks_says_so_where_they_are_named(client):
    client.sign_in("analyst")
    key = {"regimes.show": {"key": "dprk-1718"}}
    with client.application.test_request_context():
        asked: list[tuple[str, Any]] = [(name, key.get(name, {})) for name in navigation.OF_NOW - {"resolutions.show"}]
        addresses = [url_for(name, **values, as_of="2019-03-01") for name, values in asked]
    for address in sorted(addresses):
        assert OF_NOW in client.get(address).text, address
        assert OF_NOW not in client.get(address.partition("?")[0]).text, address
    assert OF_NOW not in client.get("/cells/RUS/r2397-op8-repatriation?as_of=2019-03-01").text
