"""Deeds after the record was seeded, so that what was known then differs from what is known now."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Engine

from tests.databases import SEEDED_AT
from tracker.db.engine import writing
from tracker.services import accounts, claims, revisions

PLEDGE, GONE = "ru-matsegora-2018-07-18-pledge-diplomat", "ru-2019-03-midterm-report"
"""The claim that is edited later, and the one that is withdrawn."""

SAID_LATER = "Said otherwise."
THEN = SEEDED_AT.strftime("%Y-%m-%dT%H:%M:%SZ")
"""The instant at which the record was seeded, as an address and an option spell it."""

BEFORE = (SEEDED_AT - timedelta(days=1)).date().isoformat()
"""A day before anything was recorded."""


def happens(engine: Engine) -> None:
    """Edit one claim and withdraw another, an hour after the record was seeded."""
    at = SEEDED_AT + timedelta(hours=1)
    with writing(engine, actor="test") as session:
        analyst = accounts.find(session, username="analyst").id
        known = claims.show(session, key=PLEDGE)
        content = replace(revisions.content_of(known), statement=SAID_LATER)
        claims.edit(session, key=PLEDGE, base=known.number, content=content, author=analyst, at=at, reason="")
        claims.withdraw(session, key=GONE, by=analyst, at=at, reason="for the test")
