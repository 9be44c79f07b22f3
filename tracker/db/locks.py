"""Turns that writers take, so that two of them never do the same kind of thing at once."""

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session


def serialise(session: Session, what: str, *, shared: bool = False) -> None:
    """Let writers that do the same kind of thing go one after another until they commit.

    `shared` is for those who may go beside one another, but not beside one who takes it whole. SQLite has one writer
    at a time anyway; on PostgreSQL it takes an advisory lock, which ends with the transaction.
    """
    if session.get_bind().dialect.name == "postgresql":
        take_turn(session.connection(), what, shared=shared)


def take_turn(connection: Connection, what: str, *, shared: bool = False) -> None:
    """The same for a connection that no session holds."""
    if connection.dialect.name == "postgresql":
        lock = func.pg_advisory_xact_lock_shared if shared else func.pg_advisory_xact_lock
        connection.execute(select(lock(func.hashtext(what))))
