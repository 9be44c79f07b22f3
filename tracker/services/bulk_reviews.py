"""Reviews of what an import brought, many at a time; each claim gets one of its own, by the road of a single one."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from tracker.db import knowing
from tracker.db.models import Citation, Claim, ClaimRevision, ClaimState, Quantity, Review, Source, State, User
from tracker.domain import bulk_reviewing as rules
from tracker.domain.bulk_reviewing import Chosen, Flag
from tracker.domain.errors import Problem, RuleBroken, Stale
from tracker.domain.vocabulary import Credibility, Kind, Reliability, Verdict
from tracker.services import import_flags, imports, reviews
from tracker.services.import_flags import Line, among
from tracker.services.imports import CLAIMS, ImportRun

WITHOUT = "none"
"""Asks for the claims that are no exceptions."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A claim of an import that waits for review, in one line, with its authors and what makes it an exception."""

    line: Line
    key: str
    number: int
    seen: int
    row: int
    speaker: str
    said_first: date | None
    said_last: date | None
    authors: tuple[str, ...] = ()
    flags: frozenset[Flag] = frozenset()

    @property
    def chosen(self) -> Chosen:
        """As a reviewer has it before them."""
        return Chosen(self.key, self.number, self.seen)

    @property
    def statement(self) -> str:
        """What was claimed."""
        return self.line.statement

    @property
    def kind(self) -> Kind:
        """What sort of statement it is."""
        return self.line.kind


@dataclass(frozen=True, slots=True)
class Pile:
    """What of an import waits for a reviewer: exceptions first, then in the order of the file.

    `own` is how many more are the reviewer's own work, `decided` how many were decided on or withdrawn.
    """

    run: ImportRun
    rows: Sequence[Waiting]
    own: int
    decided: int

    def fitting(self, *, flag: str = "", state: str = "", states: dict[int, list[str]] | None = None) -> list[Waiting]:
        """The rows with a flag, or with none (`WITHOUT`), or about a state."""
        rows = self.rows
        if flag == WITHOUT:
            rows = [row for row in rows if not row.flags]
        elif flag:
            rows = [row for row in rows if flag in row.flags]
        return [row for row in rows if not state or state in (states or {}).get(row.line.revision, ())]

    @property
    def plain(self) -> list[Waiting]:
        """The first of those that are no exceptions, as many as one deed decides on."""
        return self.fitting(flag=WITHOUT)[: rules.MOST]

    @property
    def counts(self) -> dict[Flag, int]:
        """How many rows have each flag that any has."""
        counted = {flag: sum(flag in row.flags for row in self.rows) for flag in Flag}
        return {flag: many for flag, many in counted.items() if many}


def pile(session: Session, *, number: int, reviewer: int) -> Pile:
    """What an import brought and still waits, as this reviewer finds it. Raises NotFound.

    Law records and sources are no claims: nothing of theirs is in it.
    """
    run = imports.get(session, number=number)
    if run.noun not in CLAIMS:
        return Pile(run, (), 0, 0)
    rows = {one.key: one.row for one in imports.brought(run)}
    found = [_waiting(row, rows) for row in among(session, rows, lambda some: _query().where(Claim.key.in_(some)))]
    own = _written_by(session, reviewer, {one.line.claim for one in found})
    others = [one for one in found if one.line.claim not in own]
    flags = import_flags.of_lines(session, [one.line for one in others], at=run.at)
    authors = _authors(session, flags)
    seen = _seen(session, {one.line.revision for one in others})
    whole = [
        replace(one, flags=flags[one.line.claim], authors=authors[one.line.claim], seen=seen.get(one.line.revision, 0))
        for one in sorted(others, key=lambda one: one.row)
    ]
    ordered = rules.in_order(whole, [one.flags for one in whole])
    return Pile(run, ordered, len(own), len(rows) - len(found))


def _query() -> Select[*tuple[Any, ...]]:
    """Current revisions that wait for review."""
    revision = ClaimRevision
    of_line = (revision.id, revision.claim_id, revision.statement, revision.kind, revision.speaks_for)
    days = (revision.said_last, revision.day_first, revision.day_last, revision.recorded_at)
    named = (Claim.key, revision.number, revision.speaker, revision.said_first)
    query = select(*of_line, revision.cited_as, *days, *named).join(Claim, Claim.id == revision.claim_id)
    return query.where(knowing.waits())


def _waiting(row: Any, rows: dict[str, int]) -> Waiting:
    line = Line(*row[:10])
    return Waiting(line, row.key, row.number, 0, rows[row.key], row.speaker, row.said_first, row.said_last)


def _written_by(session: Session, person: int, claims: Collection[int]) -> set[int]:
    """The claims that have a revision by this person."""
    query = select(ClaimRevision.claim_id).where(ClaimRevision.author_id == person)
    return {claim for (claim,) in among(session, claims, lambda some: query.where(ClaimRevision.claim_id.in_(some)))}


def _authors(session: Session, claims: Collection[int]) -> dict[int, tuple[str, ...]]:
    """The names of everybody who wrote a revision of each claim, in the order of the revisions."""
    query = select(ClaimRevision.claim_id, User.name).join(User, User.id == ClaimRevision.author_id)
    found: dict[int, dict[str, None]] = {}
    for claim, name in among(
        session, claims, lambda some: query.where(ClaimRevision.claim_id.in_(some)).order_by(ClaimRevision.id)
    ):
        found.setdefault(claim, {})[name] = None
    return {claim: tuple(names) for claim, names in found.items()}


def _seen(session: Session, revisions: Collection[int]) -> dict[int, int]:
    """How much has happened to the reviews of each revision, where anything has."""
    query = select(Review)
    found: dict[int, list[Review]] = {}
    for (review,) in among(session, revisions, lambda some: query.where(Review.revision_id.in_(some))):
        found.setdefault(review.revision_id, []).append(review)
    return {revision: reviews.seen_of(of_it) for revision, of_it in found.items()}


@dataclass(frozen=True, slots=True)
class Shown:
    """What a row shows besides: its states, its figures, and its first citation."""

    states: tuple[str, ...] = ()
    figures: tuple[Quantity, ...] = ()
    quotation: str = ""
    translation: str = ""
    source: str = ""
    title: str = ""
    locator: str = ""


def shown(session: Session, rows: Iterable[Waiting]) -> dict[str, Shown]:
    """What stands beside each row on a page, by its key. Three statements for some hundreds."""
    keys = {row.line.revision: row.key for row in rows}
    found = {key: Shown() for key in keys.values()}
    names: dict[str, list[str]] = {}
    for revision, name in among(session, keys, _names):
        names.setdefault(keys[revision], []).append(name)
    figures: dict[str, list[Quantity]] = {}
    for (quantity,) in among(session, keys, lambda some: select(Quantity).where(Quantity.revision_id.in_(some))):
        figures.setdefault(keys[quantity.revision_id], []).append(quantity)
    for row in among(session, keys, _citations):
        cited = (row.quotation, row.translation, row.key, row.title, row.locator)
        found[keys[row.revision_id]] = Shown((), (), *cited)
    return {
        key: replace(one, states=tuple(names.get(key, ())), figures=tuple(figures.get(key, ())))
        for key, one in found.items()
    }


def _names(some: Sequence[int]) -> Select[*tuple[Any, ...]]:
    query = select(ClaimState.revision_id, State.name).join(State, State.code == ClaimState.state_code)
    return query.where(ClaimState.revision_id.in_(some)).order_by(State.name)


def _citations(some: Sequence[int]) -> Select[*tuple[Any, ...]]:
    of_it = (Citation.revision_id, Citation.quotation, Citation.translation, Citation.locator)
    query = select(*of_it, Source.key, Source.title).join(Source, Source.id == Citation.source_id)
    return query.where(Citation.revision_id.in_(some), Citation.position == 1)


@dataclass(frozen=True, slots=True)
class Judged:
    """What is decided: the verdict, the grades, and the reason; `authors_said` that several authors were seen."""

    verdict: Verdict
    reliability: Reliability | None
    credibility: Credibility | None
    reason: str
    authors_said: bool = False


def decide(
    session: Session, *, number: int, chosen: Collection[Chosen], judged: Judged, reviewer: int, at: datetime
) -> list[Review]:
    """Decide on the claims of an import that a reviewer had before them and ticked, all or none.

    Raises what `reviews.decide` raises for one, Stale when one of them no longer waits as it was seen, and RuleBroken
    where the reason is missing or several authors were not noticed.
    """
    found = pile(session, number=number, reviewer=reviewer)
    waiting = {row.key: row for row in found.rows}
    _refuse_others(found, chosen)
    rows = [waiting[one.key] for one in chosen if one.key in waiting]
    if len(rows) < len(chosen):
        missing = next(one.key for one in chosen if one.key not in waiting)
        raise Stale("review", Problem("chosen", f"{missing} no longer waits, or is your own. Look at the list again."))
    return _decide(session, found, chosen, rows, judged, reviewer, at)


def _refuse_others(found: Pile, chosen: Collection[Chosen]) -> None:
    brought = {one.key for one in imports.brought(found.run)}
    if any(one.key not in brought for one in chosen):
        raise RuleBroken.at("review", "chosen", "Only claims that this import brought are decided on here.")


@dataclass(frozen=True, slots=True)
class Sample:
    """The claims that may be decided on by a sample: what they are, and which of them are drawn to be read."""

    chosen: tuple[Chosen, ...]
    drawn: tuple[Waiting, ...]
    authors: frozenset[str] = field(default_factory=frozenset)

    @property
    def mark(self) -> str:
        """What the deed is about."""
        return rules.fingerprint(self.chosen)


def sample(found: Pile, *, reviewer: int) -> Sample:
    """The sample that a reviewer gets of those that are no exceptions; the same as long as these are the same."""
    rows = found.plain
    by_key = {row.key: row for row in rows}
    drawn = rules.draw(by_key, seed=f"{found.run.id} {found.run.sha256} {reviewer}")
    authors = frozenset(name for row in rows for name in row.authors)
    return Sample(tuple(row.chosen for row in rows), tuple(by_key[key] for key in drawn), authors)


def decide_by_sample(
    session: Session,
    *,
    number: int,
    mark: str,
    read: Collection[str],
    judged: Judged,
    reviewer: int,
    at: datetime,
) -> list[Review]:
    """Decide on all that are no exceptions, by the sample that was read. `mark` is that of the sample that was shown.

    Raises RuleBroken unless every claim that was drawn is said to be read, and otherwise as `decide` does.
    """
    found = pile(session, number=number, reviewer=reviewer)
    drawn = sample(found, reviewer=reviewer)
    if drawn.mark != mark:
        sentence = "What waits has changed since the sample was drawn. Look at the new sample."
        raise Stale("review", Problem("chosen", sentence))
    if missing := [row.key for row in drawn.drawn if row.key not in read]:
        left = f"{len(missing)} of the {len(drawn.drawn)} that were drawn are not ticked, such as {missing[0]}."
        raise RuleBroken.at("review", "chosen", f"{left} Read each, and tick it.")
    rows = found.plain
    return _decide(session, found, drawn.chosen, rows, judged, reviewer, at, drawn=len(drawn.drawn))


def _decide(
    session: Session,
    found: Pile,
    chosen: Collection[Chosen],
    rows: Collection[Waiting],
    judged: Judged,
    reviewer: int,
    at: datetime,
    *,
    drawn: int = 0,
) -> list[Review]:
    authors = {name for row in rows for name in row.authors}
    rules.check(many=len(chosen), reason=judged.reason, authors=authors, authors_said=judged.authors_said)
    sampled = drawn if drawn < len(chosen) else 0
    comment = rules.comment(reason=judged.reason, many=len(chosen), run=found.run.id, authors=authors, drawn=sampled)
    given = {"verdict": judged.verdict, "reliability": judged.reliability, "credibility": judged.credibility}
    return [
        reviews.decide(
            session,
            key=one.key,
            revision=one.revision,
            seen=one.seen,
            reviewer=reviewer,
            comment=comment,
            at=at,
            **given,
        )
        for one in sorted(chosen, key=lambda one: one.key)
    ]
