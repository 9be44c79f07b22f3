"""Which report a file says that it is, by the mark that every rendering has in it."""

import io
import re
import zipfile
from dataclasses import dataclass

from tracker.domain.report_copy import MARK
from tracker.domain.vocabulary import Edition

MOST = 64_000_000
"""How many bytes of a packed file are looked through, at most."""

_MARK = re.compile(MARK.pattern.encode())


@dataclass(frozen=True, slots=True)
class Named:
    """What a mark says: the number of the report, its edition, and the digest of what was frozen."""

    number: int
    edition: Edition
    digest: str


def named(data: bytes) -> Named | None:
    """What the first mark in a file says; None for a file without one. A damaged archive has none."""
    found = _MARK.search(data) or (_packed(data) if data.startswith(b"PK") else None)
    if found is None:
        return None
    number, edition, digest = (part.decode() for part in found.groups())
    return Named(int(number), Edition(edition), digest)


def _packed(data: bytes) -> re.Match[bytes] | None:
    """The first mark in the parts of an archive, of which no more than `MOST` bytes are unpacked."""
    left = MOST
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in sorted(archive.namelist(), key=lambda name: not name.startswith("docProps/")):
                with archive.open(name) as part:
                    text = part.read(left)
                if found := _MARK.search(text):
                    return found
                left -= len(text)
                if left <= 0:
                    return None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        return None
    return None


def could_be(extension: str, data: bytes) -> bool:
    """Whether a file could be of a format, by its first bytes; of formats that are text, any text could be."""
    signature = {"pdf": b"%PDF", "docx": b"PK", "xlsx": b"PK"}.get(extension)
    if signature is not None:
        return data.startswith(signature)
    return not data.startswith((b"%PDF", b"PK"))
