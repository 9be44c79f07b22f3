"""A reader that does what a reader must not: run in place of the real one, to see that it is held."""

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tracker.intake.confinement import confine
from tracker.intake.document_content import Limits

FOLDER = Path.cwd()


def sees() -> None:
    """Something of the process that started it: its variables, its open files, a folder that is not empty."""
    strange = set(os.environ) - {"PYTHONPATH", "TMPDIR", "LC_ALL"}
    if not strange and not any(map(_is_open, range(3, 64))) and not any(FOLDER.iterdir()):
        raise PermissionError


def _is_open(handle: int) -> bool:
    try:
        os.fstat(handle)
    except OSError:
        return False
    return True


def works() -> None:
    """Never come to an end."""
    while True:
        pass


def talks() -> None:
    """Answer without end."""
    while True:
        sys.stdout.write("x" * 10_000)


def grows() -> None:
    """Take more memory than there is, in a way that nobody catches."""
    held = [bytes(100 << 20) for _ in range(100)]
    assert held


DEEDS: dict[str, Callable[[], Any]] = {
    "waits": threading.Event().wait,
    "works": works,
    "talks": talks,
    "grows": grows,
    "dies": os.abort,
    "writes": lambda: (FOLDER / "left").write_text("x"),
    "deletes": lambda: Path(__file__).with_name("nothing").unlink(),
    "connects": lambda: socket.create_connection(("127.0.0.1", 9)),
    "looks up": lambda: socket.getaddrinfo("localhost", 80),
    "starts": lambda: subprocess.run(["true"], check=False),
    "forks": os.fork,
    "sees": sees,
}

if __name__ == "__main__":
    order = json.loads(sys.argv[1])
    confine(Limits(**order["limits"]))
    try:
        DEEDS[order["deed"]]()
        answer = "done"
    except PermissionError:
        answer = "refused"
    sys.stdout.write(json.dumps({order["deed"]: answer}))
