"""Reads a backup. Nothing is given out before every byte was checked, and nothing is ever unpacked by its own name.

The seal at the end finds a damaged file; the checks after it find one that somebody made or mended by hand. Each
refusal is one sentence. Members are read in pieces and never further than the manifest says, so a member that inflates
without end costs neither memory nor disk.
"""

import hashlib
import json
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from tracker.domain import manifest as manifests
from tracker.domain.errors import RuleBroken
from tracker.domain.manifest import SEAL, SEAL_LENGTH, Dumped, KeptCopy, Manifest, Outside

END, END_LENGTH = b"PK\x05\x06", 22
CHUNK = 1 << 20
LARGEST_MANIFEST = 256 << 20
LONGEST_LINE = 512 << 20
MOST_INFLATION, SMALL = 200, 4 << 20
"""How many times larger a member of more than SMALL bytes may get when it is unpacked."""

_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, RuntimeError, KeyError, IndexError)
"""What reading a ZIP file that somebody made with care may raise."""


class Backup:
    """A backup that was checked throughout: its manifest, the lines of its tables, the bytes of its files."""

    def __init__(self, file: zipfile.ZipFile, manifest: Manifest) -> None:
        self._file = file
        self.manifest = manifest

    def lines(self, table: Dumped) -> Iterator[bytes]:
        """The rows of a table as they were dumped, one a line."""
        with self._file.open(table.shape.member) as member:
            while line := member.readline(LONGEST_LINE + 1):
                if len(line) > LONGEST_LINE:
                    raise refused(f"a line of {table.shape.member} is longer than any row can be")
                yield line

    def bytes_of(self, part: KeptCopy | Outside) -> bytes:
        """The bytes of a file."""
        return self._file.read(part.member)


@contextmanager
def opened(place: Path) -> Iterator[Backup]:
    """Check a backup throughout, then give it. Raises RuleBroken with one sentence for whatever is wrong with it."""
    with place.open("rb") as stream:
        _check_seal(stream)
        try:
            file = zipfile.ZipFile(stream)
            found = Backup(file, _checked(file, os.fstat(stream.fileno()).st_size))
        except _BROKEN as error:
            raise refused("it is damaged, or it was not made by the tracker") from error
        yield found


def refused(why: str) -> RuleBroken:
    """The refusal of a backup, which says why."""
    return RuleBroken.at("backup", "file", f"The backup is not used: {why}.")


def _check_seal(stream: BinaryIO) -> None:
    """Refuse a file whose bytes are not those that were sealed: cut, longer, or changed in a single bit."""
    size = stream.seek(0, os.SEEK_END)
    if size < END_LENGTH + SEAL_LENGTH:
        raise refused("it is cut off, or it is no backup of the tracker")
    stream.seek(size - SEAL_LENGTH - END_LENGTH)
    end, seal = stream.read(END_LENGTH), stream.read(SEAL_LENGTH)
    if not end.startswith(END) or not seal.startswith(SEAL.encode()):
        raise refused("it is cut off, or it is no backup of the tracker")
    if seal != f"{SEAL}{_digest(stream, size - SEAL_LENGTH)}".encode():
        raise refused("its bytes are not those that were written; it was damaged or changed")


def _digest(stream: BinaryIO, length: int) -> str:
    stream.seek(0)
    digest = hashlib.sha256()
    while length and (piece := stream.read(min(CHUNK, length))):
        digest.update(piece)
        length -= len(piece)
    return digest.hexdigest()


def _checked(file: zipfile.ZipFile, size: int) -> Manifest:
    members = {about.filename: about for about in file.infolist()}
    if len(members) != len(file.infolist()):
        raise refused("it holds two members of one name")
    for about in members.values():
        _check_form(about)
    if sum(about.compress_size for about in members.values()) > size:
        raise refused("its members overlap")
    manifest = _manifest(file, members)
    _check_names(set(members) - {manifests.MEMBER}, manifest.members)
    for table in manifest.tables:
        _check_rows(file, members[table.shape.member], table)
    for part in (*manifest.files, *manifest.outside):
        _check_bytes(file, members[part.member], part)
    return manifest


def _check_form(about: zipfile.ZipInfo) -> None:
    if about.flag_bits & 0x1 or about.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise refused("a member is packed in a way that no backup uses")
    if about.file_size > SMALL and about.file_size > MOST_INFLATION * about.compress_size:
        raise refused("a member would grow without measure when it is unpacked")


def _manifest(file: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> Manifest:
    about = members.get(manifests.MEMBER)
    if about is None:
        raise refused("it holds no manifest")
    if about.file_size > LARGEST_MANIFEST:
        raise refused("its manifest is larger than any can be")
    try:
        with file.open(about) as member:
            return manifests.from_json(json.loads(member.read(LARGEST_MANIFEST)))
    except (ValueError, RecursionError) as error:
        why = str(error) if type(error) is ValueError else "it is no JSON"
        raise refused(f"its manifest cannot be read: {why}") from error


def _check_names(there: set[str], named: set[str]) -> None:
    if missing := sorted(named - there):
        raise refused(f"the member {missing[0]} is missing")
    if extra := sorted(there - named):
        raise refused(f"it holds a member that the manifest does not name: {extra[0]!r}")


def _check_rows(file: zipfile.ZipFile, about: zipfile.ZipInfo, table: Dumped) -> None:
    sha256, _, lines = _read(file, about, table.size)
    if (sha256, lines) != (table.sha256, table.rows):
        raise refused(f"the member {about.filename} is not what the manifest says")


def _check_bytes(file: zipfile.ZipFile, about: zipfile.ZipInfo, part: KeptCopy | Outside) -> None:
    sha256, sha3_512, _ = _read(file, about, part.size)
    if sha256 != part.sha256 or (isinstance(part, KeptCopy) and sha3_512 != part.sha3_512):
        raise refused(f"the member {about.filename} is not what the manifest says")


def _read(file: zipfile.ZipFile, about: zipfile.ZipInfo, size: int) -> tuple[str, str, int]:
    """Both digests of a member and its number of lines, read no further than one byte over its size."""
    first, second, length, lines = hashlib.sha256(), hashlib.sha3_512(), 0, 0
    with file.open(about) as member:
        while length <= size and (piece := member.read(CHUNK)):
            first.update(piece)
            second.update(piece)
            length += len(piece)
            lines += piece.count(b"\n")
    if length != size:
        raise refused(f"the member {about.filename} has another size than the manifest says")
    return first.hexdigest(), second.hexdigest(), lines
