"""Smaller answers, without telling a listener what they hold.

Whoever can make a reader's browser ask for an address of their choosing and see how long the answer is can guess a
secret in it, if what they put into the address is compressed together with the secret (the attack called BREACH).
Two things stand against it. An answer to a request that another site began is not compressed at all. And the token
of the page's forms lies in the compressed page as it is: it is in no match, and no match reaches across it.
"""

import struct
import zlib
from collections.abc import Iterator

from flask import Flask, Response, g, request

from tracker.web.guard import is_foreign

LEAST = 2_000
"""Smaller bodies are not worth it."""

LEVEL = 3
"""Of zlib. Most answers are read once: level 6 makes them a fifth smaller, and takes twice to four times as long."""

KINDS = frozenset({"text/html", "application/json", "text/csv"})
_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"


def init(app: Flask) -> None:
    """Compress what views answer, if the browser takes it. Register it so that it runs after whoever may change it."""
    app.after_request(compress)


def compress(response: Response) -> Response:
    """Compress an answer that is worth it; one that streams, or is compressed already, is left alone."""
    if response.mimetype not in KINDS or response.is_streamed or response.direct_passthrough:
        return response
    response.vary.add("Accept-Encoding")
    if "Content-Encoding" in response.headers or len(body := response.get_data()) < LEAST or not is_wanted():
        return response
    response.set_data(gzipped(body))
    return label(response)


def is_wanted() -> bool:
    """Whether the present request may be answered compressed: its browser takes it, and no other site began it."""
    return request.accept_encodings["gzip"] > 0 and not is_foreign()


def label(response: Response) -> Response:
    """Say that the body is compressed."""
    response.headers["Content-Encoding"] = "gzip"
    return response


def is_compressed(body: bytes) -> bool:
    """Whether a body was compressed here. No text begins as a compressed one does."""
    return body.startswith(_HEADER)


def plain(body: bytes) -> bytes:
    """What was compressed."""
    return zlib.decompress(body, wbits=zlib.MAX_WBITS | 16)


def gzipped(body: bytes) -> bytes:
    """The body compressed, with the token of this request's forms, if one was made, set apart."""
    token: str = g.get("csrf_token", "")
    return apart(body, token.encode())


def apart(body: bytes, secret: bytes = b"") -> bytes:
    """The body compressed by gzip; wherever it holds the secret, that lies in a stored block of its own."""
    trailer = struct.pack("<II", zlib.crc32(body), len(body) & 0xFFFFFFFF)
    return b"".join((_HEADER, *_blocks(body, secret), trailer))


def _blocks(body: bytes, secret: bytes) -> Iterator[bytes]:
    pieces = body.split(secret) if secret else [body]
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    stored = struct.pack("<BHH", 0, len(secret), len(secret) ^ 0xFFFF) + secret
    for piece in pieces[:-1]:
        yield packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH) + stored
    yield packer.compress(pieces[-1]) + packer.flush()
