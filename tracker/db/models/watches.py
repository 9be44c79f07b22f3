"""What people watch, how they are told of it, and the mails that told them. It is no part of the record."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db.base import Base, Id, Instant, UTCDateTime, Words
from tracker.db.columns import one, word
from tracker.db.models.accounts import User
from tracker.db.models.obligations import Obligation
from tracker.db.models.regimes import Regime
from tracker.db.models.states import State
from tracker.domain.vocabulary import MailRhythm


def _once(name: str, *columns: str, where: str) -> Index:
    """A person watches a thing once. NULL is never equal to NULL, so each kind of thing has an index of its own."""
    return Index(
        f"uq_watch_{name}", "user_id", *columns, unique=True, sqlite_where=text(where), postgresql_where=text(where)
    )


class Watch(Base):
    """A person watches a cell (a state and an obligation), a state, an obligation or a regime."""

    __tablename__ = "watch"
    audited = False
    __table_args__ = (
        CheckConstraint(
            "(regime_id IS NULL) <> (state_code IS NULL AND obligation_id IS NULL)", name="of_one_kind_of_thing"
        ),
        _once("cell", "state_code", "obligation_id", where="state_code IS NOT NULL AND obligation_id IS NOT NULL"),
        _once("state", "state_code", where="obligation_id IS NULL AND state_code IS NOT NULL"),
        _once("obligation", "obligation_id", where="state_code IS NULL AND obligation_id IS NOT NULL"),
        _once("regime", "regime_id", where="regime_id IS NOT NULL"),
    )
    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    state_code: Mapped[str | None] = mapped_column(ForeignKey("state.code"))
    obligation_id: Mapped[int | None] = mapped_column(ForeignKey("obligation.id"))
    regime_id: Mapped[int | None] = mapped_column(ForeignKey("regime.id"))
    begun_at: Mapped[Instant]
    state: Mapped[State | None] = one()
    obligation: Mapped[Obligation | None] = one()
    regime: Mapped[Regime | None] = one()


class Watcher(Base):
    """How a person is told of what they watch: when they looked last, their feed, their mails.

    `feed_hash` is that of the secret in the address of the feed, which is kept nowhere; empty for no feed.
    """

    __tablename__ = "watcher"
    audited = False
    __table_args__ = (CheckConstraint("(feed_hash = '') = (feed_made_at IS NULL)", name="feed_whole"),)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    looked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    feed_hash: Mapped[str] = mapped_column(String(64), default="")
    feed_made_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    mail: Mapped[MailRhythm] = word(MailRhythm, default=MailRhythm.NONE)
    user: Mapped[User] = one()


class DigestMail(Base):
    """The one mail to a person for a period, from `since_at` to `until_at`, and how far it came.

    `begun_at` is the last attempt. `handed_at` is set before the words go to the server of mail, `finished_at` after it
    took them, or where there was nothing to tell: between the two nobody knows whether it went out. `failed` is why the
    last attempt came to nothing.
    """

    __tablename__ = "digest_mail"
    audited = False
    __table_args__ = (
        UniqueConstraint("user_id", "period"),
        CheckConstraint("since_at < until_at", name="since_before_until"),
        CheckConstraint("attempts >= 0 AND told >= 0", name="counts_not_negative"),
    )
    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    period: Mapped[str] = mapped_column(String(20))
    since_at: Mapped[Instant]
    until_at: Mapped[Instant]
    begun_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    handed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    told: Mapped[int] = mapped_column(default=0)
    failed: Mapped[Words] = mapped_column(default="")
    user: Mapped[User] = one()
