"""Digests by mail: one a person and period at most, whatever happens, and nothing that happened is left untold.

The table of mails says how far each is. A mail is taken, made, and, once the server has agreed to sender and recipient,
noted as handed over before its words go. What failed before that is tried again; what broke off after it is not, since
it may have arrived. The next mail then begins where the last one ended that certainly went out, so it tells it again.
Several processes may do this at once: each step asks whether the mail is still theirs.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session, joinedload

from tracker.db.engine import serialise
from tracker.db.models import DigestMail, User, Watch, Watcher
from tracker.domain import digesting
from tracker.domain.digesting import Digest, Period
from tracker.domain.vocabulary import MailRhythm
from tracker.exports.as_mail import Unaddressable
from tracker.exports.posting import NotTaken, Unknown, Unreachable
from tracker.services import digests

STILL = timedelta(minutes=10)
"""A mail that was begun so long ago and neither failed nor went out was left by a process that died."""

MOST_ATTEMPTS = 5
"""How often a mail is tried in its period."""

KEPT = timedelta(days=90)
"""How long it is remembered that a mail went out."""

LOCK = "digest mails"
FAULT = "It could not be made. The log of `tracker digests send` says why."

Opened = AbstractContextManager[Session]


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be told to whom: the digest, and what stands on the envelope."""

    user: int
    name: str
    address: str
    period: Period
    digest: Digest
    at: datetime


@dataclass(frozen=True, slots=True)
class Desk:
    """Who sends: how the record is opened, the clock, how a mail is written and how it is handed over.

    `post` calls what it is given at the last moment before words go out; see `exports.posting`.
    """

    record: Callable[[], Opened]
    notebook: Callable[[], Opened]
    instant: Callable[[], datetime]
    write: Callable[[Letter], EmailMessage]
    post: Callable[[EmailMessage, str, Callable[[], None]], None]


@dataclass(slots=True)
class Sent:
    """What one run came to: mails that went out, people with nothing to tell, and what failed, in sentences."""

    sent: int = 0
    nothing: int = 0
    failed: list[str] = field(default_factory=list)


class _Lost(Exception):
    """The mail is another process's by now."""


def send(desk: Desk) -> Sent:
    """Send every mail that is due, one after another. It ends early where the server of mail cannot be reached."""
    found = Sent()
    with desk.notebook() as session:
        _forget(session, desk.instant())
        people = _people(session)
    for user in people:
        if (number := _take(desk, user)) is None:
            continue
        try:
            _carry_out(desk, number, found)
        except Unreachable as error:
            found.failed.append(_failed(desk, number, str(error)))
            break
        except (NotTaken, Unaddressable) as error:
            found.failed.append(_failed(desk, number, str(error)))
        except Unknown as error:
            found.failed.append(_failed(desk, number, str(error), is_out=True))
        except _Lost:
            continue
        except Exception:
            _failed(desk, number, FAULT, is_out=True)
            raise
    return found


def _people(session: Session) -> list[int]:
    """Who wants mails and watches anything."""
    watches = exists().where(Watch.user_id == Watcher.user_id)
    query = select(Watcher.user_id).join(User, User.id == Watcher.user_id)
    query = query.where(Watcher.mail != MailRhythm.NONE, User.active, watches)
    return list(session.scalars(query.order_by(Watcher.user_id)))


def _take(desk: Desk, user: int) -> int | None:
    """Take the mail of a person for the present period; None where it is done, in other hands, or given up."""
    with desk.notebook() as session:
        serialise(session, LOCK)
        at = desk.instant()
        row = _of_period(session, user, at)
        if row is None or row.handed_at or row.finished_at or row.attempts >= MOST_ATTEMPTS:
            return None
        if row.begun_at and not row.failed and row.begun_at > at - STILL:
            return None
        row.begun_at, row.attempts, row.failed = at, row.attempts + 1, ""
        session.flush()
        return row.id


def _of_period(session: Session, user: int, at: datetime) -> DigestMail | None:
    """The mail of a person for the present period, which is begun where there is none."""
    watcher = session.get_one(Watcher, user)
    period = digesting.period_of(watcher.mail, at)
    if period is None:
        return None
    mine = select(DigestMail).where(DigestMail.user_id == user, DigestMail.period == period.name)
    row = session.scalar(mine)
    if row is None:
        since = digesting.since_of(period, _told_until(session, user))
        if since >= period.until:
            return None
        row = DigestMail(user_id=user, period=period.name, since_at=since, until_at=period.until, attempts=0, told=0)
        session.add(row)
    return row


def _told_until(session: Session, user: int) -> datetime | None:
    """Where the last mail ended that certainly went out, or where the first began that may not have; None for none."""
    mine = DigestMail.user_id == user
    ended = select(func.max(DigestMail.until_at)).where(mine, DigestMail.finished_at.is_not(None))
    return session.scalar(ended) or session.scalar(select(func.min(DigestMail.since_at)).where(mine))


def _carry_out(desk: Desk, number: int, found: Sent) -> None:
    """Make a mail that was taken, and hand it over. A digest that tells of nothing new is no mail."""
    letter, begun = _letter(desk, number)
    if not letter.digest.news:
        _note(desk, number, begun, finished_at=desk.instant())
        found.nothing += 1
        return
    mail = desk.write(letter)
    desk.post(mail, letter.address, lambda: _hand(desk, number, begun))
    _note(desk, number, begun, finished_at=desk.instant(), told=letter.digest.told)
    found.sent += 1


def _letter(desk: Desk, number: int) -> tuple[Letter, datetime | None]:
    with desk.record() as session:
        row = session.get_one(DigestMail, number, options=[joinedload(DigestMail.user)])
        digest = digests.of_user(session, user=row.user_id, since=row.since_at, until=row.until_at)
        period = Period(row.period, row.until_at, row.until_at - row.since_at)
        user = row.user
        return Letter(user.id, user.name, user.email, period, digest, row.begun_at or row.until_at), row.begun_at


def _hand(desk: Desk, number: int, begun: datetime | None) -> None:
    """Note that the words go now. From here on the mail is never sent again."""
    _note(desk, number, begun, handed_at=desk.instant())


def _note(desk: Desk, number: int, begun: datetime | None, **values: object) -> None:
    """Write down how far a mail is. Raises _Lost where another process has begun it since."""
    with desk.notebook() as session:
        serialise(session, LOCK)
        row = session.get_one(DigestMail, number)
        if row.begun_at != begun or (row.handed_at and "handed_at" in values):
            raise _Lost
        for name, value in values.items():
            setattr(row, name, value)


def _failed(desk: Desk, number: int, sentence: str, *, is_out: bool = False) -> str:
    """Write down why a mail did not go out; the same with the name of its owner.

    What was handed over may be tried again, unless it is, or may be, out.
    """
    with desk.notebook() as session:
        serialise(session, LOCK)
        row = session.get_one(DigestMail, number, options=[joinedload(DigestMail.user)])
        row.failed = sentence
        row.handed_at = row.handed_at if is_out else None
        return f"{row.user.username}, {row.period}: {sentence}"


def last_of(session: Session, *, user: int) -> DigestMail | None:
    """The last mail to a person; None for none."""
    return next(iter(of_all(session, user=user, most=1)), None)


def of_all(session: Session, *, user: int | None = None, most: int = 50) -> Sequence[DigestMail]:
    """The last mails, to one person or to all, newest first."""
    query = select(DigestMail).options(joinedload(DigestMail.user)).order_by(DigestMail.id.desc()).limit(most)
    return session.scalars(query.where(DigestMail.user_id == user) if user else query).all()


def state_of(mail: DigestMail) -> str:
    """What came of a mail, in words."""
    if mail.finished_at:
        return "sent" if mail.told else "nothing to tell"
    if mail.handed_at:
        return "handed over, and not known to be taken"
    return "not sent" if mail.failed else "being made"


def _forget(session: Session, at: datetime) -> None:
    """Forget mails of long ago."""
    session.execute(delete(DigestMail).where(DigestMail.until_at < at - KEPT))
