"""What a process that reads strangers' files takes from itself before it looks at the first byte.

The kernel bounds its memory, processor time and open files, and lets it write no file and start no process. Python is
told to refuse the same, and sockets, as well: that answers with an error where the kernel would end the process, and
it holds for an administrator, whom the kernel lets start processes all the same.
"""

import os
import sys
from typing import Any

from tracker.intake.document_content import Limits

_MOST_FILES = 64
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_REFUSED = ("socket.", "subprocess.", "os.", "shutil.", "tempfile.", "pty.", "webbrowser.", "urllib.")
_HARMLESS = {"os.listdir", "os.scandir", "os.putenv", "os.unsetenv", "os.add_dll_directory", "os.getxattr"}


def confine(limits: Limits) -> None:
    """Bound this process, for good. Raises OSError or ValueError where the machine cannot."""
    import resource  # no Windows has it; the process that starts this one has asked

    for which, soft, hard in (
        (resource.RLIMIT_AS, limits.memory, limits.memory),
        (resource.RLIMIT_CPU, limits.seconds, limits.seconds + 1),
        (resource.RLIMIT_NOFILE, _MOST_FILES, _MOST_FILES),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_NPROC, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        most = resource.getrlimit(which)[1]
        most = hard if most == resource.RLIM_INFINITY else min(hard, most)
        resource.setrlimit(which, (min(soft, most), most))
    sys.addaudithook(_refuse)


def _refuse(event: str, given: tuple[Any, ...]) -> None:
    if event == "open":
        if isinstance(given[2], int) and given[2] & _WRITES:
            raise PermissionError("A reader of documents writes no file.")
    elif event.startswith(_REFUSED) and event not in _HARMLESS:
        raise PermissionError("A reader of documents reaches nothing outside itself.")
