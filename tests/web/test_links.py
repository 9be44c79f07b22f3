"""Links on pages: made by key or address, both sides shown, taken back and kept in the history."""

import html
import re

import pytest

from tests.client import WatchingClient
from tests.web.adverse import DUTY, log
from tests.web.test_claim_form import ARTICLE

OTHER = "ru-matsegora-2018-01-30-pledge"
PLACE = f"/claims/{ARTICLE}/links/new"
CONTRADICTS = {"link_type": "contradicts", "other": f"http://localhost/claims/{OTHER}"}


def _section(page: str, name: str) -> str:
    return page.partition(f'id="{name}"')[2].partition("</section>")[0]


def test_each_claim_shows_both_sides(client: WatchingClient):
    answer = client.sign_in("analyst").submit(PLACE, CONTRADICTS)
    assert answer.location == f"/claims/{ARTICLE}#links"
    for path, word in ((ARTICLE, "Contradicts"), (OTHER, "Contradicted by")):
        section = _section(client.get(f"/claims/{path}").text, "links")
        assert word in section
        for wanted in (
            f"/claims/{ARTICLE}",
            f"/claims/{OTHER}",
            "Alexander Matsegora",
            "waiting for review",
            "accepted",
        ):
            assert wanted in section
        assert re.search(r'class="grade">.*?[A-F][1-6]<', section)


def test_the_review_page_shows_them_too_and_an_earlier_instant_does_not(client: WatchingClient):
    client.sign_in("analyst").submit(PLACE, CONTRADICTS)
    assert "Contradicts" in _section(client.get(f"/review/{ARTICLE}").text, "links")
    assert "Contradicts" not in client.get(f"/claims/{ARTICLE}?known_at=2026-11-24").text


def test_a_cell_shows_the_sides_of_a_dispute_next_to_each_other(client: WatchingClient):
    path = f"/cells/RUS/{DUTY}?as_of=2018-07-31"
    before = _section(client.get(path).text, "disputes")
    client.sign_in("analyst").submit(PLACE, CONTRADICTS)
    section = _section(client.get(path).text, "disputes")
    assert f"#claim-{ARTICLE}" not in before
    assert section.count('<div class="sides">') == before.count('<div class="sides">') + 1
    pair = next(part for part in section.split('<div class="sides">') if f"#claim-{ARTICLE}" in part)
    assert f"#claim-{OTHER}" in pair
    assert f"#claim-{ARTICLE}" not in _section(client.get(f"{path}&known_at=2026-11-24").text, "disputes")


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"link_type": ""}, "link_type", "Choose how the two claims stand"),
        ({"link_type": "guesses"}, "link_type", "Not a valid choice"),
        ({"other": ""}, "other", "Name the other claim"),
        ({"other": "none-such"}, "other", "There is no claim “none-such”"),
        ({"other": ARTICLE}, "other", "cannot be linked to itself"),
        ({"link_type": "replies"}, "link_type", "adverse to no state"),
    ],
)
def test_what_cannot_be_linked_is_refused_at_its_field_and_kept(client: WatchingClient, change, field, sentence):
    answer = client.sign_in("analyst").submit(PLACE, CONTRADICTS | change)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert sentence in answer.text
    assert f'value="{html.escape((CONTRADICTS | change)["other"])}"' in answer.text


@pytest.mark.parametrize(
    ("person", "status"), [("analyst", 303), ("reviewer", 303), ("analyst2", 403), ("viewer", 403)]
)
def test_a_link_is_taken_back_by_its_author_or_a_reviewer(client: WatchingClient, app, person, status):
    client.sign_in("analyst").submit(PLACE, CONTRADICTS)
    address = re.findall(r'action="(/links/\d+/remove)"', client.get(f"/claims/{ARTICLE}").text)[0]
    other = app.test_client().sign_in(person)
    assert (address in other.get(f"/claims/{ARTICLE}").text) is (status == 303)
    assert other.submit(address, {}, page=f"/claims/{ARTICLE}").status_code == status
    assert ("Contradicts" in client.get(f"/claims/{ARTICLE}").text) is (status != 303)
    assert "linked it: “contradicts" in client.get(f"/claims/{ARTICLE}/history").text


def test_the_form_says_what_each_type_means_and_a_claim_without_links_offers_it(client: WatchingClient):
    page = client.sign_in("analyst").get(f"/claims/{ARTICLE}").text
    assert "No other claim is linked to it." in page
    assert f'href="{PLACE}"' in page
    form = client.get(PLACE).text
    assert "The two cannot both hold as stated" in form
    assert "The one is the reply of the state" in form


def test_a_state_s_reply_is_logged_from_the_adverse_claim_and_linked(client: WatchingClient):
    adverse = log(client.sign_in("analyst"))
    section = _section(client.get(f"/claims/{adverse}").text, "reply")
    assert "No reply of Mongolia is on record. Nobody has recorded a question to it." in section
    address = html.unescape(re.findall(r'href="(/claims/new[^"]*)"', section)[0])
    form = client.get(address).text
    assert f'name="replies_to" type="hidden" value="{adverse}"' in form
    assert "Log a state’s reply" in form
    for filled in ('value="Mongolia"', '<option selected value="denial">', '<option selected value="denies">', DUTY):
        assert filled in form
    reply = {
        "statement": "The ministry says that nobody stayed.",
        "kind": "denial",
        "speaker": "Ministry of Labour",
        "states": "Mongolia",
        "speaks_for": "Mongolia",
        "said": "2020-02-09",
        "citations-0-source": "A note of the ministry",
        "bearings-0-obligation": DUTY,
        "bearings-0-effect": "denies",
        "replies_to": adverse,
        "action": "save_anyway",
    }
    saved = client.submit("/claims/new", reply, page=address)
    assert saved.status_code == 303
    key = saved.location.rpartition("/")[2]
    assert f"/claims/{key}" in _section(client.get(f"/claims/{adverse}").text, "reply")
    assert "Replies to" in _section(client.get(saved.location).text, "links")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"speaks_for": ""}, "it must speak for MNG"),
        ({"replies_to": "none-such"}, "There is no claim “none-such”"),
        ({"replies_to": ARTICLE}, "adverse to no state"),
    ],
)
def test_a_reply_that_is_none_is_refused_and_nothing_is_logged(client: WatchingClient, change, sentence):
    adverse = log(client.sign_in("analyst"))
    fields = {"kind": "denial", "statement": "Nobody stayed, says the ministry.", "bearings-0-effect": "denies"}
    fields |= {"speaks_for": "Mongolia", "replies_to": adverse, "action": "save_anyway"} | change
    from tests.web.adverse import ALLEGATION

    answer = client.submit("/claims/new", ALLEGATION | fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Nobody stayed, says the ministry." in answer.text
    assert "Nobody stayed" not in client.get("/claims/").text


def test_a_reply_form_of_what_is_adverse_to_nobody_begins_empty(client: WatchingClient):
    page = client.sign_in("analyst").get(f"/claims/new?replies_to={ARTICLE}").text
    assert 'name="replies_to" type="hidden" value=""' in page
    assert client.get("/claims/new?replies_to=none-such").status_code == 404
