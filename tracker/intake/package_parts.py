"""The parts of a DOCX file, unpacked one by one and counted while they unpack, before a library opens the file.

A list of parts can lie about their sizes; so the bytes are counted, and a part that would be larger than it says is
refused at that byte. No part may declare a document type, since entities come with it, or be a file of its own.
"""

import re
import zlib
from collections.abc import Iterable

from tracker.intake import signatures
from tracker.intake.document_content import CUT_SHORT, refused
from tracker.intake.zip_directory import Part

_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)\b", re.IGNORECASE)
_ENCODING = re.compile(rb"""^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_PROGRAMS = re.compile(rb"macroEnabled|vbaProject|ms-office\.activeX", re.IGNORECASE)
_XML = (".xml", ".rels", ".vml")
_RESAVE = "open it, save it again as DOCX or PDF and send that."


def check(data: bytes, parts: Iterable[Part]) -> None:
    """Unpack and look at every part of a file. Raises RuleBroken with the first fault."""
    for part in parts:
        content = unpacked(data, part)
        if _is_file(content):
            raise refused("The document has other files inside it; save it as PDF and send that, and the files alone.")
        if part.name.casefold().endswith(_XML) or content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            _check_xml(part, content)


def _is_file(content: bytes) -> bool:
    """Whether a part is a file of its own. Old documents have pictures in kinds that are not kept alone."""
    sign = signatures.sign_of(content)
    is_other = sign is not None and sign.seems not in signatures.HARMLESS_IN_DOCUMENTS
    return is_other or content.startswith((signatures.ARCHIVE, b"%PDF-"))


def unpacked(data: bytes, part: Part) -> bytes:
    """The bytes of a part. Raises RuleBroken when they are not what the list of parts says."""
    packed = data[part.at : part.at + part.packed]
    if part.is_deflated:
        packed = _inflated(packed, part.size)
    if len(packed) != part.size or zlib.crc32(packed) != part.crc:
        raise refused(CUT_SHORT)
    return packed


def _inflated(packed: bytes, size: int) -> bytes:
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        found = stream.decompress(packed, size + 1)
    except zlib.error:
        raise refused(CUT_SHORT) from None
    if len(found) > size:
        raise refused(f"A part of the file unpacks to more than it says, as an attack would; {_RESAVE}")
    if not stream.eof or stream.unused_data:
        raise refused(CUT_SHORT)
    return found


def _check_xml(part: Part, content: bytes) -> None:
    encoding = _ENCODING.match(content)
    if b"\x00" in content or (encoding and encoding[1].lower() not in (b"utf-8", b"us-ascii")):
        raise refused(f"A part of the file is not in UTF-8, as documents are; {_RESAVE}")
    if _DECLARATION.search(content):
        raise refused(f"A part of the file defines abbreviations (entities), as attacks do; {_RESAVE}")
    tells_kinds = part.name.casefold().endswith((".rels", "[content_types].xml"))
    if tells_kinds and _PROGRAMS.search(content):
        raise refused("The document has macros (programs) in it; save it as DOCX without macros, or as PDF.")
