"""Footnotes: a part of the package of their own, for which python-docx has no words.

Word asks for the two separators, for a style of the text and of the number, and for both in the settings; a note that
no page refers to would be damage, so only those are written that were given.
"""

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.parts.document import DocumentPart

from tracker.exports.outline import Note, Run
from tracker.exports.word.elements import Element, made, paragraph, text_run
from tracker.exports.word.writing import Writing


def add(part: DocumentPart, writing: Writing) -> None:
    """Give the document the notes that its pages refer to."""
    ends = [_end(-1, "separator"), _end(0, "continuationSeparator")]
    told = [_note(writing, writing.notes[number]) for number in sorted(writing.given)]
    name, content = PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES
    notes = Part(name, content, serialize_part_xml(made("footnotes", *ends, *told)), part.package)
    part.relate_to(notes, RELATIONSHIP_TYPE.FOOTNOTES)


def _end(number: int, kind: str) -> Element:
    about = made("pPr", made("spacing", after=0, line=240, lineRule="auto"))
    return made("footnote", made("p", about, made("r", made(kind))), type=kind, id=number)


def _note(writing: Writing, note: Note) -> Element:
    whole = (*note.runs, Run(" "), Run(f"See evidence {note.number}.", anchor=note.anchor))
    number = made("r", made("rPr", made("rStyle", val="FootnoteReference")), made("footnoteRef"))
    inside = [number, text_run(" "), *writing.words(whole)]
    return made("footnote", paragraph("FootnoteText", inside), id=note.number)
