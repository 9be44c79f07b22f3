"""Drafts: what somebody typed into a form and has not sent. One for each person and form."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.db.engine import serialise
from tracker.db.models import Draft

Fields = Sequence[tuple[str, str]]
"""A form's fields as posted: names may repeat, and order is kept."""

SECRET = frozenset({"csrf_token", "password"})


def keep(session: Session, *, user: int, form: str, fields: Fields, at: datetime, file: bytes | None = None) -> Draft:
    """Keep what is typed into a form, and the file sent with it, in place of what was kept before."""
    data = [[name, value] for name, value in fields if name not in SECRET]
    serialise(session, f"draft of {user}")
    draft = _find(session, user, form)
    if draft is None:
        draft = Draft(user_id=user, form=form)
        session.add(draft)
    draft.data, draft.file, draft.saved_at = data, file, at
    session.flush()
    return draft


def read(session: Session, *, user: int, form: str) -> Draft | None:
    """What was kept of a form, or None."""
    return _find(session, user, form)


def file_of(session: Session, *, user: int, form: str) -> bytes | None:
    """The file that waits with what was kept of a form, or None."""
    return session.scalar(select(Draft.file).where(Draft.user_id == user, Draft.form == form))


def drop(session: Session, *, user: int, form: str) -> None:
    """Forget what was kept of a form, if anything was."""
    if draft := _find(session, user, form):
        session.delete(draft)
        session.flush()


def of_user(session: Session, *, user: int) -> Sequence[Draft]:
    """All drafts of a person, newest first."""
    return session.scalars(select(Draft).where(Draft.user_id == user).order_by(Draft.saved_at.desc())).all()


def _find(session: Session, user: int, form: str) -> Draft | None:
    return session.scalar(select(Draft).where(Draft.user_id == user, Draft.form == form))
