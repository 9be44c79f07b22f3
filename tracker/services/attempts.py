"""Wrong passwords are counted in the database, so that all workers count together and a restart forgets nothing."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select, true
from sqlalchemy.orm import Session

from tracker.db.models import SignInAttempt

WINDOW = timedelta(minutes=5)
PER_NAME, PER_ADDRESS, IN_ALL = 5, 20, 500
"""Wrong passwords within the window after which no further one is looked at."""

TOO_MANY = "Too many passwords were not right. Wait five minutes, then try again."


def refusal(session: Session, *, identity: str, address: str, at: datetime) -> str | None:
    """Say why a password is not even looked at, or None. It is the same for known and unknown names."""
    limits: tuple[tuple[ColumnElement[bool], int], ...] = (
        (SignInAttempt.identity == _folded(identity), PER_NAME),
        (SignInAttempt.address == address[:64], PER_ADDRESS),
        (true(), IN_ALL),
    )
    recent = SignInAttempt.at > at - WINDOW
    for condition, most in limits:
        counted = select(func.count()).select_from(SignInAttempt).where(recent, condition)
        if (session.scalar(counted) or 0) >= most:
            return TOO_MANY
    return None


def note(session: Session, *, identity: str, address: str, at: datetime) -> None:
    """Count a wrong password, and forget those that count no more."""
    session.execute(delete(SignInAttempt).where(SignInAttempt.at <= at - WINDOW))
    session.add(SignInAttempt(identity=_folded(identity), address=address[:64], at=at))
    session.flush()


def _folded(identity: str) -> str:
    """A name as it is counted: what somebody typed there by mistake may be a password, so only its digest is kept."""
    return hashlib.sha256(identity.strip().casefold().encode()).hexdigest()
