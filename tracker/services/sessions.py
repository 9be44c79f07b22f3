"""Signed-in sessions. The browser holds a random token, the database its SHA-256: a stolen copy opens no session."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session, joinedload

from tracker.db.models import User, WebSession


@dataclass(frozen=True)
class Limits:
    """How long a session may lie idle, and how long it may live at all."""

    idle: timedelta
    absolute: timedelta


@dataclass(frozen=True)
class Opened:
    """A live session as it was read: what it holds, when it was last seen, and whose it is, with their roles."""

    data: dict[str, Any]
    seen_at: datetime
    user: User


def find(session: Session, *, token: str, limits: Limits, at: datetime) -> Opened | None:
    """Look up the live session of a token; None when there is none, or when it is over. One statement."""
    found = session.execute(_WITH_USER, {"token_hash": digest(token)}).unique().one_or_none()
    if found is None:
        return None
    row, user = found
    if row.seen_at <= at - limits.idle or row.created_at <= at - limits.absolute:
        return None
    return Opened(dict(row.data), row.seen_at, user)


_WITH_USER = (
    select(WebSession, User)
    .join(User, User.id == WebSession.user_id)
    .where(WebSession.token_hash == bindparam("token_hash"))
    .options(joinedload(User.roles))
)


def begin(session: Session, *, identity: str, data: dict[str, Any], limits: Limits, at: datetime) -> str | None:
    """Begin a session for the user of an identity and return its token; also clears sessions that are over.

    None when no active user has that identity any more.
    """
    user_id = session.scalar(select(User.id).where(User.fs_uniquifier == identity, User.active))
    if user_id is None:
        return None
    over = (WebSession.seen_at <= at - limits.idle) | (WebSession.created_at <= at - limits.absolute)
    session.execute(delete(WebSession).where(over))
    token = secrets.token_urlsafe(32)
    session.add(WebSession(token_hash=digest(token), user_id=user_id, data=data, created_at=at, seen_at=at))
    session.flush()
    return token


def keep(session: Session, *, token: str, data: dict[str, Any], at: datetime) -> None:
    """Store what a session holds and when it was seen. One that was ended meanwhile stays ended."""
    row = update(WebSession).where(WebSession.token_hash == digest(token))
    session.execute(row.values(data=data, seen_at=at))


def end(session: Session, *, token: str) -> None:
    """End one session: its cookie, and every copy of it, opens nothing from now on."""
    session.execute(delete(WebSession).where(WebSession.token_hash == digest(token)))


def end_all(session: Session, *, user_id: int) -> None:
    """End every session of a user."""
    session.execute(delete(WebSession).where(WebSession.user_id == user_id))


def digest(token: str) -> str:
    """Give the SHA-256 under which a token's session is kept."""
    return hashlib.sha256(token.encode()).hexdigest()
