"""The languages in which the tests run, made from their sources where this machine does not have them.

A made one lies in the environment of Python, so that it is made once. Where there are no sources either, the test is
skipped and says so; `.ci/run` gets them.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

LOCALES = ("C", "C.UTF-8", "de_DE.UTF-8", "tr_TR.UTF-8", "ar_EG.UTF-8", "ru_RU.UTF-8")
MARCH = ("March", "March", "März", "Mart", "مارس", "марта")
"""What each of them calls the third month."""

MADE = Path(sys.prefix) / "locales"
SOURCES = Path("/usr/share/i18n/locales")


def provide() -> str:
    """Make what is missing; the folder for `LOCPATH`, in which the C library looks first."""
    MADE.mkdir(exist_ok=True)
    os.environ["LOCPATH"] = str(MADE)
    for name in LOCALES:
        if not ((MADE / name).exists() or _is_there(name)):
            _make(name)
    return str(MADE)


def _is_there(name: str) -> bool:
    """Ask in another process: this one's C library would remember what it did not find."""
    asked = f"import locale; locale.setlocale(locale.LC_ALL, {name!r})"
    found = subprocess.run([sys.executable, "-S", "-c", asked], capture_output=True, check=False)
    return found.returncode == 0


def _make(name: str) -> None:
    """Make one beside its place and put it there whole, since several processes may do so at once."""
    language, _, letters = name.partition(".")
    if not (SOURCES / language).exists():
        pytest.skip(f"{name} is not here, and cannot be made: on Debian, install the package locales.")
    with TemporaryDirectory(dir=MADE) as folder:
        made = Path(folder) / name
        command = ["localedef", "--no-archive", "-i", language, "-f", letters, str(made)]
        subprocess.run(command, check=True, capture_output=True)
        if not (MADE / name).exists():
            shutil.move(made, MADE / name)
