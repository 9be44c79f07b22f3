"""Loads the sources that the product starts with, and brings those that the record has in line with their file."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from tracker.db.models import AccessPoint, Citation, ClaimRevision, Source
from tracker.domain.content import SourceContent
from tracker.domain.dates import DateUnreadable, parse_span
from tracker.domain.symbols import document_symbol
from tracker.domain.vocabulary import Publication
from tracker.services import claim_index, claims, revisions, sources
from tracker.services.seed_records import Record, read
from tracker.services.seed_rows import Counts, Upsert

_FRESH = {"populate_existing": True}
_PLAIN = ("title", "publisher", "author", "language", "published", "publication", "read_in")


def load(session: Session, *, folder: Path, by: int, at: datetime) -> Counts:
    """Load sources as recorded by one person at an instant. Raises SeedError."""
    known = {row.key: row for row in session.scalars(select(Source).options(selectinload(Source.access_points)))}
    upsert, created, touched = Upsert(session, "source"), 0, []
    for record in read(folder, "sources.yaml", keyed_by=("key",)):
        content, row = _content(record), known.get(record.key)
        if row is None:
            sources.record(session, content=content, by=by, at=at)
            created += 1
            continue
        before = len(upsert.counts.lines)
        _bring_in_line(upsert, row, content)
        touched += [row.id] if len(upsert.counts.lines) > before else []
    session.flush()
    _index_again(session, touched)
    return upsert.counts + Counts(created)


def contents(session: Session) -> dict[str, SourceContent]:
    """Every source of the record by its key, as plain values; read afresh, because a load may have changed parts."""
    rows = session.scalars(select(Source).options(selectinload(Source.access_points)), execution_options=_FRESH)
    return {row.key: revisions.source_content(row) for row in rows}


def _content(record: Record) -> SourceContent:
    published = record.text("published")
    try:
        parse_span(published)
    except DateUnreadable as error:
        raise record.wrong("published", str(error)) from error
    return SourceContent(
        key=record.key,
        title=record.text("title"),
        publisher=record.text("publisher"),
        author=record.text("author"),
        symbol=record.text("symbol"),
        language=record.text("language"),
        published=published,
        publication=record.word("publication", Publication),
        read_in=record.text("read_in"),
        access_points=tuple(record.texts("access_points")),
    )


def _bring_in_line(upsert: Upsert, row: Source, content: SourceContent) -> None:
    span = parse_span(content.published)
    values: dict[str, Any] = {name: getattr(content, name) for name in _PLAIN}
    values["symbol"] = document_symbol(content.symbol)
    values |= {"published_first": span.first if span else None, "published_last": span.last if span else None}
    upsert.row(Source, key=content.key, row=row, values=values)
    wanted = [
        {"source_id": row.id, "position": n, "address": address, "lookup": sources.lookup(address)}
        for n, address in enumerate(filter(None, content.access_points), 1)
    ]
    upsert.parts(
        AccessPoint, key=content.key, rows=row.access_points, wanted=wanted, known_by=("position",), what="address"
    )


def _index_again(session: Session, touched: Sequence[int]) -> None:
    """Claims are found by the titles and publishers of their sources, so the index follows a corrected one."""
    citing = select(Citation.revision_id).where(Citation.source_id.in_(touched))
    query = select(ClaimRevision).where(ClaimRevision.superseded_at.is_(None), ClaimRevision.id.in_(citing))
    rows = session.scalars(claims.whole(query), execution_options=_FRESH) if touched else ()
    for revision in rows:
        claim_index.index(session, claim_id=revision.claim_id, revision=revision)
