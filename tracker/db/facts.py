"""Rows -> the facts that the status rules read: duties as the law had left them, and the evidence of cells."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, and_, bindparam, case, exists, false, func, or_, select, true
from sqlalchemy.orm import Session, selectinload

from tracker.db import figures, knowing, law_changes, origins
from tracker.db.base import UTCDateTime
from tracker.db.models import (
    Bearing,
    Claim,
    ClaimRevision,
    Obligation,
    Origin,
    OriginAssignment,
    Quantity,
    Review,
    State,
)
from tracker.domain.facts import Duty, Evidence, Party
from tracker.domain.law_changes import Reading, readings, under
from tracker.domain.limits import Figure
from tracker.domain.tally import FINDING_KINDS
from tracker.domain.vocabulary import ReviewState

_EVER = datetime.max.replace(tzinfo=UTC)
Cell = tuple[str, int]
"""A state's code and an obligation's id."""


def party_of(state: State) -> Party:
    """A state as the rules see it."""
    return Party(state.code, state.name, state.kind, state.member_from, state.member_until)


def duty_of(obligation: Obligation) -> Duty:
    """An obligation, with its limits loaded, as its own row has it: no record of the law bears on it yet."""
    return Duty(
        key=obligation.key,
        test=obligation.test,
        force=obligation.force,
        effective=obligation.effective,
        due=obligation.due,
        ended=obligation.ended,
        ended_by=obligation.ended_by,
        condition=obligation.condition,
        opens_below=obligation.opens_below,
        limits=tuple(law_changes.limit_of(row) for row in obligation.limits),
        limit_scope=obligation.limit_scope,
        excluded=frozenset(obligation.excluded),
        suspensions=law_changes.suspensions_of(obligation),
        recurs=obligation.recurs or "",
    )


def duties_of(session: Session, *, rows: Collection[Obligation], known_at: datetime) -> dict[int, Duty]:
    """The obligations as the records of the law had left them at an instant, by their ids. One statement."""
    return as_changed(session, duties={row.id: duty_of(row) for row in rows}, known_at=known_at)


def as_changed(session: Session, *, duties: Mapping[int, Duty], known_at: datetime) -> dict[int, Duty]:
    """The same of duties by the ids of their obligations, each as its own row has it. One statement."""
    changes = law_changes.in_force(session, obligation_ids=duties, known_at=known_at)
    return {key: under(duty, changes.get(key, ())) for key, duty in duties.items()}


def readings_of(
    session: Session, *, rows: Collection[Obligation], known_at: datetime
) -> dict[int, tuple[Reading, ...]]:
    """How some states read the law of obligations otherwise, as known at an instant, by their ids. One statement."""
    changes = law_changes.in_force(session, obligation_ids=[row.id for row in rows], known_at=known_at)
    return {row.id: readings(duty_of(row), changes[row.id]) for row in rows if row.id in changes}


def with_limits(query: Select[Obligation]) -> Select[Obligation]:
    """The query, with what `duties_of` reads loaded."""
    return query.options(selectinload(Obligation.limits))


def evidence_of(
    session: Session, *, state: str, obligation_id: int, known_at: datetime, rejected: Collection[int] = ()
) -> list[Evidence]:
    """Every claim that bore on a cell at an instant, whatever its review said. Four statements.

    `rejected` are the numbers of records of the law that are left out, as some states read it.
    """
    cell = (state, obligation_id)
    return evidence_of_cells(session, cells=[cell], known_at=known_at, rejected=rejected).get(cell, [])


def evidence_of_cells(
    session: Session, *, cells: Collection[Cell], known_at: datetime, rejected: Collection[int] = ()
) -> dict[Cell, list[Evidence]]:
    """The same for many cells, without those on which no claim bore. Four statements, whatever the number."""
    rows = session.execute(_evidence_at().where(_within(cells)), {"known_at": known_at}).all()
    counted = figures.figures_of(session, [row.revision_id for row in rows])
    changed = law_changes.in_force(session, obligation_ids={duty for _, duty in cells}, known_at=known_at)
    terms = figures.terms_under(session, {row.obligation for row in rows}, changed, rejected)
    found: dict[Cell, list[Evidence]] = {}
    for row in rows:
        over = figures.over(terms[row.obligation], counted.get(row.revision_id, ()))
        found.setdefault((row.state, row.obligation), []).append(_evidence(row._mapping, over=over))
    return found


def then(
    session: Session, *, state: str, obligation: Obligation, moments: CTE, instants: Collection[datetime]
) -> dict[datetime, tuple[Duty, list[Evidence]]]:
    """The duty and the evidence of one cell at each of several instants, as `duties_of` and `evidence_of` have them.

    `moments` selects the same instants, as `at`. Four statements, whatever their number.
    """
    moment: Any = moments.c.at
    query = _current(moment, moments).add_columns(
        *_described(),
        moment.label("at"),
        ClaimRevision.id.label("revision_id"),
        knowing.review_state_at(moment).label("review_state"),
        knowing.public_from().label("public_from"),
    )
    rows = session.execute(query.where(_within([(state, obligation.id)]))).all()
    counted = figures.figures_of(session, sorted({row.revision_id for row in rows}))
    own = law_changes.limits_of(session, obligation_ids=[obligation.id]).get(obligation.id, ())
    changes = law_changes.ever_in_force(session, obligation_id=obligation.id)
    held = {at: [change for change, begun, over in changes if begun <= at < (over or _EVER)] for at in instants}
    found = {at: (under(duty_of(obligation), held[at]), []) for at in instants}
    terms = {at: figures.bare(own, held[at]) for at in instants}
    for row in rows:
        over = figures.over(terms[row.at], counted.get(row.revision_id, ()))
        found[row.at][1].append(_evidence(row._mapping, over=over))
    return found


@cache
def _evidence_at() -> Select[Any]:
    """The statement that asks for evidence at an instant, which takes longer to put together than to answer."""
    known_at = bindparam("known_at", type_=UTCDateTime)
    return _current(known_at).add_columns(
        *_described(),
        ClaimRevision.id.label("revision_id"),
        knowing.review_state_at(known_at).label("review_state"),
        knowing.public_from().label("public_from"),
    )


def _within(cells: Collection[Cell]) -> ColumnElement[bool]:
    """The bearing is on one of the cells, asked so that both databases look into the index for each of them."""
    states_of: dict[int, set[str]] = {}
    for state, duty in cells:
        states_of.setdefault(duty, set()).add(state)
    duties_of: dict[tuple[str, ...], list[int]] = {}
    for duty, states in states_of.items():
        duties_of.setdefault(tuple(sorted(states)), []).append(duty)
    asked = (
        and_(Bearing.obligation_id.in_(duties), Bearing.state_code.in_(states)) for states, duties in duties_of.items()
    )
    return or_(false(), *asked)


def _evidence(row: Any, *, over: Figure | None) -> Evidence:
    credibility = row["credibility"]
    return Evidence(
        claim=row["claim"],
        revision=row["revision"],
        kind=row["kind"],
        effect=row["effect"],
        origin=row["origin"],
        first=row["first"],
        last=row["last"],
        review_state=ReviewState(row["review_state"]),
        credibility=int(credibility) if credibility else None,
        own_voice=bool(row["own"]),
        finding=bool(row["finding"]),
        has_fact=bool(row["has_fact"]),
        over_limit=over is not None,
        share_low=row["share_low"],
        share_high=row["share_high"],
        covers_first=row["covers_first"],
        covers_last=row["covers_last"],
        public_from=row["public_from"],
        converted=over.converted.sentence if over and over.converted else "",
    )


def _flag(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)


def _described() -> list[ColumnElement[Any]]:
    """What the rules read of one claim on one cell, from bearing, revision, claim, review and origin."""
    has_figure = exists().where(Quantity.revision_id == ClaimRevision.id)
    return [
        Bearing.state_code.label("state"),
        Bearing.obligation_id.label("obligation"),
        Bearing.effect.label("effect"),
        Claim.key.label("claim"),
        ClaimRevision.number.label("revision"),
        ClaimRevision.kind.label("kind"),
        ClaimRevision.day_first.label("first"),
        ClaimRevision.day_last.label("last"),
        Origin.key.label("origin"),
        Review.credibility.label("credibility"),
        _flag(func.coalesce(ClaimRevision.speaks_for, "") == Bearing.state_code).label("own"),
        _flag(and_(ClaimRevision.body.is_not(None), ClaimRevision.kind.in_(FINDING_KINDS))).label("finding"),
        _flag(or_(ClaimRevision.state_action_id.is_not(None), has_figure)).label("has_fact"),
        figures.share(func.max(Quantity.low)).label("share_low"),
        figures.share(func.min(Quantity.high)).label("share_high"),
        figures.covered(func.min(Quantity.first)).label("covers_first"),
        figures.covered(func.max(Quantity.last)).label("covers_last"),
    ]


def _current(known_at: Any, moments: CTE | None = None) -> Select[Any]:
    """Bearings of the revisions that were current at an instant, each with the review that then held, if any.

    With moments, for each of them; `known_at` is then their column.
    """
    begun = select().select_from(Bearing) if moments is None else select().select_from(moments).join(Bearing, true())
    return (
        begun.join(ClaimRevision, ClaimRevision.id == Bearing.revision_id)
        .join(Claim, Claim.id == ClaimRevision.claim_id)
        .outerjoin(OriginAssignment, origins.assignment_at(known_at))
        .join(Origin, Origin.id == origins.counted_under())
        .outerjoin(Review, knowing.review_at(known_at))
        .where(knowing.current_at(known_at))
    )
