"""The register of claims for programs."""

import csv
import html
import io
import json

import pytest

from tests.client import WatchingClient
from tests.counting import statements
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


@pytest.mark.parametrize("path", ["/claims.json", "/claims.csv"])
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


def test_a_long_list_is_counted_only_so_far(client, monkeypatch):
    monkeypatch.setattr(claim_lines, "COUNTED", 55)
    first, second = (client.get(f"/claims/?page={number}").text for number in (1, 2))
    assert "More than 55 claims, page 1" in first
    assert "1–50 of more than 55 claims" in first.replace("\n", "")
    assert 'rel="next"' in first
    assert "51–" in second


def test_speakers_are_found_one_after_another(record):
    with reading(record) as session:
        found = claim_lines.speakers(session)
        assert list(found) == sorted(set(found))
        assert len(found) > 10
        assert list(claim_lines.speakers(session, most=3)) == list(found)[:3]
