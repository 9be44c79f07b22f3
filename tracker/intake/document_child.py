"""A reader of documents in a process of its own: bounded, alone in its group, and gone when the answer is there.

The file goes in by a file without a name, so that nobody has to feed the reader; the answer comes back by a pipe, and
is read up to a limit. A timer ends the whole group, whatever it does. The reader may use nothing of this process: no
file that is open here, no variable, no folder but an empty one.
"""

import importlib.util
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from threading import BoundedSemaphore, Event, Timer
from typing import IO

import tracker
from tracker.intake.document_content import Limits, refused

READER = "tracker.intake.document_reader"
_TURNS = BoundedSemaphore(2)
"""A reader may take hundreds of megabytes, so no more than two of them run in one process of the server."""
_ROOT = Path(tracker.__file__).resolve().parent.parent
_BROKE_OFF = "Reading the file broke off: it is damaged or too large for that; save it again as PDF and send that."


def ask(data: bytes, order: str, *, limits: Limits, module: str = READER) -> bytes:
    """What the reader answers to an order about a file. Raises RuleBroken when it does not come to an answer."""
    if importlib.util.find_spec("resource") is None:
        raise refused("This server cannot bound what a file may do to it, so it reads none; ask who runs it.")
    try:
        with _TURNS:
            answer, code, is_late = _run(data, order, limits, module)
    except OSError:  # no room on the disk, no process left: that is nobody's fault who sends a file
        raise refused("The server could not begin to read the file; try again later.") from None
    if is_late or code == -signal.SIGXCPU:
        raise refused(f"The file takes more than {limits.seconds} seconds to read; send it in smaller parts.")
    if code or len(answer) > _most(limits):
        raise refused(_BROKE_OFF)
    return answer


def _run(data: bytes, order: str, limits: Limits, module: str) -> tuple[bytes, int, bool]:
    """The answer, the code with which the reader ended, and whether the timer had to end it."""
    with tempfile.TemporaryDirectory(prefix="tracker-") as folder, tempfile.TemporaryFile(dir=folder) as given:
        given.write(data)
        given.seek(0)
        with _started(module, order, given, folder) as child:
            answer, is_late = _heard(child, limits)
    return answer, child.returncode, is_late


def _started(module: str, order: str, given: IO[bytes], folder: str) -> subprocess.Popen[bytes]:
    """The reader, started. `-P` keeps the folder it starts in out of what it imports; -I would lose a checkout."""
    return subprocess.Popen(  # noqa: S603  (our own interpreter, a module of ours, and no shell)
        [sys.executable, "-P", "-s", "-B", "-X", "utf8", "-m", module, order],
        stdin=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={"PYTHONPATH": str(_ROOT), "TMPDIR": folder, "LC_ALL": "C.UTF-8"},
        start_new_session=True,
    )


def _heard(child: subprocess.Popen[bytes], limits: Limits) -> tuple[bytes, bool]:
    """The answer, one byte beyond what it may have at most, and whether the timer had to end it."""
    late = Event()
    timer = Timer(limits.seconds, _end_late, (child, late))
    timer.start()
    try:
        assert child.stdout is not None  # noqa: S101  (it was asked for when the child was started)
        return child.stdout.read(_most(limits) + 1), late.is_set()
    finally:
        timer.cancel()
        timer.join()
        # Before the child is waited for: until then its number is its own, so that nothing else can be hit. One that
        # closed the pipe by its end keeps the code that it ended with.
        _end(child)


def _end_late(child: subprocess.Popen[bytes], late: Event) -> None:
    late.set()
    _end(child)


def _end(child: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)


def _most(limits: Limits) -> int:
    """The longest answer: JSON writes a line end or a quotation mark as two bytes."""
    return 2 * limits.text + 65_536
