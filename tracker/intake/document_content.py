"""A document as it was read, what reading one may cost, and how one is refused."""

from dataclasses import dataclass

from tracker.domain.errors import RuleBroken


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost. A document that would cost more is refused, never read in part."""

    size: int = 25_000_000
    """Bytes of the file."""
    seconds: int = 20
    """Of reading, both by the clock on the wall and of the processor."""
    memory: int = 512 << 20
    """Bytes of address space that the reading process may take."""
    text: int = 20_000_000
    """Bytes of text, in UTF-8."""
    parts: int = 2_000
    """Parts of a DOCX file."""
    expansion: int = 20
    """How many times its packed size a part, or all parts together, may unpack to …"""
    expansion_from: int = 8 << 20
    """… once it unpacks to more bytes than this."""
    pixels: int = 100_000_000
    """Width times height of a picture."""


USUAL = Limits()

CUT_SHORT = "The file is damaged or cut short; get it again from where it came, and send that."


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read. What it says of itself (title, language, date) is as it says it, or empty.

    `text` is in Unicode NFC, with line feeds at line ends; the pages of a PDF are parted by form feeds.
    """

    media_type: str
    text: str
    extractor: str
    """The program that took the text out of the file …"""
    extractor_version: str
    """… and its version."""
    encoding: str = ""
    """That of a text or HTML file, as Python names it; empty for others."""
    title: str = ""
    language: str = ""
    """A language tag such as `en` or `zh-Hans`."""
    dated: str = ""
    """The day, month or year that the file gives as its date: of publication in HTML, of making in PDF and DOCX."""
    pages: int = 0
    """Pages of a PDF; 0 for what has none."""
    trouble: str = ""
    """What a reader of the text must know of it, in sentences: why there is none, or what may be wrong with it."""


def refused(sentence: str) -> RuleBroken:
    """The refusal of a file, to be raised."""
    return RuleBroken.at("source", "file", sentence)


def megabytes(count: int) -> str:
    """A number of bytes as people say it: `25 MB`."""
    return f"{max(1, -(-count // 1_000_000))} MB"
