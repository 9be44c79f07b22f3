"""Pictures: their size in pixels, and whether they are whole, from their own headers. No pixel is ever unpacked here.

A picture must be a picture from its first byte to its last: bytes after its end, or web code in it, are what makes a
file that a browser might take for something else.
"""

import re
import struct
import zlib
from collections.abc import Callable

from tracker.intake import signatures, tiff
from tracker.intake.document_content import CUT_SHORT, Limits, refused

Size = tuple[int, int]
"""Width and height in pixels."""

_WEB_CODE = re.compile(rb"<(?:script|html|svg|iframe|\?php|!doctype)\b|\bjavascript:", re.IGNORECASE)
_JPEG_MARK = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_JPEG_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_MOST_BLOCKS = 200_000
_MIXED = "The picture has other content in it beside the picture; open it, save it again as PNG and send that."


def size_of(data: bytes, media_type: str, limits: Limits) -> Size:
    """Width and height of a whole picture of an acceptable size. Raises RuleBroken."""
    try:
        (width, height), end = _MEASURES[media_type](data)
    except (struct.error, IndexError, ValueError):
        raise refused(CUT_SHORT) from None
    if not width or not height:
        raise refused(CUT_SHORT)
    if width * height > limits.pixels:
        most = limits.pixels // 1_000_000
        raise refused(f"The picture is {width} × {height} pixels, and the most is {most} million; send a smaller one.")
    _check_rest(data, end)
    return width, height


def _check_rest(data: bytes, end: int) -> None:
    """A camera may put a second picture or notes of its own behind a JPEG; nothing else may stand anywhere."""
    rest = data[end:]
    if _WEB_CODE.search(data) or signatures.sign_of(rest) or rest.startswith((signatures.ARCHIVE, b"%PDF-")):
        raise refused(_MIXED)
    if rest.strip(b"\x00\r\n ") and not data.startswith(b"\xff\xd8\xff"):
        raise refused(_MIXED)


def _png(data: bytes) -> tuple[Size, int]:
    place, size, packed = 8, (0, 0), False
    for _ in range(_MOST_BLOCKS):
        length, kind = struct.unpack_from(">I4s", data, place)
        end = place + 12 + length
        if struct.unpack_from(">I", data, end - 4)[0] != zlib.crc32(memoryview(data)[place + 4 : end - 4]):
            raise ValueError("a chunk is not what it was")
        if kind == b"IHDR":
            size = struct.unpack_from(">2I", data, place + 8)
        packed = packed or kind == b"IDAT"
        if kind == b"IEND" and packed:
            return size, end
        place = end
    raise ValueError("too many chunks")


def _jpeg(data: bytes) -> tuple[Size, int]:
    place, size = 2, (0, 0)
    for _ in range(_MOST_BLOCKS):
        found = _JPEG_MARK.search(data, place)
        if found is None:
            break
        kind = data[found.start() + 1]
        if kind == 0xD9:
            return size, found.end()
        (length,) = struct.unpack_from(">H", data, found.end())
        if kind in _JPEG_SIZES:
            height, width = struct.unpack_from(">2H", data, found.end() + 3)
            size = (max(size[0], width), max(size[1], height))
        place = found.end() + length
    raise ValueError("no end")


def _gif(data: bytes) -> tuple[Size, int]:
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    place = 13 + _colours(flags)
    for _ in range(_MOST_BLOCKS):
        kind = data[place]
        if kind == 0x3B:
            return (width, height), place + 1
        if kind == 0x2C:
            left, top, wide, high, flags = struct.unpack_from("<4HB", data, place + 1)
            width, height = max(width, left + wide), max(height, top + high)
            place = _after_blocks(data, place + 11 + _colours(flags))
        elif kind == 0x21:
            place = _after_blocks(data, place + 2)
        else:
            raise ValueError("no block begins so")
    raise ValueError("too many blocks")


def _colours(flags: int) -> int:
    """Bytes of the table of colours that the flags announce."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(data: bytes, place: int) -> int:
    for _ in range(_MOST_BLOCKS):
        length = data[place]
        place += length + 1
        if not length:
            return place
    raise ValueError("too many blocks")


def _webp(data: bytes) -> tuple[Size, int]:
    length, _, kind = struct.unpack_from("<I4s4s", data, 4)
    end = 8 + length
    if end > len(data):
        raise ValueError("cut short")
    if kind == b"VP8X":
        size = int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    elif kind == b"VP8L" and data[20] == 0x2F:
        bits = int.from_bytes(data[21:25], "little")
        size = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    elif kind == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        wide, high = struct.unpack_from("<2H", data, 26)
        size = wide & 0x3FFF, high & 0x3FFF
    else:
        raise ValueError("no picture begins so")
    return size, end + (length & 1 and end < len(data))


_MEASURES: dict[str, Callable[[bytes], tuple[Size, int]]] = {
    "image/png": _png,
    "image/jpeg": _jpeg,
    "image/gif": _gif,
    "image/webp": _webp,
    "image/tiff": tiff.measure,
}
