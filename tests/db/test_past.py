"""The record as its log leaves it: as the tables have it now, and as they had it then."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.later import GONE, PLEDGE, happens
from tracker.db import named, past
from tracker.db.engine import reading, writing
from tracker.db.models import AuditEntry
from tracker.services import accounts


def _records(held):
    names = named.Names(held)
    return {shape.name: list(named.records(shape, names)) for shape in named.shapes()}


def test_all_of_the_log_makes_the_tables_as_they_are(record):
    happens(record)
    with reading(record) as session:
        connection = session.connection()
        last = session.scalar(select(func.max(AuditEntry.at)))
        held = past.at(connection, last)
        assert held.size == session.scalar(select(func.max(AuditEntry.seq)))
        assert _records(held) == _records(named.Present(connection))


@pytest.fixture
def cut(record):
    """What every table had before the last deeds, the instant before them, and a session after them."""
    with reading(record) as session:
        before, last = _records(named.Present(session.connection())), session.scalar(select(func.max(AuditEntry.at)))
    happens(record)
    with writing(record, actor="test") as session:
        accounts.disable(session, username="viewer")
    with reading(record) as session:
        yield before, last, session


def test_a_part_of_the_log_makes_them_as_they_were(cut):
    before, last, session = cut
    held = past.at(session.connection(), last)
    assert _records(held) == before
    claims = {row["key"]: row for row in _records(named.Present(session.connection()))["claim"]}
    assert claims[GONE]["withdrawn_at"]
    assert PLEDGE in claims


def test_before_the_first_entry_there_is_nothing(cut):
    _, _, session = cut
    first = session.scalar(select(func.min(AuditEntry.at)))
    held = past.at(session.connection(), first - timedelta(microseconds=1))
    assert (held.size, {noun: list(held.images(noun)) for noun in held.nouns if list(held.images(noun))}) == (0, {})
