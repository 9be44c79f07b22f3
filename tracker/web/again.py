"""The short way for a request that was answered before, while nothing has changed: before Flask, in one statement.

Invariants kept here: an answer is given again only to the very request that the access check let pass, cookies
included; only while the log of the record ends where it ended then, so that accounts, roles and all that is shown are
as they were; and only while the session behind the cookie lives, which is asked of the database each time. In every
other case the request takes the long way. Nothing that sets a cookie is given again.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import Flask, request
from werkzeug.http import parse_etags

from tracker import clock
from tracker.services.sessions import Limits
from tracker.web.browser_session import SEEN_EVERY_SECONDS
from tracker.web.session import Database

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

OFFER = "tracker.again"
ASKED_BY = (
    "SCRIPT_NAME",
    "PATH_INFO",
    "QUERY_STRING",
    "HTTP_HOST",
    "HTTP_COOKIE",
    "HTTP_ACCEPT_ENCODING",
    "HTTP_SEC_FETCH_SITE",
    "HTTP_ORIGIN",
    "wsgi.url_scheme",
)
"""All of a request on which the answer to it may depend, but for the validator that it brings."""

OF_THE_BODY = frozenset({"content-type", "content-length", "content-encoding"})
MOST, MOST_BYTES = 200, 12_000_000
"""How many answers a process remembers, and how much they may hold."""

Headers = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Offer:
    """What a view says of its answer: at which end of the log it was made, until when it is good, for whose token."""

    hash: str
    until: datetime
    token: str


@dataclass(frozen=True, slots=True)
class Remembered:
    """An answer as it was given. Without a body it was that nothing had changed, and can be given only as that."""

    offer: Offer
    headers: Headers
    body: bytes | None
    validator: str

    @property
    def size(self) -> int:
        """How many bytes it holds."""
        return len(self.body or b"")


def offer(mark: str, *, until: datetime, token: str) -> None:
    """Say that the answer to the present request may be given again."""
    request.environ[OFFER] = Offer(mark, until, token)


def init(app: Flask, database: Database, limits: Limits) -> None:
    """Put the short way before the app."""
    setattr(app, "wsgi_app", Again(app.wsgi_app, database.glance, limits))  # noqa: B010  (a method, replaced on purpose)


@dataclass
class Again:
    """The app with the short way before it."""

    app: "WSGIApplication"
    glance: Callable[[str], Any]
    limits: Limits
    size: int = 0
    answers: OrderedDict[tuple[str, ...], Remembered] = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, environ: dict[str, Any], start_response: "StartResponse") -> Iterable[bytes]:
        """Answer by the short way or by the long one."""
        if environ["REQUEST_METHOD"] != "GET" or not environ["PATH_INFO"].startswith("/matrix/"):
            return self.app(environ, start_response)
        asked = tuple([environ.get(name, "") for name in ASKED_BY])
        known = self.answers.get(asked)
        if known is None or not self._is_good(known.offer):
            return self._remembering(asked, environ, start_response)
        if known.validator and _has(environ, known.validator):
            start_response("304 NOT MODIFIED", _without_body(known.headers))
            return ()
        if known.body is None:
            return self._remembering(asked, environ, start_response)
        start_response("200 OK", list(known.headers))
        return (known.body,)

    def _is_good(self, made: Offer) -> bool:
        now = clock.now()
        if now >= made.until:
            return False
        seen = self.glance(made.token)
        if seen is None or seen.hash != made.hash:
            return False
        if not made.token:
            return True
        # The long way notes now and then that the session is in use.
        return seen.is_live(self.limits, now) and (now - seen.seen_at).total_seconds() < SEEN_EVERY_SECONDS

    def _remembering(
        self, asked: tuple[str, ...], environ: dict[str, Any], start_response: "StartResponse"
    ) -> Iterable[bytes]:
        told: list[Any] = []

        def start(status: str, headers: Headers, *rest: Any) -> Any:
            told[:] = [status, headers]
            return start_response(status, headers, *rest)

        parts = self.app(environ, start)
        made = environ.pop(OFFER, None)
        if made is None or told[0][:3] not in ("200", "304") or _named(told[1], "set-cookie"):
            return parts
        body = b"".join(parts)
        if close := getattr(parts, "close", None):
            close()
        kept = body if told[0].startswith("200") else None
        self._remember(asked, Remembered(made, list(told[1]), kept, _named(told[1], "etag")))
        return (body,)

    def _remember(self, asked: tuple[str, ...], given: Remembered) -> None:
        with self.lock:
            if old := self.answers.pop(asked, None):
                self.size -= old.size
            self.answers[asked] = given
            self.size += given.size
            while len(self.answers) > MOST or self.size > MOST_BYTES:
                _, dropped = self.answers.popitem(last=False)
                self.size -= dropped.size


def _named(headers: Headers, wanted: str) -> str:
    return next((value for name, value in headers if name.lower() == wanted), "")


def _has(environ: Mapping[str, Any], validator: str) -> bool:
    """Whether the browser has the answer already."""
    sent = environ.get("HTTP_IF_NONE_MATCH", "")
    return sent == validator or (bool(sent) and parse_etags(sent).contains_weak(validator[3:-1]))


def _without_body(headers: Headers) -> Headers:
    return [(name, value) for name, value in headers if name.lower() not in OF_THE_BODY]
