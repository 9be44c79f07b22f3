import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tracker.domain.errors import RuleBroken
from tracker.services import accounts

ANN = ("users", "add", "Ann Analyst", "--username", "ann", "--email", "ann@example.org")


def sealed_password(engine: Engine, username: str) -> str:
    with Session(engine) as session:
        return accounts.find(session, username=username).password


def test_a_password_is_made_and_printed_once(blank_tracker, engine: Engine):
    printed = blank_tracker(*ANN, "--role", "analyst").stdout
    password = printed.rpartition(": ")[2].strip()
    assert PasswordHasher().verify(sealed_password(engine, "ann"), password)


def test_a_password_may_come_on_standard_input_and_is_not_printed(blank_tracker, engine: Engine):
    printed = blank_tracker(*ANN, "--role", "viewer", "--password-stdin", stdin="a long enough one\n").output
    assert PasswordHasher().verify(sealed_password(engine, "ann"), "a long enough one")
    assert "long enough" not in printed


@pytest.mark.parametrize(("stdin", "part"), [("short\n", "12 characters"), (b"\xff" * 20, "UTF-8"), ("", "12")])
def test_a_password_that_cannot_be_used_is_wrong_usage(blank_tracker, stdin, part):
    assert part in blank_tracker(*ANN, "--role", "viewer", "--password-stdin", stdin=stdin, code=2).stderr


def test_users_are_listed_with_all_their_roles(blank_tracker):
    blank_tracker(*ANN, "--role", "reviewer", "--role", "analyst")
    expected = {
        "username": "ann",
        "name": "Ann Analyst",
        "email": "ann@example.org",
        "active": True,
        "may_sign_in": True,
    }
    assert blank_tracker.json("users", "list") == [expected | {"roles": ["analyst", "reviewer"]}]
    assert "analyst, reviewer" in blank_tracker("users", "list").stdout


def test_a_disabled_user_is_shown_so_and_can_do_nothing(tracker):
    tracker("users", "disable", "reviewer")
    shown = {user["username"]: user["active"] for user in tracker.json("users", "list")}
    assert shown["reviewer"] is False
    asked = ("claims", "review", "ru-2019-03-midterm-report", "--as", "reviewer", "--verdict", "right", "--grade", "B2")
    assert "reviewer is disabled" in tracker(*asked, code=1).stderr


def test_nobody_signs_in_with_an_account_of_the_records_own(reader):
    listed = {user["username"]: user["may_sign_in"] for user in reader.json("users", "list")}
    assert {name for name, may in listed.items() if not may} == {"record-editor", "record-reviewer"}
    lines = [line for line in reader("users", "list").stdout.splitlines() if line.startswith("record-")]
    assert all("no (the record's own)" in line for line in lines)


def test_an_account_of_the_records_own_is_given_no_password(record: Engine):
    with Session(record) as session, pytest.raises(RuleBroken, match="the record's own"):
        accounts.reset_password(session, username="record-editor", password_hash="x")


@pytest.mark.parametrize(
    ("args", "part"),
    [
        ([*ANN[:3], "--username", "analyst", "--email", "x@example.org", "--role", "viewer"], "taken"),
        ([*ANN[:3], "--username", "A B", "--email", "x@example.org", "--role", "viewer"], "small letters"),
        (["users", "disable", "nobody"], "no user called nobody"),
        (["users", "disable", "admin"], "only active administrator"),
    ],
    ids=["taken", "bad name", "unknown", "last administrator"],
)
def test_what_the_services_refuse_is_refused_here_too(tracker, args, part):
    assert part in tracker(*args, code=1).stderr


@pytest.mark.parametrize("role", [[], ["--role", "king"]], ids=["none", "unknown"])
def test_a_user_needs_a_role_that_exists(blank_tracker, role):
    assert "--role" in blank_tracker(*ANN, *role, code=2).stderr
