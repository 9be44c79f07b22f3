r"""The sources of a report as BibTeX, for LaTeX and for reference managers; UTF-8, as biber and all of today read it.

Text is written by a table of our own: the encoder of the library changes forms of letters (NFC) and leaves ligatures.
What TeX would take for a command is written as the character it is, and `{}` parts what it would join, as `--` and ``.
"""

import re

from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.model import Entry, Field

from tracker.domain.report_copy import ReportCopy
from tracker.exports.references import Source, one_line, references

_COMMANDS = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{character: f"\\{character}" for character in "{}$&#%_"},
    }
)
_JOINED = re.compile("(?<=[-`',<>?!\"])(?=[-`',<>])")
_UNSAFE = re.compile(r"[\s{}\\]")


def render(copy: ReportCopy) -> bytes:
    """The report itself with its manifest as a note, then each source."""
    return write_string(Library([_entry(source) for source in references(copy)])).encode()


def _entry(source: Source) -> Entry:
    """A source. `url` is verbatim, as LaTeX reads it; every other field is text. An author is not taken apart."""
    found = {
        "title": f"{{{text(source.title)}}}",
        "author": f"{{{text(source.author)}}}" if source.author else "",
        "institution" if source.number else "publisher": text(source.publisher),
        "number": text(source.number),
        "date": "-".join(f"{part:02}" for part in source.parts),
        "year": text(str(source.parts[0]) if source.parts else source.published),
        "month": str(source.parts[1]) if len(source.parts) > 1 else "",
        "language": text(source.language),
        "url": _UNSAFE.sub(lambda found: f"%{ord(found[0]):02X}", one_line(source.address)),
        "annote": text("; ".join(source.notes)),
    }
    fields = [Field(name, value) for name, value in found.items() if value]
    return Entry("techreport" if source.number else "misc", source.key, fields)


def text(words: str) -> str:
    """Words as TeX text on one line: none of their characters is a command."""
    return _JOINED.sub("{}", one_line(words).translate(_COMMANDS))
