"""What the record has of all that the rows of a file name, looked up together and not row by row.

It is asked before rows are written together (`services.claim_batch`). Whatever it does not know for certain sends its
row by the road of a single claim, which asks the record itself; so this may be incomplete, and never wrong.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from tracker.db.models import (
    AccessPoint,
    Capture,
    Claim,
    Obligation,
    Origin,
    OriginChange,
    Source,
    State,
    StateAction,
)
from tracker.domain.content import CitationContent, ClaimContent, SourceContent
from tracker.domain.symbols import document_symbol
from tracker.domain.vocabulary import OriginChangeKind, Ruling
from tracker.services import paging, revisions, sources

AT_ONCE = 500
"""How many values one statement names."""


@dataclass(frozen=True, slots=True)
class KnownSource:
    """A source: its row, which has its id once it is written; what it says; whether a text of it is kept."""

    row: Source
    content: SourceContent
    has_text: bool


@dataclass(slots=True)
class Known:
    """Names of the record. Origins that were merged are left out, so that a row which names one goes the long way."""

    states: dict[str, str] = field(default_factory=dict)
    duties: dict[str, int] = field(default_factory=dict)
    claims: set[str] = field(default_factory=set)
    actions: dict[str, int] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)
    merged: set[str] = field(default_factory=set)
    sources: dict[str, KnownSource] = field(default_factory=dict)
    marks: set[str] = field(default_factory=set)


def of(session: Session, contents: Sequence[ClaimContent], keys: Iterable[str]) -> Known:
    """What the record has of these claims and of these keys of claims. A number of statements for each 500 of them."""
    cited = [citation.source for content in contents for citation in content.citations]
    known = Known(
        states=dict(session.execute(select(State.code, State.name)).all()),
        duties=dict(session.execute(select(Obligation.key, Obligation.id)).all()),
        claims={key for (key,) in _among(session, keys, lambda some: select(Claim.key).where(Claim.key.in_(some)))},
        merged=_merged(session),
    )
    named = {content.state_action for content in contents if content.state_action}
    acts = _among(session, named, lambda some: select(StateAction.key, StateAction.id).where(StateAction.key.in_(some)))
    known.actions.update(dict(acts))
    _origins(session, known, {revisions.origin_key(content) for content in contents})
    _sources(session, known, {source.key for source in cited if source.key})
    _marks(session, known, {mark for source in cited for mark in marks_of(source)})
    return known


def marks_of(source: SourceContent) -> Iterator[str]:
    """By what else than its key a source would be found again; see `sources.same_document`."""
    yield from (f"at {sources.lookup(address)}" for address in source.access_points if address)
    if source.symbol:
        yield f"symbol {document_symbol(source.symbol)}"
    if source.sha256:
        yield f"sha256 {source.sha256}"


def _among(session: Session, values: Iterable[str], query: Callable[[Sequence[str]], Any]) -> Iterator[Any]:
    """The rows of a query for many values, some hundreds at a time."""
    for some in paging.batches(sorted(values), AT_ONCE):
        yield from session.execute(query(some))


def _merged(session: Session) -> set[str]:
    """Keys of the origins that an approved merge made part of another."""
    query = select(Origin.key).join(OriginChange, OriginChange.origin_id == Origin.id)
    merges = (OriginChange.kind == OriginChangeKind.MERGE, OriginChange.ruling == Ruling.APPROVED)
    return set(session.scalars(query.where(*merges)))


def _origins(session: Session, known: Known, keys: Iterable[str]) -> None:
    rows = _among(session, keys, lambda some: select(Origin).where(Origin.key.in_(some)))
    known.origins.update({row.key: row for (row,) in rows})


def _sources(session: Session, known: Known, keys: Iterable[str]) -> None:
    """The sources with these keys, as plain values."""
    kept = set(session.scalars(select(Capture.source_id).where(Capture.text_id.is_not(None)).distinct()))

    def query(some: Sequence[str]) -> Any:
        return select(Source).where(Source.key.in_(some)).options(selectinload(Source.access_points))

    for (row,) in _among(session, keys, query):
        known.sources[row.key] = KnownSource(row, revisions.source_content(row), row.id in kept)


def _marks(session: Session, known: Known, marks: Iterable[str]) -> None:
    """Which of these marks the record has on any source."""
    columns = {"at": AccessPoint.lookup, "symbol": Source.symbol, "sha256": Source.sha256}
    for kind, column in columns.items():
        wanted = {mark.partition(" ")[2] for mark in marks if mark.startswith(f"{kind} ")}
        rows = _among(session, wanted, lambda some, column=column: select(column).where(column.in_(some)))
        known.marks.update(f"{kind} {value}" for (value,) in rows)


def agrees(citation: CitationContent, known: KnownSource) -> bool:
    """Whether a citation says nothing of its source but what the record says of it."""
    given = citation.source
    names = ("title", "publisher", "author", "symbol", "published", "language", "read_in", "sha256", "access_points")
    return all(getattr(given, name) in ("", (), getattr(known.content, name)) for name in names)
