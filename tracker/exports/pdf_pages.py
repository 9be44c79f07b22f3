"""The blocks of a report as plain values for the template that sets them.

Tables share their contents: each is written once, and a cell names its place. Anchors become short names that are each
used once, notes say whether they are the first of their number, and every text is one that can be printed.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from tracker.exports import glyphs
from tracker.exports.cutting import sheets
from tracker.exports.outline import (
    Block,
    Bullets,
    Drawing,
    Facts,
    Heading,
    Note,
    Paragraph,
    Quote,
    Run,
    Runs,
    Table,
    TableCell,
)
from tracker.exports.volumes import Volume

Plain = dict[str, Any]

_LANGUAGE = re.compile(r"([a-z]{2,3})(?:-[A-Z][a-z]{3})?(?:-([A-Z]{2}))?(?![A-Za-z0-9])")
_LONG = re.compile(r"\S{73,}")
_LONG_IN_CELL = re.compile(r"\S{25,}")
_SIGN = re.compile("([✕⇄↺✓◐▲△■□◷◇∅⚑]) ")
_REFERENCE = re.compile(r"&#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}));")


class Pages:
    """A volume as the template reads it. `drawings` are its pictures; `shown` the characters without a glyph."""

    def __init__(self, volume: Volume, number: int) -> None:
        self.drawings: list[str] = []
        self.shown: set[str] = set()
        made = volume.made
        self._volume, self._made, self._number = volume, made, number
        self._blocks = (*made.body, *made.annex)
        self._targets = _targets((*made.summary, *self._blocks))
        self._placed: set[str] = set()
        self._noted: set[int] = set()
        self._level = 0
        self._after_heading = False

    def plain(self) -> Plain:
        """All that the template reads."""
        made, name = self._made, self._volume.name
        title = self._text(made.title)
        title = title if title.strip() else f"Report {self._number}"
        return {
            "title": f"{title} ({name})" if name else title,
            "author": self._text(made.author),
            "keywords": [made.mark, f"Report {self._number}", *([name] if name else [])],
            "running": f"Report {self._number}, {name[0].lower()}{name[1:]}" if name else f"Report {self._number}",
            "attachment": f"report-{self._number}.json",
            **{name: self._text(getattr(made, name)) for name in ("kicker", "banner", "notice")},
            "facts": self._facts(made.facts)["pairs"],
            "summary": [self._block(block) for block in made.summary],
            "sheets": [
                {"lying": lying, "blocks": [self._block(block) for block in blocks]}
                for lying, blocks in sheets(self._blocks)
            ],
            "notes": {str(note.number): self._footnote(note) for note in made.notes if note.number in self._noted},
        }

    def _footnote(self, note: Note) -> Plain:
        """The words of a note, and where its evidence stands: its name here, or the number of another volume."""
        elsewhere = self._volume.elsewhere.get(note.anchor, 0)
        return {"runs": self._runs(note.runs), "at": self._targets.get(note.anchor, ""), "volume": elsewhere}

    def _block(self, block: Block) -> Plain:
        made = self._WAYS[type(block)](self, block)
        self._after_heading = isinstance(block, Heading)
        return made

    def _heading(self, block: Heading) -> Plain:
        """No level is left out on the way down, and no heading is without words: PDF/UA forbids both."""
        self._level = min(block.level, self._level + 1)
        said = self._text(block.text)
        text = said if said.strip() else "—"
        return {"kind": "heading", "level": self._level, "text": text, **self._here(block.anchor)}

    def _paragraph(self, block: Paragraph) -> Plain:
        return {
            "kind": "paragraph",
            "runs": self._runs(block.runs),
            "style": block.style,
            "sticky": self._after_heading,
            **self._here(block.anchor),
        }

    def _bullets(self, block: Bullets) -> Plain:
        return {"kind": "bullets", "items": [self._runs(item) for item in block.items]}

    def _quote(self, block: Quote) -> Plain:
        way = "rtl" if glyphs.is_right_to_left(block.text) else "ltr"
        return {"kind": "quote", "text": self._text(block.text), "dir": way, **_language(block.language)}

    def _facts(self, block: Facts) -> Plain:
        return {"kind": "facts", "pairs": [[self._text(name), self._runs(runs)] for name, runs in block.pairs]}

    def _drawing(self, block: Drawing) -> Plain:
        self.drawings.append(self._seen(_REFERENCE.sub(_character, block.svg)))
        return {
            "kind": "drawing",
            "at": len(self.drawings) - 1,
            "caption": self._text(block.title),
            "alt": self._text(f"{block.title}. {block.about}"),
        }

    def _table(self, block: Table) -> Plain:
        pool: dict[Any, int] = {}
        cells = [pool.setdefault(cell, len(pool)) for row in block.rows for cell in row]
        return {
            "kind": "table",
            "caption": self._text(block.caption),
            "header": [self._text(name, _LONG_IN_CELL) for name in block.header],
            "widths": block.widths,
            "upright": block.upright,
            "across": 0.6 if len(block.header) < 3 else 1,
            "pool": [[self._runs(_toned(cell), _LONG_IN_CELL), cell.tone] for cell in pool],
            "cells": cells,
        }

    _WAYS: ClassVar[dict[type, Any]] = {
        Heading: _heading,
        Paragraph: _paragraph,
        Bullets: _bullets,
        Quote: _quote,
        Facts: _facts,
        Drawing: _drawing,
        Table: _table,
    }

    def _here(self, anchor: str) -> Plain:
        """The name by which a block is led to, at the first block that has the anchor."""
        if not anchor or anchor in self._placed:
            return {}
        self._placed.add(anchor)
        return {"at": self._targets[anchor]}

    def _runs(self, runs: Sequence[Run], long: re.Pattern[str] = _LONG) -> list[Any]:
        return [made for run in runs for made in (self._run(run, long), *self._elsewhere(run))]

    def _elsewhere(self, run: Run) -> Iterator[str]:
        """In which volume that stands to which the words would lead."""
        if run.anchor in self._volume.elsewhere and run.anchor not in self._targets:
            yield f" (volume {self._volume.elsewhere[run.anchor]})"

    def _run(self, run: Run, long: re.Pattern[str]) -> Any:
        said = self._text(run.text, long)
        made: Plain = {"b": True} if run.strong else {}
        made |= {"c": run.tone} if run.tone else {}
        made |= {"a": self._targets[run.anchor]} if run.anchor in self._targets else {}
        made |= _language(run.language) | self._note(run.note)
        return {"s": said, **made} if made else said

    def _note(self, number: int) -> Plain:
        if not number:
            return {}
        first = {} if number in self._noted else {"first": True}
        self._noted.add(number)
        return {"n": number, **first}

    def _text(self, text: str, long: re.Pattern[str] = _LONG) -> str:
        """The text as it can be printed: ends of lines in one way, and a place to break in a word that fills a line."""
        lines = re.sub("\r\n|[\r\u2028\u2029]", "\n", text).replace("\t", " ")
        return long.sub(_broken, _SIGN.sub("\\1\u00a0", glyphs.closed(self._seen(lines))))

    def _seen(self, text: str) -> str:
        """The text with what paper cannot hold by its number, of which the colophon is told."""
        self.shown.update(map(glyphs.name, glyphs.UNPRINTED.findall(text)))
        return glyphs.visible(text, glyphs.UNPRINTED)


def _toned(cell: TableCell) -> Runs:
    """The words of a cell; what leads somewhere has the tone of the cell, not that of a link."""
    return tuple(replace(run, tone=cell.tone) if run.anchor and not run.tone else run for run in cell.runs)


def _targets(blocks: Iterable[Block]) -> dict[str, str]:
    """A short name for each anchor that a block has."""
    anchors = (block.anchor for block in blocks if isinstance(block, Heading | Paragraph) and block.anchor)
    return {anchor: f"a{at}" for at, anchor in enumerate(dict.fromkeys(anchors))}


def _language(tag: str) -> Plain:
    """The language and the region of a tag, where it has them in the usual form."""
    found = _LANGUAGE.match(tag)
    if not found:
        return {}
    return {"l": found[1], **({"r": found[2]} if found[2] else {})}


def _character(found: re.Match[str]) -> str:
    """The character that a numeric reference of XML stands for; the five that XML needs stay as they are."""
    number = int(found[1], 16) if found[1] else int(found[2])
    return chr(number) if 0x7F < number < 0x110000 else found[0]


def _broken(found: re.Match[str]) -> str:
    return "\u200b".join(found[0][at : at + 24] for at in range(0, len(found[0]), 24))
