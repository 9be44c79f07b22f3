"""The list of claims: filters that stand in an address, and full-text search, the same on both databases."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select
from sqlalchemy.orm import Session

from tracker.db import knowing, origins
from tracker.db.models import (
    Bearing,
    Citation,
    Claim,
    ClaimRevision,
    ClaimState,
    Obligation,
    Origin,
    Regime,
    Review,
    SearchTerm,
    Source,
)
from tracker.domain import searching
from tracker.domain.errors import RuleBroken
from tracker.domain.reviewing import STATE_OF
from tracker.domain.vocabulary import Kind, ReviewState
from tracker.services import claims, paging

WORDS_ARE_OF_NOW = "Words are looked up in what claims say now. Leave the words out, or the instant of known at."


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """What to list. Empty fields leave everything in.

    `since` and `until` bound the day on which it was said; where that is not stated, the days by which it is judged.
    `as_of` leaves out what tells of later days only. `known_at` lists what had been recorded by an instant, as it stood
    then, and not what stands now. `public_at` leaves out what was not certainly published by a day.
    """

    words: str = ""
    state: str = ""
    obligation: str = ""
    kind: Kind | None = None
    regime: str = ""
    review_state: ReviewState | None = None
    speaker: str = ""
    source: str = ""
    origin: str = ""
    state_action: str = ""
    since: date | None = None
    until: date | None = None
    as_of: date | None = None
    known_at: datetime | None = None
    public_at: date | None = None


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A claim in one line: its key, what was said, by whom, on which days at most, and whether it was withdrawn.

    `cited_as` and `subjects`, those of the obligations that it bears on, are what the citation check goes by.
    """

    revision: int
    key: str
    statement: str
    speaker: str
    said_first: date | None
    said_last: date | None
    is_withdrawn: bool
    cited_as: str
    subjects: frozenset[str] = frozenset()


def browse(session: Session, *, chosen: ClaimFilter, page: int = 1, size: int = 25) -> paging.Page[ClaimRevision]:
    """Revisions that fit, newest statement first."""
    query = select(ClaimRevision).join(Claim, Claim.id == ClaimRevision.claim_id)
    query = query.where(*conditions(chosen))
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = query.order_by(ClaimRevision.day_last.desc(), ClaimRevision.claim_id.desc())
    rows = claims.whole(rows).limit(size).offset(paging.offset(page, size))
    return paging.Page(session.scalars(rows).all(), max(page, 1), size, total)


def everything(session: Session, *, chosen: ClaimFilter) -> Sequence[ClaimRevision]:
    """All revisions that fit, one a claim, by key; for an export."""
    query = select(ClaimRevision).join(Claim, Claim.id == ClaimRevision.claim_id)
    query = query.where(*conditions(chosen)).order_by(Claim.key)
    return session.scalars(claims.whole(query)).all()


def lines(session: Session, *, chosen: ClaimFilter, size: int = 20) -> paging.Page[ClaimLine]:
    """The first claims that fit, each in a line, newest statement first. Three statements."""
    query = _line_query(chosen).where(*conditions(chosen))
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    return paging.Page(newest(session, chosen=chosen, size=size), 1, size, total)


def newest(session: Session, *, chosen: ClaimFilter, size: int) -> list[ClaimLine]:
    """The first claims that fit, each in a line, newest statement first, uncounted. Two statements."""
    query = _line_query(chosen).where(*conditions(chosen))
    return _lines(session, query.order_by(ClaimRevision.day_last.desc(), ClaimRevision.claim_id.desc()).limit(size))


def lines_of(session: Session, *, keys: Collection[str], known_at: datetime | None = None) -> dict[str, ClaimLine]:
    """The claims with these keys, each in a line, as known at an instant or now."""
    chosen = ClaimFilter(known_at=known_at)
    query = _line_query(chosen).where(Claim.key.in_(keys), *conditions(chosen))
    return {line.key: line for line in _lines(session, query)}


def by_keys(session: Session, *, keys: Sequence[str]) -> dict[str, ClaimRevision]:
    """Current revisions by their claims' keys, with everything that hangs on them."""
    query = select(ClaimRevision).join(Claim, Claim.id == ClaimRevision.claim_id)
    query = query.where(Claim.key.in_(keys), ClaimRevision.superseded_at.is_(None))
    return {revision.claim.key: revision for revision in session.scalars(claims.whole(query))}


def review_state(revision: ClaimRevision, *, known_at: datetime | None = None) -> ReviewState:
    """Where a loaded revision that was current at an instant stood then; without one, where it stands now."""
    withdrawn = revision.claim.withdrawn_at
    if withdrawn is not None and (known_at is None or withdrawn <= known_at):
        return ReviewState.WITHDRAWN
    review = knowing.standing_review(revision, known_at=known_at)
    return STATE_OF[review.verdict] if review else ReviewState.WAITING


def _lines(session: Session, query: Select[int, str, str, str, date | None, date | None, bool, str]) -> list[ClaimLine]:
    found = [ClaimLine(*row) for row in session.execute(query)]
    bearing = select(Bearing.revision_id, Obligation.subject).join(Obligation, Obligation.id == Bearing.obligation_id)
    subjects: dict[int, set[str]] = {}
    for row in session.execute(bearing.where(Bearing.revision_id.in_([line.revision for line in found]))):
        subjects.setdefault(row.revision_id, set()).add(row.subject)
    return [replace(line, subjects=frozenset(subjects.get(line.revision, ()))) for line in found]


def _line_query(chosen: ClaimFilter) -> Select[int, str, str, str, date | None, date | None, bool, str]:
    said = (ClaimRevision.said_first, ClaimRevision.said_last)
    named = (ClaimRevision.id, Claim.key, ClaimRevision.statement, ClaimRevision.speaker)
    query = select(*named, *said, not_(knowing.unwithdrawn_at(chosen.known_at)), ClaimRevision.cited_as)
    return query.join(ClaimRevision, ClaimRevision.claim_id == Claim.id)


def conditions(chosen: ClaimFilter) -> list[ColumnElement[bool]]:
    """What a revision must be like to be the one of its claim that fits; to filter by.

    Where `review_state` is asked for, the claim must be joined. Raises RuleBroken for words at an instant: the index of
    words follows the record and knows no past.
    """
    if chosen.words and chosen.known_at:
        raise RuleBroken.at("claim", "words", WORDS_ARE_OF_NOW)
    found = _at_clocks(chosen) + [_has(term) for term in searching.query_terms(chosen.words)]
    if chosen.state:
        named = exists().where(ClaimState.revision_id == ClaimRevision.id, ClaimState.state_code == chosen.state)
        found.append(or_(named, _bears(Bearing.state_code == chosen.state)))
    if chosen.obligation:
        found.append(_bears(Bearing.obligation_id == _id_of(Obligation, chosen.obligation)))
    if chosen.regime:
        regime = select(Regime.id).where(Regime.key == chosen.regime).scalar_subquery()
        duties = select(Obligation.id).where(Obligation.regime_id == regime)
        found.append(_bears(Bearing.obligation_id.in_(duties)))
    return found + _plain(chosen)


def _at_clocks(chosen: ClaimFilter) -> list[ColumnElement[bool]]:
    told = [ClaimRevision.day_first <= chosen.as_of] if chosen.as_of else []
    return [knowing.current_at(chosen.known_at), *told, *knowing.public_by(chosen.public_at)]


def _plain(chosen: ClaimFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if chosen.kind:
        found.append(ClaimRevision.kind == chosen.kind)
    if chosen.speaker:
        found.append(ClaimRevision.speaker == chosen.speaker)
    if chosen.origin:
        found.append(origins.is_under(_id_of(Origin, chosen.origin), chosen.known_at))
    if chosen.state_action:
        found.append(ClaimRevision.state_action.has(key=chosen.state_action))
    if chosen.source:
        source = _id_of(Source, chosen.source)
        found.append(ClaimRevision.id.in_(select(Citation.revision_id).where(Citation.source_id == source)))
    if chosen.since:
        found.append(func.coalesce(ClaimRevision.said_last, ClaimRevision.day_last) >= chosen.since)
    if chosen.until:
        found.append(func.coalesce(ClaimRevision.said_first, ClaimRevision.day_first) <= chosen.until)
    return found + ([_stands(chosen.review_state, chosen.known_at)] if chosen.review_state else [])


def _has(term: str) -> ColumnElement[bool]:
    """The claim has a word that begins with the term. A range, so that an index serves it in both databases."""
    begins = and_(SearchTerm.term >= term, SearchTerm.term < term + "\U0010ffff")
    return ClaimRevision.claim_id.in_(select(SearchTerm.claim_id).where(begins))


def _bears(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Bearing.revision_id == ClaimRevision.id, condition)


def _id_of(model: Any, key: str) -> Any:
    return select(model.id).where(model.key == key).scalar_subquery()


def _stands(state: ReviewState, known_at: datetime | None) -> ColumnElement[bool]:
    unwithdrawn = knowing.unwithdrawn_at(known_at)
    if state is ReviewState.WITHDRAWN:
        return not_(unwithdrawn)
    # The query around it may have joined the reviews as well; they are no part of this one.
    decided = exists().where(knowing.review_at(known_at)).correlate(ClaimRevision)
    if state is ReviewState.WAITING:
        return and_(unwithdrawn, not_(decided))
    verdict = next(v for v, result in STATE_OF.items() if result is state)
    return and_(unwithdrawn, decided.where(Review.verdict == verdict))
