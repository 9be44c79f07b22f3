"""The watching client watches: each thing that it should refuse, it refuses."""

import pytest
from flask import Flask
from sqlalchemy import insert, select

from tests.client import WatchingClient, check_page
from tracker.db.models import Origin
from tracker.web import access
from tracker.web.session import records


def _flushes():
    records().add(Origin(key="k", label="x"))
    records().flush()
    return "written"


def _commits():
    records().execute(select(Origin.id)).all()
    records().commit()
    return "committed"


def _inserts():
    records().execute(insert(Origin).values(key="k", label="x"))
    return "inserted"


def _leaves():
    records().add(Origin(key="k", label="x"))
    return "left"


@pytest.mark.parametrize("deed", [_flushes, _commits, _inserts, _leaves])
def test_a_get_that_touches_the_record_fails_the_test(app: Flask, monkeypatch, deed):
    app.add_url_rule("/deed", endpoint="deed", view_func=deed)
    monkeypatch.setitem(access.ACCESS, "deed", access.PUBLIC)
    client = app.test_client()
    assert isinstance(client, WatchingClient)
    with pytest.raises(AssertionError, match=r"GET /deed (wrote to the record|left changes)|500"):
        client.get("/deed")


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE html><html><head><title></title></head><body><h1>x</h1></body></html>",
        "<!DOCTYPE html><html><head><title>x</title></head><body></body></html>",
        "<!DOCTYPE html><html><head><title>x</title></head><body><h1>x</h1><h1>y</h1></body></html>",
        "<!DOCTYPE html><html><head><title>x</title></head><body><h1>x</h1><p><div></div></p></body></html>",
        "<html><head><title>x</title></head><body><h1>x</h1></body></html>",
    ],
    ids=["no title", "no heading", "two headings", "wrong nesting", "no doctype"],
)
def test_a_page_that_is_not_as_it_should_be_fails(text):
    with pytest.raises(Exception):  # noqa: B017, PT011 - the parser has its own errors, and we have ours
        check_page(text)
