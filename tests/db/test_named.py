"""Rows for people: keys instead of numbers, everything of a row but what is nobody's business."""

from datetime import timedelta

import pytest

from tests.databases import SEEDED_AT
from tests.services.test_claims import CONTENT
from tracker.db import named
from tracker.db.engine import reading, writing
from tracker.services import accounts, claims

AT = SEEDED_AT + timedelta(hours=1)


@pytest.fixture
def records(record):
    """The records of a table, with a claim that somebody logged."""
    with writing(record, actor="test") as session:
        author = accounts.find(session, username="analyst").id
        claims.log(session, content=CONTENT, author=author, at=AT, key="mine")
    with reading(record) as session:
        names = named.Names(named.Present(session.connection()))
        shapes = {shape.name: shape for shape in named.shapes()}
        yield lambda table: list(named.records(shapes[table], names))


def test_a_row_names_others_by_their_keys(records):
    revision = next(r for r in records("claim_revision") if r["claim"] == "mine")
    assert (revision["number"], revision["author"], revision["recorded_at"]) == (1, "analyst", AT.isoformat())
    citation = next(r for r in records("citation") if r["revision"] == "mine/1")
    assert citation["source"] in {source["key"] for source in records("source")}
    bearing = next(r for r in records("bearing") if r["revision"] == "mine/1")
    assert (bearing["state_code"], bearing["obligation"]) == ("MNG", "r2397-op8-repatriation")


def test_a_key_of_two_columns_names_the_person_behind_it(records):
    reviews = records("review")
    assert {review["author"] for review in reviews} == {"record-editor"}
    assert {review["reviewer"] for review in reviews} == {"record-reviewer"}
    assert all(review["revision"].count("/") == 1 for review in reviews)


def test_what_is_nobodys_business_is_not_there(records):
    assert set(records("user")[0]) == {"username", "name", "active", "created_at", "id"}
    given = {shape.name for shape in named.shapes()}
    assert not given & {"draft", "web_session", "sign_in_attempt", "search_term", "audit_entry"}


def test_no_field_but_its_own_number_is_a_number_of_the_database(records):
    """Every reference is named, except to tables that have no name for their rows."""
    nameless = set()
    for shape in named.shapes():
        for column in shape.columns:
            target = named.target_of(named._KNOWN[shape.name].c[column.name])
            if target and target not in named.PARTS:
                nameless.add(target)
    ruled = {"determination", "law_change", "law_ripple", "origin_change"}
    assert nameless == ruled | {"bundle_merge", "source_notice", "travel_copy"}
