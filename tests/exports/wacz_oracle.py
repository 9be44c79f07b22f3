"""Has the reference validator of WACZ judge files of varied captures, each in a process of its own.

`python -m tests.exports.wacz_oracle [HOW_MANY]`. The validator is the program `wacz`, on the path or named by the
environment variable `WACZ`. `docs/evidence-files.md` says how to get it. Not part of the test suite.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.exports.captures import NOON, varied
from tracker.exports.wacz import wacz

_TITLES = ["Evidence of claim 7", "", "第2397号决议 «доказательства»"]


def _judge(program: str, number: int, folder: Path) -> bool:
    path = folder / f"{number}.wacz"
    path.write_bytes(wacz(varied(number), title=_TITLES[number % len(_TITLES)], at=NOON))
    answer = subprocess.run([program, "validate", "-f", path], capture_output=True, text=True, check=False)
    valid = answer.returncode == 0 and "Validation succeeded" in answer.stdout
    if not valid:
        print(f"{number}: {answer.stdout[-500:]} {answer.stderr[-500:]}")  # noqa: T201 (a program's own output)
    path.unlink()
    return valid


def main() -> int:
    """Judge as many files as were asked for, say the counts, and give 0 only if each one is valid."""
    program = os.environ.get("WACZ") or shutil.which("wacz")
    if program is None:
        print("No program `wacz` on the path, and none named by WACZ.", file=sys.stderr)  # noqa: T201 (as above)
        return 2
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as folder:
        valid = sum(_judge(program, number, Path(folder)) for number in range(asked))
    print(f"{valid} of {asked} valid")  # noqa: T201 (as above)
    return 0 if valid == asked else 1


if __name__ == "__main__":
    sys.exit(main())
