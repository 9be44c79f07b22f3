"""Reads WARC and WACZ files that people send: the files in them, with address, instant and headers.

Whatever the archive says of itself is checked: lengths, digests of records, digests of the files of a WACZ. One
mismatch refuses the whole, since nobody could say which of two contradicting statements to keep as evidence.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from tracker.domain.errors import RuleBroken
from tracker.intake.inflating import gunzipped
from tracker.intake.json_texts import load_strictly
from tracker.intake.warc_records import Archived, archived
from tracker.intake.zips import unzipped

LIMIT = 100 * 2**20
"""How many bytes an archive may unfold to."""

MOST_FILES = 2000
"""How many files are taken from one archive."""

_PACKAGE, _PACKAGE_DIGEST = "datapackage.json", "datapackage-digest.json"
_HASHES = {"sha256": 64, "sha512": 128}

__all__ = ["LIMIT", "MOST_FILES", "Archived", "read"]


def read(data: bytes) -> list[Archived]:
    """The files that a WARC, plain or compressed, or a WACZ holds, in its order.

    Raises RuleBroken on the field `file` where it is neither, is damaged, contradicts itself or is a trap.
    """
    try:
        found = list(_files(data))
        if not found:
            raise ValueError("holds no file that could be kept.")
    except ValueError as error:
        raise RuleBroken.at("source", "file", f"The archive cannot be taken: it {error}") from None
    return found


def _files(data: bytes) -> Iterator[Archived]:
    for number, file in enumerate(archived(_warc(data), limit=LIMIT), 1):
        if number > MOST_FILES:
            raise ValueError(f"holds more than {MOST_FILES} files.")
        yield file


def _warc(data: bytes) -> bytes:
    """The uncompressed WARC in what was sent."""
    return _of_wacz(unzipped(data, limit=LIMIT)) if data.startswith(b"PK\x03\x04") else _plain(data, LIMIT)


def _plain(data: bytes, room: int) -> bytes:
    if data.startswith(b"\x1f\x8b"):
        data = gunzipped(data, limit=room)
    if not data.startswith(b"WARC/"):
        raise ValueError("is neither WARC nor WACZ.")
    return data


def _of_wacz(files: dict[str, bytes]) -> bytes:
    """All WARC files of a WACZ as one: each ends where the next may begin."""
    _verify(files)
    warcs, room = [], LIMIT
    for path in sorted(files):
        if path.startswith("archive/"):
            warcs.append(_plain(files[path], room))
            room -= len(warcs[-1])
    if not warcs:
        raise ValueError("has no WARC file in its folder `archive`.")
    return b"".join(warcs)


def _verify(files: dict[str, bytes]) -> None:
    """Hold each file of a WACZ against the digest that its package gives."""
    listed = dict(map(_listed, _resources(files)))
    for path in sorted(files.keys() - listed.keys() - {_PACKAGE, _PACKAGE_DIGEST}):
        if path.startswith("archive/"):
            raise ValueError(f"holds “{path[:80]}”, which its {_PACKAGE} does not list.")
    for path, digest in listed.items():
        if path not in files:
            raise ValueError(f"lacks “{path[:80]}”, which its {_PACKAGE} lists.")
        if _digest(files[path], digest) != digest:
            raise ValueError(f"holds “{path[:80]}” with other bytes than its {_PACKAGE} gives the digest of.")
    if _PACKAGE_DIGEST in files:
        _, digest = _listed(_object(files, _PACKAGE_DIGEST))
        if _digest(files[_PACKAGE], digest) != digest:
            raise ValueError(f"holds a {_PACKAGE} with other bytes than {_PACKAGE_DIGEST} gives the digest of.")


def _resources(files: dict[str, bytes]) -> list[Any]:
    resources = _object(files, _PACKAGE).get("resources")
    if not isinstance(resources, list) or not resources:
        raise ValueError(f"has a {_PACKAGE} that lists no files.")
    return resources


def _object(files: dict[str, bytes], name: str) -> dict[str, Any]:
    if name not in files:
        raise ValueError(f"is a ZIP without {name}, so it is no WACZ.")
    try:
        value = load_strictly(files[name].decode())
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise ValueError(f"has a {name} that cannot be read.")
    return value


def _listed(entry: Any) -> tuple[str, str]:
    """The path and the digest of a file, as a package lists them."""
    match entry:
        case {"path": str(path), "hash": str(digest)}:
            name, _, value = digest.lower().partition(":")
            if _HASHES.get(name) == len(value):
                return path, f"{name}:{value}"
    raise ValueError(f"lists {json.dumps(entry)[:80]} without a path and a SHA-256 or SHA-512.")


def _digest(data: bytes, like: str) -> str:
    name = like.partition(":")[0]
    return f"{name}:{hashlib.new(name, data).hexdigest()}"
