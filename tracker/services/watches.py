"""What people watch: begin, end and list it; how they are told of it. Bookkeeping, as drafts are: it is not audited.

Each person has their own, and nobody else sees it. The address of a feed holds a secret of which a digest is kept, made
together with what changes when the person gets another password: that ends the feed too.
"""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from tracker.db.engine import serialise
from tracker.db.models import Obligation, Provision, Regime, User, Watch, Watcher
from tracker.domain import digesting
from tracker.domain.errors import NotFound, Problem, RuleBroken
from tracker.domain.vocabulary import MailRhythm
from tracker.services import law

LONGEST_TOKEN = 100


def begin(
    session: Session, *, user: int, at: datetime, state: str = "", obligation: str = "", regime: str = ""
) -> Watch:
    """Watch a cell (a state and an obligation), a state, an obligation or a regime; one that is watched stays so.

    Raises NotFound for what the record does not have, and RuleBroken for nothing, or for too much.
    """
    if not (state or obligation or regime) or (regime and (state or obligation)):
        raise RuleBroken.at("watch", "", "Choose a cell, a state, an obligation or a regime to watch.")
    named = {
        "state_code": law.state(session, name=state).code if state else None,
        "obligation_id": law.obligation(session, key=obligation).id if obligation else None,
        "regime_id": law.regime(session, key=regime).id if regime else None,
    }
    serialise(session, f"watches of {user}")
    mine = of_user(session, user=user)
    for one in mine:
        if all(getattr(one, name) == value for name, value in named.items()):
            return one
    digesting.check_watched(len(mine))
    made = Watch(user_id=user, begun_at=at, **named)
    session.add(made)
    session.flush()
    return made


def end(session: Session, *, user: int, watch: int) -> None:
    """Stop watching. Raises NotFound for what the person does not watch."""
    row = session.scalar(select(Watch).where(Watch.id == watch, Watch.user_id == user))
    if row is None:
        raise NotFound("watch", Problem("", "You do not watch this; perhaps you stopped a moment ago."))
    session.delete(row)
    session.flush()


def of_user(session: Session, *, user: int) -> Sequence[Watch]:
    """What a person watches, with the names of all of it, in the order in which they began."""
    duty = selectinload(Watch.obligation)
    query = select(Watch).where(Watch.user_id == user).order_by(Watch.id)
    query = query.options(
        selectinload(Watch.state),
        duty.selectinload(Obligation.provision).selectinload(Provision.resolution),
        selectinload(Watch.regime),
    )
    return session.scalars(query).all()


def find(session: Session, *, user: int, state: str = "", obligation: str = "", regime: str = "") -> int | None:
    """The id of a person's watch of just this, by code and keys; None for none. One statement."""
    query = select(Watch.id).where(Watch.user_id == user)
    query = query.where(Watch.state_code == state if state else Watch.state_code.is_(None))
    for column, model, key in ((Watch.obligation_id, Obligation, obligation), (Watch.regime_id, Regime, regime)):
        named = select(model.id).where(model.key == key).scalar_subquery()
        query = query.where(column == named if key else column.is_(None))
    return session.scalar(query)


def watcher(session: Session, *, user: int) -> Watcher | None:
    """How a person is told; None for somebody who never looked or chose."""
    return session.get(Watcher, user)


def address_of(session: Session, *, user: int) -> str:
    """The mail address of a person."""
    return session.get_one(User, user).email


def look(session: Session, *, user: int, at: datetime) -> None:
    """Mark what happened until an instant as read. It never goes back."""
    row = _watcher(session, user)
    row.looked_at = max(row.looked_at or at, at)
    session.flush()


def choose_mail(session: Session, *, user: int, rhythm: MailRhythm) -> None:
    """Choose how often a person is told by mail."""
    _watcher(session, user).mail = rhythm
    session.flush()


def make_feed(session: Session, *, user: int, at: datetime) -> str:
    """Make the feed of a person, and give the secret of its address, this once. An earlier address ends."""
    secret = secrets.token_urlsafe(32)
    row = _watcher(session, user)
    row.feed_hash, row.feed_made_at = _digest(session.get_one(User, user), secret), at
    session.flush()
    return f"{user}.{secret}"


def end_feed(session: Session, *, user: int) -> None:
    """End the feed of a person: its address opens nothing from now on."""
    row = _watcher(session, user)
    row.feed_hash, row.feed_made_at = "", None
    session.flush()


def reader_of(session: Session, *, token: str) -> User | None:
    """Whose feed an address opens; None for an address that opens none. Secrets are compared in constant time."""
    number, _, secret = token.partition(".")
    is_number = number.isascii() and number.isdecimal() and len(number) < 10 and len(token) <= LONGEST_TOKEN
    user = session.get(User, int(number) if is_number else 0)
    row = session.get(Watcher, user.id) if user else None
    kept = row.feed_hash if row and row.feed_hash else "-" * 64
    given = _digest(user, secret) if user else "+" * 64
    fits = hmac.compare_digest(kept, given)
    return user if user and user.active and fits else None


def _digest(user: User, secret: str) -> str:
    return hashlib.sha256(f"{user.fs_uniquifier}\n{secret}".encode()).hexdigest()


def _watcher(session: Session, user: int) -> Watcher:
    serialise(session, f"watches of {user}")
    row = session.get(Watcher, user, populate_existing=True)
    if row is None:
        row = Watcher(user_id=user, feed_hash="", mail=MailRhythm.NONE)
        session.add(row)
        session.flush()
    return row


def name_of(watch: Watch) -> str:
    """What is watched, in words."""
    parts = (watch.state and watch.state.name, watch.obligation and watch.obligation.title)
    return ": ".join(part for part in parts if part) or (watch.regime.name if watch.regime else "")
