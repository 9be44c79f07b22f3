"""Forms without a valid token: refused, and nothing typed is lost. Forms from other sites: refused, not repeated."""

import re

import html5lib
import pytest

TYPED = {"name": "Ada & Co <i>", "roles": ["viewer", "analyst"], "password": "not to be shown", "note": "line\r\ntwo"}


@pytest.fixture
def admin(client):
    return client.sign_in_by_form("admin")


def _hidden(page: str) -> list[tuple[str, str]]:
    inputs = html5lib.parse(page, namespaceHTMLElements=False).findall(".//main//form//input")
    return [(e.get("name", ""), e.get("value", "")) for e in inputs if e.get("name") != "csrf_token"]


def test_a_form_without_a_token_comes_back_with_all_that_was_typed(admin):
    answer = admin.post("/accounts/add", data=TYPED)
    assert answer.status_code == 400
    expected = [("name", "Ada & Co <i>"), ("roles", "viewer"), ("roles", "analyst"), ("note", "line\ntwo")]
    assert sorted(_hidden(answer.text)) == sorted(expected)


def test_a_password_is_never_repeated(admin):
    assert "not to be shown" not in admin.post("/accounts/add", data=TYPED).text


def test_the_form_that_came_back_can_be_sent(admin):
    fields = {"name": "Ada", "username": "ada", "email": "ada@example.org", "roles": ["viewer"]}
    page = admin.post("/accounts/add", data=fields | {"csrf_token": "wrong"}).text
    token = re.search(r'<main.*?name="csrf_token" value="([^"]+)"', page, re.DOTALL)
    assert token
    again = admin.post("/accounts/add", data=fields | {"csrf_token": token[1]})
    assert "Account made" in again.text


def test_a_form_sent_after_the_session_ended_keeps_what_was_typed_over_signing_in(app, admin):
    token = admin.token("/accounts/add")
    admin.delete_cookie("tracker_session")
    fields = {"name": "Ada", "username": "ada", "email": "ada@example.org", "roles": "viewer"}
    lost = admin.post("/accounts/add", data=fields | {"csrf_token": token})
    assert lost.status_code == 401
    assert dict(_hidden(lost.text)) == fields
    assert 'href="/login" target="_blank"' in lost.text
    admin.sign_in_by_form("admin")
    confirm = admin.post("/accounts/add", data=fields)
    assert dict(_hidden(confirm.text)) == fields


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
    ids=["cross-site", "same-site", "foreign origin", "hidden origin"],
)
def test_a_form_from_another_site_is_refused_and_cannot_be_confirmed_by_a_click(admin, headers):
    fields = {"name": "planted", "csrf_token": admin.token("/accounts/add")}
    answer = admin.post("/accounts/add", data=fields, headers=headers)
    assert answer.status_code == 403
    assert "Send again" not in answer.text


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost"}, {}])
def test_a_form_of_our_own_passes(admin, headers):
    fields = {"csrf_token": admin.token("/accounts/add")}
    assert admin.post("/accounts/add", data=fields, headers=headers).status_code == 422


def test_a_sign_in_page_that_was_open_too_long_is_shown_anew(client):
    answer = client.post("/login", data={"identity": "admin", "next": "/help"})
    assert answer.headers["Location"] == "/login?next=/help"
    assert "open too long" in client.get("/login").text


def test_signing_out_needs_the_form_and_cannot_be_linked_to(admin):
    assert admin.get("/logout").status_code == 405
    admin.post("/logout")
    assert "Sign out" in admin.get("/").text


def test_a_token_of_another_session_is_refused(app, admin):
    other = app.test_client()
    other.sign_in_by_form("analyst")
    assert admin.post("/accounts/add", data={"csrf_token": other.token("/")}).status_code == 400
