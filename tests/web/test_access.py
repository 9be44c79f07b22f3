"""Who may reach what: every route stands in the table, and every answer is the table's."""

from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.client import WatchingClient
from tracker.domain.vocabulary import Role
from tracker.web.access import ACCESS, Access, Door

PERSON_OF = {Role.VIEWER: "viewer", Role.ANALYST: "analyst", Role.REVIEWER: "reviewer", Role.ADMINISTRATOR: "admin"}


def test_every_route_is_in_the_table_and_the_table_names_no_other(app):
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(ACCESS)


def test_a_route_that_is_missing_from_the_table_is_an_error_in_tests_and_refused_in_use(app):
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    with pytest.raises(LookupError, match="forgotten"):
        app.test_client().get("/forgotten")
    app.testing = False
    assert app.test_client().get("/forgotten").status_code == 403


def test_roles_do_not_include_one_another():
    assert all(len(access.roles) >= 1 for access in ACCESS.values() if access.door is Door.ROLES)
    assert ACCESS["reviews.decide"].roles == {Role.REVIEWER}


@pytest.mark.parametrize("role", [None, *Role], ids=lambda role: role.value if role else "anonymous")
def test_each_role_gets_the_answer_of_the_table(app, role):
    client = app.test_client()
    if role:
        client.sign_in(PERSON_OF[role])
    wrong = {rule.endpoint: got for rule in _rules(app) if (got := _ask(client, app, rule)) != _expected(rule, role)}
    assert wrong == {}


def test_where_public_reading_is_off_reading_needs_an_account(app_with):
    app = app_with(public_reading=False)
    client = app.test_client()
    reading = [rule for rule in _rules(app) if ACCESS[rule.endpoint].door in (Door.READING, Door.QUOTING)]
    assert {_ask(client, app, rule) for rule in reading} == {"sign in"}
    assert client.get("/help").status_code == 200
    client.sign_in("viewer")
    assert {_ask(client, app, rule) for rule in reading} == {"open"}


def test_after_signing_in_one_is_where_one_wanted_to_go(client):
    refused = client.get("/accounts?x=1")
    assert refused.headers["Location"] == "/login?next=/accounts?x%3D1"
    page = client.get(refused.headers["Location"])
    assert 'value="/accounts?x=1"' in page.text


def test_nobody_is_led_to_another_site_after_signing_in(client):
    answer = client.submit("/login", {"identity": "viewer", "password": "correct horse battery staple"}, page="/login")
    assert answer.headers["Location"] == "/"
    for place in ("https://evil.example/", "//evil.example/", r"\\evil.example"):
        fields = {"identity": "viewer", "password": "correct horse battery staple", "next": place}
        other = client.application.test_client()
        answer = other.submit("/login", fields)
        assert urlsplit(urljoin("http://localhost/login", answer.headers["Location"])).netloc == "localhost"


def _rules(app: Flask) -> list[Rule]:
    """One rule an endpoint; signing in and out would change who asks."""
    rules = {rule.endpoint: rule for rule in app.url_map.iter_rules()}
    return [rule for name, rule in rules.items() if name not in ("security.login", "security.logout")]


def _ask(client: WatchingClient, app: Flask, rule: Rule) -> str:
    values = {name: 1 if "Integer" in type(rule._converters[name]).__name__ else "none" for name in rule.arguments}
    adapter = app.url_map.bind("localhost")
    method = "GET" if "GET" in (rule.methods or ()) else "POST"
    answer = client.open(adapter.build(rule.endpoint, values, method=method), method=method)
    if answer.status_code == 401 or "/login" in answer.headers.get("Location", ""):
        return "sign in"
    return "refused" if answer.status_code == 403 else "open"


def _expected(rule: Rule, role: Role | None) -> str:
    access: Access = ACCESS[rule.endpoint]
    if access.door in (Door.PUBLIC, Door.READING, Door.QUOTING, Door.ADDRESS):
        return "open"
    if role is None:
        return "sign in"
    return "open" if access.door is Door.SIGNED_IN or role in access.roles else "refused"
