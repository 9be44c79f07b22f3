"""The page of the rules: versions, a preview of what another would change, and two people who put it in force."""

import pytest

PREVIEW = "/rules/2/preview?as_of=2020-06-30"


def test_the_page_names_every_version_and_the_one_in_force(client):
    page = client.get("/rules/").text
    assert "Version 1: The first rules" in page
    assert page.count("in force</span>") == 1
    assert 'href="/rules/2/preview"' in page
    assert "Propose a version" not in page


@pytest.mark.whole_record
def test_a_preview_shows_the_cells_that_flip_with_reasons(client):
    page = client.get(PREVIEW).text
    assert "cells would be decided otherwise than by version 1" in page
    assert "outcome-overdue" in page
    assert "the measures on record brought the result no nearer" in page
    assert client.get("/rules/9/preview").status_code == 404
    assert client.get("/rules/2/preview?rules=99").status_code == 422


def test_one_proposes_and_another_puts_in_force(client, app):
    client.sign_in("analyst")
    refused = client.submit("/rules/propose", {"version": "1", "reason": "because"}, page="/rules/")
    assert refused.status_code == 422
    assert "is in force already" in refused.text
    place = client.submit("/rules/propose", {"version": "2", "reason": "A step is no result."}, page="/rules/").location
    assert "A second person must rule on it" in client.get(place).text
    other = app.test_client()
    other.sign_in("reviewer")
    assert other.submit(f"{place}/rule", {"ruling": "refused"}, page=place).status_code == 422
    assert other.submit(f"{place}/rule", {"ruling": "approved"}, page=place).status_code == 303
    assert "in force from" in other.get(place).text
    assert "Rules version 2" in client.get("/cells/RUS/r2397-op8-repatriation").text
    assert "Rules version 1" in client.get("/cells/RUS/r2397-op8-repatriation?rules=1").text


def test_who_proposed_it_may_take_it_back(client):
    client.sign_in("analyst")
    place = client.submit("/rules/propose", {"version": "2", "reason": "because"}, page="/rules/").location
    assert client.submit(f"{place}/take-back", {}, page=place).status_code == 303
    assert "taken back" in client.get(place).text


LINK = 'href="/rules/">The rules that decide</a>'


def test_the_foot_of_every_page_leads_to_the_rules(client):
    assert LINK in client.get("/").text
    assert LINK in client.get("/no-such-page").text


def test_the_foot_leads_there_only_whoever_may_read_the_page(app_with):
    client = app_with(public_reading=False).test_client()
    assert LINK not in client.get("/login").text
    client.sign_in("viewer")
    assert LINK in client.get("/").text
    assert client.get("/rules/").status_code == 200
