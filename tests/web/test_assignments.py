"""Assigning on pages: taken over, given, ended; the queue shows whose each claim is."""

import pytest

from tests.client import WatchingClient
from tests.web.test_claim_form import ARTICLE, FIVE, NEW

PLACE = f"/review/{ARTICLE}/assignment"
QUEUE = "/review/"


def _row(page: str) -> str:
    return page.partition(f'href="/claims/{ARTICLE}"')[2].partition("</li>")[0]


def test_a_reviewer_takes_a_claim_over_and_has_it_first(client: WatchingClient):
    client.sign_in("reviewer")
    assert "Assigned to nobody" in _row(client.get(QUEUE).text)
    assert client.submit(f"{PLACE}/take", {}, page=QUEUE).location == QUEUE
    page = client.get(QUEUE).text
    assert "Assigned to <strong>you</strong>" in _row(page)
    assert page.index(f"/claims/{ARTICLE}") == page.index("/claims/", page.index('<ol class="claim-rows"'))


def test_an_administrator_assigns_it_to_a_reviewer_who_is_offered(client: WatchingClient, app):
    client.sign_in("admin")
    form = client.get(PLACE).text
    assert 'value="reviewer2"' in form
    assert 'value="analyst"' not in form
    assert client.submit(PLACE, {"reviewer": "reviewer2"}).status_code == 303
    assert "Assigned to <strong>Reviewer2 Person</strong>" in _row(client.get(QUEUE).text)
    assert "Assigned to <strong>you</strong>" in _row(app.test_client().sign_in("reviewer2").get(QUEUE).text)
    assert "Assigned to <strong>Reviewer2 Person</strong> by Admin Person" in client.get(PLACE).text


@pytest.mark.parametrize(
    ("reviewer", "sentence"),
    [("", "Choose a reviewer."), ("analyst", "is no reviewer"), ("nobody", "Choose a reviewer from the list.")],
)
def test_whoever_could_not_decide_is_refused_at_the_field(client: WatchingClient, reviewer, sentence):
    answer = client.sign_in("reviewer").submit(PLACE, {"reviewer": reviewer})
    assert answer.status_code == 422
    assert 'id="reviewer-error"' in answer.text
    assert sentence in answer.text


def test_an_author_neither_gets_nor_takes_their_own_claim(client: WatchingClient, app):
    client.sign_in("both").submit(NEW, FIVE)
    own = "/review/kir-transport-position/assignment"
    assert client.submit(f"{own}/take", {}, page=QUEUE).status_code == 422
    reviewer = app.test_client().sign_in("reviewer")
    assert 'value="both"' not in reviewer.get(own).text
    answer = reviewer.submit(own, {"reviewer": "both"})
    assert answer.status_code == 422
    assert "nobody reviews their own work" in answer.text


def test_an_assignment_is_ended_by_hand_once(client: WatchingClient):
    client.sign_in("reviewer").submit(f"{PLACE}/take", {}, page=QUEUE)
    assert client.submit(f"{PLACE}/end", {}, page=QUEUE).status_code == 303
    assert "Assigned to nobody" in _row(client.get(QUEUE).text)
    assert client.submit(f"{PLACE}/end", {}, page=QUEUE).status_code == 409


def test_after_a_decision_there_is_nothing_to_assign(client: WatchingClient):
    client.sign_in("reviewer").submit(f"{PLACE}/take", {}, page=QUEUE)
    decision = {"verdict": "right", "reliability": "B", "credibility": "2", "revision": "1", "seen": "0"}
    client.submit(f"/review/{ARTICLE}", decision)
    assert client.submit(f"{PLACE}/take", {}, page=QUEUE).status_code == 422


@pytest.mark.whole_record
def test_the_queue_is_narrowed_by_its_address(client: WatchingClient):
    client.sign_in("reviewer").submit(f"{PLACE}/take", {}, page=QUEUE)
    counts = {
        whose: client.get(f"{QUEUE}?whose={whose}").text.count('<li class="claim-row">')
        for whose in ("all", "mine", "unassigned", "nonsense")
    }
    assert counts == {"all": 7, "mine": 1, "unassigned": 6, "nonsense": 7}


def test_an_empty_part_of_the_queue_says_so_and_leads_to_the_rest(client: WatchingClient):
    page = client.sign_in("reviewer").get(f"{QUEUE}?whose=mine").text
    assert "Nothing is assigned to you." in page
    assert f'<a href="{QUEUE}">See all that waits</a>' in page


@pytest.mark.parametrize("person", ["viewer", "analyst", None])
def test_others_see_whose_it_is_and_are_offered_nothing(client: WatchingClient, app, person):
    app.test_client().sign_in("reviewer").submit(f"{PLACE}/take", {}, page=QUEUE)
    page = (client.sign_in(person) if person else client).get(QUEUE).text
    assert "Assigned to <strong>Reviewer Person</strong>" in page
    assert "Take it over" not in page
    assert "/assignment" not in page
