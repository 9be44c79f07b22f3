"""Rows written by whole columns are those that the session would have written, in the table and in the log."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, StatementError

from tracker.db import bulk
from tracker.db.inserting import FEW, each, insert
from tracker.db.models import AuditEntry, Claim, Origin

SIZES = (1, FEW, FEW + 1)
"""One statement, and the road for many rows."""

LABELS = ("plain", "a\tb\nc\\d", "caf\u0065\u0301", "")
EAST = datetime(2020, 1, 1, 3, 30, tzinfo=timezone(timedelta(hours=3)))


def _labels(many: int) -> list[str]:
    return [LABELS[n % len(LABELS)] for n in range(many)]


@pytest.mark.parametrize("many", SIZES)
def test_a_row_written_so_is_the_row_that_the_session_writes(session, many):
    origins = [Origin(key=f"one-{n:03}", label=label) for n, label in enumerate(_labels(many))]
    session.add_all(origins)
    session.flush()
    columns = {"key": [f"two-{n:03}" for n in range(many)], "label": _labels(many)}
    bulk.write(session, Origin, {"id": list(bulk.ids(session, Origin, many))} | columns)
    session.commit()
    rows = session.execute(select(Origin.id, Origin.key, Origin.label).order_by(Origin.key)).all()
    assert [(key[4:], label) for _, key, label in rows[:many]] == [(key[4:], label) for _, key, label in rows[many:]]
    entries = session.scalars(select(AuditEntry).where(AuditEntry.noun == "origin").order_by(AuditEntry.seq)).all()
    assert [(e.key, e.row, e.after) for e in entries] == [
        (key, str(number), {"id": number, "key": key, "label": label}) for number, key, label in rows
    ]


@pytest.mark.parametrize("many", SIZES)
def test_an_instant_is_stored_in_utc_and_what_is_not_given_has_its_default(session, many):
    ids = list(bulk.ids(session, Claim, many))
    bulk.write(session, Claim, {"id": ids, "key": [f"c-{n}" for n in ids], "created_at": [EAST] * many})
    found = session.scalars(select(Claim)).all()
    assert {(c.created_at, c.withdrawn_at, c.withdrawal_reason) for c in found} == {
        (datetime(2020, 1, 1, 0, 30, tzinfo=UTC), None, "")
    }


@pytest.mark.parametrize("many", SIZES)
def test_what_the_database_refuses_is_an_error_as_of_any_statement(session, many):
    columns = {"id": range(1, many + 2), "key": [*(f"k-{n}" for n in range(many)), "k-0"], "label": ["x"] * (many + 1)}
    with pytest.raises(IntegrityError), session.begin_nested():
        insert(session.connection(), Origin, columns)
    assert session.execute(text("SELECT count(*) FROM origin")).scalar() == 0


def test_a_naive_instant_and_a_control_character_are_refused(session):
    with pytest.raises((StatementError, ValueError)):
        bulk.write(session, Claim, {"id": [1], "key": ["c"], "created_at": [EAST.replace(tzinfo=None)]})
    with pytest.raises((StatementError, ValueError)):
        bulk.write(session, Origin, {"id": [1], "key": ["c"], "label": ["a\0b"]})


def test_no_rows_are_no_statement(session):
    bulk.write(session, Origin, {})
    insert(session.connection(), Origin, {"id": [], "key": [], "label": []})


@pytest.mark.parametrize("values", [["b", "a", "b"], [[1], [2], [1]], []])
def test_each_value_has_what_was_made_of_it(values):
    assert each(repr, values) == [repr(value) for value in values]
