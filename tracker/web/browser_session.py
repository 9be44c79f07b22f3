"""What the browser carries between requests.

Invariants kept here: a signed-in session lives in the database, so ending it ends every copy of its cookie; signing in
makes a new token and keeps nothing from before; a visitor who is not signed in has only a signed cookie, and reading a
page writes nothing for them. Bookkeeping goes with what the request commits, or else in a short transaction of its own
after the request's.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import Flask, Request, Response, g
from flask import session as flask_session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature, URLSafeTimedSerializer

from tracker import clock
from tracker.services import sessions
from tracker.web.session import SAFE_METHODS, Database, records

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

log = logging.getLogger(__name__)

IDENTITY = "_user_id"
KEPT_AT_SIGN_IN = frozenset({IDENTITY, "_fresh", "_id", "fs_cc", "fs_paa"})
STATIC = ("/static/", "/bootstrap/")
SEEN_EVERY_SECONDS = 60


class SignedInSession(SecureCookieSession):
    """A session kept in the database. `token` is what the cookie holds; `was` the identity it was opened for."""

    def __init__(self, token: str, opened: sessions.Opened) -> None:
        """Wrap what was read from the database."""
        super().__init__(opened.data)
        self.token = token
        self.seen_at = opened.seen_at
        self.was = opened.data.get(IDENTITY)

    def is_stored(self, at: datetime) -> None:
        """Note that the database has what it holds, as last seen at an instant."""
        self.modified, self.seen_at = False, at


class BrowserSessions(SecureCookieSessionInterface):
    """Opens and saves both kinds of session."""

    def __init__(self, database: Database, limits: sessions.Limits, *, secure: bool) -> None:
        """Set it up for one app. `secure`: cookies only over TLS, bound to the host by their name."""
        self.database = database
        self.limits = limits
        self.secure = secure
        prefix = "__Host-" if secure else ""
        self.cookie = f"{prefix}tracker_session"
        self.visit_cookie = f"{prefix}tracker_visit"

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Open the session of the request's cookie. Files that never change have none."""
        if request.path.startswith(STATIC):
            return None
        token = request.cookies.get(self.cookie)
        if token:
            opened = self._opened(token, request)
            if opened is not None:
                return SignedInSession(token, opened)
        return self._open_visit(app, request)

    def _opened(self, token: str, request: Request) -> sessions.Opened | None:
        """The session of a token, if it lives.

        A request that only reads finds it in its own transaction, with the person. One that writes begins its own as
        late as it can, so that it keeps other writers waiting no longer than it must.
        """
        if request.method in SAFE_METHODS:
            opened = sessions.find(records(), token=token, limits=self.limits, at=clock.now())
            g.opened_for = opened.user if opened else None
            return opened
        with self.database.reading() as looking:
            return sessions.find(looking, token=token, limits=self.limits, at=clock.now())

    def _open_visit(self, app: Flask, request: Request) -> SecureCookieSession:
        try:
            content = self._signer(app).loads(request.cookies.get(self.visit_cookie, ""))
        except BadSignature:
            content = {}
        content.pop(IDENTITY, None)
        return self.session_class(content)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Keep what changed: begin at sign-in, end at sign-out, renew when the identity changes."""
        if session.accessed:
            response.vary.add("Cookie")
        was = session.was if isinstance(session, SignedInSession) else None
        identity = session.get(IDENTITY)
        if identity != was:
            self._change(app, session, response, was, identity)
        elif isinstance(session, SignedInSession):
            self._keep(session)
        elif session.modified:
            self._save_visit(app, session, response)

    def _change(
        self, app: Flask, session: SessionMixin, response: Response, was: str | None, identity: str | None
    ) -> None:
        with self.database.writing("system") as writing:
            if isinstance(session, SignedInSession):
                sessions.end(writing, token=session.token)
            token = None
            if identity:
                data = _carried(session, signed_in_before=was is not None)
                token = sessions.begin(writing, identity=identity, data=data, limits=self.limits, at=clock.now())
        self._drop(response, self.visit_cookie)
        if token:
            self._set(response, self.cookie, token)
        else:
            self._drop(response, self.cookie)

    def carry(self, writing: "Session") -> Callable[[], None]:
        """Store what changed in a transaction that is about to commit, and save one of its own, with its wait for disk.

        What it gives back is called once that is committed; before, what changed still counts as not stored.
        """
        session: Any = flask_session._get_current_object()  # type: ignore[attr-defined]  # a proxy of Flask's
        if not isinstance(session, SignedInSession) or not session.modified or session.get(IDENTITY) != session.was:
            return lambda: None
        now = clock.now()
        sessions.keep(writing, token=session.token, data=dict(session), at=now)
        return lambda: session.is_stored(now)

    def _keep(self, session: SignedInSession) -> None:
        """Store changes at once, and the last use now and then. Losing this note must not lose the answer."""
        now = clock.now()
        if not session.modified and (now - session.seen_at).total_seconds() < SEEN_EVERY_SECONDS:
            return
        try:
            with self.database.writing("system") as writing:
                sessions.keep(writing, token=session.token, data=dict(session), at=now)
        except Exception:
            log.exception("The use of a session could not be noted.")

    def _save_visit(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if session:
            self._set(response, self.visit_cookie, self._signer(app).dumps(dict(session)))
        else:
            self._drop(response, self.visit_cookie)

    def _signer(self, app: Flask) -> URLSafeTimedSerializer:
        signer = self.get_signing_serializer(app)
        if signer is None:
            raise RuntimeError("The app has no secret key.")
        return signer

    def _set(self, response: Response, name: str, value: Any) -> None:
        response.set_cookie(name, value, path="/", secure=self.secure, httponly=True, samesite="Lax")

    def _drop(self, response: Response, name: str) -> None:
        response.delete_cookie(name, path="/", secure=self.secure, httponly=True, samesite="Lax")


def _carried(session: SessionMixin, *, signed_in_before: bool) -> dict[str, Any]:
    """What the new session begins with: at sign-in only what signing in put there; later all but the form token."""
    if signed_in_before:
        return {key: value for key, value in session.items() if key != "csrf_token"}
    return {key: value for key, value in session.items() if key in KEPT_AT_SIGN_IN}
