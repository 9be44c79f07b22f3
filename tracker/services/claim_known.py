"""What the record has of all that the rows of a file name, looked up together and not row by row.

It is asked before rows are written together (`services.claim_batch`). Whatever it does not know for certain sends its
row by the road of a single claim, which asks the record itself; so this may be incomplete, and never wrong. It grows
as a file is read: what was once found is not looked up again.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import count, islice
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session, selectinload

from tracker.db.models import (
    AccessPoint,
    Capture,
    Claim,
    ClaimRevision,
    Obligation,
    Origin,
    OriginChange,
    Source,
    State,
    StateAction,
)
from tracker.domain.content import CitationContent, SourceContent
from tracker.domain.symbols import document_symbol
from tracker.domain.vocabulary import OriginChangeKind, Ruling
from tracker.intake.claim_content import ClaimRow
from tracker.services import paging, revisions, sources

Title = tuple[str, ...]
"""Title, publisher, author, symbol and day of a source."""

AT_ONCE = 500
"""How many values one statement names."""


@dataclass(frozen=True, slots=True)
class KnownSource:
    """A source: its row, which has its id once it is written; what it says; whether a text of it is kept."""

    row: Source
    content: SourceContent
    has_text: bool
    number: int
    """Its place among those that are known; new ones are known in the order in which they will be written."""

    @property
    def place(self) -> tuple[bool, int]:
        """Its place in the record: those that are written go by their ids, before those that are not."""
        return (True, self.number) if self.row.id is None else (False, self.row.id)


@dataclass(slots=True)
class KnownOrigin:
    """An origin; its id is 0 until it is written."""

    key: str
    label: str
    id: int = 0


@dataclass(slots=True)
class Names:
    """Keys that are taken, and those of which it is known whether they are.

    `used` says how many of the first keys of a base are taken: taken keys stay so, and thousands of rows may be alike.
    """

    taken: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    used: dict[str, int] = field(default_factory=dict)

    def take(self, key: str) -> None:
        """Note a key that is taken from now on."""
        self.taken.add(key)
        self.asked.add(key)

    def free(self, base: str) -> str:
        """The first key of this base that is free, as far as is known."""
        return next(self._free(base))

    def is_sure(self, base: str) -> bool:
        """Whether it is known that the key that seems free is."""
        return self.free(base) in self.asked

    def learn(self, session: Session, column: InstrumentedAttribute[str], keys: Iterable[str]) -> None:
        """Find out which of the keys are taken."""
        wanted = {key for key in keys if key} - self.asked
        self.taken |= {key for (key,) in _among(session, wanted, lambda some: select(column).where(column.in_(some)))}
        self.asked |= wanted

    def make_room(self, session: Session, column: InstrumentedAttribute[str], bases: Counter[str]) -> None:
        """Find out which keys of each base are free, as many as are asked for."""
        while wanted := {key for base, many in bases.items() for key in self._next(base, many)}:
            self.learn(session, column, wanted)

    def _next(self, base: str, many: int) -> list[str]:
        """Those of the first `many` keys that may be free of which nothing is known."""
        return [key for key in islice(self._free(base), many) if key not in self.asked]

    def _free(self, base: str) -> Iterator[str]:
        """The keys of a base that are not taken as far as is known, in their order."""
        while _numbered(base, self.used.get(base, 0) + 1) in self.taken:
            self.used[base] = self.used.get(base, 0) + 1
        numbers = count(self.used.get(base, 0) + 1)
        return (key for n in numbers if (key := _numbered(base, n)) not in self.taken)


def _numbered(base: str, number: int) -> str:
    return base if number == 1 else f"{base}-{number}"


@dataclass(slots=True)
class Known:
    """Names of the record. What hangs on an origin that was merged into another goes the long way.

    `statements` are what current revisions say, `marks` by what else than its key a source is found again, and
    `titles` by what else than those; each leads to the source with the lowest id.
    """

    states: dict[str, str] = field(default_factory=dict)
    duties: dict[str, int] = field(default_factory=dict)
    claims: Names = field(default_factory=Names)
    statements: set[str] = field(default_factory=set)
    actions: dict[str, int] = field(default_factory=dict)
    origins: dict[str, KnownOrigin] = field(default_factory=dict)
    merged: set[str] = field(default_factory=set)
    sources: dict[str, KnownSource] = field(default_factory=dict)
    names: Names = field(default_factory=Names)
    marks: dict[str, KnownSource] = field(default_factory=dict)
    titles: dict[Title, KnownSource] = field(default_factory=dict)
    asked: set[str | Title] = field(default_factory=set)

    def add(self, row: Source, *, has_text: bool) -> KnownSource:
        """Know a source from now on."""
        if row.key in self.sources:
            return self.sources[row.key]
        known = KnownSource(row, revisions.source_content(row), has_text, len(self.sources))
        self.sources[row.key] = known
        self.names.take(row.key)
        for mark in marks_of(known.content):
            self.marks[mark] = _earlier(self.marks.get(mark, known), known)
        title = title_of(known.content)
        self.titles[title] = _earlier(self.titles.get(title, known), known)
        return known

    def again(self, source: SourceContent) -> KnownSource | None:
        """The source that a citation without a key means, as `claim_import` finds it for a single claim."""
        marked = [self.marks[mark] for mark in marks_of(source) if mark in self.marks]
        return reduce(_earlier, marked) if marked else self.titles.get(title_of(source))

    def forget(self, rows: Sequence[ClaimRow]) -> None:
        """Look up again what was not found of rows that have gone the way of a single claim since."""
        cited = [citation.source for row in rows for citation in row.content.citations]
        self.asked -= {mark for source in cited for mark in marks_of(source)}
        self.asked -= {title_of(source) for source in cited}


def _earlier(one: KnownSource, other: KnownSource) -> KnownSource:
    return other if other.place < one.place else one


def learn(session: Session, known: Known, rows: Sequence[ClaimRow]) -> None:
    """Look up what the rows name. A number of statements for each 500 of them."""
    contents = [row.content for row in rows]
    cited = [citation.source for content in contents for citation in content.citations]
    if not known.states:
        known.states.update(dict(session.execute(select(State.code, State.name)).all()))
        known.duties.update(dict(session.execute(select(Obligation.key, Obligation.id)).all()))
    known.claims.learn(session, Claim.key, (row.key for row in rows))
    known.merged = _merged(session)
    _actions(session, known, {content.state_action for content in contents if content.state_action})
    _origins(session, known, {revisions.origin_key(content) for content in contents})
    _sources(session, known, cited)
    _without_key(session, known, rows)


def _without_key(session: Session, known: Known, rows: Sequence[ClaimRow]) -> None:
    """What decides of rows and sources that bring no key: what is said already, and which keys are free for them."""
    unnamed = [row.content for row in rows if not row.key]
    _statements(session, known, {content.statement for content in unnamed})
    known.claims.make_room(session, Claim.key, Counter(map(revisions.key_base, unnamed)))
    cited = {c.source for row in rows for c in row.content.citations if not c.source.key}
    new = Counter(sources.key_base(source) for source in cited if known.again(source) is None)
    known.names.make_room(session, Source.key, new)


def marks_of(source: SourceContent) -> Iterator[str]:
    """By what else than its key a source would be found again; see `sources.same_document`."""
    yield from (f"at {sources.lookup(address)}" for address in source.access_points if address)
    if source.symbol:
        yield f"symbol {document_symbol(source.symbol)}"
    if source.sha256:
        yield f"sha256 {source.sha256}"


def title_of(source: SourceContent) -> Title:
    """By what a source without a key or a mark is found again."""
    return source.title, source.publisher, source.author, source.symbol, source.published


def _among(session: Session, values: Collection[Any], query: Callable[[Sequence[Any]], Any]) -> Iterator[Any]:
    """The rows of a query for many values, some hundreds at a time."""
    for some in paging.batches(sorted(values), AT_ONCE):
        yield from session.execute(query(some))


def _merged(session: Session) -> set[str]:
    """Keys of the origins that an approved merge made part of another."""
    query = select(Origin.key).join(OriginChange, OriginChange.origin_id == Origin.id)
    merges = (OriginChange.kind == OriginChangeKind.MERGE, OriginChange.ruling == Ruling.APPROVED)
    return set(session.scalars(query.where(*merges)))


def _statements(session: Session, known: Known, statements: set[str]) -> None:
    """Which of these some claim of the record says."""
    query = select(ClaimRevision.statement).where(ClaimRevision.superseded_at.is_(None))
    wanted = statements - known.statements
    rows = _among(session, wanted, lambda some: query.where(ClaimRevision.statement.in_(some)))
    known.statements.update(said for (said,) in rows)


def _actions(session: Session, known: Known, keys: set[str]) -> None:
    query = select(StateAction.key, StateAction.id)
    rows = _among(session, keys - known.actions.keys(), lambda some: query.where(StateAction.key.in_(some)))
    known.actions.update((row.key, row.id) for row in rows)


def _origins(session: Session, known: Known, keys: set[str]) -> None:
    query = select(Origin.key, Origin.label, Origin.id)
    rows = _among(session, keys - known.origins.keys(), lambda some: query.where(Origin.key.in_(some)))
    known.origins.update({row.key: KnownOrigin(*row) for row in rows})


def _sources(session: Session, known: Known, cited: Iterable[SourceContent]) -> None:
    """The sources of the record that are cited, by key, by mark or by title."""
    cited = set(cited)
    keys = {source.key for source in cited if source.key} - known.sources.keys()
    ids = {n for (n,) in _among(session, keys, lambda some: select(Source.id).where(Source.key.in_(some)))}
    marks = {mark for source in cited for mark in marks_of(source)} - known.asked
    ids |= _marked(session, marks)
    titles = {title_of(source) for source in cited if not source.key} - known.asked
    named = {title for title, *_ in titles}
    ids |= {n for (n,) in _among(session, named, lambda some: select(Source.id).where(Source.title.in_(some)))}
    _load(session, known, ids)
    known.names.asked |= keys
    known.asked |= marks | titles


def _marked(session: Session, marks: Iterable[str]) -> set[int]:
    """Ids of the sources that have one of these marks."""
    columns = {
        "at": (AccessPoint.source_id, AccessPoint.lookup),
        "symbol": (Source.id, Source.symbol),
        "sha256": (Source.id, Source.sha256),
    }
    found: set[int] = set()
    for kind, (number, column) in columns.items():
        wanted = {mark.partition(" ")[2] for mark in marks if mark.startswith(f"{kind} ")}
        query = select(number)
        found |= {n for (n,) in _among(session, wanted, lambda s, q=query, c=column: q.where(c.in_(s)))}
    return found


def _load(session: Session, known: Known, ids: Collection[int]) -> None:
    """Know the sources with these ids, in their order."""
    query = select(Capture.source_id).where(Capture.text_id.is_not(None))
    kept = {n for (n,) in _among(session, ids, lambda some: query.where(Capture.source_id.in_(some)))}
    whole = select(Source).options(selectinload(Source.access_points)).order_by(Source.id)
    for (row,) in _among(session, ids, lambda some: whole.where(Source.id.in_(some))):
        known.add(row, has_text=row.id in kept)


def agrees(citation: CitationContent, known: KnownSource) -> bool:
    """Whether a citation says nothing of its source but what the record says of it."""
    given, recorded = citation.source, known.content
    return all(said in ("", (), getattr(recorded, name)) for name in SAID if (said := getattr(given, name)))


SAID = ("title", "publisher", "author", "symbol", "published", "language", "read_in", "sha256", "access_points")
"""What a source says of itself, apart from its key."""
