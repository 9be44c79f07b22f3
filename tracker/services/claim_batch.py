"""New claims of a file, written together: the same rows as `services.claims` writes for one, without a question each.

A row goes this way only if nothing in it can be refused or found otherwise: its key is free, what it names is in the
record or surely new, and no kept text has to be looked through. Every other row goes the way of a single claim, so
there is one place that says what is wrong with a row. `tests/services/test_claim_batch.py` holds the two ways equal.

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
)
from tracker.domain import claiming, searching
from tracker.domain.content import CitationContent, SourceContent
from tracker.intake.claim_content import ClaimRow
from tracker.services import claim_known, revisions, sources
from tracker.services.claim_known import Known, KnownSource

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

    def takes(self, row: ClaimRow) -> bool:
        """Whether a row can go this way."""
        content, known = row.content, self.known
        named = {*content.states, *(bearing.state for bearing in content.bearings), content.speaks_for} - {None}
        return (
            bool(row.key)
            and row.key not in known.claims
            and named <= known.states.keys()
            and {bearing.obligation for bearing in content.bearings} <= known.duties.keys()
            and (not content.state_action or content.state_action in known.actions)
            and revisions.origin_key(content) not in known.merged
            and all(self._settles(citation) for citation in content.citations)
            and not claiming.problems(content)
        )

    def _settles(self, citation: CitationContent) -> bool:
        """Whether it is certain which source is meant, and that its text need not be looked through."""
        key = citation.source.key
        known = self.known.sources.get(key)
        if known is not None:
            return claim_known.agrees(citation, known) and not (citation.quotation and known.has_text)
        return bool(key and citation.source.title) and self.known.marks.isdisjoint(
            claim_known.marks_of(citation.source)
        )

    def add(self, row: ClaimRow) -> None:
        """Take a row that `takes` lets in."""
        cited = [self._source(citation.source) for citation in row.content.citations]
        self.known.claims.add(row.key)
        self.waiting.append(_Waiting(row, cited, self._origin(row)))

    def _source(self, content: SourceContent) -> KnownSource:
        """The source that is meant; a new one is made, and is known from then on."""
        if content.key not in self.known.sources:
            made = sources.build(content, key=content.key, by=self.author, at=self.at)
            self.session.add(made)
            self.known.sources[content.key] = KnownSource(made, revisions.source_content(made), has_text=False)
            self.known.marks.update(claim_known.marks_of(content))
        return self.known.sources[content.key]

    def _origin(self, row: ClaimRow) -> Origin:
        key = revisions.origin_key(row.content)
        if key not in self.known.origins:
            named = row.origin_label if row.content.origin else ""
            made = Origin(key=key, label=named or revisions.origin_label(row.content))
            self.session.add(made)
            self.known.origins[key] = made
        return self.known.origins[key]

    def write(self) -> None:
        """Write what waits, with its index. Raises what the database refuses; the caller keeps a savepoint."""
        with refusing(self.session):
            pass  # the sources and origins that are new have their ids from here on
        rows: dict[type[Base], list[dict[str, Any]]] = {model: [] for model in _ORDER}
        numbers = (
            bulk.ids(self.session, Claim, len(self.waiting)),
            bulk.ids(self.session, ClaimRevision, len(self.waiting)),
        )
        for claim_id, revision_id, one in zip(*numbers, self.waiting, strict=True):
            for model, values in self._rows(one, claim_id, revision_id):
                rows[model].append(values)
        for model in _ORDER:
            self._write(model, rows[model])
        self._index(numbers[0])
        self.waiting.clear()

    def _rows(self, one: "_Waiting", claim_id: int, revision_id: int) -> Iterator[tuple[type[Base], dict[str, Any]]]:
        """Every row of a claim, by the model of its table."""
        content, of_it = one.row.content, {"revision_id": revision_id}
        values, lists = revisions.values_of(content, published_last=one.published, author=self.author, at=self.at)
        action = self.known.actions.get(content.state_action)
        names = {"id": revision_id, "claim_id": claim_id, "number": 1}
        yield Claim, {"id": claim_id, "key": one.row.key, "created_at": self.at}
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
    """A row that waits to be written, with the sources that it cites and its origin."""

    row: ClaimRow
    cited: list[KnownSource]
    origin: Origin

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
        yield from (self.row.key, said.statement, said.speaker, said.office, said.cited_as, said.notes)
        yield self.origin.label
        yield from (states[code] for code in said.states)
        for citation, source in zip(said.citations, self.cited, strict=True):
            yield from (citation.quotation, citation.translation)
            yield from (source.content.title, source.content.publisher, source.content.symbol)
