"""The page of coverage: what was done on each cell, with who looked last."""

import pytest


@pytest.mark.whole_record
def test_it_lists_the_emptiest_first_and_links_to_the_cells(client):
    page = client.get("/coverage/dprk-1718?as_of=2020-06-30").text
    assert "<td>Nobody looked</td>" in page
    assert "<td>Never</td>" in page
    assert "?as_of=2020-06-30" in page
    named = client.get("/coverage/dprk-1718?state=Kuwait&cover=accepted").text
    assert "/cells/KWT/r2397-op8-midterm-report" in named
    assert "reviewed a claim" in named


def test_without_a_regime_it_leads_to_the_largest_and_keeps_the_clocks(client):
    answer = client.get("/coverage/?as_of=2020-06-30")
    assert answer.location == "/coverage/dprk-1718?as_of=2020-06-30"


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("?state=Ruritania", 422, "There is no state called “Ruritania”"),
        ("?cover=much", 422, "“much” is not in the list"),
        ("?as_of=1900-01-01", 422, "“1900-01-01” is not one day"),
        ("?as_of=1950-01-01", 200, "No cell fits."),
        ("?page=9999", 200, "There is no page 9999"),
    ],
)
def test_bad_or_empty_questions_get_one_sentence(client, query, status, sentence):
    page = client.get(f"/coverage/dprk-1718{query}")
    assert page.status_code == status
    assert sentence in page.text
