"""The people of the tests, and how they sign in."""

from datetime import datetime

from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from tracker.db.models import User
from tracker.domain.vocabulary import Role
from tracker.services import accounts

PASSWORD = "correct horse battery staple"
PEOPLE = {
    "viewer": {Role.VIEWER},
    "analyst": {Role.ANALYST},
    "analyst2": {Role.ANALYST},
    "both": {Role.ANALYST, Role.REVIEWER},
    "reviewer": {Role.REVIEWER},
    "reviewer2": {Role.REVIEWER},
    "admin": {Role.ADMINISTRATOR},
}

# Strong parameters are for strangers; the tests sign in hundreds of times.
QUICK_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


def add_people(session: Session, *, at: datetime) -> dict[str, User]:
    """One account for each of the people, by user name."""
    return {
        username: accounts.add(
            session,
            username=username,
            email=f"{username}@example.org",
            name=f"{username.capitalize()} Person",
            roles=roles,
            password_hash=QUICK_HASH,
            at=at,
        )
        for username, roles in PEOPLE.items()
    }
