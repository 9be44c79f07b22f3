"""The source behind a record of the law: which may be named, and how its words stand in what is kept of it."""

from sqlalchemy.orm import Session

from tracker.db.models import LawChange, Source
from tracker.domain import quoting
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.law_changes import Proposed
from tracker.domain.vocabulary import Publication, QuoteVerdict
from tracker.services import anchors, captures, sources

NONE_KEPT = "No copy of this source is kept. Keep one first, so that its words can be found in it."
RESTRICTED = "This source is restricted. Name one that everybody may read."
NOT_THERE = "These words do not stand in the kept text of the source. Quote them as they stand there."


def cited(session: Session, *, proposed: Proposed) -> Source:
    """The source that a proposed record names.

    Raises RuleBroken at its field for one that is unknown, restricted or not kept, and for words that are not in it. A
    kept copy without a text, such as a scan, can only be read by the second person.
    """
    try:
        source = sources.get(session, key=proposed.source)
    except NotFound as error:
        raise RuleBroken("law_change", *error.problems) from error
    if source.publication is not Publication.PUBLIC:
        raise RuleBroken.at("law_change", "source", RESTRICTED)
    if not captures.of_source(session, source_id=source.id):
        raise RuleBroken.at("law_change", "source", NONE_KEPT)
    if _verdict(session, source, proposed.quotation) in (QuoteVerdict.NEAR, QuoteVerdict.NOT_FOUND):
        raise RuleBroken.at("law_change", "quotation", NOT_THERE)
    return source


def verdict(session: Session, *, row: LawChange) -> QuoteVerdict | None:
    """How the words that a record quotes stand in what is kept of its source; None where it names no source.

    Where the store has lost a copy, that is not checked.
    """
    try:
        return _verdict(session, row.source, row.quotation) if row.source else None
    except NotFound:
        return QuoteVerdict.UNCHECKED


def _verdict(session: Session, source: Source, quotation: str) -> QuoteVerdict:
    copies = captures.of_source(session, source_id=source.id)
    texts = (captures.text_of(session, copy) for copy in copies if copy.text_id)
    found = [quoting.anchor(text, quotation).verdict for text in texts]
    return min(found, key=anchors.ORDER.index, default=QuoteVerdict.UNCHECKED)
