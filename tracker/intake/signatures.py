"""First bytes by which a file shows what it is, whatever its name says.

`ACCEPTED` are the types that are read; text and HTML have no signature, and DOCX is told from other archives by its
parts. `REFUSED` says what everything else seems to be, and what a person can do instead.
"""

from collections.abc import Iterable
from typing import NamedTuple

ARCHIVE = b"PK\x03\x04"
ACCEPTED: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)

UNPACK = "take the document out of it and send that"
RESAVE = "save it as DOCX or PDF and send that"
REPICTURE = "save it as PNG or JPEG and send that"
UNLOCK = "save it as DOCX or PDF without a password and send that"
DOCUMENT = "send the document itself, as PDF, DOCX, HTML, plain text or picture"
TRANSCRIPT = "send a transcript as text, or a picture of the screen"

OLD_OFFICE = "in an old Office format (such as DOC or XLS) or has a password"
PICTURE, FONT = "a picture of a kind not kept", "a font"
HARMLESS_IN_DOCUMENTS = {PICTURE, FONT}


class Sign(NamedTuple):
    """Bytes at a place, what has them, and what to do instead."""

    at: int
    mark: bytes
    seems: str
    instead: str


def _signs(marks: Iterable[bytes], seems: str, instead: str, at: int = 0) -> list[Sign]:
    return [Sign(at, mark, seems, instead) for mark in marks]


_DOS = tuple(b"MZ" + rest for rest in (b"\x90\x00", b"P\x00", b"\x80\x00", b"x\x00", b"@\x00", b"\x00", b"\x01"))
_BZIP2 = tuple(b"BZh%d1AY&SY" % level for level in range(1, 10))
_MACH_O = (b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe")

REFUSED: tuple[Sign, ...] = (
    *_signs((*_DOS, *_MACH_O, b"\x7fELF", b"\xca\xfe\xba\xbe", b"\x00asm", b"dex\n0"), "a program", DOCUMENT),
    *_signs((b"#!",), "a script", DOCUMENT),
    *_signs((b"<?php", b"<?="), "a script", DOCUMENT),
    *_signs((b"L\x00\x00\x00\x01\x14\x02\x00",), "a shortcut", DOCUMENT),
    *_signs((b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",), OLD_OFFICE, UNLOCK),
    *_signs((b"{\\rt",), "a rich text (RTF) document", RESAVE),
    *_signs((b"%!PS", b"\xc5\xd0\xd3\xc6"), "a PostScript document", RESAVE),
    *_signs((b"AT&TFORM",), "a DjVu document", RESAVE),
    *_signs((b"ITSF\x03",), "a compiled help file", RESAVE),
    *_signs((b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"MSCF\x00", b"!<arch>\n", b"PK\x05\x06"), "an archive", UNPACK),
    *_signs((b"\x1f\x8b", *_BZIP2, b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", b"\x04\x22\x4d\x18"), "an archive", UNPACK),
    *_signs((b"ustar",), "an archive", UNPACK, at=257),
    *_signs((b"CD001",), "the image of a disk", UNPACK, at=32769),
    *_signs((b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"), PICTURE, REPICTURE, at=4),
    *_signs((b"8BPS\x00\x01", b"\x00\x00\x01\x00", b"\xd7\xcd\xc6\x9a"), PICTURE, REPICTURE),
    *_signs((b"II+\x00", b"MM\x00+", b"\x00\x00\x00\x0cjP  "), PICTURE, REPICTURE),
    *_signs((b"ftyp", b"moov", b"mdat"), "a video", TRANSCRIPT, at=4),
    *_signs((b"\x1aE\xdf\xa3", b"FLV\x01", b"\x00\x00\x01\xba"), "a video", TRANSCRIPT),
    *_signs(
        (b"ID3\x02", b"ID3\x03", b"ID3\x04", b"OggS\x00", b"fLaC\x00", b"\xff\xfb", b"#!AMR"),
        "a sound recording",
        TRANSCRIPT,
    ),
    *_signs((b"RIFF",), "a sound recording or a video", TRANSCRIPT),
    *_signs((b"SQLite format 3\x00",), "a database", DOCUMENT),
    *_signs((b"wOFF", b"wOF2", b"OTTO\x00", b"\x00\x01\x00\x00\x00"), FONT, DOCUMENT),
    *_signs((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff"), "text in UTF-32", "save it as UTF-8 and send that"),
)


def media_type(data: bytes) -> str:
    """The accepted type whose signature the bytes have, or nothing."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((name for mark, name in ACCEPTED if data.startswith(mark)), "")


def sign_of(data: bytes) -> Sign | None:
    """What the bytes are instead, where their signature tells."""
    return next((sign for sign in REFUSED if data.startswith(sign.mark, sign.at)), None)
