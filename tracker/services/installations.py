"""Which installation this is: by what its audit log begins with, and by the name that people gave it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.db.models import AuditCheckpoint, AuditEntry
from tracker.domain.bundle import LONGEST_NAME
from tracker.domain.errors import RuleBroken


@dataclass(frozen=True, slots=True)
class Mark:
    """How far the log of an installation has come: its entries, the hash and the instant of the last one.

    `identity` is the hash of its first entry, which nobody chooses and no setting changes; a backup that is brought
    back has it too.
    """

    identity: str
    size: int
    head: str
    at: datetime
    checkpoint: str


def identity(session: Session) -> str:
    """The identity of this record; empty while its log is."""
    first = session.get(AuditEntry, 1)
    return first.hash if first else ""


def mark(session: Session) -> Mark:
    """The identity of this record, and how far its log has come. Raises RuleBroken for an empty log."""
    size = session.scalar(select(func.max(AuditEntry.seq))) or 0
    first, last = session.get(AuditEntry, 1), session.get(AuditEntry, size)
    if first is None or last is None:
        raise RuleBroken.at("bundle", "", "Nothing has been recorded here yet, so there is nothing to exchange.")
    newest = select(AuditCheckpoint.note).order_by(AuditCheckpoint.size.desc()).limit(1)
    return Mark(first.hash, last.seq, last.hash, last.at, session.scalar(newest) or "")


def name_of(chosen: str, identity: str) -> str:
    """The name by which people know an installation: the one chosen, or a short form of its identity."""
    return chosen[:LONGEST_NAME] or f"installation {identity[:8]}"
