"""The request's database session, and the one rule for when it commits.

Invariants kept here: a request commits once, after its view, if its method may change things and its answer is no
error; everything else is rolled back; a GET never commits. A commit that fails answers with an error page, and what
the view announced is not shown. What is due after a commit never fails the request that came before it.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from flask import Flask, Response, current_app, g, request
from flask import session as browser

from tracker.web import errors

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tracker.services.freshness import Glance

Carry = Callable[["Session"], Callable[[], None]]
EXTENSION = "tracker_database"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
LOOKS_ONLY = frozenset({"security.login", "security.logout", "import_jobs.give_up"})
"""Posts that change no record. Checking a password takes long; it must not keep other writers waiting meanwhile. An
import that is to be given up may hold the record of SQLite itself, so that nobody may wait for it to say so."""


@dataclass(frozen=True)
class Database:
    """What the app hands over: the request's session, how to begin it as a writer, and short sessions of their own.

    `glance` takes the token of a session, or nothing.
    """

    current: "Callable[[], Session]"
    for_writing: "Callable[[Session], Session]"
    reading: "Callable[[], AbstractContextManager[Session]]"
    writing: "Callable[[str], AbstractContextManager[Session]]"
    snapshot: "Callable[[], AbstractContextManager[Session]]"
    glance: "Callable[[str], Glance | None]"
    is_busy: Callable[[BaseException], bool]
    after_commit: Callable[[], None]


def init(app: Flask, database: Database, *, carry: Carry) -> None:
    """Give the app its database and put the commit rule behind every view.

    `carry` writes down what the browser carries where a transaction commits anyway; see `web.browser_session`.
    """
    app.extensions[EXTENSION] = database
    app.after_request(partial(_finish, carry))


def database() -> Database:
    """The database of the current app."""
    return current_app.extensions[EXTENSION]


def records() -> "Session":
    """The request's session; begun as a writer at first use when the request may change things."""
    session = database().current()
    if "records" not in g:
        g.records = session
        if writes():
            database().for_writing(session)
    # At every use, since the first one may be the look-up of the very person.
    session.info["actor"] = g.person.username if g.get("person") else "anonymous"
    return session


def pause() -> None:
    """End the transaction before slow work that needs no record, since on SQLite nobody else could write meanwhile.

    What was not flushed and committed is undone, and the next use begins anew.
    """
    database().current().rollback()
    g.pop("records", None)


def writes() -> bool:
    """Whether this request may change the record."""
    return request.method not in SAFE_METHODS and request.endpoint not in LOOKS_ONLY


def _finish(carry: Carry, response: Response) -> Response:
    session = g.pop("records", None)
    if session is None:
        return response
    if not writes() or response.status_code >= 400:
        session.rollback()
        return response
    try:
        stored = carry(session)
        session.commit()
        stored()
    except Exception as error:  # noqa: BLE001 - whatever it was, the record is unchanged and the page says so
        session.rollback()
        browser.pop("_flashes", None)
        return errors.failed(error)
    _after_commit()
    return response


def _after_commit() -> None:
    try:
        database().after_commit()
    except Exception as error:  # noqa: BLE001 - the deed is done and stands; the next one tries again
        current_app.logger.warning("No checkpoint of the log could be made: %s", error)
