"""A retracted source on pages: recorded with a form, told wherever it is cited, and its claims wait again."""

import re

import pytest

from tests.client import WatchingClient
from tests.web.test_claim_form import fields_of

pytestmark = pytest.mark.whole_record

SOURCE, CLAIM = "kbs-de-2016-diplomats-expelled", "kr-pv-2016-mm-vn-eg-departures"
PLACE = f"/sources/{SOURCE}/notices"
GOOD = {"kind": "retraction", "reason": "The paper says that it was made up.", "day": "July 2026", "address": ""}
TOLD = "This source was retracted, July 2026: The paper says that it was made up."


def test_the_page_lists_claims_cells_and_reports_that_lean_on_a_source(client: WatchingClient):
    page = client.get(PLACE).text
    assert "1 claim, 3 cells, 0 reports." in page
    assert f'href="/claims/{CLAIM}"' in page
    assert 'href="/cells/MMR/r2270-op13-expel-diplomats"' in page
    assert "No frozen report names a claim from it." in page
    assert "Record a retraction" not in page
    assert f'href="{PLACE}"' in client.get(f"/sources/{SOURCE}").text


def test_a_retraction_is_told_wherever_the_source_is_cited_and_reopens_its_claims(client: WatchingClient):
    answer = client.sign_in("analyst").submit(PLACE, GOOD, follow_redirects=True)
    assert "Recorded. 1 claim waits for review again." in answer.text
    assert "Retracted</strong>, July 2026" in answer.text
    claim = client.get(f"/claims/{CLAIM}").text
    assert TOLD in claim
    assert "because a source was retracted: The paper says that it was made up." in claim
    assert "Revision 1 waits for review again." in claim
    assert TOLD in client.get(f"/sources/{SOURCE}").text
    cell = client.get("/cells/MMR/r2270-op13-expel-diplomats")
    assert TOLD in cell.text
    assert "It is waiting for review." in cell.text
    history = client.get(f"/claims/{CLAIM}/history").text
    assert "Analyst Person reopened revision 1 for review, because the source" in history


def test_what_was_known_before_is_shown_without_the_retraction(client: WatchingClient):
    client.sign_in("analyst").submit(PLACE, GOOD)
    page = client.get("/cells/MMR/r2270-op13-expel-diplomats?known_at=2026-11-24").text
    assert "What counts" in page
    assert "was retracted" not in page


def test_a_reopened_claim_is_in_the_queue_and_can_be_decided_on_again(client: WatchingClient, app):
    client.sign_in("analyst").submit(PLACE, GOOD)
    reviewer = app.test_client().sign_in("reviewer")
    place = f"/review/{CLAIM}"
    assert f'href="{place}"' in reviewer.get("/review/").text
    sent = fields_of(reviewer.get(place).text, "decide")
    verdict = {"verdict": "right", "reliability": "E", "credibility": "5", "comment": "Retracted."}
    assert reviewer.submit(place, {**sent, **verdict}).status_code == 303
    assert "graded E5" in reviewer.get(f"/claims/{CLAIM}").text


def test_a_reviewer_who_had_the_page_open_is_told_to_look_again(client: WatchingClient, app):
    reviewer = app.test_client().sign_in("reviewer")
    client.sign_in("analyst").submit(PLACE, GOOD)
    old = {"revision": "1", "seen": "1", "verdict": "right", "reliability": "B", "credibility": "2", "comment": ""}
    answer = reviewer.submit(f"/review/{CLAIM}", old)
    assert answer.status_code == 409
    assert "reopened it" in answer.text


def test_a_report_says_that_a_source_behind_it_was_taken_back(client: WatchingClient):
    client.sign_in("analyst")
    place = "/reports/new?regime=dprk-1718&rows=named&states=Myanmar&duty=r2270-op13-expel-diplomats"
    frozen = client.submit(place, {"title": "Myanmar"})
    assert frozen.status_code == 303, frozen.text
    assert "A source behind" not in client.get(frozen.location).text
    client.submit(PLACE, GOOD)
    assert "A source behind 1 claim of this report was retracted, July 2026" in client.get(frozen.location).text
    assert f'href="{frozen.location}"' in client.get(PLACE).text


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"kind": ""}, "kind", "Choose what the publisher did"),
        ({"reason": " "}, "reason", "Say what the publisher took back"),
        ({"day": "31 April 2018"}, "day", "no day 31"),
        ({"address": "x" * 2_001}, "address", "Use at most 2,000 characters."),
        ({"reason": "bell \x07"}, "reason", "U+0007"),
    ],
)
def test_a_refused_notice_says_why_and_keeps_what_was_typed(client: WatchingClient, change, field, sentence):
    answer = client.sign_in("reviewer").submit(PLACE, GOOD | change)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'id="{field}-error"' in answer.text
    assert field == "reason" or GOOD["reason"] in answer.text


@pytest.mark.parametrize("person", ["viewer", "admin"])
def test_only_an_analyst_or_a_reviewer_records_a_notice(client: WatchingClient, person):
    assert client.sign_in(person).submit(PLACE, GOOD, page="/").status_code == 403


def test_an_unknown_source_is_not_found(client: WatchingClient):
    assert client.get("/sources/none-such/notices").status_code == 404
    assert client.sign_in("analyst").submit("/sources/none-such/notices", GOOD, page="/").status_code == 404


def test_at_an_earlier_instant_the_page_has_what_was_known_then(client: WatchingClient):
    client.sign_in("analyst").submit(PLACE, GOOD)
    now, then = (client.get(f"{PLACE}?as_of=2017-01-01{more}").text for more in ("", "&known_at=2026-11-24"))
    assert ("Retracted</strong>" in now, "Retracted</strong>" in then) == (True, False)
    assert ("Grade </span>" in now, "Grade </span>" in then) == (False, True)
    assert "from what is known now" in now
    assert re.search(r"from what is known at <time[^>]*>24 November 2026", then)
