"""A test client that watches. Every page must be strict HTML5 with a title and one first heading; a GET leaves the
record as it was; no answer is a server error unless the test says that it may be.
"""

import gzip
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import markupever
from flask import Flask, Response, g, request
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session
from werkzeug.test import TestResponse

from tests.people import PASSWORD
from tracker import clock
from tracker.services import accounts, sessions
from tracker.web.browser_session import IDENTITY, BrowserSessions

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
BOOKKEEPING = "system"
"""The actor of the sessions in which a signed-in browser is kept; they are no part of the record."""


def watch(app: Flask) -> None:
    """Fail a request that reads and leaves a change behind, even one that nobody would have committed."""

    @app.after_request
    def leaves_nothing(response: Response) -> Response:
        session = g.get("records")
        if session is not None and request.method in ("GET", "HEAD"):
            left = [*session.new, *session.dirty, *session.deleted]
            assert left == [], f"GET {request.path} left changes in its session: {left}"
        return response


@contextmanager
def _writes() -> Iterator[list[str]]:
    """Everything that sessions write or commit meanwhile, except the bookkeeping of signed-in browsers."""
    found: list[str] = []

    def note(session: Session, what: str) -> None:
        if session.info.get("actor") != BOOKKEEPING:
            found.append(what)

    def executed(state: ORMExecuteState) -> None:
        if state.is_insert or state.is_update or state.is_delete:
            note(state.session, "a statement")

    listeners = {
        "after_flush": lambda session, _context: note(session, "a flush"),
        "after_commit": lambda session: note(session, "a commit"),
        "do_orm_execute": executed,
    }
    for name, listener in listeners.items():
        event.listen(Session, name, listener)
    try:
        yield found
    finally:
        for name, listener in listeners.items():
            event.remove(Session, name, listener)


class WatchingClient(FlaskClient):
    """Looks at every answer; knows how to sign in and how to send a form as a browser would."""

    may_fail = False
    signed_in = False
    known_token = ""
    """The token of the forms that were seen last; it is good until somebody signs in or out."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request and look at the answer."""
        with _writes() as written:
            response = super().open(*args, **kwargs)
        if response.request.method in ("GET", "HEAD") and not kwargs.get("follow_redirects"):
            assert written == [], f"GET {response.request.path} wrote to the record"
        assert self.may_fail or response.status_code < 500, f"{response.request.path}: {response.status}"
        if response.mimetype == "text/html" and response.data:
            check_page(text_of(response))
        return response

    def sign_in(self, username: str) -> "WatchingClient":
        """Be signed in as one of the tests' people, as after the form, without the cost of its two requests."""
        browsers, raw = self.application.session_interface, "0" * 40
        assert isinstance(browsers, BrowserSessions)
        with browsers.database.writing(BOOKKEEPING) as session:
            identity = accounts.find(session, username=username).fs_uniquifier
            data = {IDENTITY: identity, "_fresh": True, "csrf_token": raw}
            token = sessions.begin(session, identity=identity, data=data, limits=browsers.limits, at=clock.now())
        assert token, f"{username} is no active person"
        self.set_cookie(browsers.cookie, token)
        self.known_token = URLSafeTimedSerializer(self.application.secret_key or "", salt="wtf-csrf-token").dumps(raw)
        self.signed_in = True
        return self

    def sign_in_by_form(self, username: str) -> "WatchingClient":
        """Sign in as one of the tests' people, by the page."""
        answer = self.submit("/login", {"identity": username, "password": PASSWORD})
        assert answer.status_code in (302, 303), answer.text[:2000]
        self.signed_in = True
        return self

    def token(self, path: str) -> str:
        """The CSRF token of the form on a page."""
        page = self.get(path, follow_redirects=True)
        found = _TOKEN.search(page.text)
        assert found, f"no form on {path}"
        return found[1]

    def submit(self, path: str, fields: dict[str, Any], *, page: str = "", **kwargs: Any) -> TestResponse:
        """Send a form as a browser would: with the token of a page seen before, or of a small one seen now.

        A token is of the browser and not of the page, and a signed-in person's is on every page.
        """
        if path in ("/login", "/logout"):
            self.known_token, self.signed_in = "", False
            return self.post(path, data={**fields, "csrf_token": self.token(page or path)}, **kwargs)
        self.known_token = token = self.known_token or self.token("/help" if self.signed_in else page or path)
        return self.post(path, data={**fields, "csrf_token": token}, **kwargs)


def text_of(response: TestResponse) -> str:
    """What an answer says, unpacked where it is compressed."""
    compressed = response.headers.get("Content-Encoding") == "gzip"
    return gzip.decompress(response.data).decode() if compressed else response.text


def check_page(text: str) -> None:
    """Fail unless a page is strict HTML5, has a title, and one first heading."""
    parser = markupever.Parser(markupever.HtmlOptions(exact_errors=True))
    parser.process(text)
    parser.finish()
    assert parser.errors() == []
    tree = parser.into_dom()
    title = tree.select_one("head > title")
    assert title is not None, "a page needs a title"
    assert title.text().strip(), "a page needs a title"
    assert len(list(tree.select("h1"))) == 1, f"a page needs one h1: {title.text()}"
