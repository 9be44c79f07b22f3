"""What `tracker run --demo` prepares: the tables, the record, and accounts with fresh passwords at every start."""

from dataclasses import dataclass

import click
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tracker import clock
from tracker.cli import seed
from tracker.cli.printing import as_table
from tracker.cli.refusals import Refused
from tracker.db import migrate
from tracker.db.engine import writing
from tracker.domain.vocabulary import Role
from tracker.services import accounts, home

PEOPLE = {
    "analyst": ("Demo Analyst", Role.ANALYST),
    "analyst2": ("Second Demo Analyst", Role.ANALYST),
    "reviewer": ("Demo Reviewer", Role.REVIEWER),
    "viewer": ("Demo Viewer", Role.VIEWER),
    "administrator": ("Demo Administrator", Role.ADMINISTRATOR),
}
DOMAIN = "demo.invalid"


@dataclass(frozen=True, slots=True)
class Access:
    """A demo account and the password that it has until the next start."""

    username: str
    role: Role
    password: str


def prepare(engine: Engine) -> list[Access]:
    """Upgrade the database, load the record if it is empty, and give every demo account a fresh password."""
    migrate.upgrade(engine)
    with writing(engine, actor="demo") as session:
        if home.summary(session).resolutions == 0:
            seed.load(session)
        return [_account(session, username, *about) for username, about in PEOPLE.items()]


def _account(session: Session, username: str, name: str, role: Role) -> Access:
    password = accounts.new_password()
    sealed, email = accounts.hash_password(password), f"{username}@{DOMAIN}"
    known = accounts.find_by_identity(session, identity=username)
    if known is None:
        accounts.add(
            session, username=username, email=email, name=name, roles={role}, password_hash=sealed, at=clock.now()
        )
    elif known.email != email:
        raise Refused(f"{username} is a real account of this database. Use another database for the demo.")
    else:
        accounts.reset_password(session, username=username, password_hash=sealed)
    return Access(username, role, password)


def tell(found: list[Access]) -> None:
    """Print the accounts and their passwords."""
    as_table(("account", "role", "password"), [(one.username, one.role.label, one.password) for one in found])
    click.echo("Demo passwords change at each start.")
