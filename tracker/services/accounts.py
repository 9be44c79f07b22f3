"""People and what they may do. Users are never deleted, since the record names them; they are disabled."""

import re
import secrets
import unicodedata
from collections.abc import Collection, Sequence
from datetime import datetime

from argon2 import PasswordHasher
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from tracker.db.constraints import refusing
from tracker.db.engine import serialise
from tracker.db.models import Role, User
from tracker.domain import vocabulary
from tracker.domain.errors import NotFound, Problem, RuleBroken
from tracker.services import sessions

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")
EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)*")
OWN_DOMAIN = "localhost"
RECORD_EDITOR, RECORD_REVIEWER = "record-editor", "record-reviewer"
"""The accounts to which the shipped record is attributed. Nobody knows or is given a password for them."""
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"


def add(
    session: Session,
    *,
    username: str,
    email: str,
    name: str,
    roles: Collection[vocabulary.Role],
    password_hash: str,
    at: datetime,
) -> User:
    """Add a user. Raises RuleBroken with one problem for each field at fault."""
    username, email, name = username.strip().casefold(), email.strip().casefold(), name.strip()
    problems = [*_unfit(username, email, name, roles), *_taken(session, username, email)]
    if problems:
        raise RuleBroken("user", *problems)
    user = User(
        username=username,
        email=email,
        name=unicodedata.normalize("NFC", name),
        password=password_hash,
        active=True,
        fs_uniquifier=secrets.token_hex(32),
        created_at=at,
        roles=_roles(session, roles),
    )
    with refusing(session):
        session.add(user)
    return user


def _unfit(username: str, email: str, name: str, roles: Collection[vocabulary.Role]) -> list[Problem]:
    checks = {
        "username": (
            USERNAME.fullmatch(username),
            "Use 2 to 64 small letters, digits, dots, hyphens or underscores, beginning with a letter or digit.",
        ),
        "email": (EMAIL.fullmatch(email) and len(email) <= 255, "Enter an e-mail address, such as name@example.org."),
        "name": (name, "Enter the name by which the record will name this person."),
        "roles": (roles, "Choose at least one role."),
    }
    return [Problem(field, sentence) for field, (fits, sentence) in checks.items() if not fits]


def _taken(session: Session, username: str, email: str) -> list[Problem]:
    same = session.scalars(select(User).where(or_(User.username == username, User.email == email))).all()
    problems = []
    if any(user.username == username for user in same):
        problems.append(Problem("username", f"The user name {username} is taken; choose another."))
    if any(user.email == email for user in same):
        problems.append(Problem("email", f"The address {email} belongs to another user."))
    return problems


def _roles(session: Session, wanted: Collection[vocabulary.Role]) -> list[Role]:
    rows = {row.name: row for row in session.scalars(select(Role))}
    for role in vocabulary.Role:
        if role.value not in rows:
            rows[role.value] = Role(name=role.value, description=role.meaning)
            session.add(rows[role.value])
    session.flush()
    return [rows[role.value] for role in vocabulary.Role if role in wanted]


def list_all(session: Session) -> Sequence[User]:
    """All users, by name."""
    return session.scalars(select(User).order_by(func.lower(User.name), User.id)).all()


def find(session: Session, *, username: str) -> User:
    """Find a user by user name. Raises NotFound."""
    user = session.scalar(select(User).where(User.username == username.strip().casefold()))
    if user is None:
        raise NotFound.at("user", "username", f"There is no user called {username}.")
    return user


def roles_of(session: Session, *, person: int) -> set[str]:
    """The roles of a person by id; none for somebody who is disabled or unknown."""
    user = session.get(User, person)
    return {role.name for role in user.roles} if user and user.active else set()


def is_records_own(user: User) -> bool:
    """Whether the account is the record's own, with which nobody signs in."""
    return user.username in (RECORD_EDITOR, RECORD_REVIEWER) and user.email == f"{user.username}@{OWN_DOMAIN}"


def find_by_identity(session: Session, *, identity: str) -> User | None:
    """Look up a user by what they typed to sign in: a user name or an e-mail address, in any case."""
    typed = identity.strip().casefold()
    return session.scalar(select(User).where(or_(User.username == typed, User.email == typed)))


def set_roles(session: Session, *, username: str, roles: Collection[vocabulary.Role]) -> User:
    """Give a user exactly these roles and end their sessions, so that the change binds at once. Raises RuleBroken."""
    user = find(session, username=username)
    if not roles:
        raise RuleBroken.at("user", "roles", "Choose at least one role.")
    if vocabulary.Role.ADMINISTRATOR not in roles:
        _refuse_last_administrator(session, user)
    user.roles = _roles(session, roles)
    sessions.end_all(session, user_id=user.id)
    session.flush()
    return user


def disable(session: Session, *, username: str) -> User:
    """Shut a user out and end their sessions. Raises RuleBroken for the last active administrator."""
    user = find(session, username=username)
    _refuse_last_administrator(session, user)
    user.active = False
    sessions.end_all(session, user_id=user.id)
    session.flush()
    return user


def enable(session: Session, *, username: str) -> User:
    """Let a disabled user in again."""
    user = find(session, username=username)
    user.active = True
    session.flush()
    return user


def reset_password(session: Session, *, username: str, password_hash: str) -> User:
    """Give a user another password and end their sessions. Raises RuleBroken for an account of the record's own."""
    user = find(session, username=username)
    if is_records_own(user):
        raise RuleBroken.at("user", "", f"{user.username} is the record's own; nobody signs in with it.")
    user.password = password_hash
    user.fs_uniquifier = secrets.token_hex(32)
    sessions.end_all(session, user_id=user.id)
    session.flush()
    return user


def _refuse_last_administrator(session: Session, user: User) -> None:
    # Two administrators who shut each other out at once must not both find the other still there.
    serialise(session, "administrators")
    session.refresh(user)
    others = select(func.count()).select_from(User).join(User.roles)
    others = others.where(User.active, User.id != user.id, Role.name == vocabulary.Role.ADMINISTRATOR.value)
    is_one = user.active and any(role.name == vocabulary.Role.ADMINISTRATOR.value for role in user.roles)
    if is_one and not session.scalar(others):
        sentence = f"{user.name} is the only active administrator; make somebody else one first."
        raise RuleBroken.at("user", "", sentence)


def new_password() -> str:
    """Make a password to hand over once: 20 characters that cannot be misread, about 100 bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(5)) for _ in range(4))


def hash_password(password: str) -> str:
    """Hash a password with argon2id, in the form that the sign-in page checks."""
    return PasswordHasher().hash(normalized(password))


def normalized(password: str) -> str:
    """Bring a password to the one form in which it is hashed, however the keyboard composed its accents."""
    return unicodedata.normalize("NFKD", password)
