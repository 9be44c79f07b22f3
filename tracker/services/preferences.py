"""How a person likes to work: kept with their account, and no part of the record."""

from sqlalchemy.orm import Session

from tracker.db.models import UserPreference


def review_keys(session: Session, *, user: int) -> bool:
    """Whether single letters decide on the review page; they do unless the person switched them off."""
    found = session.get(UserPreference, user)
    return found.review_keys if found else True


def set_review_keys(session: Session, *, user: int, on: bool) -> None:
    """Switch the letters of the review page on or off."""
    found = session.get(UserPreference, user)
    if found is None:
        session.add(UserPreference(user_id=user, review_keys=on))
    else:
        found.review_keys = on
    session.flush()
