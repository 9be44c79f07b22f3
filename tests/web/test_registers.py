"""The register of claims for programs."""

import csv
import html
import io
import json
import re
from datetime import datetime

import openpyxl
import pytest

from tests.client import WatchingClient
from tests.counting import statements
from tests.later import BEFORE, GONE, PLEDGE, SAID_LATER, THEN, happens
from tracker.db.engine import reading
from tracker.services import claim_lines, registers
from tracker.services.claim_list import ClaimFilter

FILTERS = [
    "",
    "words=workers",
    "state=RUS",
    "review=waiting",
    "kind=pledge",
    "since=2019&until=2019-12",
    "words=zzzzzz",
]


def _rows(answer):
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("query", FILTERS)
def test_lines_and_file_are_those_of_the_page(client: WatchingClient, query):
    lines = json.loads(client.get(f"/claims.json?{query}").data)["claims"]
    rows = _rows(client.get(f"/claims.csv?{query}"))
    page = html.unescape(client.get(f"/claims/?{query}").text)
    assert len(lines) == page.count('<li class="claim-row">') == min(len(rows), registers.MOST)
    assert all(f"/claims/{line['key']}" in page for line in lines)
    assert {line["key"] for line in lines} <= {row["key"] for row in rows}


def test_a_line_says_what_was_claimed_and_where_it_stands(client):
    lines = client.get("/claims.json?state=RUS").get_json()["claims"]
    line = next(line for line in lines if line["review_state"] == "accepted")
    assert set(line) == {"key", "statement", "kind", "speaker", "said_first", "said_last", "review_state", "grade"}
    assert line["grade"][:1].isalpha()


def test_the_file_has_each_claim_with_what_it_bears_on_and_cites(client):
    rows = _rows(client.get("/claims.csv"))
    assert list(rows[0]) == list(registers.COLUMNS)
    row = next(row for row in rows if row["key"] == "ru-matsegora-2018-07-18-pledge-diplomat")
    assert row["states"] == "RUS"
    assert row["bears_on"].split("; ")[0] == "RUS r2397-op8-repatriation promises"
    assert row["review_state"] == "waiting"
    assert row["citations"]


def test_the_file_is_sent_while_it_is_read(client, record):
    answer = client.get("/claims.csv")
    assert answer.is_streamed
    assert answer.headers["Content-Disposition"] == "attachment; filename=claims.csv"
    with reading(record) as session:
        parts = registers.everything(session, chosen=ClaimFilter())
        assert len(next(iter(parts))) <= registers.AT_ONCE


def test_the_workbook_has_the_lines_of_the_file_and_says_what_was_asked(client):
    query = "state=RUS&known_at=2026-11-24T00:00:00Z"
    answer = client.get(f"/claims.xlsx?{query}")
    assert answer.headers["Content-Disposition"] == "attachment; filename=claims.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    head, *lines = ([cell.value for cell in row] for row in book["Claims"].iter_rows())
    rows = _rows(client.get(f"/claims.csv?{query}"))
    assert [str(cell).lower().replace(" ", "_") for cell in head] == list(rows[0])
    assert [line[0] for line in lines] == [row["key"] for row in rows]
    assert [line[1] for line in lines] == [row["statement"] for row in rows]
    assert isinstance(lines[0][head.index("Day first")], datetime)
    about = {str(name.value): str(value.value) for name, value in book["About"].iter_rows()}
    assert about["State"] == "RUS"
    assert about["Known at"] == "2026-11-24T00:00:00Z"
    assert "not a legal finding" in about["Notice"]


@pytest.mark.parametrize("path", ["/claims.json", "/claims.csv", "/claims.xlsx"])
def test_a_filter_that_cannot_be_read_is_refused(client, path):
    assert client.get(f"{path}?state=Atlantis").status_code == 422


@pytest.mark.parametrize("chosen", [ClaimFilter(), ClaimFilter(words="workers")], ids=["all", "words"])
def test_the_list_costs_the_same_for_one_line_and_for_many(record, chosen):
    counts = []
    with reading(record) as session:
        claim_lines.browse(session, chosen=chosen)  # the law is read once, and kept
    for size in (1, 50):
        with reading(record) as session, statements(record) as sent:
            assert len(claim_lines.browse(session, chosen=chosen, size=size).rows) <= size
        counts.append(len(sent))
    assert counts[0] == counts[1]


@pytest.mark.whole_record
def test_a_long_list_is_counted_only_so_far(client, monkeypatch):
    monkeypatch.setattr(claim_lines, "COUNTED", 55)
    first, second = (client.get(f"/claims/?page={number}").text for number in (1, 2))
    assert "More than 55 claims, page 1" in first
    assert "1–50 of more than 55 claims" in first.replace("\n", "")
    assert 'rel="next"' in first
    assert "51–" in second


@pytest.mark.whole_record
def test_speakers_are_found_one_after_another(record):
    with reading(record) as session:
        found = claim_lines.speakers(session)
        assert list(found) == sorted(set(found))
        assert len(found) > 10
        assert list(claim_lines.speakers(session, most=3)) == list(found)[:3]


@pytest.fixture
def edited(client, record):
    """A browser, on a record in which a claim was edited and another withdrawn since it was seeded."""
    happens(record)
    return client


MOMENTS = [
    f"known_at={BEFORE}",
    f"known_at={THEN}",
    f"known_at={THEN}&review=accepted&state=RUS",
    "as_of=2018-12-31",
    "as_of=31 December 2018&kind=pledge",
    "public_at=2019-03-31",
]


@pytest.mark.parametrize("query", MOMENTS)
def test_the_page_the_lines_and_the_file_go_by_the_same_clocks(edited: WatchingClient, query):
    lines = edited.get(f"/claims.json?{query}").get_json()
    rows = _rows(edited.get(f"/claims.csv?{query}"))
    page = html.unescape(edited.get(f"/claims/?{query}").text)
    assert len(lines["claims"]) == page.count('<li class="claim-row">') == min(len(rows), registers.MOST)
    assert query.partition("=")[0] in lines


def test_nothing_was_known_before_anything_was_recorded(client):
    assert _rows(client.get(f"/claims.csv?known_at={BEFORE}")) == []
    assert "No claim fits" in client.get(f"/claims/?known_at={BEFORE}").text


def test_a_claim_is_listed_as_it_was_known_and_leads_to_that_revision(edited):
    then = {row["key"]: row for row in _rows(edited.get(f"/claims.csv?known_at={THEN}"))}
    now = {row["key"]: row for row in _rows(edited.get("/claims.csv"))}
    assert then[PLEDGE]["statement"] != now[PLEDGE]["statement"] == SAID_LATER
    assert now[GONE]["review_state"] == "withdrawn" != then[GONE]["review_state"]
    page = edited.get(f"/claims/?known_at={THEN}&kind=pledge&state=RUS").text
    assert f"/claims/{PLEDGE}/1?" in page
    assert SAID_LATER not in page


def test_a_file_of_a_day_has_what_tells_of_no_later_one(client):
    rows = _rows(client.get("/claims.csv?as_of=2018-12-31"))
    assert rows
    assert {row["key"] for row in _rows(client.get("/claims.csv")) if row["day_first"] <= "2018-12-31"} == {
        row["key"] for row in rows
    }


def test_words_at_an_instant_are_refused_in_one_sentence(client):
    for path in ("/claims.csv", "/claims.json", "/claims/"):
        answer = client.get(f"{path}?words=workers&known_at={THEN}")
        assert (answer.status_code, answer.text.count("looked up in what claims say now") > 0) == (422, True)


@pytest.mark.parametrize("query", ["known_at=soon", "as_of=2019", "public_at=2019-02-30", "rules=99"])
def test_a_clock_that_cannot_be_read_is_refused(client, query):
    for path in ("/claims.csv", "/claims.json", "/claims/"):
        assert client.get(f"{path}?{query}").status_code == 422


def test_the_list_links_to_its_files_with_its_filters_and_clocks(client):
    page = html.unescape(client.get(f"/claims/?state=RUS&known_at={THEN}&as_of=2019-12-22").text)
    (link,) = re.findall(r'href="(/claims\.csv[^"]*)"', page)
    assert {"state=RUS", f"known_at={THEN}", "as_of=2019-12-22"} == set(link.partition("?")[2].split("&"))
    assert client.get(link).status_code == 200


def test_a_clock_is_taken_off_like_any_filter(client):
    page = html.unescape(client.get("/claims/?state=RUS&as_of=2019-12-22").text)
    assert 'href="/claims/?state=RUS"' in page
