"""Headers of every answer, and pages that a strict policy lets work."""

import html5lib
import pytest

from tracker.services import home
from tracker.web.headers import HEADERS

ANSWERS = {
    "a page": ("GET", "/", 200),
    "a redirect": ("GET", "/accounts", 303),
    "a file": ("GET", "/static/tracker.css", 200),
    "a file of Bootstrap": ("GET", "/bootstrap/static/css/bootstrap.min.css", 200),
    "a file that is missing": ("GET", "/static/none.css", 404),
    "no such page": ("GET", "/none", 404),
    "no such method": ("DELETE", "/", 405),
    "a form without its token": ("POST", "/login", 303),
    "a form without a session": ("POST", "/accounts/add", 401),
    "an unreadable query": ("GET", "/?q=%FF", 400),
    "options": ("OPTIONS", "/", 200),
}


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS.values(), ids=ANSWERS)
def test_every_answer_carries_every_header(client, method, path, status):
    answer = client.open(path, method=method)
    answer.close()
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_a_failure_carries_every_header(app, client, monkeypatch):
    monkeypatch.setattr(home, "summary", _broken)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    client.may_fail = True
    answer = client.get("/")
    assert answer.status_code == 500
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_the_policy_begins_with_nothing_and_allows_nothing_inline(client):
    policy = client.get("/").headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize("path", ["/", "/help", "/login", "/none", "/account/password", "/accounts", "/accounts/add"])
def test_no_page_holds_script_or_style_of_its_own(client, path):
    tree = html5lib.parse(client.sign_in("admin").get(path, follow_redirects=True).text, namespaceHTMLElements=False)
    inline = [e.tag for e in tree.iter() if e.tag == "style" or (e.tag == "script" and not e.get("src"))]
    inline += [name for e in tree.iter() for name in e.attrib if name == "style" or str(name).startswith("on")]
    assert inline == []


def test_a_signed_in_page_is_not_stored_and_others_are_checked_again(client):
    assert client.get("/").headers["Cache-Control"] == "private, no-cache"
    assert client.sign_in("viewer").get("/").headers["Cache-Control"] == "no-store"


def test_signing_out_clears_what_the_browser_keeps(client):
    answer = client.sign_in("viewer").submit("/logout", {}, page="/")
    assert answer.headers["Clear-Site-Data"] == '"cookies", "storage"'


def test_over_tls_cookies_are_bound_to_the_host_and_the_browser_stays_with_tls(app_with):
    answer = app_with(secure_cookies=True).test_client().get("/login", base_url="https://localhost")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-tracker_visit=")
    assert all(part in cookie for part in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"))
    assert "Domain" not in cookie


def _broken(*_args: object) -> None:
    raise RuntimeError("broken on purpose")
