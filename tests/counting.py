"""Counts the statements that are sent to the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import Connection, Engine, event


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
    """How many statements a page takes, once the app is warm."""
    client = app.test_client()
    assert client.get(path).status_code == 200
    with app.app_context():
        engine = app.extensions["sqlalchemy"].engine
    with statements(engine) as sent:
        client.get(path)
    return len(sent)
