"""Reviewing: the queue, the page to decide on, and what is refused."""

import pytest

from tests.client import WatchingClient
from tests.web.test_claim_form import ARTICLE, FIVE, NEW, fields_of

PLACE = f"/review/{ARTICLE}"
RIGHT = {"verdict": "right", "reliability": "B", "credibility": "2", "revision": "1", "seen": "0"}


@pytest.mark.whole_record
def test_the_queue_is_oldest_first_and_leads_to_each(client: WatchingClient):
    page = client.sign_in("reviewer").get("/review/").text
    assert "7 claims wait, oldest first." in page
    assert page.count('<li class="claim-row">') == 7
    assert f'href="{PLACE}"' in page


@pytest.mark.whole_record
def test_own_work_is_left_out_of_the_queue_and_that_is_explained(client: WatchingClient):
    client.sign_in("both").submit(NEW, FIVE)
    page = client.get("/review/").text
    assert "1 of 8 waiting is your own; nobody reviews their own work." in page
    assert "/review/kir-transport-position" not in page


def test_source_quotation_and_statement_stand_side_by_side(client: WatchingClient):
    page = client.sign_in("reviewer").get(PLACE).text
    assert '<div class="side-by-side">' in page
    assert "The citation does not match the record." in page
    assert "Told RIA that the Russian Federation" in page
    assert "A completely reliable" in page


@pytest.mark.whole_record
def test_a_decision_is_recorded_and_leads_to_the_next(client: WatchingClient):
    answer = client.sign_in("reviewer").submit(PLACE, RIGHT, follow_redirects=True)
    assert f"Recorded for {ARTICLE}: the record is right, graded B2. The next claim that waits is below." in answer.text
    assert answer.request.path.startswith("/review/")
    assert answer.request.path != PLACE
    assert "accepted" in client.get(f"/claims/{ARTICLE}").text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"verdict": ""}, "Decide on the record"),
        ({"verdict": "perhaps"}, "Not a valid choice"),
        ({"reliability": ""}, "Grade the source from A to F"),
        ({"reliability": "Z"}, "Grade the source from A to F"),
        ({"credibility": "9"}, "Grade what is said from 1 to 6"),
        ({"verdict": "return"}, "Say what the analyst should change."),
        ({"verdict": "wrong"}, "Say why the record is wrong."),
        ({"comment": "x" * 10_000}, "Use at most 5,000 characters."),
    ],
)
def test_an_incomplete_decision_says_what_is_missing(client: WatchingClient, change, sentence):
    answer = client.sign_in("reviewer").submit(PLACE, RIGHT | change)
    assert answer.status_code == 422
    assert sentence in answer.text


@pytest.mark.parametrize(
    "change", [{"revision": "9"}, {"seen": "3"}, {"revision": "x"}, {"seen": "²"}, {"revision": "9" * 40}]
)
def test_a_decision_on_what_is_no_longer_there_is_stale_and_keeps_the_comment(client: WatchingClient, change):
    answer = client.sign_in("reviewer").submit(PLACE, RIGHT | {"comment": "Read twice."} | change)
    assert answer.status_code == 409
    assert "Read twice." in answer.text
    assert fields_of(answer.text, "decide")["revision"] == "1"


def test_missing_hidden_fields_are_stale_and_no_failure(client: WatchingClient):
    sent = {name: value for name, value in RIGHT.items() if name not in ("revision", "seen")}
    assert client.sign_in("reviewer").submit(PLACE, sent).status_code == 409


def test_nobody_is_offered_or_granted_a_review_of_their_own_work(client: WatchingClient):
    client.sign_in("both").submit(NEW, FIVE)
    own = "/review/kir-transport-position"
    page = client.get(own).text
    assert "Nobody reviews their own work" in page
    assert 'name="verdict"' not in page
    assert client.submit(own, RIGHT, page=PLACE).status_code == 403


@pytest.mark.parametrize(("person", "status"), [("viewer", 403), ("analyst", 403), ("admin", 403)])
def test_only_a_reviewer_may_decide_and_an_administrator_is_none(client: WatchingClient, person, status):
    page = client.sign_in(person).get(PLACE).text
    assert 'name="verdict"' not in page
    assert client.submit(PLACE, RIGHT, page="/").status_code == status


def test_an_edit_makes_the_review_lapse(client: WatchingClient, app):
    client.sign_in("reviewer").submit(PLACE, RIGHT)
    analyst = app.test_client().sign_in("analyst")
    place = f"/claims/{ARTICLE}/edit"
    analyst.submit(place, fields_of(analyst.get(place).text) | {"notes": "Read again."})
    assert "Nobody has decided on revision 2 yet." in client.get(f"/claims/{ARTICLE}").text
    assert f'href="{PLACE}"' in client.get("/review/").text


def test_a_withdrawn_claim_is_not_reviewed(client: WatchingClient, app):
    app.test_client().sign_in("analyst").submit(f"/claims/{ARTICLE}/withdraw", {"reason": "logged twice"})
    page = client.sign_in("reviewer").get(PLACE).text
    assert "there is nothing to review" in page
    assert client.submit(PLACE, RIGHT, page="/").status_code == 422


def test_a_visitor_sees_the_queue_and_no_form(client: WatchingClient):
    assert "Sign in as a reviewer" in client.get("/review/").text
    assert "Sign in as a reviewer" in client.get(PLACE).text


def test_a_decision_can_be_taken_back_for_ten_seconds(client: WatchingClient):
    page = client.sign_in("reviewer").submit(PLACE, RIGHT, follow_redirects=True)
    undo = page.text[page.text.index("/review/undo/") :].partition('"')[0]
    answer = client.submit(undo, {}, page=page.request.full_path, follow_redirects=True)
    assert "Taken back." in answer.text
    assert "waiting for review" in client.get(f"/claims/{ARTICLE}").text


def test_nobody_else_is_offered_to_take_it_back(client: WatchingClient):
    decided = client.sign_in("reviewer").submit(PLACE, RIGHT).headers["Location"]
    other = client.application.test_client()
    other.sign_in("reviewer2")  # pyright: ignore[reportAttributeAccessIssue] - the app of the tests makes such clients
    assert "/review/undo/" in client.get(decided).text
    assert "/review/undo/" not in other.get(decided).text


def test_the_keys_can_be_switched_off_and_on(client: WatchingClient):
    client.sign_in("reviewer")
    assert "review.js" in client.get(PLACE).text
    client.submit("/review/keys", {"on": "", "key": ARTICLE}, page=PLACE)
    assert "review.js" not in client.get(PLACE).text
    client.submit("/review/keys", {"on": "yes", "key": ARTICLE}, page=PLACE)
    assert "review.js" in client.get(PLACE).text


@pytest.mark.whole_record
def test_the_page_leads_to_the_neighbours_in_the_queue(client: WatchingClient):
    client.sign_in("reviewer")
    queue = client.get("/review/").text
    first, second = [part.partition('"')[0] for part in queue.split('data-queue-link href="')[1:3]]
    assert f'data-next="{second}"' in client.get(first).text
    assert f'data-previous="{first}"' in client.get(second).text
