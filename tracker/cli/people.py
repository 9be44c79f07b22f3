"""Whom a command acts for. Nothing is attributed to nobody."""

import click
from sqlalchemy.orm import Session

from tracker.cli.refusals import USAGE, Refused
from tracker.db.models import User
from tracker.domain.vocabulary import Role
from tracker.services import accounts

AS_USER = "--as"


def acting(session: Session, username: str) -> User:
    """The active user with this name. Refuses a disabled one."""
    user = accounts.find(session, username=username)
    if not user.active:
        raise Refused(f"{user.username} is disabled and can do nothing.")
    session.info["actor"] = user.username
    return user


def acting_analyst(session: Session, username: str | None) -> User:
    """The user with this name, or without one the first active analyst, who is then named on standard error."""
    if username:
        return acting(session, username)
    known = sorted(accounts.list_all(session), key=lambda user: user.id)
    fit = (user for user in known if user.active and _is_analyst(user) and not accounts.is_records_own(user))
    if (user := next(fit, None)) is None:
        raise Refused(f"There is no analyst who could be the author; name one with {AS_USER} USER.", code=USAGE)
    click.echo(f"The author is {user.name} ({user.username}); {AS_USER} names another.", err=True)
    return acting(session, user.username)


def _is_analyst(user: User) -> bool:
    return any(role.name == Role.ANALYST for role in user.roles)
