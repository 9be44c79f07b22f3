"""Whether a file is a web archive, told by its first bytes and, for a ZIP, by the names in its directory."""

import io
import zipfile
import zlib

WARC, WACZ = "warc", "wacz"


def kind_of(data: bytes) -> str:
    """`warc`, `wacz`, or nothing for a file that is neither. It reads no more than a few bytes of what is packed."""
    if data.startswith(b"WARC/") or (data.startswith(b"\x1f\x8b") and _first_bytes(data).startswith(b"WARC/")):
        return WARC
    return WACZ if data.startswith(b"PK\x03\x04") and "datapackage.json" in _names(data) else ""


def _first_bytes(data: bytes) -> bytes:
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(data[:4096], 16)
    except zlib.error:
        return b""


def _names(data: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError):
        return []
