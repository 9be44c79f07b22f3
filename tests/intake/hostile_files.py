"""Hostile files of other kinds: two things at once, the wrong thing, damaged ones, and floods of pixels."""

import io
import random
import struct
import tarfile
from collections.abc import Callable
from functools import partial

from tests.intake import files
from tests.intake.hostile_archives import OLE, PROGRAM, good, good_pdf

Make = Callable[[], bytes]

# Two things at once.

SCRIPT = b"<html><script>alert(1)</script></html>"


def gif_comment() -> bytes:
    """A picture with a page in its comment."""
    data = files.gif()
    return data[:19] + b"\x21\xfe" + bytes([len(SCRIPT)]) + SCRIPT + b"\x00" + data[19:]


POLYGLOTS: dict[str, Make] = {
    "a page before a PDF": lambda: SCRIPT + good_pdf(),
    "text before a PDF": lambda: b"Dear all,\n" * 50 + good_pdf(),
    "a page in the head of a PDF": lambda: good_pdf().replace(b"\n", b"\n%" + SCRIPT + b"\n", 1),
    "a page behind a PDF": lambda: good_pdf() + SCRIPT,
    "an archive behind a PDF": lambda: good_pdf() + files.packed({"a.class": b"a"}),
    "a picture that is a program": lambda: b"GIF89a/*" + files.gif()[8:] + b"*/=alert(1)//;",
    "a page in a comment of a GIF": gif_comment,
    "a page in a JPEG": lambda: files.jpeg()[:2] + files.segment(0xFE, SCRIPT) + files.jpeg()[2:],
    "a page in a PNG": lambda: files.png()[:33] + files.chunk(b"tEXt", SCRIPT) + files.png()[33:],
    "an archive behind a PNG": lambda: files.png() + good(),
    "an archive behind a JPEG": lambda: files.jpeg() + good(),
    "a PDF behind a WebP": lambda: files.webp() + good_pdf(),
    "a program behind a GIF": lambda: files.gif() + b"\x7fELF" + bytes(60),
    "a page before an archive": lambda: SCRIPT + good(),
    "a picture before an archive": lambda: files.tiff() + good(),
    "text behind a document": lambda: good() + SCRIPT,
    "content between a document's parts": lambda: with_gap(),
}


def with_gap() -> bytes:
    """The document with a page between its parts and the list of them."""
    data = good()
    end = data.rindex(b"PK\x05\x06")
    (first,) = struct.unpack("<I", data[end + 16 : end + 20])
    gap = SCRIPT * 2
    return data[:first] + gap + data[first : end + 16] + struct.pack("<I", first + len(gap)) + data[end + 20 :]


# The wrong thing under a good name. Names are never asked for, so that the bytes alone must tell.


def tar() -> bytes:
    """A tar archive of one file."""
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("report.pdf"))
    return held.getvalue()


def opened(start: bytes, length: int = 600) -> bytes:
    """A file that begins so; what follows is noise."""
    return start + random.Random(1).randbytes(length)  # noqa: S311  (the same noise each time)


MHTML = b"""From: <Saved by a browser>\r\nSubject: Report\r\nMIME-Version: 1.0
Content-Type: multipart/related;\r\n\ttype="text/html"\r\n\r\n<html></html>"""

STRANGERS: dict[str, Make] = {
    "Windows program": lambda: PROGRAM,
    "Linux program": partial(opened, b"\x7fELF\x02\x01\x01"),
    "macOS program": partial(opened, b"\xcf\xfa\xed\xfe"),
    "Java class": partial(opened, b"\xca\xfe\xba\xbe\x00\x00\x00\x3d"),
    "WebAssembly": partial(opened, b"\x00asm\x01\x00\x00\x00"),
    "shell script": lambda: b"#!/bin/sh\nrm -rf /\n",
    "PHP": lambda: b"<?php system($_GET['c']); ?>",
    "shortcut": partial(opened, b"L\x00\x00\x00\x01\x14\x02\x00"),
    "old Office document": lambda: OLE * 4,
    "rich text": lambda: b"{\\rtf1\\ansi Hello}",
    "PostScript": lambda: b"%!PS-Adobe-3.0\n(x) show\n",
    "RAR": partial(opened, b"Rar!\x1a\x07\x01\x00"),
    "7z": partial(opened, b"7z\xbc\xaf\x27\x1c"),
    "gzip": partial(opened, b"\x1f\x8b\x08\x00"),
    "bzip2": partial(opened, b"BZh91AY&SY"),
    "xz": partial(opened, b"\xfd7zXZ\x00"),
    "tar": tar,
    "empty archive": lambda: files.packed({}),
    "archive of a PDF": lambda: files.packed({"report.pdf": good_pdf()}),
    "spreadsheet": lambda: files.packed({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}),
    "presentation": lambda: files.packed({"[Content_Types].xml": b"<x/>", "ppt/presentation.xml": b"<x/>"}),
    "OpenDocument": lambda: files.packed({"mimetype": b"application/vnd.oasis.opendocument.text"}),
    "Java archive": lambda: files.packed({"META-INF/MANIFEST.MF": b"Main-Class: A", "A.class": b"a"}),
    "SVG": lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "XML": lambda: b'<?xml version="1.0"?><data/>',
    "web archive": lambda: MHTML,
    "HEIC picture": partial(opened, b"\x00\x00\x00\x18ftypheic"),
    "video": partial(opened, b"\x00\x00\x00\x18ftypmp42"),
    "sound": partial(opened, b"ID3\x04\x00"),
    "database": partial(opened, b"SQLite format 3\x00"),
    "UTF-32": lambda: "Report".encode("utf-32"),
    "UTF-16 without a mark": lambda: ("The workers will leave. " * 9).encode("utf-16-le"),
    "noise": partial(opened, b"\x93"),
    "nothing": lambda: b"",
}


# Damaged: cut short, or with a bit that fell over.

WHOLE: dict[str, Make] = {
    "DOCX": good,
    "PNG": lambda: files.png(40, 30),
    "JPEG": lambda: files.jpeg(40, 30),
    "GIF": lambda: files.gif(40, 30),
    "WebP": lambda: files.webp(40, 30),
    "TIFF": lambda: files.tiff(40, 30),
    "UTF-16 text": lambda: "Рабочие уедут до срока.".encode("utf-16")[:-1] + b"\x04",
}


def cut(make: Make, share: float) -> bytes:
    """The first part of a file; of text, an odd number of bytes."""
    data = make()
    length = int(len(data) * share)
    return data[: length | 1 if data.startswith(b"\xff\xfe") else length]


def flipped(make: Make, place: int, bit: int = 0) -> bytes:
    """A file in which one bit fell over."""
    data = bytearray(make())
    data[place] ^= 1 << bit
    return bytes(data)


def damaged_pdf(old: bytes, new: bytes) -> bytes:
    """A PDF with something in it overwritten."""
    assert old in good_pdf()
    return good_pdf().replace(old, new, 1)


def _flips(name: str, places: dict[str, int]) -> dict[str, Make]:
    return {f"{name} with a bit of {part} flipped": partial(flipped, WHOLE[name], n) for part, n in places.items()}


DAMAGED: dict[str, Make] = {
    **{
        f"{name} cut at {share:.0%}": partial(cut, make, share)
        for name, make in WHOLE.items()
        for share in (0.3, 0.6, 0.9)
    },
    **{f"PDF cut at {share:.0%}": partial(cut, good_pdf, share) for share in (0.01, 0.3, 0.6, 0.9)},
    **_flips("PNG", {"its width": 18, "its check": 30, "its pixels": 45, "its end": -6}),
    **_flips("DOCX", {"its first name": 31, "its first part": 120, "its list": -60, "its end": -10}),
    **_flips("GIF", {"its kind": 3, "its block": 19, "its end": -1}),
    **_flips("JPEG", {"its first mark": 2, "its end": -1}),
    **_flips("TIFF", {"its directory": 4, "its mark": 2}),
    **_flips("WebP", {"its kind": 12, "its name": 9}),
    "PDF with a wrong table": partial(damaged_pdf, b"0000000015 00000 n", b"9999999999 00000 n"),
    "PDF with a wrong start of its table": partial(damaged_pdf, b"startxref\n", b"startxref\n9"),
    "PDF without pages": partial(damaged_pdf, b"/Pages 2 0 R", b"/Pagez 2 0 R"),
    "PDF without a root": partial(damaged_pdf, b"/Root 1 0 R", b"/Roof 1 0 R"),
    "PDF in a circle": partial(damaged_pdf, b"/Kids[6 0 R]", b"/Kids[2 0 R]"),
    "UTF-8 text cut in a character": lambda: "Рабочие уедут до срока".encode()[:-1],
    "UTF-8 text with a bad byte": lambda: ("Рабочие уедут. " * 9).encode().replace("у".encode(), b"\xd1\x03", 1),
}


# Floods of pixels.

FLOODS: dict[str, Make] = {
    "PNG": lambda: files.png(65_500, 65_500),
    "PNG of the most that it can say": lambda: files.png(2**31 - 1, 2**31 - 1),
    "JPEG": lambda: files.jpeg(65_500, 65_500),
    "GIF": lambda: files.gif(65_535, 65_535),
    "WebP": lambda: files.webp(16_383, 16_383),
    "TIFF": lambda: files.tiff(2**32 - 1, 2**32 - 1),
    "one row too many": lambda: files.png(10_000, 10_001),
}
