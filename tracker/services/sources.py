"""Sources: find one again, or record a new one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import Session, selectinload

from tracker.db.constraints import refusing
from tracker.db.models import AccessPoint, Citation, Source
from tracker.domain.content import SourceContent
from tracker.domain.dates import parse_span
from tracker.domain.errors import NotFound, Problem
from tracker.domain.searching import fold
from tracker.domain.symbols import document_symbol
from tracker.domain.vocabulary import Publication
from tracker.services import freshness, paging

_TRACKING = ("utm_", "fbclid", "gclid")


def get(session: Session, *, key: str) -> Source:
    """The source with its access points and the notices on it. Raises NotFound."""
    query = select(Source).where(Source.key == key)
    query = query.options(selectinload(Source.access_points), selectinload(Source.notices))
    source = session.scalar(query)
    if source is None:
        raise NotFound("source", Problem("source", f"There is no source “{key}” in the record."))
    return source


def any_restricted(session: Session) -> bool:
    """Whether a source was not published by those who wrote it. Looked up once for each change of the sources."""
    return freshness.kept(session, "any restricted source", ["source"], lambda: bool(session.scalar(_ANY_RESTRICTED)))


_ANY_RESTRICTED = select(exists().where(Source.publication == Publication.RESTRICTED))


def find_again(session: Session, *, content: SourceContent) -> Source | None:
    """The recorded source that is the same document: same symbol or digest, or one address in common."""
    same = same_document(content)
    query = select(Source).outerjoin(AccessPoint).order_by(Source.id)
    return session.scalars(query.where(or_(*same))).first() if same else None


def same_document(content: SourceContent) -> list[ColumnElement[bool]]:
    """What of a source joined with its access points shows that it is this document; any one of it is enough."""
    same = [AccessPoint.lookup == lookup(address) for address in content.access_points if address]
    same += [Source.symbol == document_symbol(content.symbol)] if content.symbol else []
    same += [Source.sha256 == content.sha256] if content.sha256 else []
    return same


def recognise(session: Session, *, text: str) -> Source | None:
    """The recorded source that a person means by its key, or by its exact title where only one has it."""
    known = session.scalar(_with_access(Source.key == text))
    if known is not None:
        return known
    same = session.scalars(_with_access(Source.title == text).limit(2)).all()
    return same[0] if len(same) == 1 else None


@dataclass(frozen=True, slots=True)
class SourceChoice:
    """A source to choose from a list."""

    key: str
    title: str
    publisher: str


def latest(session: Session, *, most: int = 300) -> list[SourceChoice]:
    """Sources that were recorded last, newest first; to choose from."""
    query = select(Source.key, Source.title, Source.publisher).order_by(Source.recorded_at.desc(), Source.id.desc())
    return [SourceChoice(*row) for row in session.execute(query.limit(most))]


def record(session: Session, *, content: SourceContent, by: int, at: datetime) -> Source:
    """Record a new source. Its key is made from publisher, title and date unless it brings one."""
    source = build(content, key=content.key or _new_key(session, content), by=by, at=at)
    with refusing(session):
        session.add(source)
    return source


def build(content: SourceContent, *, key: str, by: int, at: datetime) -> Source:
    """The row of a new source, not yet added."""
    span = parse_span(content.published)
    return Source(
        key=key,
        title=content.title,
        publisher=content.publisher,
        author=content.author,
        symbol=document_symbol(content.symbol),
        language=content.language,
        published=content.published,
        published_first=span.first if span else None,
        published_last=span.last if span else None,
        publication=content.publication,
        read_in=content.read_in,
        sha256=content.sha256,
        recorded_by_id=by,
        recorded_at=at,
        access_points=[
            AccessPoint(position=n, address=address, lookup=lookup(address))
            for n, address in enumerate(filter(None, content.access_points), 1)
        ],
    )


def lookup(address: str) -> str:
    """An address as it is compared: without scheme, "www.", mobile host, fragment, tracking query and final slash."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:  # no address at all, such as "http://[see the archive": it is compared as it stands
        return fold(address)[:500]
    host = re.sub(r"^(www|m|amp)\.", "", parts.netloc.casefold())
    kept = (part for part in parts.query.split("&") if part and not part.casefold().startswith(_TRACKING))
    query = "&".join(kept)
    return (host + parts.path.rstrip("/") + (f"?{query}" if query else ""))[:500]


def browse(session: Session, *, words: str = "", page: int = 1, size: int = 50) -> paging.Page[Source]:
    """Sources by publisher and title, perhaps only those whose title, publisher or symbol holds the words."""
    query = select(Source).options(selectinload(Source.access_points))
    query = query.order_by(Source.publisher, Source.title, Source.id)
    rows = [source for source in session.scalars(query) if _holds(source, words)]
    return paging.cut(rows, page=page, size=size)


def citing(session: Session, *, source_id: int) -> Sequence[int]:
    """Ids of the revisions that cite a source."""
    return session.scalars(select(Citation.revision_id).where(Citation.source_id == source_id)).all()


def _with_access(condition: ColumnElement[bool]) -> Select[Source]:
    return select(Source).where(condition).options(selectinload(Source.access_points))


def _holds(source: Source, words: str) -> bool:
    return fold(words) in fold(f"{source.title} {source.publisher} {source.symbol} {source.key}")


def _new_key(session: Session, content: SourceContent) -> str:
    base = key_base(content)
    key, n = base, 1
    while session.scalar(select(Source.id).where(Source.key == key)):
        n += 1
        key = f"{base}-{n}"
    return key


def key_base(content: SourceContent) -> str:
    """The key of a source, if it is not taken."""
    return slug(f"{content.publisher} {content.title}")[:60].strip("-") or "source"


def slug(text: str) -> str:
    """Lower-case words joined by hyphens; what cannot be written so is left out."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
