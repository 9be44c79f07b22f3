#!/usr/bin/env python3
"""Checks that a hand-over is whole. Needs Python 3.9 or later and nothing else.

    python3 verify.py               in the folder where the archive was unpacked
    python3 verify.py ARCHIVE.zip   without unpacking it

Every file must be named in SHA256SUMS with its SHA-256, and every name there must be a file. Prints a line for each
that differs. Exit code 0: whole; 1: not whole; 2: it could not be checked.
"""

import hashlib
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

SUMS = "SHA256SUMS"
Files = dict[str, Callable[[], IO[bytes]]]


def digest(stream: IO[bytes]) -> str:
    """The SHA-256 of a stream."""
    found = hashlib.sha256()
    while piece := stream.read(1 << 20):
        found.update(piece)
    return found.hexdigest()


def in_folder(folder: Path) -> Files:
    """How to open each file below a folder, by its name."""
    found = (path for path in folder.rglob("*") if not path.is_dir())
    return {path.relative_to(folder).as_posix(): lambda path=path: path.open("rb") for path in found}


def in_archive(place: str) -> Files:
    """How to open each file in an archive, by its name."""
    archive = zipfile.ZipFile(place)
    return {name: lambda name=name: archive.open(name) for name in archive.namelist()}


def faults(files: Files) -> Iterator[str]:
    """What is wrong, a line each."""
    with files[SUMS]() as stream:
        lines = stream.read().decode().splitlines()
    named = {line[66:]: line[:64] for line in lines}
    for name in sorted(set(files) - set(named) - {SUMS}):
        yield f"not named in {SUMS}: {name}"
    for name, wanted in sorted(named.items()):
        if name not in files:
            yield f"missing: {name}"
            continue
        with files[name]() as stream:
            if digest(stream) != wanted:
                yield f"changed: {name}"


def main(arguments: list[str]) -> int:
    """Check what the arguments name, and give the exit code."""
    try:
        files = in_archive(arguments[0]) if arguments else in_folder(Path(__file__).resolve().parent)
        found = list(faults(files))
    except (OSError, KeyError, UnicodeError, zipfile.BadZipFile) as error:
        sys.stdout.write(f"It cannot be checked: {error!r}\n")
        return 2
    verdict = f"{len(found)} faults" if found else "whole"
    sys.stdout.writelines(f"{line}\n" for line in [*found, f"{len(files) - 1} files: {verdict}"])
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
