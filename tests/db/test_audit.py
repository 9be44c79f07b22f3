"""Every change of a row leaves one entry that says who, when, what, before and after; and nothing else does."""

import json
from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlalchemy.orm import Session

from tests.people import add_people
from tests.tampering import past_everything
from tracker import clock
from tracker.db import append_only, audit
from tracker.db.base import Base
from tracker.db.canonical import canonical
from tracker.db.engine import writing
from tracker.db.models import AuditEntry, Origin, User
from tracker.domain import ledger
from tracker.domain.errors import RuleBroken
from tracker.domain.vocabulary import Role
from tracker.services import accounts


def _entries(session, noun):
    return session.scalars(select(AuditEntry).where(AuditEntry.noun == noun).order_by(AuditEntry.seq)).all()


def _origin(session, key="k"):
    origin = Origin(key=key, label="x")
    session.add(origin)
    session.flush()
    return origin


def test_an_insert_an_update_and_a_delete_leave_an_entry_each(session):
    origin = Origin(key="k", label="first")
    session.add(origin)
    session.flush()
    origin.label = "second"
    session.flush()
    session.delete(origin)
    session.commit()
    found = [(e.action, e.key, e.actor, e.before, e.after) for e in _entries(session, "origin")]
    number = found[0][4]["id"]
    assert found == [
        ("insert", "k", "test", None, {"id": number, "key": "k", "label": "first"}),
        ("update", "k", "test", {"label": "first"}, {"label": "second"}),
        ("delete", "k", "test", {"id": number, "key": "k", "label": "second"}, None),
    ]


def test_what_the_commit_itself_flushes_is_written_down(session):
    session.add(Origin(key="k", label="x"))
    session.commit()
    assert [entry.key for entry in _entries(session, "origin")] == ["k"]


def test_a_password_is_never_written_down_and_a_swapped_one_would_be_found(session):
    add_people(session, at=clock.now())
    session.commit()
    entry = _entries(session, "user")[0]
    user = session.get(User, entry.after["id"])
    assert entry.after["password"] == "sha256:" + sha256(user.password.encode()).hexdigest()
    assert "argon2" not in entry.canonical
    assert user.fs_uniquifier not in entry.canonical


def test_a_change_of_roles_is_written_down(session):
    people = add_people(session, at=clock.now())
    session.commit()
    accounts.set_roles(session, username="viewer", roles={Role.ANALYST})
    session.commit()
    entry = [e for e in _entries(session, "user") if e.action == "update"][-1]
    assert (entry.key, entry.before["roles"], entry.after["roles"]) == ("viewer", ["viewer"], ["analyst"])
    assert people["viewer"].roles[0].name == "analyst"


def test_the_canonical_form_holds_the_whole_entry_in_one_order(session):
    number = _origin(session).id
    session.commit()
    entry = _entries(session, "origin")[0]
    body = json.loads(entry.canonical)
    assert list(body) == ["action", "actor", "after", "at", "before", "key", "noun", "row", "seq"]
    assert (body["seq"], body["row"]) == (entry.seq, str(number))
    assert body["at"] == entry.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert entry.canonical == canonical(body)


def test_entries_count_from_one_and_each_hash_covers_the_one_before(engine):
    for number in range(3):
        with writing(engine, actor="t") as session:
            session.add_all([Origin(key=f"{number}-{n}", label="x") for n in range(2)])
    previous = ledger.GENESIS
    with Session(engine) as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all()
    assert [entry.seq for entry in entries] == [1, 2, 3, 4, 5, 6]
    for entry in entries:
        previous = ledger.chain_hash(previous, entry.canonical.encode())
        assert entry.hash == previous.hex()


def test_what_is_rolled_back_leaves_no_entry(session):
    _origin(session)
    session.rollback()
    session.commit()
    assert _entries(session, "origin") == []


def test_what_is_rolled_back_to_a_savepoint_leaves_no_entry(session):
    _origin(session, "before")
    for number in range(2):
        savepoint = session.begin_nested()
        _origin(session, f"inside {number}")
        with session.begin_nested():
            _origin(session, f"deeper {number}")
        savepoint.rollback()
    with session.begin_nested():
        _origin(session, "kept")
    _origin(session, "after")
    session.commit()
    assert [entry.key for entry in _entries(session, "origin")] == ["before", "kept", "after"]


def test_a_flush_that_fails_inside_a_savepoint_takes_back_what_the_savepoint_holds_and_no_more(session):
    _origin(session, "one")
    with pytest.raises(IntegrityError):
        _two_of_which_one_is_there(session)
    _origin(session, "three")
    session.commit()
    assert [entry.key for entry in _entries(session, "origin")] == ["one", "three"]


def _two_of_which_one_is_there(session):
    with session.begin_nested():
        _origin(session, "two")
        _origin(session, "one")


def test_a_session_that_was_closed_forgets(engine):
    session = Session(engine, info={"actor": "t"})
    _origin(session)
    session.close()
    session.add(Origin(key="other", label="x"))
    session.commit()
    assert [entry.key for entry in _entries(session, "origin")] == ["other"]
    session.close()


def test_time_never_runs_backwards_where_two_clocks_differ_a_little(session, monkeypatch):
    now = clock.now()
    for step, key in ((0, "first"), (-30, "second"), (-59, "third")):
        monkeypatch.setattr(clock, "now", lambda step=step: now + timedelta(seconds=step))
        _origin(session, key)
        session.commit()
    assert [entry.at for entry in _entries(session, "origin")] == [now] * 3
    assert _entries(session, "audit_entry") == []


def test_a_clock_that_was_set_back_is_written_down(session, monkeypatch):
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    _origin(session, "first")
    session.commit()
    monkeypatch.setattr(clock, "now", lambda: now - timedelta(days=1))
    _origin(session, "second")
    session.commit()
    (entry,) = _entries(session, "audit_entry")
    assert (entry.action, entry.before, entry.after) == (
        "clock",
        {"at": audit.images.instant(now)},
        {"at": audit.images.instant(now - timedelta(days=1))},
    )


def test_nothing_is_appended_to_a_log_whose_end_is_damaged(session):
    _origin(session)
    session.commit()
    with past_everything(session.get_bind()) as run:
        run("UPDATE audit_entry SET hash = 'no hash'")
    _origin(session, "other")
    with pytest.raises(RuleBroken, match="end of the audit log is damaged"):
        session.commit()


REFUSED = (
    "UPDATE audit_entry SET actor = 'somebody else'",
    "DELETE FROM audit_entry",
    "DELETE FROM audit_entry WHERE seq = 1",
    "UPDATE audit_checkpoint SET note = ''",
    "DELETE FROM audit_checkpoint",
)
REPLACED = (
    "INSERT OR REPLACE INTO audit_entry SELECT seq, at, 'x', action, noun, key, row, canonical, hash FROM audit_entry"
)


@pytest.mark.parametrize("statement", REFUSED)
def test_the_database_refuses_to_change_the_log(session, statement):
    _origin(session)
    session.commit()
    session.execute(text("INSERT INTO audit_checkpoint VALUES (1, '2026-01-01 00:00:00.000000', '', '', '')"))
    session.commit()
    with pytest.raises(DatabaseError, match="never changed or deleted"):
        session.execute(text(statement))


def test_the_database_refuses_to_replace_or_empty_the_log(session):
    _origin(session)
    session.commit()
    statement = REPLACED if session.get_bind().dialect.name == "sqlite" else "TRUNCATE audit_entry"
    with pytest.raises(DatabaseError, match="never changed or deleted"):
        session.execute(text(statement))


def test_a_trigger_that_is_gone_is_missed(engine):
    with engine.begin() as connection:
        assert append_only.missing(connection) == []
        where = " ON audit_entry" if engine.dialect.name == "postgresql" else ""
        name = "audit_entry_keep" if where else "audit_entry_keep_update"
        connection.exec_driver_sql(f"DROP TRIGGER {name}{where}")
        assert append_only.missing(connection) == [name]


def test_only_the_log_itself_indexes_and_scratch_are_left_out():
    unaudited = {mapper.class_.__tablename__ for mapper in Base.registry.mappers if not mapper.class_.audited}
    log, summary = {"audit_entry", "audit_checkpoint"}, {"cell_summary", "summary_mark"}
    scratch = {"check_run", "export_job", "draft", "search_term", "sign_in_attempt", "user_preference", "web_session"}
    waiting = {"import_job", "import_mapping"}
    watching = {"watch", "watcher", "digest_mail"}
    assert unaudited == log | summary | scratch | waiting | watching


@pytest.mark.parametrize("noun", ["claim", "claim_revision", "review", "source", "obligation", "state"])
def test_the_seeded_record_is_in_the_log(shared_record, noun):
    assert _entries(shared_record, noun)
