"""Takes encodings off bytes that strangers made. Output is counted while it comes, not as its head declares it.

Every refusal is a ValueError whose text goes on after "it": the caller knows what the bytes are.
"""

import re
import zlib
from collections.abc import Callable

FREE_BYTES = 8 * 2**20
"""How far anything may unfold, whatever its ratio."""

LARGEST_RATIO = 20
"""How many times its own size it may unfold to beyond that."""

MOST_MEMBERS = 50_000

_STEP_IN, _STEP_OUT = 2**14, 2**18
_GZIP, _ZLIB, _BARE = 31, 15, -15
_MOST_CODINGS = 2
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r\n")


class TooLarge(ValueError):
    """The bytes unfold further than they may."""

    def __init__(self) -> None:
        super().__init__("unfolds to too many bytes for its size.")


def gunzipped(data: bytes, *, limit: int) -> bytes:
    """What a gzip file holds, all its members one after another, `limit` bytes at most. Raises ValueError."""
    out, position, room = [], 0, allowance(len(data), limit)
    while position < len(data):
        part, position = _stream(data, position, _GZIP, room)
        out.append(part)
        room -= len(part)
        if len(out) > MOST_MEMBERS:
            raise ValueError(f"has more than {MOST_MEMBERS} compressed parts.")
    return b"".join(out)


def allowance(size: int, limit: int) -> int:
    """How many bytes may come out of `size` compressed ones."""
    return min(limit, max(FREE_BYTES, size * LARGEST_RATIO))


def _stream(data: bytes, position: int, wbits: int, room: int) -> tuple[bytes, int]:
    """One compressed stream from a position on, and the position behind it.

    It is fed in small pieces, since the library copies what it has left over at every step.
    """
    stream = zlib.decompressobj(wbits)
    out: list[bytes] = []
    part = b""
    while not stream.eof:
        piece = stream.unconsumed_tail
        if not piece:
            piece = data[position : position + _STEP_IN]
            position += len(piece)
        if not piece and not part:
            raise ValueError("ends in the middle of a compressed part.")
        part = _step(stream, piece)
        out.append(part)
        room -= len(part)
        if room < 0:
            raise TooLarge
    return b"".join(out), position - len(stream.unused_data)


def _step(stream: "zlib._Decompress", piece: bytes) -> bytes:
    try:
        return stream.decompress(piece, _STEP_OUT)
    except zlib.error:
        raise ValueError("has a damaged compressed part.") from None


def unchunked(data: bytes) -> bytes:
    """A body without the marks of its chunks. Raises ValueError where they do not add up."""
    out, position = [], 0
    while head := _CHUNK.match(data, position):
        start, size = head.end(), int(head[1], 16)
        if size == 0:
            return b"".join(out)
        out.append(data[start : start + size])
        position = start + size + 2
        if data[position - 2 : position] != b"\r\n":
            break
    raise ValueError("is not in chunks, or was cut off in one.")


def unencoded(data: bytes, codings: str, *, limit: int) -> bytes:
    """A body without its content codings, as a `Content-Encoding` header lists them. Raises ValueError.

    A body that does not begin as its coding does is taken as it is: archives often keep the header of a decoded body.
    """
    names = [name for part in codings.lower().split(",") if (name := part.strip()) not in ("", "identity")]
    if len(names) > _MOST_CODINGS:
        raise ValueError("is compressed more than twice.")
    for name in reversed(names):
        data = _coding(name)(data, limit)
    return data


def _coding(name: str) -> Callable[[bytes, int], bytes]:
    if name in ("gzip", "x-gzip"):
        return _ungzipped
    if name == "deflate":
        return _undeflated
    raise ValueError(f"is compressed with “{name[:20]}”, which is not read here.")


def _ungzipped(data: bytes, limit: int) -> bytes:
    return gunzipped(data, limit=limit) if data[:2] == b"\x1f\x8b" else data


def _undeflated(data: bytes, limit: int) -> bytes:
    """Deflate comes in two forms, with the head of zlib and without."""
    room = allowance(len(data), limit)
    if not data:
        return data
    try:
        return _stream(data, 0, _ZLIB, room)[0]
    except TooLarge:
        raise
    except ValueError:
        return _stream(data, 0, _BARE, room)[0]
