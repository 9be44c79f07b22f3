"""Questions on pages: recorded, listed by how they stand, answered by a claim, and shown where they matter."""

import pytest

from tests.client import WatchingClient
from tests.web.adverse import DUTY, QUESTION, log

NEW = "/questions/new"
AFTER, BEFORE = "as_of=2026-03-13", "as_of=2026-03-12"


def _ask(client: WatchingClient, **fields: str) -> str:
    answer = client.submit(NEW, QUESTION | fields)
    assert answer.status_code == 303, answer.text
    return answer.location


def test_a_question_is_recorded_and_shown_with_everything_that_was_said_of_it(client: WatchingClient):
    page = client.get(_ask(client.sign_in("reviewer"), obligation=DUTY)).text
    for wanted in ("Did anybody stay?", "the Permanent Mission", "by letter", "12 March 2026", f"/cells/MNG/{DUTY}"):
        assert wanted in page


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"state": ""}, "state"),
        ({"state": "Atlantis"}, "state"),
        ({"asked_of": ""}, "asked_of"),
        ({"wording": ""}, "wording"),
        ({"asked_on": ""}, "asked_on"),
        ({"asked_on": "someday"}, "asked_on"),
        ({"asked_on": "2018-07"}, "asked_on"),
        ({"reply_by": "2026-02-01"}, "reply_by"),
        ({"reply_by": "32 March 2026"}, "reply_by"),
        ({"obligation": "r1-op1"}, "obligation"),
        ({"claim": "none-such"}, "claim"),
        ({"channel": "x" * 501}, "channel"),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_field_and_the_rest_is_kept(client: WatchingClient, change, field):
    answer = client.sign_in("analyst").submit(NEW, QUESTION | change)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert change.get("wording", "Did anybody stay?") in answer.text


@pytest.mark.parametrize(
    ("clocks", "words"),
    [(AFTER, "no reply by 12 March 2026"), (BEFORE, "reply asked for by 12 March 2026")],
    ids=["the day after", "the last day"],
)
def test_the_claim_and_the_cell_say_how_the_question_stands_on_the_day(client: WatchingClient, clocks, words):
    adverse = log(client.sign_in("analyst"))
    _ask(client, claim=adverse)
    for path in (f"/claims/{adverse}", f"/review/{adverse}", f"/cells/MNG/{DUTY}"):
        assert words in client.get(f"{path}?{clocks}").text
        assert "the Permanent Mission" not in client.get(f"{path}?as_of=2026-02-28").text
        assert "the Permanent Mission" not in client.get(f"{path}?{clocks}&known_at=2026-11-24").text


def test_the_reply_is_a_claim_on_record_and_answers_the_question(client: WatchingClient):
    adverse = log(client.sign_in("analyst"))
    place = _ask(client, claim=adverse)
    reply = log(client, kind="denial", speaks_for="Mongolia", said="2026-03-05", **{"bearings-0-effect": "denies"})
    assert f'<option value="{reply}">' in client.get(place).text
    answer = client.submit(f"{place}/reply", {"reply": f"/claims/{reply}"}, page=place)
    assert answer.location == place
    assert "replied by 5 March 2026" in client.get(f"/claims/{adverse}?{AFTER}").text
    assert f'href="/claims/{reply}' in client.get(f"/claims/{adverse}").text.partition('id="reply"')[2]
    assert 'name="reply"' not in client.get(place).text


@pytest.mark.parametrize("reply", ["", "none-such", "ru-matsegora-2018-01-30-pledge"])
def test_what_is_no_reply_is_refused_at_the_field(client: WatchingClient, reply):
    place = _ask(client.sign_in("analyst"))
    answer = client.submit(f"{place}/reply", {"reply": reply}, page=place)
    assert answer.status_code == 422
    assert 'id="reply-error"' in answer.text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        (f"?{AFTER}", {"Did anybody stay?", "And now?"}),
        (f"?{AFTER}&standing=overdue", {"Did anybody stay?"}),
        (f"?{AFTER}&standing=open", {"And now?"}),
        (f"?{AFTER}&standing=answered", set()),
        (f"?{AFTER}&state=Mongolia", {"Did anybody stay?"}),
        (f"?{AFTER}&state=Uganda", set()),
        (f"?{AFTER}&known_at=2026-11-24", set()),
    ],
)
def test_the_list_is_narrowed_by_its_address(client: WatchingClient, query, shown):
    _ask(client.sign_in("analyst"))
    _ask(client, state="China", wording="And now?", reply_by="")
    page = client.get(f"/questions/{query}").text
    assert {words for words in ("Did anybody stay?", "And now?") if words in page} == shown


@pytest.mark.parametrize("query", ["?state=Atlantis", "?standing=lost", "?as_of=someday"])
def test_a_filter_that_cannot_be_read_is_a_sentence(client: WatchingClient, query):
    assert client.get(f"/questions/{query}").status_code == 422


def test_an_empty_list_says_what_belongs_there_and_offers_it(client: WatchingClient):
    assert "No question is on record." in client.get("/questions/").text
    assert f'href="{NEW}"' in client.sign_in("analyst").get("/questions/").text


def test_the_form_begins_with_what_the_address_says(client: WatchingClient):
    page = client.sign_in("analyst").get(f"{NEW}?state=MNG&claim=x-y&obligation={DUTY}").text
    assert all(f'value="{text}"' in page for text in ("Mongolia", "x-y", DUTY))


def test_a_question_that_is_not_there_is_not_found(client: WatchingClient):
    assert client.get("/questions/999").status_code == 404
