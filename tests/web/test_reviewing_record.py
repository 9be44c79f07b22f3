"""A reviewer's own record: for themselves, and of anybody for administrators."""

import pytest

from tests.client import WatchingClient
from tests.web.test_claim_form import ARTICLE

RIGHT = {"verdict": "right", "reliability": "B", "credibility": "2", "revision": "1"}


def test_a_reviewer_sees_small_honest_numbers(client: WatchingClient, app):
    client.sign_in("reviewer").submit(f"/review/{ARTICLE}", RIGHT | {"seen": "0"})
    other = {"verdict": "return", "comment": "Mend the day.", "revision": "1", "seen": "1"}
    app.test_client().sign_in("reviewer2").submit(f"/review/{ARTICLE}", other)
    page = client.get("/review/record").text
    assert "Reviewing record of Reviewer Person" in page
    assert "Decisions (1)" in page
    assert "0 of 1" in page
    assert "nothing to compare yet" in page
    assert "%" not in page.partition("<main")[2].partition("</main>")[0]


def test_an_empty_record_says_what_belongs_there(client: WatchingClient):
    page = client.sign_in("reviewer").get("/review/record").text
    assert "No decision is on record yet." in page
    assert 'href="/review/"' in page


@pytest.mark.parametrize(("person", "status"), [("admin", 200), ("reviewer", 403), ("viewer", 403)])
def test_the_record_of_another_is_for_administrators(client: WatchingClient, person, status):
    assert client.sign_in(person).get("/review/record/reviewer2").status_code == status


def test_an_administrator_is_led_to_each_reviewer_s_record(client: WatchingClient):
    page = client.sign_in("admin").get("/accounts").text
    assert "/review/record/reviewer2" in page
    assert "/review/record/viewer" not in page
    assert client.get("/review/record/nobody").status_code == 404
