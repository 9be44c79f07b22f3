"""A document while it is written: what has a bookmark, which notes have been given, and words as runs."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tracker.exports.glyphs import typed
from tracker.exports.outline import Note, Outline, Run, Runs, anchors, plain
from tracker.exports.tones import INKS
from tracker.exports.word.directions import is_from_right, is_wholly_from_right, stretches
from tracker.exports.word.elements import Element, link, made, paragraph, text_run

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_EAST_ASIAN = {"zh", "ja", "ko"}


@dataclass(slots=True)
class Writing:
    """What the parts of one document share.

    `bookmarks` are the names by the anchors of the outline: a word processor takes neither hyphens nor long names.
    `given` are the numbers of the notes that stand at the foot of a page already.
    """

    bookmarks: dict[str, str]
    notes: dict[int, Note]
    given: dict[int, None] = field(default_factory=dict)
    _ids: int = 0

    @classmethod
    def of(cls, made: Outline) -> "Writing":
        """The writing of an outline, with nothing written yet."""
        names = {anchor: f"_Block{number}" for number, anchor in enumerate(anchors(made), 1)}
        return cls(names, {note.number: note for note in made.notes})

    def block(self, style: str, runs: Runs, *, anchor: str = "") -> Element:
        """A paragraph of words, with the bookmark of its anchor around them. One that is strong throughout leads on."""
        from_right = is_wholly_from_right(plain(runs))
        inside = self.marked(self.bookmarks.get(anchor, ""), list(self.words(runs, from_right=from_right)))
        leads = all(run.strong for run in runs)
        return paragraph(style, inside, from_right=from_right, leads=leads)

    def quote(self, runs: Runs) -> Element:
        """Somebody's words, set off on the side from which they are read."""
        from_right = is_from_right(plain(runs))
        style = "QuoteRightToLeft" if from_right else "Quote"
        return paragraph(style, self.words(runs, from_right=from_right), from_right=from_right)

    def marked(self, name: str, inside: list[Element]) -> list[Element]:
        """Elements with a bookmark around them; as they are without a name."""
        if not name:
            return inside
        number = self.next_id()
        return [made("bookmarkStart", id=number, name=name), *inside, made("bookmarkEnd", id=number)]

    def next_id(self) -> int:
        """A number that nothing else in the document has."""
        self._ids += 1
        return self._ids

    def words(self, runs: Iterable[Run], *, from_right: bool = False) -> Iterator[Element]:
        """The runs in order; a note stands after its words, and a comma between two notes."""
        after_note = False
        for run in runs:
            yield from self._run(run, from_right=from_right)
            if run.note:
                if after_note and not run.text:
                    yield raised(",")
                yield self._note(run.note)
            after_note = bool(run.note)

    def _run(self, run: Run, *, from_right: bool) -> Iterator[Element]:
        target = self.bookmarks.get(run.anchor, "")
        said = [
            text_run(part, *_manner(run, is_link=bool(target), right=right))
            for part, right in stretches(typed(run.text), from_right=from_right)
        ]
        if target and said:
            yield link(target, *said)
        else:
            yield from said

    def _note(self, number: int) -> Element:
        """The note itself where it is the next one, else its number, which leads to the evidence.

        Word processors count the notes themselves, and the evidence is numbered once for the whole report, in the order
        in which cells name it. A note that comes out of turn (below a drawing, say) would get another number than it
        has in the evidence, so it waits for its turn. A mark of our own in place of the count is no way out:
        LibreOffice prints it twice.
        """
        if number in self.notes and number == len(self.given) + 1:
            self.given[number] = None
            return made("r", _numbered(), made("footnoteReference", id=number))
        target = self.bookmarks.get(f"note-{number}", "")
        return link(target, raised(str(number))) if target else raised(str(number))


def raised(text: str) -> Element:
    """Text as the number of a note."""
    return text_run(text, made("rStyle", val="FootnoteReference"))


def _numbered() -> Element:
    return made("rPr", made("rStyle", val="FootnoteReference"))


def _manner(run: Run, *, is_link: bool, right: bool) -> Iterator[Element]:
    if is_link and not run.tone:
        yield made("rStyle", val="Hyperlink")
    if run.strong:
        yield from (made("b"), made("bCs"))
    if run.tone in INKS:
        yield made("color", val=INKS[run.tone])
    if right:
        yield made("rtl")
    if _TAG.fullmatch(run.language):
        yield made("lang", **{_place(run.language, right=right): run.language})


def _place(language: str, *, right: bool) -> str:
    if right:
        return "bidi"
    return "eastAsia" if language.partition("-")[0].lower() in _EAST_ASIAN else "val"
