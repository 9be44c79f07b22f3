"""Where a text is read: a kept copy of a source, or what somebody pasted, which waits in their drafts."""

import re
from dataclasses import dataclass
from typing import Any

from flask import flash, url_for

from tracker import clock
from tracker.domain.content import SourceContent
from tracker.services import captures, claims, reading_texts, revisions
from tracker.web.access import person
from tracker.web.session import records

_TOKEN = re.compile(r"(\d{1,4})@(?:text|(\d{1,6})/(.{1,200}))")
KEPT = "The text is kept as copy {} of its source."


@dataclass(frozen=True, slots=True)
class Place:
    """A copy of a source, by the source's key and the copy's number; without them, the text in one's drafts."""

    source: str = ""
    number: int = 0

    def address(self, proposal: int = 0) -> str:
        """The page on which it is read, at one of the proposals."""
        of = {"key": self.source, "number": self.number} if self.source else {}
        return url_for("readings.show", **of, _anchor=f"proposal-{proposal}" if proposal else None)

    def token(self, proposal: int) -> str:
        """Place and proposal, as a form carries them."""
        return f"{proposal}@{self.number}/{self.source}" if self.source else f"{proposal}@text"


def carried(token: str) -> tuple[Place, int] | None:
    """The place and the proposal that a form carries; None for a form that carries none."""
    found = _TOKEN.fullmatch(token)
    return (Place(found[3] or "", int(found[2] or 0)), int(found[1])) if found else None


def way_back(token: str) -> str:
    """The page and the proposal that a form carries; empty for a form that carries none."""
    found = carried(token)
    return found[0].address(found[1]) if found else ""


@dataclass(frozen=True, slots=True)
class Material:
    """A text, where it is read, the source that it is of, and the day and language by which it is read.

    `trouble` says what a reader must know of the text, such as an encoding that was guessed.
    """

    place: Place
    text: str
    source: SourceContent
    published: str
    language: str
    capture: Any = None
    trouble: str = ""


def of_copy(key: str, number: int) -> Material:
    """A kept copy of a source. Raises NotFound."""
    capture = captures.get(records(), source=key, number=number)
    source = revisions.source_content(capture.source)
    text = captures.text_of(records(), capture)
    language = capture.language or source.language
    return Material(Place(key, number), text, source, source.published, language, capture, capture.trouble)


def of_draft() -> Material | None:
    """The text that waits in the drafts of whoever is signed in."""
    fields = reading_texts.waiting(records(), user=person().id)
    if not fields:
        return None
    source = reading_texts.source_of(records(), fields)
    published = fields.get("published") or source.published
    language, trouble = fields.get("language") or source.language, fields.get("trouble", "")
    return Material(Place(), fields["pasted"], source, published, language, trouble=trouble)


def settled(token: str, claim: str) -> str:
    """The next proposal, after a claim was saved from a text; that is kept as a copy if it still waited in the drafts.

    Empty for a claim that was not read out of a text.
    """
    found = carried(token)
    if found is None:
        return ""
    place, proposal = found
    if not place.source:
        place = _recorded(claim)
    return place.address(proposal + 1) if place else ""


def _recorded(claim: str) -> Place | None:
    source = claims.show(records(), key=claim).citations[-1].source.key
    kept = reading_texts.record(records(), user=person().id, source=source, at=clock.now())
    if kept is None:
        return None
    flash(KEPT.format(kept.number))
    return Place(source, kept.number)
