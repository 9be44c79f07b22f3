"""What stands outside the database: the signing key, the checkpoints that were written out, and the pinned key.

Somebody who holds the database holds none of this, so it is what a check of the log is held against. Copies of the
folder on another machine serve even better.
"""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from tracker.domain.errors import RuleBroken
from tracker.services.log_keys import write_synced

PINNED = "key.pub"
"""The file with the public keys that a check trusts, one a line."""

DIGITS = 10


@dataclass(frozen=True, slots=True)
class Outside:
    """Where an installation keeps its signing key and its checkpoints."""

    key: Path
    folder: Path


@dataclass(frozen=True, slots=True)
class Anchors:
    """What a check holds the record against: checkpoints by the name of their file, pinned keys, pinned roots.

    `roots` are the certificates, in PEM, of the authorities whose time stamps count.
    """

    notes: tuple[tuple[str, str], ...] = ()
    keys: tuple[str, ...] = ()
    roots: tuple[bytes, ...] = ()


def read(folder: Path, key: Path | None = None, *, roots: Path | None = None) -> Anchors:
    """Read the checkpoints of a folder, the keys of `key` or else of the folder, and the PEM files of `roots`.

    It must be done before the database is read, or a checkpoint could be newer than the log it is compared with.
    A byte that is no text stays visible. Raises RuleBroken for a key file that is not there.
    """
    if key is not None and not key.is_file():
        raise RuleBroken.at("log_key", "", f"There is no file {key}.")
    pinned = key or folder / PINNED
    lines = _text(pinned).splitlines() if pinned.is_file() else []
    notes = tuple((file.name, _text(file)) for file in sorted(folder.glob("*.note")))
    certificates = tuple(file.read_bytes() for file in sorted(roots.glob("*.pem"))) if roots else ()
    return Anchors(notes, tuple(line for line in lines if line), certificates)


def _text(file: Path) -> str:
    with file.open(encoding="utf-8", errors="backslashreplace", newline="") as opened:
        return opened.read()


def written(folder: Path) -> set[int]:
    """The sizes of the checkpoints that a folder has."""
    return {int(file.stem) for file in folder.glob("*.note") if file.stem.isdecimal()}


def signs_more(name: str, size: int) -> bool:
    """Whether the checkpoint in a file of this name signs more than so many entries."""
    stem = name.removesuffix(".note")
    return stem.isdecimal() and int(stem) > size


def write(folder: Path, size: int, note: str) -> Path:
    """Write a checkpoint, once: one that is there stays as it is."""
    return _once(folder / f"{size:0{DIGITS}}.note", note)


def pin(folder: Path, key: str) -> None:
    """Write down the public key with the first checkpoint. Later, a missing one is not made up for."""
    if not written(folder):
        _once(folder / PINNED, f"{key}\n")


def _once(file: Path, text: str) -> Path:
    """Write a file whole or not at all, and never over another."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    write_synced(draft, text.encode(), mode=0o644)
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    folder = os.open(file.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
    return file
