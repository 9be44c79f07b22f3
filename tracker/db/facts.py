"""Rows -> the facts that the status rules read.

A cell's evidence comes whole (`evidence_of`), for a page that explains it. Many cells come as one small tally each
(`tallies_of`), in three statements: `domain.tally` said again in SQL, row for row, and held equal over random worlds.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    Select,
    String,
    and_,
    case,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    tuple_,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session, selectinload

from tracker.db import figures, knowing, law_changes, origins, owed
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
from tracker.domain.facts import Clocks, Duty, Evidence, Party, Tally, Voices
from tracker.domain.law_changes import Reading, readings, under
from tracker.domain.limits import is_over
from tracker.domain.tally import CREDIBLE, DOUBTED, FINDING_KINDS, FULFILMENT, NEARER, SILENT, UNVOICED, Bucket
from tracker.domain.vocabulary import (
    Credibility,
    Effect,
    Kind,
    LimitScope,
    ReviewState,
    StateKind,
    Test,
    Verdict,
)

_CREDIBLE = [Credibility(str(grade)) for grade in CREDIBLE]
_DOUBTED = [Credibility(str(grade)) for grade in DOUBTED]
_PENDING, _SHARE = "pending", "share"

Cell = tuple[str, int]
"""A state's code and an obligation's id."""


def party_of(state: State) -> Party:
    """A state as the rules see it."""
    return Party(state.code, state.name, state.kind, state.member_from, state.member_until)


def _duty_of(obligation: Obligation) -> Duty:
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
    changes = law_changes.in_force(session, obligation_ids=[row.id for row in rows], known_at=known_at)
    return {row.id: under(_duty_of(row), changes.get(row.id, ())) for row in rows}


def readings_of(
    session: Session, *, rows: Collection[Obligation], known_at: datetime
) -> dict[int, tuple[Reading, ...]]:
    """How some states read the law of obligations otherwise, as known at an instant, by their ids. One statement."""
    changes = law_changes.in_force(session, obligation_ids=[row.id for row in rows], known_at=known_at)
    return {row.id: readings(_duty_of(row), changes[row.id]) for row in rows if row.id in changes}


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
    query = _current(known_at).add_columns(
        *_described(),
        ClaimRevision.id.label("revision_id"),
        knowing.review_state_at(known_at).label("review_state"),
        knowing.public_from().label("public_from"),
    )
    rows = session.execute(query.where(*_in_cells(cells))).all()
    counted = figures.figures_of(session, [row.revision_id for row in rows])
    changed = law_changes.in_force(session, obligation_ids={duty for _, duty in cells}, known_at=known_at)
    limits = figures.limits_under(session, {row.obligation for row in rows}, changed, rejected)
    found: dict[Cell, list[Evidence]] = {}
    for row in rows:
        over = is_over(limits.get(row.obligation, ()), counted.get(row.revision_id, ()))
        found.setdefault((row.state, row.obligation), []).append(_evidence(row._mapping, over=over))
    return found


def _in_cells(cells: Collection[Cell]) -> list[ColumnElement[bool]]:
    """The bearing is on one of the cells. SQLite finds pairs by no index, so their parts are asked for as well."""
    pairs = tuple_(Bearing.state_code, Bearing.obligation_id).in_(cells)
    codes, duties = ({cell[part] for cell in cells} for part in (0, 1))
    return [pairs, Bearing.obligation_id.in_(sorted(duties)), Bearing.state_code.in_(sorted(codes))]


def _evidence(row: Any, *, over: bool) -> Evidence:
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
        over_limit=over,
        share_low=row["share_low"],
        share_high=row["share_high"],
        covers_first=row["covers_first"],
        covers_last=row["covers_last"],
        public_from=row["public_from"],
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


def _current(known_at: datetime) -> Select[Any]:
    """Bearings of the revisions that were current at an instant, each with the review that then held, if any."""
    return (
        select()
        .select_from(Bearing)
        .join(ClaimRevision, ClaimRevision.id == Bearing.revision_id)
        .join(Claim, Claim.id == ClaimRevision.claim_id)
        .outerjoin(OriginAssignment, origins.assignment_at(known_at))
        .join(Origin, Origin.id == origins.counted_under())
        .outerjoin(Review, knowing.review_at(known_at))
        .where(knowing.current_at(known_at))
    )


def tallies_of(session: Session, *, obligation_ids: Iterable[int], clocks: Clocks) -> dict[Cell, Tally]:
    """One tally for each cell of the obligations on which anything counts. Three statements, whatever the number."""
    counted = counted_rows(session, list(obligation_ids), clocks)
    sums: dict[Cell, dict[str, Any]] = {}
    for query in (_by_bucket(counted), _second_pass(counted)):
        for row in session.execute(query):
            _add(sums.setdefault((row.state, row.obligation), {}), row)
    return {cell: Tally(**fields) for cell, fields in sums.items()}


def _add(fields: dict[str, Any], row: Any) -> None:
    if row.bucket == _PENDING:
        fields["pending_fulfilment"] = bool(row.fulfils) or fields.get("pending_fulfilment", False)
        return
    fields["opened"] = bool(row.opened) or fields.get("opened", False)
    fields["closed"] = bool(row.closed) or fields.get("closed", False)
    opened = [day for day in (row.opened_on, fields.get("opened_on")) if day is not None]
    fields["opened_on"] = min(opened, default=None)
    if row.bucket not in (_SHARE, *UNVOICED):
        fields[row.bucket] = Voices(bool(row.own), row.others, bool(row.finding))


def _accepted(obligation_ids: Sequence[int], clocks: Clocks, special: Mapping[int, Duty]) -> CTE:
    """Accepted evidence whose first possible day is not after the as-of date, with the duty and row that judge it."""
    query = _current(clocks.known_at).add_columns(
        *_described(),
        owed.by_duty(special, lambda duty: duty.due, Obligation.due).label("due"),
        Obligation.test.label("test"),
        _flag(Obligation.condition != "").label("conditional"),
        Obligation.opens_below.label("opens_below"),
        _flag(figures.over(special)).label("over"),
        _flag(State.kind == StateKind.COLLECTIVE).label("together"),
        _flag(and_(Obligation.test == Test.LIMIT, Obligation.limit_scope == LimitScope.COLLECTIVE)).label("joint"),
    )
    return (
        query.join(Obligation, Obligation.id == Bearing.obligation_id)
        .join(State, State.code == Bearing.state_code)
        .where(
            Bearing.obligation_id.in_(obligation_ids),
            Review.verdict == Verdict.RIGHT,
            knowing.unwithdrawn_at(clocks.known_at),
            *knowing.public_by(clocks.public_at),
            ClaimRevision.day_first <= clocks.as_of,
        )
        .cte("accepted")
    )


def _conduct(row: Any) -> ColumnElement[str]:
    """Row 1 of the table: what a claim does to this duty, whatever effect was logged."""
    nearer = row.effect.in_(NEARER)
    return case(
        (row.kind.in_(SILENT), Effect.NONE.value),
        (or_(row.kind == Kind.PLEDGE, row.effect == Effect.PROMISES), Effect.PROMISES.value),
        (row.over == 1, Effect.BREACHES.value),
        (and_(row.effect == Effect.OPENS, row.conditional == 0), Effect.NONE.value),
        (and_(row.kind == Kind.DENIAL, row.effect == Effect.FULFILS), Effect.DENIES.value),
        (and_(row.kind == Kind.STATEMENT_OF_COMPLIANCE, nearer, row.has_fact == 0), Effect.MEASURES.value),
        (and_(row.test.in_((Test.REFRAIN, Test.MAINTAIN)), nearer), Effect.MEASURES.value),
        (and_(row.test != Test.ATTAIN, row.effect == Effect.ADVANCES), Effect.MEASURES.value),
        else_=type_coerce(row.effect, String),
    )


def _judged(obligation_ids: Sequence[int], clocks: Clocks, special: Mapping[int, Duty]) -> CTE:
    row = _accepted(obligation_ids, clocks, special)
    return select(row, _conduct(row.c).label("conduct")).cte("judged")


def _bucket(row: Any) -> ColumnElement[Any]:
    """Row 2 of the table: the side on which a claim stands."""
    credible = row.credibility.in_(_CREDIBLE)
    return case(
        (row.conduct == Effect.NONE.value, null()),
        (
            row.conduct == Effect.FULFILS.value,
            case(
                (or_(row.due.is_(None), row.last <= row.due), Bucket.ON_TIME.value),
                (row.first > row.due, Bucket.LATE.value),
                else_=Bucket.STRADDLING.value,
            ),
        ),
        (and_(row.conduct == Effect.BREACHES.value, ~credible), Bucket.UNJUDGED.value),
        else_=row.conduct,
    )


def _here(row: Any) -> ColumnElement[bool]:
    """Whether a claim is judged in this row: a joint limit in the row of all states, all else in a state's own."""
    named = or_(row.conduct != Effect.BREACHES.value, row.over == 1, row.finding == 1)
    return or_(row.together == row.joint, and_(row.together == 0, row.joint == 1, named))


def counted_rows(session: Session, obligation_ids: Sequence[int], clocks: Clocks) -> CTE:
    """Rows 3, 7, 8 and 9 of the table: what is left when what does not count is set aside."""
    special = owed.special(session, obligation_ids, clocks)
    judged = _judged(obligation_ids, clocks, special)
    dated = owed.dated(judged, special, _here(judged.c), clocks.as_of)
    sided = select(dated, _bucket(dated.c).label("side")).where(_here(dated.c)).cte("sided")
    row = sided.c
    trusted = or_(row.credibility.in_(_CREDIBLE), row.side.in_((Bucket.PROMISES.value, Bucket.UNJUDGED.value)))
    gives = _flag(owed.gives_share(row))
    return (
        select(sided, gives.label("gives"), _flag(row.last > literal(clocks.as_of)).label("uncertain"))
        .where(
            or_(row.side.is_not(None), gives == 1),
            trusted,
            row.credibility.not_in(_DOUBTED),
            *owed.of_the_period(row, special),
        )
        .cte("counted")
    )


def _voices(row: Any) -> list[ColumnElement[Any]]:
    return [
        func.count(func.distinct(case((row.own == 0, row.origin)))).label("others"),
        func.max(row.own).label("own"),
        func.max(row.finding).label("finding"),
    ]


def _by_bucket(counted: CTE) -> Select[Any]:
    row = counted.c
    bucket = case(
        (row.uncertain == 1, _PENDING),
        (row.side.is_(None), _SHARE),
        (row.side.in_((Bucket.CEASES.value, Bucket.OPENS.value)), _SHARE),
        else_=row.side,
    )
    certain_share = and_(row.gives == 1, row.uncertain == 0)
    stated = and_(row.side == Bucket.OPENS.value, row.uncertain == 0)
    opening = or_(stated, and_(certain_share, row.share_high < row.opens_below))
    return select(
        row.state,
        row.obligation,
        bucket.label("bucket"),
        *_voices(row),
        func.max(_flag(row.side.in_([b.value for b in FULFILMENT]))).label("fulfils"),
        func.max(_flag(opening)).label("opened"),
        func.max(_flag(and_(certain_share, row.share_low >= row.opens_below))).label("closed"),
        func.min(case((opening, row.last))).label("opened_on"),
    ).group_by(row.state, row.obligation, bucket)


def _second_pass(counted: CTE) -> Any:
    """Rows 4 and 5 of the table: what answers the breach, and what ends it."""
    row = counted.c
    bounds = (
        select(row.state, row.obligation, func.min(row.first).label("first"), func.max(row.last).label("last"))
        .where(row.side.in_((Bucket.BREACHES.value, Bucket.UNJUDGED.value)), row.uncertain == 0)
        .group_by(row.state, row.obligation)
        .cte("bounds")
    )
    complies = and_(row.side == Bucket.MEASURES.value, row.kind == Kind.STATEMENT_OF_COMPLIANCE)
    answers = or_(row.side.in_([b.value for b in (*FULFILMENT, Bucket.DENIES)]), complies)
    ends = row.side.in_((Bucket.CEASES.value, Bucket.LATE.value))
    return union_all(
        _against(counted, bounds, Bucket.ANSWERS, and_(answers, row.last >= bounds.c.first)),
        _against(counted, bounds, Bucket.CEASES, and_(ends, row.last >= bounds.c.last)),
    )


def _against(counted: CTE, bounds: CTE, bucket: Bucket, condition: ColumnElement[bool]) -> Select[Any]:
    row = counted.c
    same_cell = and_(row.state == bounds.c.state, row.obligation == bounds.c.obligation)
    return (
        select(
            row.state,
            row.obligation,
            literal(bucket.value).label("bucket"),
            *_voices(row),
            *(literal(0).label(name) for name in ("fulfils", "opened", "closed")),
            type_coerce(null(), Date).label("opened_on"),
        )
        .join(bounds, same_cell)
        .where(condition, row.uncertain == 0)
        .group_by(row.state, row.obligation)
    )
