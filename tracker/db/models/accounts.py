"""People who use the tracker, what they may do, and the sessions in which they are signed in."""

from datetime import datetime
from typing import Any

from flask_security import RoleMixin, UserMixin
from sqlalchemy import JSON, Column, ForeignKey, Index, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db.base import Base, Id, Instant, UTCDateTime, Words

user_role = Table(
    "user_role",
    Base.metadata,
    Column("user_id", ForeignKey("user.id", ondelete="CASCADE"), primary_key=True),
    Column("role_id", ForeignKey("role.id", ondelete="CASCADE"), primary_key=True),
)


class Role(Base, RoleMixin):
    """One of the roles of `vocabulary.Role`."""

    __tablename__ = "role"
    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(80), unique=True)
    description: Mapped[str] = mapped_column(String(255), default="")


class User(Base, UserMixin):
    """A person. `name` is how the record names them; it never changes its meaning, so users are not deleted."""

    __tablename__ = "user"
    id: Mapped[Id]
    username: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(255), unique=True)
    name: Mapped[Words]
    password: Mapped[str] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[Instant]
    # Read on every request by the access check, so it comes with the user instead of by a query of its own.
    roles: Mapped[list[Role]] = relationship(secondary=user_role, lazy="selectin", order_by=Role.name)


class SignInAttempt(Base):
    """A password that was not right: under which name, from which address. Kept only as long as it counts."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index(None, "identity", "at"), Index(None, "address", "at"))
    audited = False
    id: Mapped[Id]
    at: Mapped[Instant] = mapped_column(index=True)
    identity: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(64))


class WebSession(Base):
    """One signed-in browser. The cookie holds a random token; the row, its SHA-256. Ending the row ends the session."""

    __tablename__ = "web_session"
    audited = False
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[Instant]
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime)
