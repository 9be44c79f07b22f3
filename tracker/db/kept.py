"""The store of kept files: write-once, named by their SHA-256, in a folder beside the database.

A file has its name only once its bytes are on the disk, and nothing ever writes to it again; so a row may name it as
soon as `put` has given its digests, and whoever reads needs no lock. A process that dies while it writes leaves a name
that begins with a dot, which means nothing and may be deleted while nobody is uploading.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tracker.domain.errors import NotFound, Problem, RuleBroken

CHUNK = 1 << 20
_NAME = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Digests:
    """What a kept file is known by: two digests of different families, in small hexadecimal, and its size in bytes."""

    sha256: str
    sha3_512: str
    size: int


def digests_of(data: bytes) -> Digests:
    """The digests of bytes in memory."""
    return Digests(hashlib.sha256(data).hexdigest(), hashlib.sha3_512(data).hexdigest(), len(data))


class Store:
    """Kept files in `folder`, which is made when the first one is put."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str) -> Path:
        """Where the file of this name lies, or would. Raises ValueError for what is no SHA-256."""
        if not _NAME.fullmatch(sha256):
            raise ValueError("A kept file is named by 64 small hexadecimal digits.")
        return self.folder / sha256[:2] / sha256

    def put(self, data: bytes) -> Digests:
        """Keep bytes for good, and give their digests once they are on the disk. Putting them twice changes nothing.

        Raises RuleBroken where the store has other bytes under their name: a damaged file is not mended in silence.
        """
        found = digests_of(data)
        place = self.path(found.sha256)
        _make(place.parent)
        if place.exists():
            self._refuse_damaged(found)
            sync(place.parent)  # whoever put it may not be sure of it yet
        else:
            write_once(place, data, mode=0o444)
        sync(self.folder)
        return found

    def read(self, sha256: str) -> bytes:
        """The bytes of a kept file. Raises NotFound if it is missing, RuleBroken if they are not those of its name."""
        data = b"".join(self.chunks(sha256))
        if hashlib.sha256(data).hexdigest() != sha256:
            raise _damaged(sha256)
        return data

    def chunks(self, sha256: str) -> Iterator[bytes]:
        """The bytes of a kept file as they lie there, in pieces and not checked. Raises NotFound if it is missing."""
        try:
            with self.path(sha256).open("rb") as file:
                while piece := file.read(CHUNK):
                    yield piece
        except FileNotFoundError:
            sentence = f"The kept file {sha256} is missing from {self.folder}."
            raise NotFound("kept_file", Problem("", sentence)) from None

    def names(self) -> Iterator[str]:
        """The names of all kept files, in order."""
        if self.folder.is_dir():
            for shelf in sorted(self.folder.iterdir()):
                if shelf.is_dir():
                    yield from sorted(file.name for file in shelf.iterdir() if _NAME.fullmatch(file.name))

    def check(self, sha256: str, sha3_512: str, size: int) -> str:
        """What is wrong with a kept file, in one sentence; empty if it is whole. Reads it once, piece by piece."""
        first, second, length = hashlib.sha256(), hashlib.sha3_512(), 0
        try:
            for piece in self.chunks(sha256):
                first.update(piece)
                second.update(piece)
                length += len(piece)
        except NotFound as missing:
            return missing.sentence
        if length != size:
            return f"The kept file {sha256} has {length} bytes and should have {size}."
        if (first.hexdigest(), second.hexdigest()) != (sha256, sha3_512):
            return _damaged(sha256).sentence
        return ""

    def _refuse_damaged(self, found: Digests) -> None:
        if self.check(found.sha256, found.sha3_512, found.size):
            raise _damaged(found.sha256)


def _damaged(sha256: str) -> RuleBroken:
    sentence = f"The kept file {sha256} holds other bytes than its name says. Restore it from a backup."
    return RuleBroken.at("kept_file", "", sentence)


def write_once(place: Path, data: bytes, *, mode: int) -> None:
    """Give bytes a name for good, or leave the file that has it already.

    They are written under another name, made sure of on the disk, then linked: a link is made whole or not at all.
    """
    draft = place.with_name(f".{place.name[:8]}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # somebody put the same bytes meanwhile
            os.link(draft, place)
    finally:
        draft.unlink()
    sync(place.parent)


def _make(folder: Path) -> None:
    """Make a folder and those above it, each made sure of in the one that holds it."""
    if folder.is_dir():
        return
    _make(folder.parent)
    with suppress(FileExistsError):
        folder.mkdir()
    sync(folder.parent)


def sync(folder: Path) -> None:
    """Make sure of the names in a folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
