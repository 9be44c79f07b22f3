"""Turns that writers take, so that two of them never do the same kind of thing at once."""

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session


def serialise(session: Session, what: str) -> None:
    """Let writers that do the same kind of thing go one after another until they commit.

    SQLite has one writer at a time anyway; on PostgreSQL it takes an advisory lock, which ends with the transaction.
    """
    if session.get_bind().dialect.name == "postgresql":
        take_turn(session.connection(), what)


def take_turn(connection: Connection, what: str) -> None:
    """The same for a connection that no session holds."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(what))))
