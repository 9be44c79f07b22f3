"""Counts the statements that are sent to the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import Connection, Engine, event

from tracker.web import kept


@contextmanager
def statements(bind: Engine | Connection) -> Iterator[list[str]]:
    """The statements sent while the block runs."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        sent.append(statement)

    event.listen(bind, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(bind, "before_cursor_execute", note)


def count(app: Flask, path: str) -> int:
    """How many statements it takes to make a page, once the app is warm. Pages that are kept are made anew."""
    client = app.test_client()
    assert client.get(path).status_code == 200
    _forget(app)
    with app.app_context():
        engine = app.extensions["sqlalchemy"].engine
    with statements(engine) as sent:
        client.get(path)
    return len(sent)


def _forget(app: Flask) -> None:
    """Let the app keep no page: a page that is given again takes no statement, and says nothing of one that is not."""
    app.extensions[kept.EXTENSION] = kept.Shelf()
    vars(app)["wsgi_app"].answers.clear()
