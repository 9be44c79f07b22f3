"""Which report a file says that it is, by the mark that every rendering has in it."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.domain.report_copy import MARK
from tracker.domain.vocabulary import Edition

MOST = 64_000_000
"""How many bytes of a packed file are looked through, at most."""

_MARK = re.compile(MARK.pattern.encode())
_VOLUME = re.compile(rb"Volume (\d{1,4}) of \d{1,4}")
_BOUND = re.compile(r"report-\d{1,10}(?:-public)?-volume-\d{1,4}\.pdf")


@dataclass(frozen=True, slots=True)
class Named:
    """What a mark says: the number of the report, its edition, and the digest of what was frozen."""

    number: int
    edition: Edition
    digest: str


def named(data: bytes) -> tuple[Named, ...]:
    """What the marks in a file say, each once; empty for a file without one, and for a damaged archive.

    A file may have more than its own: words that somebody wrote may hold the mark of another report.
    """
    texts = _parts(data) if data.startswith(b"PK") else iter((data,))
    found = {match.groups(): None for text in texts for match in _MARK.finditer(text)}
    return tuple(Named(int(number), Edition(edition.decode()), digest.decode()) for number, edition, digest in found)


def volumes(data: bytes) -> tuple[int, ...]:
    """Which volume of a report a file says that it is; empty for one that does not. It may say several things."""
    return tuple(dict.fromkeys(int(found[1]) for found in _VOLUME.finditer(data)))


def is_bound(data: bytes) -> bool:
    """Whether a file could be the archive of all volumes of a report, by the names in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return bool(archive.namelist()) and all(map(_BOUND.fullmatch, archive.namelist()))
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError):
        return False


def _parts(data: bytes) -> Iterator[bytes]:
    """The parts of an archive, of which no more than `MOST` bytes are unpacked."""
    left = MOST
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in sorted(archive.namelist(), key=lambda name: not name.startswith("docProps/")):
                with archive.open(name) as part:
                    text = part.read(left)
                yield text
                left -= len(text)
                if left <= 0:
                    return
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        return


def could_be(extension: str, data: bytes) -> bool:
    """Whether a file could be of a format, by its first bytes; of formats that are text, any text could be."""
    signature = {"pdf": b"%PDF", "docx": b"PK", "xlsx": b"PK"}.get(extension)
    if signature is not None:
        return data.startswith(signature)
    return not data.startswith((b"%PDF", b"PK"))
