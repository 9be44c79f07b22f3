"""What a file is, by its content alone; its name and what a browser says of it are never asked.

Everything here looks at bytes without unpacking any. A file that is two things at once is refused, since two programs
would show two different documents.
"""

import re
from dataclasses import dataclass

from tracker.intake import encodings, pictures, signatures, zip_directory
from tracker.intake.document_content import CUT_SHORT, USUAL, Limits, megabytes, refused

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HTML, PDF, TEXT = "text/html", "application/pdf", "text/plain"

_HEAD = 4_096
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x0b\x1b")) + b"\x7f"
_FEW_CONTROLS, _MOST_CONTROLS = 4, 0.01
_BEFORE = r"(?>\s+|<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|<!doctype[^>\[]*>)*+"
_PAGE = re.compile(
    _BEFORE
    + r"<(?:html|head|body|title|meta|link|base|style|script|main|article|section|header|div|p|h[1-6]|table|ul|ol|"
    r"span|a|b|i|font|center|br|img|iframe|blockquote|pre|form)\b",
    re.IGNORECASE | re.DOTALL,
)
_DOCTYPE = re.compile(r"(?>\s+|<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z))*+<!doctype\s+html\b", re.IGNORECASE | re.DOTALL)
_ROOT = re.compile(_BEFORE + r"<(?:[\w.-]+:)?([\w.-]+)", re.IGNORECASE | re.DOTALL)
_ENTITIES = re.compile(r"<!doctype[^>\[]*\[|<!entity\b", re.IGNORECASE)
_WEB_ARCHIVE = re.compile(r"(?:[\w-]+:.*\n(?:[ \t].*\n)*)*?content-type:\s*multipart/related", re.IGNORECASE)
_CODE = re.compile(rb"<(?:script|html|svg|iframe|\?php|!doctype)\b|\x7fELF|This program cannot be run", re.IGNORECASE)
_PDF_BODY = re.compile(rb"%PDF-[12]\.\d")
_MIXED = "The file is {} and something else at once; open it, save it again as PDF and send that."

_PROGRAMS = {"vbaproject.bin", "vbadata.xml", "vbaprojectsignature.bin", "vbaproject.bin.rels"}
_EMBEDDED = re.compile(r"(?:^|/)(?:embeddings|activex|oleobjects?)/|oleobject|\.(?:exe|dll|js|vbs|bat|ps1|jar|zip)$")
_KINDS = (
    ("xl/", "a spreadsheet"),
    ("ppt/", "a presentation"),
    ("visio/", "a drawing"),
    ("mimetype", "an OpenDocument file or an electronic book"),
    ("meta-inf/manifest.mf", "a program"),
    ("androidmanifest.xml", "a program"),
)


@dataclass(frozen=True, slots=True)
class MediaType:
    """What a file is: its media type, the encoding of a text, and whether that encoding is certain."""

    name: str
    encoding: str = ""
    is_certain: bool = True


def media_type_of(data: bytes, *, limits: Limits = USUAL) -> MediaType:
    """The type of a file that is read. Raises RuleBroken, which says what another file seems to be."""
    if not data:
        raise refused("The file is empty; choose it again, or get it again from where it came.")
    if len(data) > limits.size:
        size, most = megabytes(len(data)), megabytes(limits.size)
        raise refused(f"The file has {size}, and the most is {most}; send it in smaller parts.")
    if data.startswith(signatures.ARCHIVE):
        return _package(data, limits)
    name = signatures.media_type(data)
    sign = None if name else signatures.sign_of(data)
    if sign is not None:
        raise refused(f"The file is {sign.seems}; {sign.instead}.")
    _refuse_two_at_once(data, name)
    if name.startswith("image/"):
        pictures.size_of(data, name, limits)
    return MediaType(name) if name else _text(data)


def _package(data: bytes, limits: Limits) -> MediaType:
    """An archive that is a document. One with programs or other files in it is refused by their names already."""
    names = {part.name.casefold() for part in zip_directory.parts_of(data, limits)}
    if "[content_types].xml" not in names:
        raise refused(f"The file is {_archive(names)}; {_instead(names)}.")
    if any(name.rpartition("/")[2] in _PROGRAMS for name in names):
        raise refused("The document has macros (programs) in it; save it as DOCX without macros, or as PDF.")
    if any(_EMBEDDED.search(name) for name in names):
        raise refused("The document has other files inside it; save it as PDF and send that, and the files alone.")
    if "word/document.xml" not in names:
        raise refused(f"The file is {_archive(names)}; {_instead(names)}.")
    return MediaType(DOCX)


def _archive(names: set[str]) -> str:
    """What an archive without a text document in it seems to be."""
    return next((seems for start, seems in _KINDS if any(name.startswith(start) for name in names)), "an archive")


def _instead(names: set[str]) -> str:
    seems = _archive(names)
    if seems == "an archive":
        return signatures.UNPACK
    return signatures.DOCUMENT if seems == "a program" else "save it as PDF and send that"


def _refuse_two_at_once(data: bytes, name: str) -> None:
    if name != PDF and _PDF_BODY.search(data[:1_024]) and b"endobj" in data:
        raise refused(_MIXED.format("a PDF"))
    if zip_directory.hides_archive(data):
        raise refused(_MIXED.format("an archive"))
    if name == PDF and (_CODE.search(data[:1_024]) or _CODE.search(data, max(0, data.rfind(b"%%EOF")))):
        raise refused(_MIXED.format("a PDF"))


def _text(data: bytes) -> MediaType:
    said = encodings.declared(data)
    if not said.startswith("utf-16"):
        _refuse_binary(data)
    encoding, is_certain = encodings.encoding_of(data, said=said)
    if said.startswith("utf-16") and encoding != said:
        raise refused(CUT_SHORT)
    head = data[: _HEAD * 4].decode(encoding, "replace")[:_HEAD]
    _refuse_markup(head)
    is_page = _DOCTYPE.match(head) or _PAGE.match(head)
    return MediaType(HTML if is_page else TEXT, encoding, is_certain)


def _refuse_binary(data: bytes) -> None:
    """Refuse what holds a zero byte, or a control character in more than one place of a hundred."""
    zeros = sorted((data[::2].count(0), data[1::2].count(0)))
    if zeros[1] * 4 > len(data) and zeros[0] * 10 < zeros[1]:
        raise refused("The file seems to be text in UTF-16 without its mark; save it as UTF-8 and send that.")
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if 0 in data or controls > max(_FEW_CONTROLS, _MOST_CONTROLS * len(data)):
        raise refused("The file is not text and of no kind that is known here; send it as PDF, DOCX, HTML or text.")


def _refuse_markup(head: str) -> None:
    """Pages are read as HTML, which knows no entities of a document's own; other markup is no document."""
    start = head.lstrip("\ufeff \t\r\n\f")
    if not start.startswith("<"):
        if _WEB_ARCHIVE.match(start):
            raise refused("The file is a web archive (MHTML); save the page as HTML or PDF and send that.")
        return
    if _ENTITIES.search(start):
        raise refused("The file defines abbreviations (entities), as attacks do; save it as PDF and send that.")
    root = _ROOT.match(start)
    if root and root[1].casefold() == "svg":
        raise refused("The file is an SVG drawing, which may have programs in it; save it as PNG and send that.")
    if start[:5].casefold() == "<?xml" and not (root and root[1].casefold() == "html"):
        raise refused("The file is XML data and not a document; save what it shows as PDF or HTML and send that.")
