"""Origins on pages: the tree, the counts, and the road of two people."""

import re

import pytest
from sqlalchemy import Engine, text

from tests.client import WatchingClient
from tests.counting import count
from tests.web.test_claim_form import FIVE, NEW, fields_of

ARTICLE = "ru-matsegora-2018-07-18-pledge-diplomat"
ORIGIN = "ria-matsegora-2018-07-18"
OTHER = "blue-house-2016-05-29"
MERGE = {"into": OTHER, "reason": "Both quote the one interview."}


def _propose(client: WatchingClient, fields=MERGE, kind="merge", person="analyst") -> str:
    answer = client.sign_in(person).submit(f"/origins/{ORIGIN}/{kind}", fields)
    assert answer.status_code == 303, answer.text
    return answer.location


def _rule(client: WatchingClient, place: str, ruling="approved", **fields):
    sent = {"fingerprint": _fingerprint(client, place), "reason": "", **fields, "ruling": ruling}
    return client.submit(f"{place}/rule", sent, page=place)


def _fingerprint(client: WatchingClient, place: str) -> str:
    found = re.search(r'name="fingerprint"[^>]*value="(\w+)"', client.get(place).text)
    return found[1] if found else ""


def _other(client: WatchingClient, person: str) -> WatchingClient:
    other = client.application.test_client()
    assert isinstance(other, WatchingClient)
    return other.sign_in(person)


@pytest.mark.whole_record
def test_the_page_of_an_origin_tells_raw_count_and_worth_and_draws_the_tree(client: WatchingClient):
    page = client.get(f"/origins/{ORIGIN}").text
    assert "4 claims, 1 origin: however many carry it, it counts as one voice." in page
    tree = page.partition('class="tree"')[2].partition("Its claims")[0]
    assert tree.count("<strong>Alexander Matsegora</strong>") == 1
    assert f'href="/claims/{ARTICLE}"' in tree
    assert 'href="/sources/diplomat-2018-07"' in tree


def test_claims_cells_and_lists_lead_to_it(client: WatchingClient):
    link = f'href="/origins/{ORIGIN}'
    assert link in client.get(f"/claims/{ARTICLE}").text
    assert link in client.get("/cells/RUS/r2397-op8-repatriation?as_of=2018-07-31").text
    assert link in client.get("/origins/?words=matsegora").text
    assert 'href="/origins/"' in client.get("/claims/").text
    assert 'href="/origins/proposals"' in client.get("/review/").text


@pytest.mark.whole_record
def test_independent_origins_stand_beside_raw_counts(client: WatchingClient):
    cell = client.get("/cells/RUS/r2397-op8-repatriation?as_of=2018-07-31").text
    words = "3 claims, no independent origin, only the state’s own word"
    assert f"What counts: <strong>{words}</strong>" in cell
    assert re.search(r"\(\d+ claims?, no independent origin, only the state’s own word\)", cell)
    assert words in client.get("/states/RUS?as_of=2018-07-31").text
    assert words in client.get("/obligations/r2397-op8-repatriation?as_of=2018-07-31").text
    assert "4 claims, 1 origin" in client.get(f"/claims/?origin={ORIGIN}").text


def test_before_it_was_recorded_an_origin_has_no_claim(client: WatchingClient):
    page = client.get(f"/origins/{ORIGIN}?known_at=2026-11-22").text
    assert "No claim goes back to it at that instant" in page
    assert ">22 November 2026, 23:59 UTC</time>. <a href=" in page
    assert client.get(f"/origins/{ORIGIN}?known_at=soon").status_code == 422


@pytest.mark.whole_record
def test_a_merge_is_proposed_by_one_and_approved_by_another(client: WatchingClient):
    place = _propose(client)
    assert "waits for a second person" in client.get(f"/origins/{ORIGIN}").text
    reviewer = _other(client, "reviewer")
    assert f'href="{place}"' in reviewer.get("/origins/proposals").text
    assert _rule(reviewer, place).status_code == 303
    assert "where its claims now count" in reviewer.get(f"/origins/{ORIGIN}").text
    assert "5 claims, 1 origin" in reviewer.get(f"/origins/{OTHER}").text
    assert "5 claims</a> share it" in reviewer.get(f"/claims/{ARTICLE}").text
    assert "two people decided that it is this one" in reviewer.get(f"/claims/{ARTICLE}").text
    assert "approved a merge that Analyst Person had proposed" in reviewer.get(f"/claims/{ARTICLE}/history").text
    assert "No proposal waits" in reviewer.get("/origins/proposals").text


def test_a_form_that_is_opened_and_saved_after_a_merge_changes_nothing(client: WatchingClient):
    _rule(_other(client, "reviewer"), _propose(client))
    place = f"/claims/{ARTICLE}/edit"
    sent = fields_of(client.get(place).text)
    assert sent["origin"] == OTHER
    assert "Nothing was changed" in client.submit(place, sent).text


@pytest.mark.whole_record
def test_a_split_gives_the_marked_claims_an_origin_of_their_own(client: WatchingClient):
    fields = {"claims": [ARTICLE], "label": "Interview with The Diplomat", "reason": "Other words, another day."}
    place = _propose(client, fields, kind="split", person="both")
    assert _rule(_other(client, "reviewer"), place).status_code == 303
    page = client.get("/origins/interview-with-the-diplomat").text
    assert "1 claim, 1 origin" in page
    assert f'href="{place}"' in page
    assert "3 claims, 1 origin" in client.get(f"/origins/{ORIGIN}").text


@pytest.mark.parametrize(
    ("kind", "change", "field", "sentence"),
    [
        ("merge", {"into": ""}, "into", "Name the origin that is the same utterance."),
        ("merge", {"into": "none-such"}, "into", "There is no claim or origin “none-such”"),
        ("merge", {"into": ORIGIN}, "into", "cannot be merged into itself"),
        ("merge", {"reason": " "}, "reason", "Say why the two are one utterance"),
        ("split", {"claims": []}, "claims", "Mark the claims"),
        ("split", {"claims": ["ug-2016-05-29-pledge"]}, "claims", "is no claim of this origin"),
        ("split", {"label": ""}, "label", "Say what the other utterance is"),
        ("split", {"label": "bell \x07"}, "label", "U+0007"),
    ],
)
def test_a_refused_proposal_says_why_at_its_field_and_keeps_what_was_typed(client, kind, change, field, sentence):
    good = MERGE if kind == "merge" else {"claims": [ARTICLE], "label": "Another", "reason": "Because it is so."}
    answer = client.sign_in("analyst").submit(f"/origins/{ORIGIN}/{kind}", {**good, **change})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'id="{field}-error"' in answer.text
    assert field == "reason" or good["reason"] in answer.text


def test_nobody_rules_on_their_own_proposal(client: WatchingClient):
    place = _propose(client, person="both")
    page = client.get(place).text
    assert "You proposed this, so another reviewer must rule on it." in page
    assert 'name="ruling"' not in page
    seen = re.search(r"/origins/proposals/(\d+)", place)
    assert seen
    answer = client.submit(f"{place}/rule", {"ruling": "approved", "fingerprint": "x"}, page=place)
    assert answer.status_code == 403


@pytest.mark.parametrize("person", ["analyst2", "viewer", "admin"])
def test_only_a_reviewer_rules(client: WatchingClient, person):
    place = _propose(client)
    other = _other(client, person)
    assert 'name="ruling"' not in other.get(place).text
    assert other.submit(f"{place}/rule", {"ruling": "approved"}, page="/").status_code == 403


def test_an_approval_of_what_has_moved_on_is_refused_and_the_page_says_so(client: WatchingClient):
    place = _propose(client)
    client.submit(NEW, FIVE | {"origin": ORIGIN, "action": "save_anyway"})
    reviewer = _other(client, "reviewer")
    assert "can only be refused or taken back" in reviewer.get(place).text
    answer = _rule(reviewer, place, reason="I read it.")
    assert answer.status_code == 409
    assert "Propose it anew" in answer.text
    assert "I read it." in answer.text
    assert _rule(reviewer, place, ruling="refused").status_code == 422
    assert _rule(reviewer, place, ruling="refused", reason="It has moved on.").status_code == 303
    assert "Refused by Reviewer Person" in reviewer.get(place).text


def test_a_proposal_can_be_taken_back(client: WatchingClient):
    place = _propose(client)
    assert _other(client, "both").submit(f"{place}/take-back", {}, page="/").status_code == 403
    assert client.submit(f"{place}/take-back", {}, page=place).status_code == 303
    assert "Taken back by Analyst Person" in client.get(place).text


@pytest.mark.parametrize("query", ["page=0", "page=99", "words=%07", "words=" + "x" * 5000, "words=zzzz"])
def test_odd_addresses_are_no_failure(client: WatchingClient, query):
    assert client.get(f"/origins/?{query}").status_code == 200


@pytest.mark.parametrize("place", ["/origins/none-such", "/origins/proposals/999", "/origins/none-such/merge"])
def test_what_is_not_on_record_is_not_found(client: WatchingClient, place):
    assert client.sign_in("analyst").get(place).status_code == 404


def test_a_record_without_origins_says_what_belongs_there(client: WatchingClient, record: Engine):
    page = client.get("/origins/?words=zzzz").text
    assert "No origin has these words." in page
    with record.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM origin")).scalar_one() > 0


def test_the_page_takes_the_same_number_of_statements_whatever_its_size(app):
    assert count(app, f"/origins/{ORIGIN}") <= count(app, f"/origins/{OTHER}") + 3
