"""Slates: what a running import tells of itself, and what it is told, where neither has to wait for the record.

An import is one transaction, and on SQLite nobody else can write to the record meanwhile, not even to say how far it
is or that it is to be given up. So both is written beside the record: in the store of the queue of nudges, which has a
file of its own on SQLite and a connection of its own on PostgreSQL. A slate is signed like a nudge. Without it an
import goes on; it is only not seen, and not heard.
"""

import logging
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from typing import Any

from huey import Huey

from tracker.config import Settings
from tracker.services import waking

_PROGRESS, _CANCEL = "import-{}-progress", "import-{}-cancel"


class Slate:
    """The slate of one import job."""

    def __init__(self, settings: Settings, number: int) -> None:
        self.settings, self.number = settings, number

    def tell(self, done: int, total: int, at: datetime) -> None:
        """Write down how far it is at an instant."""
        self._put(_PROGRESS, {"done": done, "total": total, "at": at.isoformat()})

    def progress(self) -> tuple[int, int]:
        """How many rows are done, and of how many; 0 of 0 where nothing was told yet."""
        found = self._get(_PROGRESS) or {}
        return int(found.get("done", 0)), int(found.get("total", 0))

    def moved_at(self) -> datetime | None:
        """When it was last heard of; None where nothing was told yet."""
        found = self._get(_PROGRESS)
        return datetime.fromisoformat(found["at"]) if found else None

    def cancel(self) -> None:
        """Ask whoever carries the job out to give it up."""
        self._put(_CANCEL, {"cancel": True})

    def is_cancelled(self) -> bool:
        """Whether somebody asked for that."""
        return bool(self._get(_CANCEL))

    def _put(self, name: str, value: dict[str, Any]) -> None:
        self._at_store(lambda chosen: chosen.put(name.format(self.number), value))

    def _get(self, name: str) -> dict[str, Any] | None:
        return self._at_store(lambda chosen: chosen.get(name.format(self.number), peek=True))

    def _at_store(self, deed: Callable[[Huey], Any]) -> Any:
        """Do something with the store. What goes wrong with it is only said: the import does not hang on it."""
        try:
            chosen = waking.queue(self.settings, waking.IMPORTS)
            with closing(chosen.storage):
                return deed(chosen)
        except Exception as error:  # noqa: BLE001  (of whichever library is below the store)
            _warn(error)
        return None


def _warn(error: Exception) -> None:
    logging.getLogger(__name__).warning("The slate of an import cannot be used: %s", error)
