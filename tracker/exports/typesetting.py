"""A PDF set in a process of its own: bounded in memory and time, and gone when the file is there.

What is set is people's words, thousands of them, and typst keeps what it has laid out until its process ends: within
the server one long report would hold its memory for ever, and one that never ends would stop everybody. The idea is
that of `intake.document_child`; the road is another, because exports may not know the intake, because typst starts a
thread where a reader may start none, and because what comes back is megabytes of file and not a limited text.
"""

import json
import logging
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock

from tracker.domain.errors import RuleBroken

SETTER = Path(__file__).with_name("typesetter.py")
ENVIRONMENT = {
    "LC_ALL": "C.UTF-8",
    "RAYON_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": "131072",
}
"""All that the process knows of its surroundings: no home, so that fonts which one person has put there are not used.

One thread and one pool of memory: two were no faster on a matrix of 193 × 133, and took more. What is large goes back
to the system when it is let go; with a threshold that moves, the same file took up to a fifth more.
"""

_LOG = logging.getLogger(__name__)
_TURN = Lock()
"""Setting a volume takes up to a quarter of a gigabyte, so one is set at a time in one process of the server."""
_TAKE = "take the page (HTML), the table or the data instead."
_TOO_LARGE = f"This report is too large to be set as a PDF here; {_TAKE}"
_FAILED = f"This report could not be set as a PDF here; {_TAKE}"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be set.

    `report` is what the template reads, in JSON; `data` the file attached; `drawings` the pictures, in SVG. `shown`
    names the characters that stand in the report by their numbers already; `stand_ins` what stands for a character that
    no font has. `timestamp` is in seconds since 1970. `memory` is in bytes, `seconds` are of processor time.
    """

    template: str
    report: str
    data: bytes
    drawings: tuple[str, ...]
    shown: tuple[str, ...]
    stand_ins: dict[str, str]
    timestamp: int
    own_fonts_only: bool = False
    memory: int = 750_000_000
    seconds: int = 100


def typeset(order: Order) -> bytes:
    """The PDF. Raises RuleBroken when it cannot be set, or not within its bounds."""
    try:
        with _TURN, tempfile.TemporaryDirectory(prefix="tracker-") as folder:
            Path(folder, "data.json").write_bytes(order.data)
            return _run(order, folder).stdout
    except (subprocess.SubprocessError, OSError) as error:
        raise RuleBroken.at("report", "", _sentence(error)) from error


def _run(order: Order, folder: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(  # noqa: S603  (our own interpreter, a file of ours, and no shell)
        [sys.executable, "-I", "-B", "-X", "utf8", str(SETTER)],
        input=json.dumps({name: value for name, value in asdict(order).items() if name != "data"}).encode(),
        capture_output=True,
        cwd=folder,
        env=ENVIRONMENT,
        timeout=order.seconds,
        check=True,
        start_new_session=True,
    )


def _sentence(error: Exception) -> str:
    """What to say of it. The bounds end a process by a signal; one that fails ends itself, and the log says why."""
    if isinstance(error, subprocess.CalledProcessError) and error.returncode > 0:
        _LOG.error("A PDF could not be set: %r", error.stderr.decode("utf-8", "replace")[-2_000:])
        return _FAILED
    return _TOO_LARGE
