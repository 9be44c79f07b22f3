"""A report as a document for word processors (OOXML): its headings, footnotes, bookmarks and links are real ones.

What it looks like stands in `word/styles.xml`, so whoever edits the file changes a style and not a thousand words. The
same copy gives the same bytes: numbers are counted, times are the instant of freezing, and the ZIP is written anew.
"""

import io
from datetime import UTC
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.parser import parse_xml

from tracker.domain.report_copy import ReportCopy
from tracker.exports.glyphs import typed
from tracker.exports.outline import Outline
from tracker.exports.outlining import outline
from tracker.exports.word.body import Body
from tracker.exports.word.elements import Element
from tracker.exports.zipped import unzipped, zipped

ROOM = Path(__file__).parent / "word"
LONGEST_PROPERTY = 255
"""How many characters a property of a file may have."""

_KEPT = {RELATIONSHIP_TYPE.STYLES, RELATIONSHIP_TYPE.SETTINGS, RELATIONSHIP_TYPE.THEME, RELATIONSHIP_TYPE.NUMBERING}


def render(copy: ReportCopy) -> bytes:
    """The document."""
    made = outline(copy)
    document = _blank()
    _describe(document, copy, made)
    Body(document, made).write()
    out = io.BytesIO()
    document.save(out)
    return zipped(unzipped(out.getvalue()), at=copy.document.frozen_at)


def _blank() -> Document:
    """An empty document in our styles, without anything of the template that it was opened from."""
    document = docx.Document()
    package: Any = document.part.package
    for rels, kept in ((document.part.rels, _KEPT), (package.rels, {RELATIONSHIP_TYPE.OFFICE_DOCUMENT})):
        for name in [name for name, found in rels.items() if found.reltype not in kept]:
            rels.pop(name)
    _replace(document.styles.element, "styles.xml")
    _replace(document.settings.element, "settings.xml")
    _replace(document.part.numbering_part.element, "numbering.xml")
    document.element.body.clear_content()
    return document


def _replace(element: Element, name: str) -> None:
    element[:] = list(parse_xml((ROOM / name).read_bytes()))


def _describe(document: Document, copy: ReportCopy, made: Outline) -> None:
    about, at = document.core_properties, copy.document.frozen_at.astimezone(UTC).replace(tzinfo=None)
    about.title, about.subject, about.author = map(_property, (made.title, made.kicker, made.author))
    about.last_modified_by, about.comments = _property(made.author), _property(made.notice)
    about.identifier, about.language, about.category = made.mark, "en-GB", copy.document.kind.label
    about.created = about.modified = at.replace(microsecond=0)
    about.revision = 1


def _property(text: str) -> str:
    told = typed(text)
    return told if len(told) <= LONGEST_PROPERTY else f"{told[: LONGEST_PROPERTY - 1]}…"
