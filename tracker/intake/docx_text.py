"""DOCX: opened by python-docx; its paragraphs and tables in the order of the document, one paragraph a line.

python-docx itself leaves out what stands in text boxes, content controls and tracked insertions. Words that a reader
of the document sees must be found here too, so the tree that it opened is walked here. What was deleted is left out.
"""

import io
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from lxml.etree import LxmlError

from tracker.intake import clean_text, package_parts, zip_directory
from tracker.intake.document_content import CUT_SHORT, Document, Limits, refused
from tracker.intake.sniffing import MediaType

_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_TEXT, _SYMBOLS = qn("w:t"), {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "\u2011"}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = {_FALLBACK, qn("w:del"), qn("w:moveFrom"), qn("w:rPr"), qn("w:pPr"), qn("w:sectPr"), qn("w:instrText")}
_BEFORE, _AFTER = ("header",), ("footnotes", "endnotes", "comments", "footer")
_FAULTS = (OpcError, KeyError, ValueError, AttributeError, TypeError, IndexError, LxmlError)


def read(data: bytes, media: MediaType, limits: Limits) -> Document:
    """The text of a document, once all its parts have been looked at."""
    package_parts.check(data, zip_directory.parts_of(data, limits))
    try:
        document = docx.Document(io.BytesIO(data))
        text = clean_text.clean("\n".join(_lines(document.part)))
        about = document.core_properties
        title, language, dated = about.title, about.language, about.created.isoformat() if about.created else ""
    except _FAULTS as error:
        if "memory" in str(error).casefold():
            raise MemoryError from None
        raise refused(CUT_SHORT) from None
    troubles = [clean_text.lost(text), "" if text.strip() else "The document holds no text."]
    if _has_chunks(document.part):
        troubles.append("Parts of the document are other files, whose text was not read.")
    return Document(
        media.name,
        text,
        "python-docx",
        version("python-docx"),
        title=clean_text.title(title),
        language=clean_text.language(language),
        dated=clean_text.dated(dated),
        trouble=" ".join(filter(None, troubles)),
    )


def _lines(part: Any) -> Iterator[str]:
    """Headers, the text itself, notes, comments, footers: each text once."""
    seen: set[str] = set()
    for kinds in (_BEFORE, None, _AFTER):
        if kinds is None:
            yield from _blocks(part.element)
            continue
        for text in _beside(part, kinds):
            if text.strip() and text not in seen:
                seen.add(text)
                yield text


def _beside(part: Any, kinds: tuple[str, ...]) -> Iterator[str]:
    for kind in kinds:
        for relation in part.rels.values():
            if not relation.is_external and relation.reltype.endswith(f"/{kind}"):
                yield "\n".join(_blocks(parse_xml(relation.target_part.blob)))


def _has_chunks(part: Any) -> bool:
    return any(relation.reltype.endswith("/aFChunk") for relation in part.rels.values())


def _blocks(element: Any) -> Iterator[str]:
    """The paragraphs and rows of tables in an element, in order. Text boxes follow the paragraph they hang on."""
    for child in element:
        if child.tag == _PARAGRAPH:
            yield "".join(_words(child))
            yield from _boxes(child)
        elif child.tag == _TABLE:
            yield from _rows(child)
        elif child.tag not in _LEFT_OUT:
            yield from _blocks(child)


def _rows(table: Any) -> Iterator[str]:
    """Each row of a table on a line, its cells parted by tabs."""
    for row in table.iter(_ROW):
        if next(row.iterancestors(_TABLE)) is table:
            cells = [cell for cell in row.iter(_CELL) if next(cell.iterancestors(_ROW)) is row]
            yield "\t".join("\n".join(_blocks(cell)) for cell in cells)


def _words(element: Any) -> Iterator[str]:
    """The words of a paragraph, without those of text boxes in it."""
    for child in element:
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag in _SYMBOLS:
            yield _SYMBOLS[child.tag]
        elif child.tag != _PARAGRAPH and child.tag not in _LEFT_OUT:
            yield from _words(child)


def _boxes(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == _PARAGRAPH:
            yield "".join(_words(child))
            yield from _boxes(child)
        elif child.tag not in _LEFT_OUT:
            yield from _boxes(child)
