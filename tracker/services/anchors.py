"""Anchors: find quotations in kept texts when a claim is saved or a copy arrives, and find them again to check.

An anchor is made once for each citation and each kept text. Neither ever changes, so a second look must give the same;
`differences` says where it does not.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from tracker.db.engine import kept_files
from tracker.db.models import Anchor, Capture, Citation, ClaimRevision
from tracker.domain import quoting
from tracker.domain.vocabulary import QuoteVerdict

ORDER = (QuoteVerdict.EXACT, QuoteVerdict.NORMALISED, QuoteVerdict.NEAR, QuoteVerdict.NOT_FOUND)


def of_revision(session: Session, *, revision: ClaimRevision, at: datetime) -> None:
    """Anchor the quotations of a new revision, whose citations are loaded, in the kept texts of their sources."""
    for citation in revision.citations:
        if citation.quotation:
            for capture in _with_text(session, [citation.source_id]):
                _anchor(session, citation, capture, at)
    session.flush()


def of_capture(session: Session, *, capture: Capture, at: datetime) -> None:
    """Anchor in the text of a new copy every quotation that the record has from its source."""
    if capture.text is None:
        return
    query = select(Citation).where(Citation.source_id == capture.source_id, Citation.quotation != "")
    for citation in session.scalars(query.order_by(Citation.id)):
        _anchor(session, citation, capture, at)
    session.flush()


def best(anchors: Iterable[Anchor]) -> Anchor | None:
    """The anchor that speaks best for a quotation: the closest match, in the newest copy that has it."""
    return min(anchors, key=lambda anchor: (ORDER.index(anchor.verdict), -anchor.capture_id), default=None)


def verdict(citation: Citation, *, known_at: datetime | None = None) -> QuoteVerdict:
    """How the quotation of a citation, whose anchors are loaded, stands in what is, or was, kept of its source."""
    found = best(one for one in citation.anchors if known_at is None or one.capture.ended_at <= known_at)
    return found.verdict if found else QuoteVerdict.UNCHECKED


def differences(session: Session) -> Iterator[tuple[Anchor, quoting.Anchor]]:
    """Every anchor that a second look at its text does not give again, with what that look gives."""
    query = select(Anchor).order_by(Anchor.capture_id, Anchor.id)
    loaded = query.options(selectinload(Anchor.citation), selectinload(Anchor.capture).selectinload(Capture.text))
    text_of, text = 0, ""
    for anchor in session.scalars(loaded):
        if anchor.capture_id != text_of:
            text_of, text = anchor.capture_id, _text(session, anchor.capture)
        found = quoting.anchor(text, anchor.citation.quotation)
        if _values(found) != {name: getattr(anchor, name) for name in _values(found)}:
            yield anchor, found


def _with_text(session: Session, source_ids: Sequence[int]) -> Sequence[Capture]:
    query = select(Capture).where(Capture.source_id.in_(source_ids), Capture.text_id.is_not(None))
    return session.scalars(query.options(selectinload(Capture.text)).order_by(Capture.id)).all()


def _anchor(session: Session, citation: Citation, capture: Capture, at: datetime) -> None:
    found = quoting.anchor(_text(session, capture), citation.quotation)
    session.add(Anchor(citation_id=citation.id, capture_id=capture.id, at=at, **_values(found)))


def _text(session: Session, capture: Capture) -> str:
    return kept_files(session).read(capture.text.sha256).decode() if capture.text else ""


def _values(found: quoting.Anchor) -> dict[str, object]:
    return {
        "verdict": found.verdict,
        "start": found.start,
        "stop": found.end,
        "exact": found.exact,
        "prefix": found.prefix,
        "suffix": found.suffix,
        "difference": [[part.change.value, part.words] for part in found.difference],
    }
