"""Drafts: what was typed outlives the session, and is nobody else's."""

import re

import pytest
from sqlalchemy import Engine, text

from tests.client import WatchingClient
from tests.web.test_claim_form import ARTICLE, FIVE, NEW, fields_of

TYPED = {"statement": "Half a sentence", "said": "someday", "bearings-1-states": "Россия"}


def _keep(client: WatchingClient, form: str = "new", fields: dict[str, str] = TYPED, page: str = NEW):
    return client.submit(f"/drafts/{form}", fields, page=page)


def test_a_draft_survives_a_lost_session(client: WatchingClient, record: Engine):
    client.sign_in("analyst")
    assert _keep(client).status_code == 204
    with record.begin() as connection:
        connection.execute(text("DELETE FROM web_session"))
    assert client.get(NEW).status_code == 303
    client.sign_in("analyst")
    assert "You have a draft from" in client.get(NEW).text
    resumed = fields_of(client.get(f"{NEW}?draft=resume").text)
    assert {name: resumed[name] for name in TYPED} == TYPED


def test_the_button_keeps_a_draft_without_a_script(client: WatchingClient):
    page = client.sign_in("analyst").submit(NEW, TYPED | {"action": "draft"}, follow_redirects=True).text
    assert "The draft is kept." in page
    assert fields_of(page)["statement"] == TYPED["statement"]


def _kept_under(page: str) -> str:
    found = re.search(r'data-draft-url="/drafts/([^"]+)"', page)
    return found[1] if found else ""


def test_a_draft_that_waits_is_not_written_over_by_typing(client: WatchingClient):
    client.sign_in("analyst")
    edit = f"/claims/{ARTICLE}/edit"
    assert _kept_under(client.get(edit).text) == f"edit:{ARTICLE}"
    _keep(client, f"edit:{ARTICLE}")
    assert _kept_under(client.get(edit).text) == ""
    assert _kept_under(client.get(f"{edit}?draft=resume").text) == f"edit:{ARTICLE}"


def test_two_new_statements_have_two_drafts_and_neither_stops_the_other(client: WatchingClient):
    client.sign_in("analyst")
    first, second = (_kept_under(client.get(NEW).text) for _ in range(2))
    assert first.startswith("new:")
    assert first != second
    for name, words in ((first, "One begun"), (second, "Another begun")):
        _keep(client, name, {"statement": words})
    page = client.get(NEW).text
    assert "2 drafts of other statements" in page
    assert "“One begun”" in page
    assert _kept_under(page) not in ("", first, second)
    resumed = client.get(f"{NEW}?draft={first}").text
    assert (fields_of(resumed)["statement"], _kept_under(resumed)) == ("One begun", first)
    client.submit(NEW, FIVE | {"draft_name": first})
    home = client.get("/").text
    assert "Another begun" in home
    assert "One begun" not in home


def test_saving_the_claim_drops_its_draft(client: WatchingClient):
    client.sign_in("analyst")
    _keep(client)
    client.submit(NEW, FIVE | {"draft_name": "new"})
    assert "You have a draft" not in client.get(NEW).text


def test_discarding_forgets_it(client: WatchingClient):
    client.sign_in("analyst")
    _keep(client)
    assert client.submit("/drafts/new/discard", {}, page=NEW).location == NEW
    assert "You have a draft" not in client.get(NEW).text


def test_each_form_has_a_draft_of_its_own(client: WatchingClient):
    client.sign_in("analyst")
    _keep(client, f"edit:{ARTICLE}")
    assert "You have a draft" not in client.get(NEW).text
    assert "You have a draft" in client.get(f"/claims/{ARTICLE}/edit").text


def test_the_first_page_leads_to_the_drafts_of_whoever_is_signed_in(client: WatchingClient, app):
    assert "Your drafts" not in client.sign_in("analyst").get("/").text
    _keep(client)
    _keep(client, f"edit:{ARTICLE}")
    page = client.get("/").text
    assert f'href="{NEW}?draft=new"' in page
    assert f'href="/claims/{ARTICLE}/edit?draft=resume"' in page
    assert "Your drafts" not in app.test_client().sign_in("analyst2").get("/").text


def test_nobody_sees_the_draft_of_somebody_else(client: WatchingClient, app):
    _keep(client.sign_in("analyst"))
    assert "You have a draft" not in app.test_client().sign_in("analyst2").get(NEW).text


def test_a_draft_holds_no_token_and_no_invisible_character(client: WatchingClient, record: Engine):
    _keep(client.sign_in("analyst"), fields={"statement": "a\x07b", "csrf_token": "x"})
    with record.connect() as connection:
        assert "csrf" not in str(connection.execute(text("SELECT data FROM draft")).scalar())
    assert fields_of(client.get(f"{NEW}?draft=resume").text)["statement"] == "ab"


NO_FORMS = (
    "other",
    "edit",
    "x" * 500,
    "new:x",
    "page:/nowhere",
    "page://evil.example",
    "page:/claims/",
    "page:/accounts",
)


def test_a_draft_of_no_form_is_not_found(client: WatchingClient):
    client.sign_in("analyst")
    assert [_keep(client, form).status_code for form in NO_FORMS] == [404] * len(NO_FORMS)


DUTY = "r2397-op8-repatriation"
FORMS = {
    f"/determinations/new/MCO/{DUTY}": "reason",
    f"/law/new/{DUTY}": "summary",
    "/questions/new": "wording",
    "/searches/new": "searched",
    f"/claims/{ARTICLE}/comments": "words",
    f"/review/{ARTICLE}": "comment",
}


@pytest.mark.whole_record
def test_every_other_long_form_keeps_what_is_typed_and_gives_it_back(client: WatchingClient):
    """Each for whoever may send it: by the script's road, by the button's, and from the overview."""
    client.sign_in("both")
    for path, field in FORMS.items():
        assert _kept_under(client.get(path).text) == f"page:{path}"
        assert _keep(client, f"page:{path}", {field: f"Half of {field}"}, page=path).status_code == 204
        page = client.get(path).text
        assert "You have a draft from" in page
        assert _kept_under(page) == ""
        resumed = client.get(f"{path}?draft=resume").text
        assert f"Half of {field}" in resumed
        assert _kept_under(resumed) == f"page:{path}"
    button = {"wording": "By the button", "action": "draft"}
    answer = client.submit("/drafts/page:/questions/new", button, page="/questions/new")
    assert answer.location == "/questions/new?draft=resume"
    home = client.get("/").text
    assert all(f'href="{path}?draft=resume"' in home for path in FORMS)
    assert "A determination for MCO" in home
    for path in FORMS:
        assert client.submit(f"/drafts/page:{path}/discard", {}, page="/questions/new").location == path
    assert "Your drafts" not in client.get("/").text


def test_sending_a_form_drops_its_draft(client: WatchingClient):
    path = f"/claims/{ARTICLE}/comments"
    _keep(client.sign_in("analyst"), f"page:{path}", {"words": "Half"}, page=path)
    client.submit(path, {"words": "Whole"})
    assert "You have a draft" not in client.get(path).text


def test_nobody_keeps_a_draft_of_a_form_that_they_may_not_send(client: WatchingClient):
    client.sign_in("viewer")
    token = {"csrf_token": client.token("/views/new?at=/claims/")}
    for form in ("new", f"edit:{ARTICLE}", "page:/questions/new"):
        assert client.post(f"/drafts/{form}", data=TYPED | token).status_code == 404


def test_a_very_long_key_is_no_failure(client: WatchingClient):
    assert _keep(client.sign_in("analyst"), "edit:" + "k" * 300).status_code == 204


def test_a_draft_needs_the_token(client: WatchingClient):
    client.sign_in("analyst")
    assert client.post("/drafts/new", data=TYPED).status_code == 400
