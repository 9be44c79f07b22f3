"""What the checks of the log share: the database, what stands outside it, and what an earlier check has learnt."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from tracker.db.replay import Replay
from tracker.domain.checkpoints import Note, PublicKey
from tracker.services.outside import Anchors

Progress = Callable[[str, int, int], None]
"""Told what is being checked, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A checkpoint as it was found: in the database or outside, with what it says or why it cannot be read."""

    where: str
    outside: bool
    text: str
    size: int
    note: Note | None
    fault: str = ""


@dataclass(slots=True)
class Scene:
    """One run of the checks. What stands below the first line is filled by the checks, for those after them."""

    connection: Connection
    anchors: Anchors
    at: datetime
    progress: Progress
    notes: list[Seen] = field(default_factory=list)
    entries: int = 0
    rows: int = 0
    roots: dict[int, bytes] = field(default_factory=dict)
    introduced: list[tuple[int, PublicKey]] = field(default_factory=list)
    replay: Replay = field(default_factory=Replay)
    anchored: Note | None = None
    """The newest checkpoint outside the database that holds."""
