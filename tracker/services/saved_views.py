"""Saved views: a list with its filters under a name and an address, one's own or shared with everybody."""

from datetime import datetime

from sqlalchemy.orm import Session

from tracker.db.constraints import refusing
from tracker.db.models import SavedView
from tracker.domain import keeping
from tracker.services.drawers import Drawer

VIEWS = Drawer(SavedView, "view")


def save(session: Session, *, name: str, place: str, shared: bool, by: int, at: datetime) -> SavedView:
    """Keep a place of this site, path and query, under a name; its key, made from the name, ends its address.

    Raises RuleBroken for a name that is none and for a place that is not of this site.
    """
    keeping.check_name(VIEWS.noun, name)
    keeping.check_place(place)
    key = VIEWS.new_key(session, name)
    made = SavedView(key=key, name=name, place=place, shared=shared, by_id=by, at=at)
    with refusing(session):
        session.add(made)
    return made
