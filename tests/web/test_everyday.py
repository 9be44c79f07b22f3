"""Daily work on pages: templates, a claim again, undoing from the message, and what a person has at hand."""

import re

import pytest
from flask import Flask

from tests.client import WatchingClient
from tests.web.test_claim_form import FIVE, NEW, fields_of

MONTHLY = FIVE | {
    "statement": "Exercise: the ministry says that 1,234.5 tons were sold in October 2018, on 4 December 2018.",
    "said": "2018-12-04",
    "event": "2018-10",
    "quantities-0-low": "1,234.5",
    "quantities-0-high": "1,234.5",
    "quantities-0-unit": "t",
    "quantities-0-measure": "flow",
    "quantities-0-reference": "2018-10",
    "citations-0-quotation": "1,234.5 tons",
}
SENTENCE = "Exercise: the ministry says that {} tons were sold in {}, on {}."


def _log(client: WatchingClient, fields=FIVE, page: str = NEW) -> str:
    answer = client.submit(NEW, fields | {"action": "save_anyway"}, page=page)
    assert answer.status_code == 303, answer.text
    return answer.location.removeprefix("/claims/")


def _other(app: Flask) -> WatchingClient:
    client = app.test_client()
    assert isinstance(client, WatchingClient)
    return client


def _undo(client: WatchingClient, page: str):
    """Press the button of the message that offers to undo."""
    form = re.search(
        r'<div class="notice notice-undo">.*?<form method="post" action="([^"]+)">(.*?)</form>', page, re.DOTALL
    )
    assert form, page[:3000]
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form[2]))
    return client.post(form[1], data=fields, follow_redirects=True)


def test_a_template_is_made_of_a_claim_and_fills_the_form_for_the_month_after(client: WatchingClient):
    key = _log(client.sign_in("analyst"), MONTHLY)
    edit = client.submit(f"/templates/from/{key}", {}, page=f"/claims/{key}").location
    page = client.get(edit).text
    assert SENTENCE.format("{quantity}", "{month}", "{day}") in page
    assert "Quantities 1: At least" in page
    slug = edit.split("/")[2]
    form = f"{NEW}?template={slug}"
    begun = fields_of(client.get(form).text)
    assert begun["statement"] == SENTENCE.format("{quantity}", "November 2018", "{day}")
    assert (begun["event"], begun["citations-0-quotation"], begun["origin"]) == ("November 2018", "", "")

    refused = client.submit(NEW, begun, page=form)
    assert refused.status_code == 422
    assert "Fill in the quantity where “{quantity}” stands." in refused.text
    filled = fields_of(client.get(f"{form}&quantity=980&day=5+January+2019").text)
    assert filled["quantities-0-low"] == "980"
    second = _log(client, filled, page=form)
    assert "980 tons were sold in November 2018, on 5 January 2019" in client.get(f"/claims/{second}").text
    assert fields_of(client.get(form).text)["event"] == "December 2018"
    assert "next December 2018" in client.get("/").text
    assert "Give one month" in client.get(f"{form}&month=soon").text
    assert fields_of(client.get(f"{form}&month=2019-03").text)["event"] == "March 2019"

    changed = {"name": "Petroleum, monthly", "shared": "y", "texts-0": "In {month}."}
    assert client.submit(edit, changed).location == "/templates/"
    other = _other(client.application).sign_in("analyst2")
    assert fields_of(other.get(form).text)["statement"] == "In December 2018."
    assert other.get(edit).status_code == 403
    removed = client.submit(f"/templates/{slug}/remove", {}, page="/templates/", follow_redirects=True)
    assert other.get(form).status_code == 404
    assert "is back." in _undo(client, removed.text).text
    assert other.get(form).status_code == 200


@pytest.mark.whole_record
def test_a_claim_is_logged_for_another_state_with_the_same_source_and_origin(client: WatchingClient):
    client.sign_in("analyst")
    old = "ru-ilyichev-2019-pledge"
    form = f"{NEW}?like={old}&state=Mongolia"
    assert f'name="like" value="{old}"' in client.get(f"/claims/{old}").text
    begun = fields_of(client.get(form).text)
    assert (begun["states"], begun["bearings-0-states"]) == ("Mongolia", "Mongolia")
    key = _log(client, begun | {"statement": "Exercise: the same, of Mongolia."}, page=form)
    page = client.get(f"/claims/{key}").text
    assert "2 claims</a> share it" in page
    assert "Nobody has decided on revision 1 yet" in page
    assert client.get(f"{NEW}?like=nothing&state=Mongolia").status_code == 404
    unknown = fields_of(client.get(f"{NEW}?like={old}&state=Atlantis").text)
    assert unknown["states"] == "Atlantis"  # the form says that there is no such state when it is sent


def test_logging_and_editing_are_undone_from_their_messages(client: WatchingClient):
    client.sign_in("analyst")
    key = _log(client)
    page = _undo(client, client.get(f"/claims/{key}").text).text
    assert "Logged by mistake, and taken back by its author." in page
    assert fields_of(client.get(f"{NEW}?like={key}").text)["statement"] == FIVE["statement"]
    assert f"{NEW}?like={key}" in page  # what was withdrawn can be logged anew

    key = _log(client, FIVE | {"statement": "Exercise: as it was."})
    changed = fields_of(client.get(f"/claims/{key}/edit").text) | {"statement": "Exercise: changed."}
    client.submit(f"/claims/{key}/edit", changed | {"action": "save_anyway"})
    page = _undo(client, client.get(f"/claims/{key}").text).text
    assert '<h1 class="claim-title">Exercise: as it was.</h1>' in page
    assert "revision 3" in page
    assert '<h1 class="claim-title">Exercise: changed.</h1>' in _undo(client, page).text
    assert "Go back to this revision" in client.get(f"/claims/{key}/1").text
    stale = client.submit(f"/claims/{key}/1/go-back", {"base": "2"}, page=f"/claims/{key}/1")
    assert stale.status_code == 409


def test_an_assignment_is_undone_from_its_message(client: WatchingClient):
    key = "ru-matsegora-2018-07-18-pledge-diplomat"
    client.sign_in("reviewer")

    def say(path, fields):
        return client.submit(f"/review/{key}/assignment{path}", fields, page="/review/", follow_redirects=True).text

    assert "is assigned to nobody, as before" in _undo(client, say("/take", {})).text
    say("", {"reviewer": "reviewer2"})
    assert "is assigned to reviewer2, as before" in _undo(client, say("/take", {})).text
    assert "is assigned to reviewer2, as before" in _undo(client, say("/end", {})).text


def test_the_overview_has_what_a_person_is_to_do_and_did(client: WatchingClient):
    assert "Your desk" not in client.get("/").text
    client.sign_in("analyst")
    key = _log(client)
    page = client.get("/").text
    assert "you logged it" in page
    assert page.index("Your desk") < page.index("On record")
    assert re.search(r">1 claim to review</a>\s*<span[^>]*>Yours, for another reviewer; since", page)
    other = _other(client.application).sign_in("reviewer")
    page = other.get("/").text
    assert "Assigned to you" not in page
    assert re.search(r'<a href="/review/">\d+ claims to review</a>\s*<span[^>]*>The oldest since', page)
    assert "claims to review</a>" not in other.get("/review/").text
    other.submit(f"/review/{key}/assignment/take", {}, page="/review/")
    assert f'href="/review/{key}"' in other.get("/").text


def test_a_source_leads_to_others_like_it_with_the_reasons(client: WatchingClient):
    page = client.get("/sources/diplomat-2018-07").text
    alike = page[page.index("More like this") :]
    assert "It carries the same first utterance" in alike
    assert "More like this" not in client.get("/sources/diplomat-2018-07?known_at=2019-01-01").text
