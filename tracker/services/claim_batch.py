"""New claims of a file, written together: the same rows as `services.claims` writes for one, without a question each.

A row goes this way only if nothing in it can be refused or found otherwise: its key is free or, without one, nobody
says the same; what it names is in the record or surely new; and no kept text has to be looked through. Every other row
goes the way of a single claim, so there is one place that says what is wrong with a row. Rows are taken in their order
whichever way they go. `tests/services/test_claim_batch.py` holds the two ways equal.

The kept summary of the matrix is not told: a new claim has no review, so it counts nowhere until it gets one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from tracker.db import bulk
from tracker.db.base import Base
from tracker.db.constraints import refusing
from tracker.db.models import (
    Bearing,
    Citation,
    Claim,
    ClaimRevision,
    ClaimState,
    Origin,
    Quantity,
    RelayHop,
    SearchTerm,
    Source,
)
from tracker.domain import claiming, searching
from tracker.domain.content import CitationContent, SourceContent
from tracker.intake.claim_content import ClaimRow
from tracker.services import claim_known, revisions, sources
from tracker.services.claim_known import Known, KnownOrigin, KnownSource

SIZE = 500
"""How many claims are written at a time."""


@dataclass(slots=True)
class Batch:
    """Claims that wait to be written. `known` learns what they bring along."""

    session: Session
    known: Known
    author: int
    at: datetime
    waiting: "list[_Waiting]" = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    origins: list[KnownOrigin] = field(default_factory=list)

    def takes(self, row: ClaimRow) -> bool:
        """Whether a row can go this way."""
        content, known = row.content, self.known
        named = {*content.states, *(bearing.state for bearing in content.bearings), content.speaks_for} - {None}
        return (
            self._is_new(row)
            and named <= known.states.keys()
            and {bearing.obligation for bearing in content.bearings} <= known.duties.keys()
            and (not content.state_action or content.state_action in known.actions)
            and revisions.origin_key(content) not in known.merged
            and all(map(self._settles, content.citations))
            and not claiming.problems(content)
        )

    def _is_new(self, row: ClaimRow) -> bool:
        """Whether the row is no claim that the record has, and its key is free."""
        if row.key:
            return row.key not in self.known.claims.taken
        free = row.content.statement not in self.known.statements
        return free and self.known.claims.is_sure(revisions.key_base(row.content))

    def _settles(self, citation: CitationContent) -> bool:
        """Whether it is certain which source is meant, and that its text need not be looked through."""
        source, known = citation.source, self.known
        found = known.sources.get(source.key) if source.key else known.again(source)
        if found is not None:
            agreed = not source.key or claim_known.agrees(citation, found)
            return agreed and not (citation.quotation and found.has_text)
        if not source.key:
            return known.names.is_sure(sources.key_base(source))
        return bool(source.title) and known.marks.keys().isdisjoint(claim_known.marks_of(source))

    def add(self, row: ClaimRow) -> None:
        """Take a row that `takes` lets in."""
        known = self.known
        key = row.key or known.claims.free(revisions.key_base(row.content))
        known.claims.take(key)
        known.statements.add(row.content.statement)
        cited = [self._source(citation.source) for citation in row.content.citations]
        self.waiting.append(_Waiting(key, row, cited, self._origin(row)))

    def _source(self, content: SourceContent) -> KnownSource:
        """The source that is meant; a new one is made, and is known from then on."""
        known = self.known
        found = known.sources.get(content.key) if content.key else known.again(content)
        if found is None:
            key = content.key or known.names.free(sources.key_base(content))
            made = sources.build(content, key=key, by=self.author, at=self.at)
            self.sources.append(made)
            found = known.add(made, has_text=False)
        return found

    def _origin(self, row: ClaimRow) -> KnownOrigin:
        key = revisions.origin_key(row.content)
        if key not in self.known.origins:
            named = row.origin_label if row.content.origin else ""
            made = KnownOrigin(key, named or revisions.origin_label(row.content))
            self.origins.append(made)
            self.known.origins[key] = made
        return self.known.origins[key]

    def write(self) -> list[str]:
        """Write what waits, with its index; its keys in order.

        Raises what the database refuses; the caller keeps a savepoint, and then knows nothing any more.
        """
        with refusing(self.session):
            self.session.add_all(self.sources)
            self.session.flush()
            self._write_origins()
            self._write_claims()
        keys = [one.key for one in self.waiting]
        for done in (self.sources, self.origins, self.waiting):
            done.clear()
        return keys

    def _write_origins(self) -> None:
        for number, origin in zip(bulk.ids(self.session, Origin, len(self.origins)), self.origins, strict=True):
            origin.id = number
        rows = [{"id": origin.id, "key": origin.key, "label": origin.label} for origin in self.origins]
        bulk.write(self.session, Origin, bulk.columns_of(rows))

    def _write_claims(self) -> None:
        rows: dict[type[Base], list[dict[str, Any]]] = {model: [] for model in _ORDER}
        claims = bulk.ids(self.session, Claim, len(self.waiting))
        current = bulk.ids(self.session, ClaimRevision, len(self.waiting))
        for claim_id, revision_id, one in zip(claims, current, self.waiting, strict=True):
            for model, values in self._rows(one, claim_id, revision_id):
                rows[model].append(values)
        for model in _ORDER:
            self._write(model, rows[model])
        self._index(claims)

    def _rows(self, one: "_Waiting", claim_id: int, revision_id: int) -> Iterator[tuple[type[Base], dict[str, Any]]]:
        """Every row of a claim, by the model of its table."""
        content, of_it = one.row.content, {"revision_id": revision_id}
        values, lists = revisions.values_of(content, published_last=one.published, author=self.author, at=self.at)
        action = self.known.actions.get(content.state_action)
        names = {"id": revision_id, "claim_id": claim_id, "number": 1}
        yield Claim, {"id": claim_id, "key": one.key, "created_at": self.at}
        yield ClaimRevision, {**names, **values, "origin_id": one.origin.id, "state_action_id": action}
        yield from ((ClaimState, of_it | row) for row in lists["states"])
        yield from ((Bearing, of_it | row) for row in revisions.bear(content, self.known.duties))
        yield from ((Quantity, of_it | row) for row in lists["quantities"])
        for n, (citation, source) in enumerate(zip(content.citations, one.cited, strict=True), 1):
            yield Citation, of_it | revisions.cite(citation, n, source.row.id)
        yield from ((RelayHop, of_it | row) for row in lists["hops"])

    def _write(self, model: type[Base], rows: list[dict[str, Any]]) -> None:
        columns = bulk.columns_of(rows)
        if rows and "id" in model.__table__.c and "id" not in columns:
            columns["id"] = list(bulk.ids(self.session, model, len(rows)))
        bulk.write(self.session, model, columns)

    def _index(self, ids: Iterable[int]) -> None:
        """Write the words by which the claims are found, in the order of the index, which is faster to fill so."""
        found = zip(ids, self.waiting, strict=True)
        words = sorted((term, n) for n, one in found for term in one.terms(self.known.states))
        bulk.write(self.session, SearchTerm, {"term": [term for term, _ in words], "claim_id": [n for _, n in words]})


_ORDER: tuple[type[Base], ...] = (
    Claim,
    ClaimRevision,
    ClaimState,
    Bearing,
    Quantity,
    Citation,
    RelayHop,
)
"""The tables that a claim is written to, each after those to which it refers."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A row that waits to be written, with its key, the sources that it cites and its origin."""

    key: str
    row: ClaimRow
    cited: list[KnownSource]
    origin: KnownOrigin

    @property
    def published(self) -> date | None:
        """The earliest last day on which one of its sources can have been published."""
        return min((day for source in self.cited if (day := source.row.published_last)), default=None)

    def terms(self, states: dict[str, str]) -> frozenset[str]:
        """The words by which the claim is found, given the names of states."""
        return searching.terms("\n".join(self._words(states)))

    def _words(self, states: dict[str, str]) -> Iterator[str]:
        """Everything by which somebody would look for the claim; see `claim_index.text_of`."""
        said = self.row.content
        yield from (self.key, said.statement, said.speaker, said.office, said.cited_as, said.notes)
        yield self.origin.label
        yield from (states[code] for code in said.states)
        for citation, source in zip(said.citations, self.cited, strict=True):
            yield from (citation.quotation, citation.translation)
            yield from (source.content.title, source.content.publisher, source.content.symbol)
