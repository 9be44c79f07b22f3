"""What a reviewer reads beside the record: the kept text around the quoted words, and all that is marked in it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.db.models import Anchor, Capture, Citation, ClaimRevision
from tracker.domain import quoting
from tracker.domain.marking import Mark, Paragraph, around, paragraphs
from tracker.domain.vocabulary import QuoteVerdict
from tracker.services import anchors, captures

QUOTED_HERE, QUOTED_ELSEWHERE, CITED = "this", "quotation", "cited"
"""Why words are marked: this claim quotes them, another claim does, or they name the resolution."""


@dataclass(frozen=True, slots=True)
class Pane:
    """A citation with the best kept text for it. `paragraphs` are those around its words; empty without a text.

    `is_whole` says whether they are the whole text.
    """

    citation: Citation
    verdict: QuoteVerdict
    anchor: Anchor | None = None
    capture: Capture | None = None
    paragraphs: tuple[Paragraph, ...] = ()
    is_whole: bool = True

    @property
    def whys(self) -> frozenset[str]:
        """Why words are marked in what is shown, so that a page can say what each look means."""
        return frozenset(mark.why for p in self.paragraphs for part in p.parts for mark in part.marks)


def panes(session: Session, *, revision: ClaimRevision, reach: int = 6) -> list[Pane]:
    """The citations of a loaded revision, in order, each with the kept text around its words."""
    return [_pane(session, revision, citation, reach) for citation in revision.citations]


def _pane(session: Session, revision: ClaimRevision, citation: Citation, reach: int) -> Pane:
    anchor = anchors.best(citation.anchors)
    capture = _capture(session, citation, anchor)
    if capture is None or capture.text is None:
        return Pane(citation, QuoteVerdict.UNCHECKED)
    text = captures.text_of(session, capture)
    marks = [*_marks(session, revision, capture, anchor), *_mentions(text, revision.cited_as)]
    whole = paragraphs(text, marks)
    middle = [mark for mark in marks if mark.why == QUOTED_HERE] or [mark for mark in marks if mark.why == CITED]
    near = around(whole, middle, reach=reach)
    verdict = anchor.verdict if anchor else QuoteVerdict.UNCHECKED
    return Pane(citation, verdict, anchor, capture, tuple(near), len(near) == len(whole))


def _capture(session: Session, citation: Citation, anchor: Anchor | None) -> Capture | None:
    """The copy in which the quotation stands best; without a quotation, the newest that has a text."""
    kept = captures.of_source(session, source_id=citation.source_id)
    if anchor is not None:
        return next(copy for copy in kept if copy.id == anchor.capture_id)
    return next((copy for copy in reversed(kept) if copy.text_id), None)


def quotations(found: Iterable[Anchor], why: str = QUOTED_ELSEWHERE) -> Iterator[Mark]:
    """A mark for each anchor that has a place, with the key of its claim."""
    for anchor in found:
        if anchor.start is not None and anchor.stop is not None:
            yield Mark(anchor.start, anchor.stop, why, anchor.citation.revision.claim.key)


def _marks(session: Session, revision: ClaimRevision, capture: Capture, own: Anchor | None) -> Iterator[Mark]:
    if own is not None and own.start is not None and own.stop is not None:
        yield Mark(own.start, own.stop, QUOTED_HERE, revision.claim.key)
    others = captures.quoted_in(session, capture)
    yield from quotations(anchor for anchor in others if anchor.citation.revision_id != revision.id)


def _mentions(text: str, cited_as: str) -> Iterator[Mark]:
    return (Mark(place.start, place.end, CITED) for place in quoting.mentions(text, cited_as))
