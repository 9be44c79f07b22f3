"""Writes an archive: a ZIP file that any program opens, whose every byte is covered by a digest at its end.

It is written under another name, made sure of on the disk, and only then given its own, so that a file of that name is
always whole. The comment of the ZIP file is `sha256:` and the SHA-256 of all bytes before the comment.
"""

import hashlib
import os
import secrets
import struct
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from tracker.domain.manifest import SEAL, SEAL_LENGTH

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Packed:
    """A member as it went in: its name, its size in bytes, its SHA-256, and how many lines it has."""

    name: str
    size: int
    sha256: str
    lines: int


class Pack:
    """An archive that is being written. Members are given in pieces, so that none has to fit into memory."""

    def __init__(self, file: zipfile.ZipFile, made_at: datetime) -> None:
        self._file = file
        self._date = made_at.timetuple()[:6]
        self.members: list[Packed] = []

    def add(self, name: str, pieces: Iterable[bytes], *, stored: bool = False) -> Packed:
        """Add a member. `stored` leaves its bytes as they are, for what is packed already or must be found in there."""
        about = zipfile.ZipInfo(name, self._date)
        about.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        about.external_attr = 0o644 << 16
        digest, size, lines = hashlib.sha256(), 0, 0
        with self._file.open(about, "w", force_zip64=True) as member:
            for piece in pieces:
                member.write(piece)
                digest.update(piece)
                size += len(piece)
                lines += piece.count(b"\n")
        self.members.append(Packed(name, size, digest.hexdigest(), lines))
        return self.members[-1]


@contextmanager
def packing(place: Path, *, made_at: datetime) -> Iterator[Pack]:
    """Write an archive that gets its name when the block ends well. Raises FileExistsError for a name that is taken.

    Only its owner can read it: a record may hold restricted sources, and a backup holds the hashes of passwords.
    """
    _refuse_taken(place)
    draft = place.with_name(f".{place.name}.{secrets.token_hex(8)}.part")
    handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    try:
        with os.fdopen(handle, "w+b") as stream:
            with zipfile.ZipFile(stream, "w") as file:
                yield Pack(file, made_at)
            seal(stream)
            os.fsync(stream.fileno())
        _refuse_taken(place)
        draft.rename(place)
        _sync(place.parent)
    finally:
        draft.unlink(missing_ok=True)


def seal(stream: BinaryIO) -> None:
    """Put the digest of everything at the end of a ZIP file that has no comment yet."""
    stream.seek(-2, os.SEEK_END)
    stream.write(struct.pack("<H", SEAL_LENGTH))
    stream.seek(0)
    digest = hashlib.sha256()
    while piece := stream.read(CHUNK):
        digest.update(piece)
    stream.write(f"{SEAL}{digest.hexdigest()}".encode())
    stream.flush()


def _refuse_taken(place: Path) -> None:
    if place.exists():
        raise FileExistsError(17, "there is a file of this name already", str(place))


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
