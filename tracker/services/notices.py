"""Notices: a publisher took a source back or corrected it. Record it, and see what leans on the source.

A notice ends the reviews that stood on the source, from its instant on. The claims wait for review again and count no
longer, until a reviewer has looked at them anew; what was known before stays as it was.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, selectinload

from tracker.db.models import (
    Citation,
    Claim,
    ClaimRevision,
    Obligation,
    Reopening,
    Report,
    Review,
    Source,
    SourceNotice,
    State,
)
from tracker.domain import noticing
from tracker.domain.facts import Clocks
from tracker.domain.reasons import Decision
from tracker.domain.vocabulary import NoticeKind
from tracker.services import accounts, assessments, claim_list, claim_then, sources
from tracker.services.claim_list import ClaimFilter


@dataclass(frozen=True, slots=True)
class LeaningCell:
    """A cell on which a claim from the source bears, with the outcome that it has by the clocks."""

    state: State
    obligation: Obligation
    decision: Decision


@dataclass(frozen=True, slots=True)
class LeaningReport:
    """A frozen report that names claims from the source, and their keys."""

    number: int
    title: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """What leans on a source: its claims that stand, the cells they bear on, and the reports that name them."""

    claims: Sequence[ClaimRevision]
    cells: Sequence[LeaningCell]
    reports: Sequence[LeaningReport]


@dataclass(frozen=True, slots=True)
class Behind:
    """A notice on a source behind certain revisions, and the keys of their claims."""

    notice: SourceNotice
    claims: tuple[str, ...]


def record(
    session: Session,
    *,
    source: str,
    kind: NoticeKind,
    day: str,
    address: str,
    reason: str,
    by: int,
    at: datetime,
) -> SourceNotice:
    """Record that a source was retracted or corrected, and reopen every claim that stands on it.

    `day` is that of the publisher, as typed; `at` is the instant from which the reviews no longer stand. Raises
    NotAllowed, NotFound, and RuleBroken with every problem at its field.
    """
    noticing.check_recorder(accounts.roles_of(session, person=by))
    noticing.check_notice(day=day, address=address, reason=reason)
    notice = SourceNotice(
        source_id=sources.get(session, key=source).id,
        kind=kind,
        day=day,
        address=address,
        reason=reason,
        recorded_by_id=by,
        recorded_at=at,
    )
    session.add(notice)
    session.flush()
    for review in _standing(session, notice.source_id):
        review.superseded_at = at
        session.add(Reopening(notice_id=notice.id, review_id=review.id))
    session.flush()
    return notice


def reopened_by(session: Session, *, notice: SourceNotice) -> int:
    """How many reviews a notice ended."""
    query = select(func.count()).select_from(Reopening).where(Reopening.notice_id == notice.id)
    return session.scalar(query) or 0


def of_source(session: Session, *, source: str, known_at: datetime | None = None) -> Sequence[SourceNotice]:
    """The notices on a source, oldest first, each with who recorded it and the reviews that it ended.

    With an instant, those that had been recorded by then.
    """
    query = select(SourceNotice).join(Source, Source.id == SourceNotice.source_id).where(Source.key == source)
    if known_at is not None:
        query = query.where(SourceNotice.recorded_at <= known_at)
    return session.scalars(_whole(query).order_by(SourceNotice.id)).all()


def impact(session: Session, *, source: str, clocks: Clocks) -> Impact:
    """Everything that leans on a source by the clocks: of claims and reports, all that were known. Raises NotFound."""
    source_id, known_at = sources.get(session, key=source).id, clocks.known_at
    rows = claim_list.everything(session, chosen=ClaimFilter(source=source, known_at=known_at))
    standing = [row for row in rows if not claim_then.is_withdrawn(row, known_at=known_at)]
    return Impact(standing, _cells(session, standing, clocks), _reports(session, source_id, known_at))


def behind(session: Session, *, revisions: Collection[tuple[str, int]]) -> list[Behind]:
    """The notices on the sources of revisions, given by claim and number, oldest first."""
    query = select(SourceNotice.id, Claim.key, ClaimRevision.number).join(
        Citation, Citation.source_id == SourceNotice.source_id
    )
    query = query.join(ClaimRevision, ClaimRevision.id == Citation.revision_id)
    query = query.join(Claim, Claim.id == ClaimRevision.claim_id)
    wanted = set(revisions)
    keys: dict[int, set[str]] = {}
    for id_, key, number in session.execute(query):
        if (key, number) in wanted:
            keys.setdefault(id_, set()).add(key)
    found = session.scalars(_whole(select(SourceNotice).where(SourceNotice.id.in_(keys))).order_by(SourceNotice.id))
    return [Behind(notice, tuple(sorted(keys[notice.id]))) for notice in found]


def _standing(session: Session, source_id: int) -> Sequence[Review]:
    """The reviews that stand on the current revisions of unwithdrawn claims that cite the source.

    Their claims are locked first, in one order, so that a reviewer who decides at the same moment comes before or
    after, and not in between.
    """
    cites = select(ClaimRevision.claim_id).join(Citation, Citation.revision_id == ClaimRevision.id)
    cites = cites.where(Citation.source_id == source_id, ClaimRevision.superseded_at.is_(None))
    lock = select(Claim).where(Claim.id.in_(cites)).order_by(Claim.id).with_for_update(of=Claim)
    session.scalars(lock.execution_options(populate_existing=True)).all()
    query = select(Review).join(ClaimRevision, ClaimRevision.id == Review.revision_id)
    query = query.join(Claim, Claim.id == ClaimRevision.claim_id)
    query = query.where(ClaimRevision.claim_id.in_(cites), ClaimRevision.superseded_at.is_(None))
    query = query.where(Claim.withdrawn_at.is_(None), Review.superseded_at.is_(None))
    return session.scalars(query.order_by(Review.id).execution_options(populate_existing=True)).all()


def _cells(session: Session, rows: Sequence[ClaimRevision], clocks: Clocks) -> list[LeaningCell]:
    bearings = [bearing for row in rows for bearing in row.bearings]
    states = {bearing.state_code: bearing.state for bearing in bearings}
    ids = {bearing.obligation_id for bearing in bearings}
    query = select(Obligation).where(Obligation.id.in_(ids)).order_by(Obligation.sort_key)
    duties = session.scalars(query.options(selectinload(Obligation.limits))).all()
    decisions = assessments.decide_all(session, duties, list(states.values()), clocks)
    pairs = {(bearing.state_code, bearing.obligation_id) for bearing in bearings}
    return [
        LeaningCell(states[code], duty, decisions[code, duty.key])
        for duty in duties
        for code in sorted(states)
        if (code, duty.id) in pairs
    ]


def _reports(session: Session, source_id: int, known_at: datetime) -> list[LeaningReport]:
    """Reports frozen by then whose evidence names a revision that cites the source, whatever the claim says now."""
    cited = select(Claim.key, ClaimRevision.number).join(ClaimRevision, ClaimRevision.claim_id == Claim.id)
    cited = cited.join(Citation, Citation.revision_id == ClaimRevision.id).where(Citation.source_id == source_id)
    pairs = {(key, number) for key, number in session.execute(cited)}
    found = []
    query = select(Report.number, Report.title, Report.document).where(Report.frozen_at <= known_at)
    query = query.order_by(Report.number)
    for number, title, document in session.execute(query.execution_options(yield_per=20)):
        named = {(claim["key"], claim["revision"]) for claim in json.loads(document)["evidence"]}
        if keys := sorted({key for key, _ in named & pairs}):
            found.append(LeaningReport(number, title, tuple(keys)))
    return found


def _whole(query: Select[SourceNotice]) -> Select[SourceNotice]:
    return query.options(
        selectinload(SourceNotice.source),
        selectinload(SourceNotice.recorded_by),
        selectinload(SourceNotice.reopened),
    )
