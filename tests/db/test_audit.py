"""Every change of a row leaves one entry that says who, when, what, before and after."""

import json

import pytest
from sqlalchemy import select

from tests.people import add_people
from tracker import clock
from tracker.db.audit import canonical
from tracker.db.base import Base
from tracker.db.models import AuditEntry, Origin
from tracker.domain.vocabulary import Role
from tracker.services import accounts


def _entries(session, noun):
    return session.scalars(select(AuditEntry).where(AuditEntry.noun == noun).order_by(AuditEntry.id)).all()


def test_an_insert_an_update_and_a_delete_leave_an_entry_each(session):
    origin = Origin(key="k", label="first")
    session.add(origin)
    session.flush()
    origin.label = "second"
    session.flush()
    session.delete(origin)
    session.flush()
    found = [(e.action, e.key, e.actor, e.before, e.after) for e in _entries(session, "origin")]
    number = found[0][4]["id"]
    assert found == [
        ("insert", "k", "test", None, {"id": number, "key": "k", "label": "first"}),
        ("update", "k", "test", {"label": "first"}, {"label": "second"}),
        ("delete", "k", "test", {"id": number, "key": "k", "label": "second"}, None),
    ]


def test_a_password_is_never_written_down(session):
    add_people(session, at=clock.now())
    entry = _entries(session, "user")[0]
    assert entry.after["password"] == "(not kept)"
    assert "argon2" not in entry.canonical


def test_a_change_of_roles_is_written_down(session):
    people = add_people(session, at=clock.now())
    accounts.set_roles(session, username="viewer", roles={Role.ANALYST})
    entry = [e for e in _entries(session, "user") if e.action == "update"][-1]
    assert (entry.key, entry.before["roles"], entry.after["roles"]) == ("viewer", ["viewer"], ["analyst"])
    assert people["viewer"].roles[0].name == "analyst"


def test_the_canonical_form_holds_the_whole_entry_in_one_order(session):
    session.add(Origin(key="k", label="x"))
    session.flush()
    entry = _entries(session, "origin")[0]
    body = json.loads(entry.canonical)
    assert list(body) == ["action", "actor", "after", "at", "before", "key", "noun"]
    assert entry.canonical == canonical(body)


def test_what_is_rolled_back_leaves_no_entry(session):
    session.add(Origin(key="k", label="x"))
    session.flush()
    session.rollback()
    assert _entries(session, "origin") == []


def test_only_indexes_and_scratch_are_left_out():
    unaudited = {mapper.class_.__tablename__ for mapper in Base.registry.mappers if not mapper.class_.audited}
    assert unaudited == {"audit_entry", "draft", "search_term", "sign_in_attempt", "web_session"}


@pytest.mark.parametrize("noun", ["claim", "claim_revision", "review", "source", "obligation", "state"])
def test_the_seeded_record_is_in_the_log(shared_record, noun):
    assert _entries(shared_record, noun)
