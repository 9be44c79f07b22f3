"""Captures: keep a copy of a source with its custody and its extracted text, and read both back.

The bytes go into the store before their row, so that no row ever names a file that is not there; a file without a row
is what a broken-off upload leaves, and `sweep` removes it. Reading the document, which may take seconds, is done by the
caller before it begins to write.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, selectinload

import tracker
from tracker.db import knowing
from tracker.db.engine import kept_files, serialise
from tracker.db.models import Anchor, Capture, Citation, Claim, ClaimRevision, KeptFile, Source
from tracker.domain import locators
from tracker.domain.dates import instant_words
from tracker.domain.errors import NotFound, Problem
from tracker.domain.marking import paragraphs
from tracker.domain.vocabulary import CaptureMethod
from tracker.intake.document_content import Document
from tracker.services import anchors, sources
from tracker.services.claims import check_analyst

TEXT_TYPE = "text/plain; charset=utf-8"
SOFTWARE = f"tracker {tracker.__version__}"
LONGEST_QUOTATION = 20_000
UNSTAMPED = "No time stamp was asked for."


@dataclass(frozen=True, slots=True)
class Custody:
    """How a copy was come by. Addresses are empty for a file that had none; headers are pairs in their order."""

    method: CaptureMethod
    started_at: datetime
    ended_at: datetime
    file_name: str = ""
    original_address: str = ""
    final_address: str = ""
    peer: str = ""
    certificate_sha256: str = ""
    request_headers: Sequence[tuple[str, str]] = ()
    response_headers: Sequence[tuple[str, str]] = ()
    language: str = ""
    note: str = ""


def keep(session: Session, *, source: str, data: bytes, document: Document, custody: Custody, by: int) -> Capture:
    """Keep a copy of a source, and anchor in its text the quotations that the record has from it.

    `document` is what reading the very `data` gave. Raises NotFound for an unknown source, and NotAllowed for a person
    who is no analyst.
    """
    check_analyst(session, by)
    row = sources.get(session, key=source)
    serialise(session, "kept files")
    text = document.text.strip()
    capture = Capture(
        source_id=row.id,
        number=_next_number(session, row),
        kept_file=_file(session, data, document.media_type, at=custody.ended_at),
        text=_file(session, document.text.encode(), TEXT_TYPE, at=custody.ended_at) if text else None,
        trouble=document.trouble or ("" if text else "It holds no text."),
        extractor=document.extractor if text else "",
        extractor_version=document.extractor_version if text else "",
        method=custody.method,
        started_at=custody.started_at,
        ended_at=custody.ended_at,
        file_name=custody.file_name,
        original_address=custody.original_address,
        final_address=custody.final_address,
        peer=custody.peer,
        certificate_sha256=custody.certificate_sha256,
        request_headers=[list(pair) for pair in custody.request_headers],
        response_headers=[list(pair) for pair in custody.response_headers],
        collector_id=by,
        software=SOFTWARE,
        language=custody.language or row.language or document.language,
        note=custody.note,
        no_token=UNSTAMPED,
    )
    session.add(capture)
    session.flush()
    anchors.of_capture(session, capture=capture, at=custody.ended_at)
    return capture


def of_source(session: Session, *, source_id: int, known_at: datetime | None = None) -> Sequence[Capture]:
    """The copies of a source that were kept by an instant, or are now, oldest first.

    They come with their files, texts, time stamps and collectors.
    """
    query = select(Capture).where(Capture.source_id == source_id, *_kept_by(known_at)).order_by(Capture.number)
    return session.scalars(_whole(query)).all()


def get(session: Session, *, source: str, number: int, known_at: datetime | None = None) -> Capture:
    """One copy of a source that was kept by an instant, or is now. Raises NotFound."""
    query = select(Capture).join(Source).where(Source.key == source, Capture.number == number, *_kept_by(known_at))
    capture = session.scalar(_whole(query))
    if capture is None:
        raise NotFound("source", Problem("copy", _missing(session, source, number, known_at)))
    return capture


def all_kept(session: Session) -> Sequence[Capture]:
    """Every copy of every source, by source and number, as `of_source` loads them."""
    return session.scalars(_whole(select(Capture).order_by(Capture.source_id, Capture.number))).all()


def _missing(session: Session, source: str, number: int, known_at: datetime | None) -> str:
    """Why there is no such copy: there is none at all, or it was kept after the instant that was asked for."""
    query = select(Capture.ended_at).join(Source).where(Source.key == source, Capture.number == number)
    if known_at is None or (kept := session.scalar(query)) is None:
        return f"The source “{source}” has no kept copy {number}."
    when = instant_words(kept)
    return f"Copy {number} of the source “{source}” was kept on {when}, after the instant that was asked for."


def _kept_by(known_at: datetime | None) -> list[ColumnElement[bool]]:
    return [] if known_at is None else [Capture.ended_at <= known_at]


def bytes_of(session: Session, file: KeptFile) -> bytes:
    """The bytes of a kept file. Raises NotFound where the store has lost them."""
    return kept_files(session).read(file.sha256)


def quoted_in(
    session: Session, capture: Capture, *, known_at: datetime | None = None, as_of: date | None = None
) -> Sequence[Anchor]:
    """The anchors in the text of a copy of the quotations of claims as they stood at an instant, or stand now.

    They are in the order of the text. With a day, claims are left out that tell of later days only.
    """
    query = select(Anchor).join(Citation, Citation.id == Anchor.citation_id)
    query = query.join(ClaimRevision, ClaimRevision.id == Citation.revision_id).join(Claim)
    current = [knowing.current_at(known_at), knowing.unwithdrawn_at(known_at)]
    current += [ClaimRevision.day_first <= as_of] if as_of else []
    query = query.where(Anchor.capture_id == capture.id, *current).order_by(Anchor.start, Anchor.id)
    whole = selectinload(Anchor.citation).selectinload(Citation.revision).selectinload(ClaimRevision.claim)
    return session.scalars(query.options(whole)).all()


def text_of(session: Session, capture: Capture) -> str:
    """The extracted text of a copy; empty where there is none."""
    return bytes_of(session, capture.text).decode() if capture.text else ""


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a kept text, and where they stand in it, as a citation says it."""

    text: str
    locator: str


def words(session: Session, capture: Capture, *, start: int, stop: int) -> Words | None:
    """The words between two positions of a copy's text, and their place; None where there are none."""
    text = text_of(session, capture)
    chosen = " ".join(text[start:stop].split("\f"))
    if not chosen.strip() or len(chosen) > LONGEST_QUOTATION:
        return None
    paged = f"page {locators.page_of(text, start)}, " if "\f" in text else ""
    number = next((p.number for p in paragraphs(text) if p.start <= start < p.stop), None)
    return Words(chosen.strip(), f"{paged}paragraph {number}" if number else paged.removesuffix(", "))


def elsewhere(session: Session, capture: Capture) -> Sequence[str]:
    """The keys of other sources that have the very same bytes."""
    query = select(Source.key).join(Capture).where(Capture.kept_file_id == capture.kept_file_id)
    return session.scalars(query.where(Source.id != capture.source_id).distinct().order_by(Source.key)).all()


def sweep(session: Session) -> list[str]:
    """Remove what broken-off uploads left: files of the store that no row names. What was removed, by name."""
    serialise(session, "kept files")
    named = set(session.scalars(select(KeptFile.sha256)))
    store = kept_files(session)
    orphans = sorted(name for name in store.names() if name not in named)
    for name in orphans:
        store.path(name).unlink()
    return orphans


def _whole(query: Select[Capture]) -> Select[Capture]:
    return query.options(
        selectinload(Capture.source).selectinload(Source.access_points),
        selectinload(Capture.kept_file).selectinload(KeptFile.tokens),
        selectinload(Capture.text),
        selectinload(Capture.collector),
    )


def _next_number(session: Session, source: Source) -> int:
    return (session.scalar(select(func.max(Capture.number)).where(Capture.source_id == source.id)) or 0) + 1


def _file(session: Session, data: bytes, media_type: str, *, at: datetime) -> KeptFile:
    """The row of these bytes, which lie in the store first. The same bytes are one file, whatever they are of."""
    digests = kept_files(session).put(data)
    known = session.scalar(select(KeptFile).where(KeptFile.sha256 == digests.sha256))
    if known is not None:
        return known
    row = KeptFile(
        sha256=digests.sha256, sha3_512=digests.sha3_512, size=digests.size, media_type=media_type, kept_at=at
    )
    session.add(row)
    session.flush()
    return row
