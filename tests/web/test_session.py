"""Sessions: of the database (one commit rule) and of the browser (signing in, signing out, expiry)."""

import hashlib
from datetime import timedelta

import pytest
from flask import flash
from sqlalchemy import event, select, text, update
from sqlalchemy.orm import Session

from tests.counting import statements
from tests.people import PASSWORD
from tracker import clock
from tracker.db.models import Role, User, WebSession
from tracker.web import access
from tracker.web import session as request_session

COOKIE = "tracker_session"


def _rows(engine) -> list[WebSession]:
    with Session(engine) as session:
        return list(session.scalars(select(WebSession)))


def _signed_in(client) -> bool:
    return client.get("/account/password").status_code == 200


def _age(engine, **columns) -> None:
    with engine.begin() as connection:
        connection.execute(update(WebSession).values(**{name: clock.now() - age for name, age in columns.items()}))


# The browser's session


@pytest.mark.parametrize("identity", ["analyst", "ANALYST", " analyst ", "analyst@example.org", "Analyst@Example.ORG"])
def test_user_name_and_address_both_sign_in_in_any_case(client, identity):
    client.submit("/login", {"identity": identity, "password": PASSWORD})
    assert _signed_in(client)


def test_the_database_holds_only_the_hash_of_the_token(client, record):
    client.sign_in_by_form("analyst")
    token = client.get_cookie(COOKIE).value
    assert [row.token_hash for row in _rows(record)] == [hashlib.sha256(token.encode()).hexdigest()]


def test_reading_writes_nothing_and_sets_no_cookie_for_a_visitor(client, record):
    assert "Set-Cookie" not in client.get("/").headers
    assert _rows(record) == []


def test_signing_in_keeps_nothing_from_before(client):
    with client.session_transaction() as before:
        before["planted"] = "x"
        before["csrf_token"] = "known to an attacker"
    client.sign_in_by_form("analyst")
    with client.session_transaction() as after:
        assert "planted" not in after
        assert after.get("csrf_token") != "known to an attacker"


def test_every_sign_in_makes_a_new_token_and_ends_nothing_else(app, record):
    first, second = app.test_client().sign_in_by_form("analyst"), app.test_client().sign_in_by_form("analyst")
    assert first.get_cookie(COOKIE).value != second.get_cookie(COOKIE).value
    assert _signed_in(first)
    assert _signed_in(second)


def test_a_token_that_a_stranger_chose_is_never_taken_over(client, record):
    client.set_cookie(COOKIE, "chosen-by-a-stranger")
    client.sign_in_by_form("analyst")
    assert client.get_cookie(COOKIE).value != "chosen-by-a-stranger"


def test_a_copied_cookie_is_dead_after_signing_out(app, client, record):
    token = client.sign_in_by_form("analyst").get_cookie(COOKIE).value
    client.submit("/logout", {}, page="/")
    thief = app.test_client()
    thief.set_cookie(COOKIE, token)
    assert not _signed_in(thief)
    assert _rows(record) == []


def test_a_signed_visit_cookie_signs_nobody_in(app, client, record):
    with Session(record) as session:
        identity = session.scalar(select(User.fs_uniquifier).where(User.username == "admin"))
    forged = app.session_interface.get_signing_serializer(app).dumps({"_user_id": identity, "_fresh": True})
    client.set_cookie("tracker_visit", forged)
    assert not _signed_in(client)


EXPIRED = {
    "idle too long": {"seen_at": timedelta(minutes=31)},
    "too old": {"created_at": timedelta(hours=12, minutes=1)},
}


@pytest.mark.parametrize("age", EXPIRED.values(), ids=EXPIRED)
def test_a_session_ends_by_itself(client, record, age):
    client.sign_in_by_form("analyst")
    _age(record, **age)
    assert not _signed_in(client)


def test_a_session_in_use_lives_on(client, record):
    client.sign_in_by_form("analyst")
    _age(record, seen_at=timedelta(minutes=29), created_at=timedelta(hours=11))
    assert _signed_in(client)
    assert clock.now() - _rows(record)[0].seen_at < timedelta(minutes=1)


def test_use_is_noted_at_most_once_a_minute(client, record):
    client.sign_in_by_form("analyst").get("/")
    seen = _rows(record)[0].seen_at
    client.get("/help")
    assert _rows(record)[0].seen_at == seen


def test_sessions_that_are_over_are_cleared_at_the_next_sign_in(app, record):
    app.test_client().sign_in_by_form("analyst")
    _age(record, seen_at=timedelta(hours=1))
    app.test_client().sign_in_by_form("viewer")
    assert len(_rows(record)) == 1


def test_changing_the_password_ends_every_other_session_and_renews_this_one(app, record):
    here, elsewhere = app.test_client().sign_in_by_form("analyst"), app.test_client().sign_in_by_form("analyst")
    old = here.get_cookie(COOKIE).value
    fresh = "a longer staple for the battery"
    fields = {"password": PASSWORD, "new_password": fresh, "new_password_confirm": fresh}
    answer = here.submit("/account/password", fields)
    assert answer.status_code == 302
    assert here.get_cookie(COOKIE).value != old
    assert "Your password is changed" in here.get("/").text
    assert _signed_in(here)
    assert not _signed_in(elsewhere)
    assert app.test_client().submit("/login", {"identity": "analyst", "password": PASSWORD}).status_code == 200
    assert app.test_client().submit("/login", {"identity": "analyst", "password": fresh}).status_code == 302


@pytest.mark.parametrize("act", ["disable", "password"])
def test_an_administrator_can_end_all_sessions_of_a_person(app, act):
    analyst, admin = app.test_client().sign_in_by_form("analyst"), app.test_client().sign_in_by_form("admin")
    admin.submit(f"/accounts/analyst/{act}", {}, page="/accounts")
    assert not _signed_in(analyst)


def test_a_new_role_binds_from_the_next_sign_in_and_the_old_session_is_over(app, record):
    analyst, admin = app.test_client().sign_in_by_form("analyst"), app.test_client().sign_in_by_form("admin")
    admin.submit("/accounts/analyst/roles", {"roles": ["viewer"]})
    assert not _signed_in(analyst)
    with Session(record) as session:
        roles = session.scalars(select(Role.name).join(User.roles).where(User.username == "analyst"))
        assert list(roles) == ["viewer"]


def test_the_only_administrator_cannot_be_shut_out(client, record):
    client.sign_in_by_form("admin")
    answer = client.submit("/accounts/admin/disable", {}, page="/accounts")
    assert answer.status_code == 422
    assert "only active administrator" in answer.text


def test_a_password_is_shown_once_and_works(app, client):
    client.sign_in_by_form("admin")
    fields = {"name": "Ada", "username": "ada", "email": "ada@example.org", "roles": ["viewer"]}
    page = client.submit("/accounts/add", fields).text
    password = page.split("<dt>Password</dt><dd><code>")[1].split("</code>")[0]
    assert app.test_client().submit("/login", {"identity": "ada", "password": password}).status_code == 302
    assert password not in client.get("/accounts").text


WRONG = {
    "wrong password": ("analyst", "not the password"),
    "unknown user": ("nobody", PASSWORD),
    "disabled user": ("viewer", PASSWORD),
}


@pytest.mark.parametrize(("identity", "password"), WRONG.values(), ids=WRONG)
def test_whoever_cannot_sign_in_hears_the_same(client, record, identity, password):
    with record.begin() as connection:
        connection.execute(update(User).where(User.username == "viewer").values(active=False))
    answer = client.submit("/login", {"identity": identity, "password": password})
    assert "The user name or the password is not right." in answer.text
    assert "Error: Sign in" in answer.text
    assert client.get_cookie(COOKIE) is None


def test_a_token_in_an_address_or_a_header_signs_nobody_in(client, record):
    with Session(record) as session:
        user = session.scalars(select(User).where(User.username == "admin")).one()
    with client.application.test_request_context():
        token = user.get_auth_token()
    assert client.get(f"/accounts?auth_token={token}").status_code == 303
    assert client.get("/accounts", headers={"Authentication-Token": token}).status_code == 303


# The request's session


def _probe(app, monkeypatch, status: int, *, fail: bool = False) -> None:
    """Add a view that renames a user, announces it and answers with a status."""

    def view() -> tuple[str, int]:
        session = request_session.records()
        session.scalars(select(User).where(User.username == "viewer")).one().name = "Renamed"
        session.flush()
        flash("It is renamed.")
        if fail:
            monkeypatch.setattr(session, "commit", _broken)
        return "", status

    app.add_url_rule("/probe", "probe", view, methods=["GET", "POST"])
    monkeypatch.setitem(access.ACCESS, "probe", access.PUBLIC)


def _broken() -> None:
    raise RuntimeError("the disk is full")


def _name(engine) -> str:
    with engine.connect() as connection:
        return connection.execute(text("SELECT name FROM \"user\" WHERE username = 'viewer'")).scalar_one()


@pytest.mark.parametrize(("status", "name"), [(200, "Renamed"), (303, "Renamed"), (400, ""), (422, ""), (409, "")])
def test_a_post_commits_unless_its_answer_is_an_error(app, client, record, monkeypatch, status, name):
    before = _name(record)
    _probe(app, monkeypatch, status)
    client.submit("/probe", {}, page="/login")
    assert _name(record) == (name or before)


def test_a_get_never_commits(app, record, monkeypatch):
    before = _name(record)
    _probe(app, monkeypatch, 200)
    with pytest.raises(AssertionError, match="wrote to the record"):
        app.test_client().get("/probe")
    assert _name(record) == before


def test_a_commit_that_fails_is_an_error_page_and_announces_nothing(app, client, record, monkeypatch):
    before = _name(record)
    _probe(app, monkeypatch, 303, fail=True)
    client.may_fail = True
    answer = client.submit("/probe", {"typed": "words"}, page="/login")
    assert answer.status_code == 500
    assert "words" in answer.text
    assert _name(record) == before
    assert "It is renamed" not in client.get("/").text


def test_the_audit_log_names_who_was_signed_in(app, client, record, monkeypatch):
    _probe(app, monkeypatch, 200)
    client.sign_in_by_form("analyst").submit("/probe", {}, page="/")
    with record.connect() as connection:
        query = "SELECT actor FROM audit_entry WHERE actor <> 'checkpoint' ORDER BY seq DESC LIMIT 1"
        actor = connection.execute(text(query)).scalar_one()
    assert actor == "analyst"


def test_a_sixth_wrong_password_is_not_even_looked_at(client):
    for _ in range(5):
        answer = client.submit("/login", {"identity": "viewer", "password": "wrong"})
        assert "is not right" in answer.text
    answer = client.submit("/login", {"identity": "viewer", "password": PASSWORD})
    assert "Wait five minutes" in answer.text
    client.sign_in_by_form("analyst")


def test_a_reader_is_known_by_one_statement(app, client):
    client.sign_in_by_form("viewer").get("/help")
    with app.app_context():
        engine = app.extensions["sqlalchemy"].engine
    with statements(engine) as sent:
        assert "Sign out" in client.get("/help").text
    assert len([statement for statement in sent if statement.startswith("SELECT")]) == 1


def test_what_a_deed_announces_is_committed_with_it(app, client, monkeypatch):
    _probe(app, monkeypatch, 303)
    client.sign_in_by_form("viewer").submit("/probe", {}, page="/help")  # the first one makes a checkpoint too
    assert "It is renamed." in client.get("/").text
    with app.app_context():
        engine = app.extensions["sqlalchemy"].engine
    commits = []

    def note(connection) -> None:
        commits.append(connection)

    event.listen(engine, "commit", note)
    client.submit("/probe", {}, page="/help")
    event.remove(engine, "commit", note)
    assert len(commits) == 1
    assert "It is renamed." in client.get("/").text
