"""Wakes whoever carries jobs out. Nothing travels but a signed nudge: what is to be done stands in the tables.

Each process of the server has two threads, one for exports and one for imports, so that neither waits for the other.
They wait for nudges and start `tracker exports work` or `tracker imports work` for one, in a process of its own, so
that a large job leaves no memory behind. Nudges are JSON and never pickle: whoever can write to the
queue cannot make anything run but that one command.
"""

import hmac
import json
import logging
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from huey import Huey, PostgresHuey, SqliteHuey
from huey.registry import Message
from huey.serializer import Serializer

from tracker.config import Settings

NAME, SCHEMA = "tracker", "tracker_huey"
EXPORTS, IMPORTS = "exports", "imports"
NOUNS = (EXPORTS, IMPORTS)
"""What is carried out in the background; the word is that of the command, too."""

SECONDS = 60
"""How long a minute is."""

LOOKED_EVERY = 2.0
"""Seconds between two looks at the queue."""


class SignedJSON(Serializer):
    """Messages as JSON with an HMAC-SHA-256 over them. Raises ValueError for one that was not signed by the key."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key.encode()

    def _serialize(self, data: Any) -> bytes:
        text = json.dumps(list(data) if isinstance(data, tuple) else data).encode()
        return self._signature(text) + b":" + text

    def _deserialize(self, data: bytes) -> Any:
        signature, _, text = data.partition(b":")
        if not hmac.compare_digest(signature, self._signature(text)):
            raise ValueError("A message of the queue is not signed by this installation.")
        found = json.loads(text)
        return Message(*found) if isinstance(found, list) else found

    def _signature(self, text: bytes) -> bytes:
        return hmac.new(self.key, text, "sha256").hexdigest().encode()


def queue(settings: Settings, noun: str = EXPORTS) -> Huey:
    """The queue of an installation: beside a SQLite file, or in the PostgreSQL database, in a schema of its own."""
    name = NAME if noun == EXPORTS else f"{NAME}_{noun}"
    options: dict[str, Any] = {"results": False, "serializer": SignedJSON(settings.secret())}
    if settings.database.startswith("sqlite"):
        settings.prepare_folder()
        return SqliteHuey(name, filename=str(settings.data_dir / "queue.sqlite3"), **options)
    chosen = PostgresHuey(name, connection=lambda: _connection(settings), blocking=False, **options)
    storage: Any = chosen.storage
    storage.conn.execute("SELECT pg_advisory_unlock_all()")
    return chosen


def _connection(settings: Settings) -> Any:
    import psycopg

    address = settings.database.replace("postgresql+psycopg://", "postgresql://")
    connection = psycopg.connect(address, autocommit=True)
    # IF NOT EXISTS does not save two who create the same table at once: one at a time, until the queue stands.
    connection.execute("SELECT pg_advisory_lock(hashtext(%s))", (SCHEMA,))
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    connection.execute(f"SET search_path TO {SCHEMA}")
    return connection


def _task(chosen: Huey, run: Callable[[], None]) -> Any:
    @chosen.task(name="wake")
    def wake() -> None:
        run()

    return wake


def nudge(settings: Settings, noun: str = EXPORTS) -> None:
    """Wake whoever waits. Where the queue cannot be reached, the job waits for the next nudge or the next start."""
    try:
        chosen = queue(settings, noun)
        _task(chosen, lambda: None)()
        chosen.storage.close()
    except Exception as error:  # noqa: BLE001  (of whichever library is below the queue; the job is recorded already)
        logging.getLogger(__name__).warning("No nudge could be sent: %s", error)


def start(settings: Settings, *, again: timedelta | None = None) -> Callable[[], None]:
    """Wait for nudges in threads that end with the process, or when what is given back is called.

    `again`: after so long there are nudges that nobody sent, for what a process may have left when it died.
    """
    ended = threading.Event()
    threads = [
        threading.Thread(target=_wait, args=(settings, noun, ended), daemon=True, name=f"waking {noun}")
        for noun in NOUNS
    ]
    for thread in threads:
        thread.start()
    timer = threading.Timer(again.total_seconds() if again else 0, nudge_all, (settings,))
    timer.daemon = True
    if again:
        timer.start()

    def stop() -> None:
        ended.set()
        timer.cancel()
        for thread in threads:
            thread.join()

    return stop


def nudge_all(settings: Settings) -> None:
    """Wake both."""
    for noun in NOUNS:
        nudge(settings, noun)


def _wait(settings: Settings, noun: str, ended: threading.Event) -> None:
    while not ended.wait(LOOKED_EVERY):
        try:
            answer(settings, lambda: _work(noun), noun)
        except Exception as error:  # noqa: BLE001  (a queue that is away now may be there at the next look)
            logging.getLogger(__name__).warning("The queue of nudges cannot be read: %s", error)


def answer(settings: Settings, run: Callable[[], None], noun: str = EXPORTS) -> int:
    """Take every nudge that has come, and run once for all of them; how many there were."""
    chosen = queue(settings, noun)
    _task(chosen, run)
    tasks = list(iter(chosen.dequeue, None))
    if tasks:
        chosen.execute(tasks[0])  # the table of jobs has all that is to be done, so one run is enough
    chosen.storage.close()
    return len(tasks)


def repeat(minutes: int, run: Callable[[], None]) -> Callable[[], None]:
    """Do something every so many minutes in a thread that ends with the process, or when what is given back is called.

    Several processes may do the same: what they do must be safe to be done twice.
    """
    ended = threading.Event()

    def turn() -> None:
        while not ended.wait(minutes * SECONDS):
            try:
                run()
            except Exception as error:  # noqa: BLE001  (the next turn may go better, and nobody waits for this one)
                logging.getLogger(__name__).warning("What is done every %s minutes failed: %s", minutes, error)

    thread = threading.Thread(target=turn, daemon=True, name="repeating")
    thread.start()

    def stop() -> None:
        ended.set()
        thread.join()

    return stop


def send_digests() -> None:
    """Send the mails that are due, in a process of its own."""
    subprocess.run([sys.executable, "-m", "tracker", "digests", "send"], check=False)


def _work(noun: str) -> None:
    subprocess.run([sys.executable, "-m", "tracker", noun, "work"], check=False)  # noqa: S603  (one of our two words)
