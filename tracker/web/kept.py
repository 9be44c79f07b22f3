"""Answers that are kept while the record stays as it is, each process its own, and never more than so many bytes.

Invariants kept here: an answer is looked up after the access check, and only for the address, the reader and the mark
of the record for which it was made; one reader's page is never another's. What was made while part of the record lay
in the future (the clocks of two hosts may differ) is given out and not kept. The validator is weak: it stands for the
same answer, compressed or not.
"""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache

from flask import Flask, Response, current_app, g, request
from flask import session as browser

import tracker
from tracker import clock, resources
from tracker.services import freshness
from tracker.web import again, compressing
from tracker.web.session import records

EXTENSION = "tracker_kept"
MOST_BYTES = 12_000_000
"""How much one process keeps."""


class Shelf:
    """Bodies by their validators; what was asked for longest ago makes room."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        """Keep at most so many bytes."""
        self.most = most
        self.size = 0
        self._bodies: OrderedDict[str, bytes] = OrderedDict()
        self._turns: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, name: str) -> Iterator[None]:
        """Let one request after another have a body: the first makes it, and those that waited find it."""
        with self._lock:
            turn = self._turns.setdefault(name, threading.Lock())
        try:
            with turn:
                yield
        finally:
            with self._lock:
                self._turns.pop(name, None)

    def get(self, name: str) -> bytes | None:
        """The body of this name, if it is here."""
        with self._lock:
            if name in self._bodies:
                self._bodies.move_to_end(name)
            return self._bodies.get(name)

    def put(self, name: str, body: bytes) -> None:
        """Keep a body, unless it is larger than the whole shelf."""
        if len(body) > self.most:
            return
        with self._lock:
            self.size += len(body) - len(self._bodies.pop(name, b""))
            self._bodies[name] = body
            while self.size > self.most:
                _, dropped = self._bodies.popitem(last=False)
                self.size -= len(dropped)


def init(app: Flask) -> None:
    """Give the app its shelf."""
    app.extensions[EXTENSION] = Shelf()


def answer(make: Callable[[], bytes], *, content_type: str, until: datetime, depends: tuple[str, ...] = ()) -> Response:
    """The answer to the present request: not modified, or kept, or made now.

    `depends` is whatever it depends on beside the address and the record: the day or minute shown, the reader. `until`
    is the instant from which that would be another.
    """
    mark = freshness.mark(records())
    if not mark.is_past(clock.now()) or browser.get("_flashes"):
        return Response(make(), content_type=content_type)
    validator = _validator(mark, depends)
    again.offer(mark.hash, until=until, token=reader())
    if request.if_none_match.contains_weak(validator):
        return _labelled(Response(status=304), validator)
    return _labelled(_kept(validator, make, content_type), validator)


def open_to_all() -> None:
    """Let the browser store the answer, to ask whether it is still good, where a visitor would be given the same."""
    g.open_to_all = current_app.config["TRACKER"].public_reading


def reader() -> str:
    """Stands for the present reader's session, whose page holds their name and a token of their own."""
    return str(getattr(browser, "token", "")) if g.get("person") else ""


def _validator(mark: freshness.Mark, depends: tuple[str, ...]) -> str:
    parts = (build(), request.path, request.query_string.decode("latin-1"), str(mark.seq), mark.hash, *depends)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _kept(validator: str, make: Callable[[], bytes], content_type: str) -> Response:
    """The body as the reader takes it, compressed or not, from the shelf or made now. Both are of one making.

    A page with a token is compressed at once, while it is known which token must lie apart.
    """
    shelf: Shelf = current_app.extensions[EXTENSION]
    small = compressing.is_wanted()
    with shelf.turn(validator):
        body = shelf.get(validator) or make()
        if (small or g.get("csrf_token")) and not compressing.is_compressed(body):
            body = compressing.gzipped(body)
        shelf.put(validator, body)
    if not small and compressing.is_compressed(body):
        body = compressing.plain(body)
    response = Response(body, content_type=content_type)
    if small:
        compressing.label(response)
    return response


def _labelled(response: Response, validator: str) -> Response:
    response.set_etag(validator, weak=True)
    response.vary.update(("Accept-Encoding", "Cookie"))
    return response


@cache
def build() -> str:
    """Stands for this version of the product, its pages included: another one may answer otherwise."""
    digest = hashlib.sha256(tracker.__version__.encode())
    for folder, kind in ((resources.PACKAGE, "*.py"), (resources.folder("templates"), "*.html")):
        for place in sorted(folder.rglob(kind)):
            digest.update(place.read_bytes())
    return digest.hexdigest()
