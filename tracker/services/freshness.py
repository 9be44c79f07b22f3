"""How far the record has come: a mark that changes with every change of it, to tell whether an answer is still good."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Engine, Select, func, select, union_all
from sqlalchemy.orm import Session

from tracker.db import audit
from tracker.db.models import AuditEntry
from tracker.services.sessions import Limits, digest


@dataclass(frozen=True, slots=True)
class Mark:
    """The end of the audit log: how many entries, the hash of the last, its instant. The hash tells a restored record.

    Whatever a page shows is audited, so two answers made at one mark differ by nothing but their clocks.
    """

    seq: int = 0
    hash: str = ""
    at: datetime | None = None

    def is_past(self, now: datetime) -> bool:
        """Whether all that is recorded is known by now. Where hosts' clocks differ, something may be known later."""
        return self.at is None or self.at <= now


_LAST = select(AuditEntry.seq, AuditEntry.hash, AuditEntry.at).order_by(AuditEntry.seq.desc()).limit(1)


def mark(session: Session) -> Mark:
    """The mark of the record as this transaction sees it, or earlier. One statement."""
    row = session.execute(_LAST).one_or_none()
    return Mark(*row) if row else Mark()


Made = TypeVar("Made")
MOST = 4
"""Of how many states of the record each thing is kept; a process that serves one record needs one."""
_KEPT: dict[str, dict[str, Any]] = {}
_TURN = Lock()


def kept(session: Session, what: str, nouns: Sequence[str], make: Callable[[], Made]) -> Made:
    """What was made last of records that change rarely, or made anew where any of their nouns has changed since.

    It must be values that nobody changes: it is shared by all requests of this process. What a transaction has changed
    and not committed is for itself alone, and is not kept. One statement.
    """
    last = session.scalar(_last_of(tuple(nouns)))
    if last is None or audit.touched(session, nouns):
        return make()
    found = _take(what, last)
    return _put(what, last, make() if found is _NOTHING else found)


_NOTHING = object()


def _take(what: str, last: str) -> Any:
    with _TURN:
        return _KEPT.get(what, {}).get(last, _NOTHING)


def _put(what: str, last: str, made: Made) -> Made:
    """Keep what was made as the newest, and let the oldest go."""
    with _TURN:
        those = _KEPT.setdefault(what, {})
        those.pop(last, None)
        those[last] = made
        while len(those) > MOST:
            del those[next(iter(those))]
    return made


@cache
def _last_of(nouns: tuple[str, ...]) -> Select[str]:
    """Asks for the hash of the last entry of some nouns. It is chained, so it tells a restored record too.

    Each noun is asked by itself: of several at once, both databases would look at every entry that they have.
    """
    each = (select(func.max(AuditEntry.seq).label("seq")).where(AuditEntry.noun == noun) for noun in nouns)
    last = select(func.max(union_all(*each).subquery().c.seq)).scalar_subquery()
    return select(AuditEntry.hash).where(AuditEntry.seq == last)


@dataclass(frozen=True, slots=True)
class Glance:
    """The least that tells whether an answer may be given again: the log's end, and when a session was begun and seen.

    Without a session, its instants are None.
    """

    hash: str
    created_at: datetime | None = None
    seen_at: datetime | None = None

    def is_live(self, limits: Limits, now: datetime) -> bool:
        """Whether the session lives, by the rule of `sessions.find`."""
        if self.created_at is None or self.seen_at is None:
            return False
        return self.seen_at > now - limits.idle and self.created_at > now - limits.absolute


_END = "(SELECT hash FROM audit_entry ORDER BY seq DESC LIMIT 1)"
_OF_ALL = f"SELECT {_END}"
_OF_ONE = f"{_OF_ALL}, created_at, seen_at FROM web_session WHERE token_hash = "


def glance(engine: Engine, *, token: str = "") -> Glance | None:
    """Look at the record, and at the session of a token if there is one, in one statement; None for no such session.

    It goes by the driver alone: thousands of requests a second ask it, and a session would cost ten times as much.
    """
    mark = "?" if engine.dialect.paramstyle == "qmark" else "%s"
    connection = engine.raw_connection()
    try:
        with _alone(connection.driver_connection, engine.dialect.name):
            cursor = connection.cursor()
            cursor.execute(*((_OF_ONE + mark, (digest(token),)) if token else (_OF_ALL,)))
            row = cursor.fetchone()
            cursor.close()
    finally:
        connection.close()
    return Glance(row[0] or "", *map(_instant, row[1:])) if row else None


@contextmanager
def _alone(driver: Any, dialect: str) -> Iterator[None]:
    """Let a statement of PostgreSQL go by itself: a transaction would be one round trip before it and one after."""
    if dialect != "postgresql":  # our connections to SQLite begin nothing by themselves
        yield
        return
    driver.autocommit = True
    try:
        yield
    finally:
        driver.autocommit = False


def _instant(value: Any) -> datetime:
    """An instant as the driver gives it: SQLite keeps text without a zone, which is UTC."""
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
