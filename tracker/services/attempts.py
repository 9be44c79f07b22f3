"""Wrong passwords are counted in the database, so that all workers count together and a restart forgets nothing."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select, true
from sqlalchemy.orm import Session

from tracker.db.engine import serialise
from tracker.db.models import SignInAttempt

WINDOW = timedelta(minutes=5)
PER_NAME, PER_ADDRESS, IN_ALL = 5, 20, 500
"""Wrong passwords within the window after which no further one is looked at."""

TOO_MANY = "Too many passwords were not right. Wait five minutes, then try again."


def refusal(session: Session, *, identity: str, address: str, at: datetime) -> str | None:
    """Say why a password is not even looked at, or None. It is the same for known and unknown names.

    Tries that come at once are taken one after another, so that each sees those before it.
    """
    serialise(session, "sign-in")
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
    """Count a try, and forget those that count no more."""
    session.execute(delete(SignInAttempt).where(SignInAttempt.at <= at - WINDOW))
    session.add(SignInAttempt(identity=_folded(identity), address=address[:64], at=at))
    session.flush()


def forgive(session: Session, *, identity: str) -> None:
    """Forget what was counted under a name whose password was right."""
    session.execute(delete(SignInAttempt).where(SignInAttempt.identity == _folded(identity)))


def _folded(identity: str) -> str:
    """A name as it is counted: what somebody typed there by mistake may be a password, so only its digest is kept."""
    return hashlib.sha256(identity.strip().casefold().encode()).hexdigest()
