"""Drafts: what was typed outlives the session, and is nobody else's."""

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


def test_a_draft_that_waits_is_not_written_over_by_typing(client: WatchingClient):
    client.sign_in("analyst")
    assert "data-draft-url" in client.get(NEW).text
    _keep(client)
    assert "data-draft-url" not in client.get(NEW).text
    assert "data-draft-url" in client.get(f"{NEW}?draft=resume").text


def test_saving_the_claim_drops_its_draft(client: WatchingClient):
    client.sign_in("analyst")
    _keep(client)
    client.submit(NEW, FIVE)
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
    assert f'href="{NEW}?draft=resume"' in page
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


@pytest.mark.parametrize("form", ["other", "edit", "x" * 500])
def test_a_draft_of_no_form_is_not_found(client: WatchingClient, form):
    assert _keep(client.sign_in("analyst"), form).status_code == 404


def test_a_very_long_key_is_no_failure(client: WatchingClient):
    assert _keep(client.sign_in("analyst"), "edit:" + "k" * 300).status_code == 204


def test_a_draft_needs_the_token(client: WatchingClient):
    client.sign_in("analyst")
    assert client.post("/drafts/new", data=TYPED).status_code == 400
