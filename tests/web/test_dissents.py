"""Dissent on pages: said on a form, shown below the review everywhere, taken back by the person alone."""

import html
import json
import re

import pytest

from tests.client import WatchingClient

KEY = "ru-matsegora-2018-01-30-pledge"
CELL = "/cells/RUS/r2397-op8-repatriation?as_of=2018-07-31"
SAID = "The interview was translated twice."


def _place(client: WatchingClient) -> str:
    found = re.search(r'href="(/dissents/\d+)"', client.get(f"/claims/{KEY}").text)
    assert found
    return found[1]


def _dissent(client: WatchingClient, **fields: str) -> str:
    place = _place(client)
    answer = client.submit(place, {"reason": SAID} | fields)
    assert (answer.status_code, answer.location) == (303, f"/claims/{KEY}")
    return place


@pytest.mark.parametrize("path", [f"/claims/{KEY}", f"/review/{KEY}", CELL, f"/claims/{KEY}/history"])
def test_a_dissent_is_shown_with_its_reason_wherever_the_review_is(client: WatchingClient, path):
    _dissent(client.sign_in("reviewer"))
    page = client.get(path).text
    assert SAID in page
    assert "Reviewer Person" in page
    if path == CELL:
        assert "1 dissent from this review:" in page


def test_at_an_earlier_instant_there_is_no_dissent(client: WatchingClient):
    _dissent(client.sign_in("reviewer"))
    assert SAID not in client.get(f"/claims/{KEY}?known_at=2026-11-24").text
    assert SAID not in client.get(f"{CELL}&known_at=2026-11-24").text


@pytest.mark.parametrize(
    ("person", "offered"), [("reviewer", True), ("analyst", True), ("viewer", False), ("admin", False), (None, False)]
)
def test_it_is_offered_to_analysts_and_reviewers(client: WatchingClient, person, offered):
    page = (client.sign_in(person) if person else client).get(f"/claims/{KEY}").text
    assert ('href="/dissents/' in page) is offered


@pytest.mark.parametrize("reason", ["", "   ", "x" * 5_001])
def test_a_reason_is_asked_for_at_its_field_and_the_rest_is_kept(client: WatchingClient, reason):
    answer = client.sign_in("reviewer").submit(_place(client), {"reason": reason, "printed": "y"})
    assert answer.status_code == 422
    assert 'id="reason-error"' in answer.text
    assert re.search(r'name="printed"[^>]*checked|checked[^>]*name="printed"', answer.text)


def test_nobody_is_offered_a_second_one_and_a_second_one_is_refused(client: WatchingClient):
    place = _dissent(client.sign_in("reviewer"))
    assert 'href="/dissents/' not in client.get(f"/claims/{KEY}").text
    answer = client.submit(place, {"reason": "Again."})
    assert answer.status_code == 422
    assert "You have dissented from this review already." in html.unescape(answer.text)
    assert "Again." in answer.text


def test_nobody_dissents_from_their_own_review(client: WatchingClient, app):
    decision = {"verdict": "right", "reliability": "B", "credibility": "2", "revision": "1", "seen": "1"}
    assert client.sign_in("reviewer").submit(f"/review/{KEY}", decision).status_code == 303
    assert 'href="/dissents/' not in client.get(f"/claims/{KEY}").text
    place = _place(app.test_client().sign_in("reviewer2"))
    assert client.submit(place, {"reason": "No."}).status_code == 403


def test_only_the_person_takes_it_back_and_history_keeps_it(client: WatchingClient, app):
    _dissent(client.sign_in("reviewer"))
    back = re.findall(r'action="(/dissents/\d+/take-back)"', client.get(f"/claims/{KEY}").text)
    assert len(back) == 1
    other = app.test_client().sign_in("reviewer2")
    assert "/take-back" not in other.get(f"/claims/{KEY}").text
    assert other.submit(back[0], {}, page=f"/claims/{KEY}").status_code == 403
    assert client.submit(back[0], {}, page=f"/claims/{KEY}").status_code == 303
    assert SAID not in client.get(f"/claims/{KEY}").text
    assert SAID in client.get(f"/claims/{KEY}/history").text
    assert client.submit(back[0], {}, page=f"/claims/{KEY}").status_code == 422


@pytest.mark.parametrize(("printed", "named"), [({"printed": "y"}, True), ({}, False)], ids=["printed", "not printed"])
def test_a_frozen_report_names_it_only_where_its_author_wishes(client: WatchingClient, app, printed, named):
    _dissent(client.sign_in("reviewer"), **printed)
    analyst = app.test_client().sign_in("analyst")
    scope = "/reports/new?regime=dprk-1718&as_of=2018-07-31&states=RUS&duty=r2397-op8-repatriation"
    path = analyst.submit(scope, {"title": "With a dissent"}).location
    document = json.loads(analyst.get(f"{path}.json").data)["report"]
    review = next(claim["review"] for claim in document["evidence"] if claim["key"] == KEY)
    assert ([one["reason"] for one in review["dissents"]], review["unprinted"]) == (([SAID], 0) if named else ([], 1))
    for page in (analyst.get(path).text, analyst.get(f"{path}.html").text):
        assert (SAID in page) is named
        assert ("1 dissent from the review, not printed" in page) is not named


def test_a_review_that_is_not_there_is_not_found(client: WatchingClient):
    client.sign_in("reviewer")
    assert client.get("/dissents/99999").status_code == 404
    assert client.submit("/dissents/99999/take-back", {}, page="/").status_code == 404
