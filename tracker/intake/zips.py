"""Reads a ZIP that a stranger made: no name that leaves its folder, no bomb, no second file before or behind it."""

import io
import re
import stat
import zipfile
import zlib

from tracker.intake.inflating import TooLarge, allowance

MOST_ENTRIES = 2000
_END, _END_SIZE = b"PK\x05\x06", 22
_NAME = re.compile(r"[^\\:\x00-\x1f\x7f]{1,500}")
_ENCRYPTED = 1


def unzipped(data: bytes, *, limit: int, most: int = MOST_ENTRIES) -> dict[str, bytes]:
    """The files of a ZIP by their names, `limit` bytes in all and `most` of them at most.

    Raises ValueError with a text that goes on after "it".
    """
    if not _alone(data):
        raise ValueError("is not one whole ZIP file.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _files(archive, allowance(len(data), limit), most)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeError, OSError):
        raise ValueError("is a damaged ZIP file.") from None


def _alone(data: bytes) -> bool:
    """Whether the ZIP begins where the bytes begin and ends where they end, so that it can be no other file as well."""
    end = data.rfind(_END, max(0, len(data) - _END_SIZE - 2**16))
    if not data.startswith(b"PK\x03\x04") or end < 0 or end + _END_SIZE > len(data):
        return False
    comment = int.from_bytes(data[end + 20 : end + 22], "little")
    return end + _END_SIZE + comment == len(data)


def _files(archive: zipfile.ZipFile, room: int, most: int) -> dict[str, bytes]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > most:
        raise ValueError(f"holds more than {most} files.")
    for entry in entries:
        _check(entry)
    if len({entry.filename.casefold() for entry in entries}) < len(entries):
        raise ValueError("holds two files of one name.")
    files: dict[str, bytes] = {}
    for entry in entries:
        files[entry.filename] = _read(archive, entry, room)
        room -= len(files[entry.filename])
    return files


def _check(entry: zipfile.ZipInfo) -> None:
    parts = entry.filename.split("/")
    if not _NAME.fullmatch(entry.filename) or entry.filename != entry.orig_filename or {"", ".", ".."} & set(parts):
        raise ValueError("holds a file whose name leads out of its folder or cannot be used.")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        raise ValueError("holds a link or a device in the place of a file.")
    if entry.flag_bits & _ENCRYPTED:
        raise ValueError("holds a file under a password.")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValueError("is compressed in a way that is not read here.")


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> bytes:
    with archive.open(entry) as file:
        data = file.read(room + 1)
        if len(data) > room:
            raise TooLarge
    return data
