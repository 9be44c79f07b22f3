"""Errors as pages: calm sentences, the right status, details only in the log."""

import io
import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from tests.people import PASSWORD
from tracker.domain.errors import NotAllowed, NotFound, RuleBroken, Stale
from tracker.services import home
from tracker.web import access

RULES = {
    "refused": (RuleBroken.at("claim", "", "The claim has no source."), 422),
    "not found": (NotFound.at("claim", "", "There is no such claim."), 404),
    "stale": (Stale.at("claim", "", "Somebody saved revision 3."), 409),
    "not allowed": (NotAllowed.at("review", "", "Nobody reviews their own work."), 403),
}


def _probe(app: Flask, monkeypatch: pytest.MonkeyPatch, view: Any) -> None:
    app.add_url_rule("/probe", "probe", view, methods=["GET", "POST"])
    monkeypatch.setitem(access.ACCESS, "probe", access.PUBLIC)


@pytest.mark.parametrize(("error", "status"), RULES.values(), ids=RULES)
def test_a_broken_rule_is_a_page_with_its_sentence(app, client, monkeypatch, error, status):
    def view() -> None:
        raise error

    _probe(app, monkeypatch, view)
    answer = client.get("/probe")
    assert answer.status_code == status
    assert error.sentence in answer.text


def test_a_refused_form_shows_what_was_typed(app, client, monkeypatch):
    def view() -> None:
        raise Stale.at("claim", "", "Somebody saved revision 3.")

    _probe(app, monkeypatch, view)
    answer = client.submit("/probe", {"statement": "many words", "my_password": "secret"}, page="/login")
    assert answer.status_code == 409
    assert "many words" in answer.text
    assert "secret" not in answer.text


def test_a_failure_shows_an_id_and_the_log_has_the_rest(app, client, monkeypatch, caplog):
    def broken(_session: object) -> None:
        raise RuntimeError("the inner reason")

    monkeypatch.setattr(home, "summary", broken)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    client.may_fail = True
    answer = client.get("/")
    found = re.search(r"<code>([0-9a-f]{8})</code>", answer.text)
    assert answer.status_code == 500
    assert found
    assert found[1] in caplog.text
    assert "the inner reason" in caplog.text
    assert "the inner reason" not in answer.text


def test_a_line_break_in_an_address_forges_no_line_of_the_log(app, client, monkeypatch, caplog):
    def view(rest: str) -> None:
        raise RuntimeError(rest)

    app.add_url_rule("/probe/<rest>", "probe", view)
    monkeypatch.setitem(access.ACCESS, "probe", access.PUBLIC)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    client.may_fail = True
    client.get("/probe/a%0AERROR forged")
    assert not any(record.getMessage().count("\n") for record in caplog.records)


def test_a_wrong_method_says_which_are_right(client):
    answer = client.delete("/help")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize(
    "asked",
    [{"QUERY_STRING": q} for q in ("q=%FF", "q=a%00b", "%00=1", "q=\xff")]
    + [{"PATH_INFO": p} for p in ("/states/\xff", "/states/a\0b", "/\xed\xa0\x80")],
    ids=repr,
)
def test_bytes_that_are_no_text_are_refused_in_any_address(client, asked):
    answer = client.get("/", environ_overrides=asked)
    assert answer.status_code == 400
    assert "Send it again without" in answer.text or "Take it out" in answer.text


@pytest.mark.parametrize("body", [b"identity=%FF", b"identity=a%00b", b"a%00b=1", b"identity=\xff"], ids=repr)
def test_bytes_that_are_no_text_are_refused_in_any_form(client, body):
    answer = client.post("/login", data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400
    assert "Send again" not in answer.text


NAMELESS = b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--"
UNTEXT = b'--x\r\nContent-Disposition: form-data; name="identity"\r\n\r\ncaf\xe9\r\n--x--'
FILE = b'--x\r\nContent-Disposition: form-data; name="identity"; filename="a"\r\n\r\n1\r\n--x--'


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (NAMELESS, "multipart/form-data; boundary=x"),
        (UNTEXT, "multipart/form-data; boundary=x"),
        (FILE, "multipart/form-data; boundary=x"),
        (b'{"identity": "a"}', "application/json"),
        (b"identity=a", "text/plain"),
    ],
    ids=["a part without a name", "bytes that are no text", "a file", "JSON", "plain text"],
)
def test_only_plain_forms_are_taken(client, body, kind):
    answer = client.post("/login", data=body, content_type=kind)
    assert answer.status_code == 415
    assert "Only plain forms" in answer.text or "no form of this site" in answer.text


@pytest.mark.parametrize("origin", ["http://[", "null", "http://elsewhere.example", "x"])
def test_an_odd_origin_is_another_site(client, origin):
    answer = client.post("/login", data={"identity": "a"}, headers={"Origin": origin})
    assert answer.status_code == 403


def test_a_place_that_is_no_address_is_refused_before_signing_in(client):
    assert client.get("/login?next=http://[").status_code == 400
    fields = {"identity": "viewer", "password": PASSWORD, "next": "http://["}
    assert client.submit("/login", fields).status_code == 400


@pytest.mark.parametrize("place", ["//elsewhere.example", "https://elsewhere.example/", "\\\\x"])
def test_signing_in_leads_to_no_place_that_is_not_ours(client, place):
    fields = {"identity": "viewer", "password": PASSWORD, "next": place}
    answer = client.submit("/login", fields)
    assert answer.status_code in (302, 303)
    assert "elsewhere" not in answer.headers["Location"]


def test_a_database_that_stays_busy_is_no_fault_of_anybody(app, client):
    """Another writer holds the SQLite file for longer than one waits; PostgreSQL has no such lock."""
    if "sqlite" not in app.config["SQLALCHEMY_ENGINES"]["default"]:
        pytest.skip(reason="only SQLite locks the whole record for one writer")
    client.sign_in("analyst")
    token = client.token("/claims/new")
    with app.app_context():
        engine = app.extensions["sqlalchemy"].engine
    event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA busy_timeout = 10"))
    engine.dispose()
    client.may_fail = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with engine.connect().execution_options(tracker_writer=True) as other, other.begin():
        answer = client.post("/claims/new", data={"csrf_token": token, "statement": "x", "action": "save"})
    assert answer.status_code == 503
    assert "The record is busy" in answer.text


def test_a_body_without_a_length_is_refused_before_it_could_be_cut(client):
    answer = client.post(
        "/login",
        input_stream=io.BytesIO(b"identity=" + b"x" * 5000),
        headers={"Transfer-Encoding": "chunked"},
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 411


def test_a_body_over_the_limit_is_refused_whole(app, client):
    answer = client.post("/login", data={"identity": "x" * app.config["MAX_CONTENT_LENGTH"]})
    assert answer.status_code == 413
    assert "too large" in answer.text


def test_a_control_character_in_a_field_is_refused_with_a_sentence(client):
    client.sign_in("admin")
    fields = {"name": "A\x07da", "username": "ada", "email": "ada@example.org", "roles": ["viewer"]}
    answer = client.submit("/accounts/add", fields)
    assert answer.status_code == 422
    assert "U+0007" in answer.text


def test_text_is_stripped_and_brought_to_one_form(client):
    client.sign_in("admin")
    fields = {"name": "  Rene\u0301e ", "username": "renee", "email": "r@example.org", "roles": ["viewer"]}
    assert "Ren\u00e9e" in client.submit("/accounts/add", fields).text


def test_errors_of_a_form_are_summed_up_linked_and_named_in_the_title(client):
    client.sign_in("admin")
    answer = client.submit("/accounts/add", {"username": "A B", "name": "x", "email": "x@y.z", "roles": ["viewer"]})
    assert answer.status_code == 422
    assert "<title>Error: Add a person" in answer.text
    assert '<a href="#username">' in answer.text
    assert 'aria-describedby="username-hint username-error"' in answer.text
    assert 'aria-invalid="true"' in answer.text
