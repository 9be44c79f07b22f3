"""Where tests write: in memory where a machine has room for it, since tests wait for the disk most of their time.

`python -m tests.scratch` prints the folder; `make suite` gives it to pytest and to all that pytest starts.
"""

import os
import sys
import tempfile
from pathlib import Path

IN_MEMORY = Path("/dev/shm")  # noqa: S108  (the tests make folders of their own below it)
NEEDED = 4 * 1024**3
"""Bytes that must be free there; the databases of two processes take about half a gigabyte."""


def folder() -> str:
    """The folder in memory, if it has room and lets programs run; else that for temporary files."""
    if "TMPDIR" in os.environ or not IN_MEMORY.is_dir() or not os.access(IN_MEMORY, os.W_OK):
        return tempfile.gettempdir()
    found = os.statvfs(IN_MEMORY)
    roomy = found.f_bavail * found.f_frsize >= NEEDED and not found.f_flag & os.ST_NOEXEC
    return str(IN_MEMORY) if roomy else tempfile.gettempdir()


if __name__ == "__main__":
    sys.stdout.write(folder() + "\n")
