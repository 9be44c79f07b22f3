"""Wrong passwords are counted by name, by address and in all; the count outlives a process and ends with time."""

from datetime import UTC, datetime, timedelta

import pytest

from tracker.services import attempts

AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def _refused(session, *, identity="ana", address="10.0.0.1", at=AT):
    return attempts.refusal(session, identity=identity, address=address, at=at) is not None


def _note(session, times, *, identity="ana", address="10.0.0.1"):
    for _ in range(times):
        attempts.note(session, identity=identity, address=address, at=AT)


@pytest.mark.parametrize(("times", "refused"), [(4, False), (5, True), (6, True)])
def test_five_wrong_passwords_for_one_name_are_enough(session, times, refused):
    _note(session, times)
    assert _refused(session, address="10.9.9.9") is refused
    assert _refused(session, identity=" ANA ", address="10.9.9.9") is refused
    assert not _refused(session, identity="bob", address="10.9.9.9")


def test_twenty_from_one_address_are_enough(session):
    for number in range(20):
        _note(session, 1, identity=f"name{number}")
    assert _refused(session, identity="somebody else")
    assert not _refused(session, identity="somebody else", address="10.0.0.2")


def test_after_five_minutes_it_is_forgotten(session):
    _note(session, 5)
    assert _refused(session, at=AT + timedelta(minutes=4, seconds=59))
    assert not _refused(session, at=AT + timedelta(minutes=5))


def test_what_was_typed_as_a_name_is_not_kept(session):
    from sqlalchemy import select

    from tracker.db.models import SignInAttempt

    _note(session, 1, identity="perhaps my password")
    assert "password" not in session.scalars(select(SignInAttempt.identity)).one()
