"""`tracker users`: add, list and disable people."""

import sys

import click

from tracker import clock
from tracker.cli.database import reading, writing
from tracker.cli.of_now import of_now
from tracker.cli.options import formats
from tracker.cli.printing import as_json, as_table
from tracker.db.models import User
from tracker.domain.vocabulary import Role
from tracker.services import accounts

SHORTEST_PASSWORD = 12
ACTOR = "command line"
_ROLES = [role.value for role in Role]


@click.group()
def users() -> None:
    """Add, list and disable people. Users are never deleted, since the record names them."""


@users.command()
@click.argument("name")
@click.option("--username", required=True, help="What they sign in with.")
@click.option("--email", required=True)
@click.option("--role", "roles", type=click.Choice(_ROLES), multiple=True, required=True, help="Repeatable.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of making one.")
def add(name: str, username: str, email: str, roles: tuple[str, ...], *, password_stdin: bool) -> None:
    """Add a person called NAME. A password is made and printed this once, unless one is given."""
    password = _given_password() if password_stdin else accounts.new_password()
    with writing(ACTOR) as session:
        user = accounts.add(
            session,
            username=username,
            email=email,
            name=name,
            roles={Role(role) for role in roles},
            password_hash=accounts.hash_password(password),
            at=clock.now(),
        )
        added = user.username
    click.echo(f"Added {added}.")
    if not password_stdin:
        click.echo(f"Password, shown this once: {password}")


def _given_password() -> str:
    data = sys.stdin.buffer.readline(10_000).rstrip(b"\r\n")
    try:
        password = data.decode()
    except UnicodeDecodeError:
        raise click.UsageError("The password on standard input is not UTF-8.") from None
    if len(password) < SHORTEST_PASSWORD:
        raise click.UsageError(f"Use at least {SHORTEST_PASSWORD} characters for the password.")
    return password


@users.command("list")
@formats("text", "json")
@of_now("users list")
def list_users(fmt: str) -> None:
    """List everybody, by name."""
    with reading() as session:
        people = accounts.list_all(session)
        if fmt == "json":
            as_json([_fields(user) for user in people])
        else:
            as_table(("username", "name", "email", "roles", "may sign in"), [_cells(user) for user in people])


def _fields(user: User) -> dict[str, object]:
    return {
        "username": user.username,
        "name": user.name,
        "email": user.email,
        "roles": [role.name for role in user.roles],
        "active": user.active,
        "may_sign_in": _may_sign_in(user),
    }


def _cells(user: User) -> tuple[str, ...]:
    roles = ", ".join(role.name for role in user.roles)
    return user.username, user.name, user.email, roles, _sign_in_words(user)


def _may_sign_in(user: User) -> bool:
    return user.active and not accounts.is_records_own(user)


def _sign_in_words(user: User) -> str:
    if accounts.is_records_own(user):
        return "no (the record's own)"
    return "yes" if user.active else "no"


@users.command()
@click.argument("username")
def disable(username: str) -> None:
    """Shut USERNAME out and end their sessions."""
    with writing(ACTOR) as session:
        name = accounts.disable(session, username=username).username
    click.echo(f"{name} is disabled.")
