"""Comments on pages."""

import pytest

from tests.client import WatchingClient
from tests.web.test_claim_form import ARTICLE

PLACE = f"/claims/{ARTICLE}/comments"


def test_a_comment_is_added_from_the_page_of_the_claim_and_stands_there_oldest_first(client: WatchingClient, app):
    for person, words in (("analyst", "Which embassy?"), ("reviewer", "That in Pyongyang.\nSee the photograph.")):
        answer = app.test_client().sign_in(person).submit(PLACE, {"words": words}, page=f"/claims/{ARTICLE}")
        assert (answer.status_code, answer.location) == (303, f"/claims/{ARTICLE}#comments")
    page = client.get(f"/claims/{ARTICLE}").text
    assert "Comments (2)" in page
    assert page.index("Which embassy?") < page.index("That in Pyongyang.")
    assert "commented: Which embassy?" in client.get(f"/claims/{ARTICLE}/history").text
    assert "Comments (" not in client.get(f"/claims/{ARTICLE}?known_at=2026-11-24").text


@pytest.mark.parametrize("words", ["", " \n", "x" * 5_001, "a\u0000b"])
def test_what_is_no_comment_is_refused_and_kept(client: WatchingClient, words):
    answer = client.sign_in("analyst").submit(PLACE, {"words": words})
    assert answer.status_code in (400, 422)
    if answer.status_code == 422:
        assert 'id="words-error"' in answer.text


@pytest.mark.parametrize(
    ("person", "offered"), [("analyst", True), ("reviewer", True), ("viewer", False), (None, False)]
)
def test_the_form_is_offered_to_those_who_may(client: WatchingClient, person, offered):
    page = (client.sign_in(person) if person else client).get(PLACE).text
    assert ('name="words"' in page) is offered
    assert "Nobody has commented yet." in page
