"""Finds the Chromium that the browser tests drive. `python -m tests.browser.chromium` says which one it is.

CHROMIUM names another one. Where none is found the browser tests are skipped and say so; where CHROMIUM_REQUIRED is
set, as in CI, that is a failure.
"""

import os
import shutil
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
MISSING = "No Chromium was found. Install one, or name it: CHROMIUM=/path/to/chromium"


def find() -> str | None:
    """The path of a Chromium, or None."""
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        return chosen
    on_path = (shutil.which(name) for name in NAMES)
    in_place = (place for place in PLACES if Path(place).is_file())
    return next((found for found in (*on_path, *in_place) if found), None)


def required() -> bool:
    """Whether a missing browser is a failure."""
    return bool(os.environ.get("CHROMIUM_REQUIRED"))


def main() -> int:
    """Say which browser it is; 1 when there is none and one is required."""
    found = find()
    if found:
        sys.stdout.write(f"Browser tests use {found}\n")
        return 0
    fate = "That is a failure here (CHROMIUM_REQUIRED)." if required() else "The browser tests are skipped."
    sys.stdout.write(f"{MISSING}\n{fate}\n")
    return int(required())


if __name__ == "__main__":
    sys.exit(main())
