"""The pages of one document, written from its outline: the first page, the chapters, the annex, and the notes."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from docx.document import Document

from tracker.exports.glyphs import typed
from tracker.exports.outline import (
    Block,
    Bullets,
    Drawing,
    Facts,
    Heading,
    Outline,
    Paragraph,
    Quote,
    Run,
    Table,
    words,
)
from tracker.exports.word import notes, pages, pictures, tables
from tracker.exports.word.elements import Element, field, paragraph, text_run
from tracker.exports.word.writing import Writing

_STYLES = {"body": "Normal", "small": "Small", "lead": "Lead", "warning": "Warning"}


class Body:
    """A document that is written from front to back; what it counts, it counts in that order."""

    def __init__(self, document: Document, made: Outline) -> None:
        self._document, self._made = document, made
        self._last = pages.heads(document, made)  # the properties of the last pages
        self._writing = Writing.of(made)
        self._width = pages.UPRIGHT
        self._headings, self._drawings = 0, 0
        self._captions = {"Table": 0, "Figure": 0}

    def write(self) -> None:
        """Everything, the notes last: only then is it known which ones the pages refer to."""
        self._add(self._front())
        self._add([pages.ending(sideways=False, heads=self._last)])
        sideways = self._chapters(pages.chapters([*self._made.body, *self._made.annex]))
        self._last[:] = []
        pages.page(self._last, sideways=sideways)
        notes.add(self._document.part, self._writing)

    def _chapters(self, chapters: list[list[Block]]) -> bool:
        """Write the chapters, on their side where they need it. Gives whether the last one lies."""
        sideways: bool | None = None
        for chapter in chapters:
            lies = pages.lies(chapter)
            if sideways not in (None, lies):
                self._add([pages.ending(sideways=not lies)])
            sideways, self._width = lies, pages.SIDEWAYS if lies else pages.UPRIGHT
            for block in chapter:
                self._add(self._block(block))
        return bool(sideways)

    def _add(self, elements: Iterable[Element]) -> None:
        for element in elements:
            self._last.addprevious(element)  # it stays at the end of the body, where its place is

    def _front(self) -> Iterator[Element]:
        made = self._made
        yield paragraph("Kicker", [text_run(typed(made.kicker))])
        yield self._writing.block("Title", words(made.title))
        if made.banner:
            yield paragraph("Banner", [text_run(typed(made.banner))])
        yield paragraph("Notice", [text_run(typed(made.notice))])
        for block in (made.facts, *made.summary):
            yield from self._block(block)
        headings = [one for one in (*made.body, *made.annex) if isinstance(one, Heading) and one.level == 1]
        yield pages.contents(headings)

    def _block(self, block: Block) -> Iterator[Element]:
        return _WAYS[type(block)](self, block)

    def _heading(self, block: Heading) -> Iterator[Element]:
        found = self._writing.block(f"Heading{block.level}", words(block.text), anchor=block.anchor)
        if block.level == 1:
            name, self._headings = pages.chapter(self._headings), self._headings + 1
            found[1:] = self._writing.marked(name, list(found[1:]))
        yield found

    def _paragraph(self, block: Paragraph) -> Iterator[Element]:
        style = "Entry" if block.anchor else _STYLES[block.style]
        yield self._writing.block(style, block.runs, anchor=block.anchor)

    def _bullets(self, block: Bullets) -> Iterator[Element]:
        return (self._writing.block("ListBullet", item) for item in block.items)

    def _quote(self, block: Quote) -> Iterator[Element]:
        yield self._writing.quote((Run(block.text, language=block.language),))

    def _facts(self, block: Facts) -> Iterator[Element]:
        yield from (tables.facts(self._writing, block, self._width), tables.gap())

    def _table(self, block: Table) -> Iterator[Element]:
        yield self._caption("Table", block.caption)
        yield from (tables.table(self._writing, block, self._width), tables.gap())

    def _drawing(self, block: Drawing) -> Iterator[Element]:
        yield self._caption("Figure", block.title)
        self._drawings += 1
        try:
            drawn = pictures.picture(self._document.part, block, self._drawings, self._width)
        except ValueError:  # what no program can draw is still said in words
            yield self._writing.block("Small", words(block.about))
        else:
            yield paragraph("Figure", [drawn])

    def _caption(self, label: str, text: str) -> Element:
        """A caption above what it names, numbered by the word processor as well, so that a list of them can be made."""
        self._captions[label] += 1
        number = field(rf"SEQ {label} \* ARABIC", str(self._captions[label]))
        return paragraph("Caption", [text_run(f"{label} "), *number, text_run(f". {typed(text)}")])


_WAYS: dict[type, Callable[[Body, Any], Iterator[Element]]] = {
    Heading: Body._heading,
    Paragraph: Body._paragraph,
    Bullets: Body._bullets,
    Quote: Body._quote,
    Facts: Body._facts,
    Table: Body._table,
    Drawing: Body._drawing,
}
