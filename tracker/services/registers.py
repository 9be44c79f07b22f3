"""The register of claims for reading: lines that fit some filters, the newest first, or all of them as they come.

A line is made of columns and not of rows that a session keeps, so a hundred thousand of them take no more memory than
a few. What an import reads back is made elsewhere (`services.claim_files`).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, literal, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute, Session

from tracker.db import knowing
from tracker.db.instants import instant_text
from tracker.db.models import Bearing, Citation, Claim, ClaimRevision, ClaimState, Obligation, Review, Source
from tracker.services import claim_list
from tracker.services.claim_list import ClaimFilter

COLUMNS = (
    "key",
    "statement",
    "kind",
    "speaker",
    "said",
    "day_first",
    "day_last",
    "states",
    "bears_on",
    "review_state",
    "grade",
    "recorded_at",
    "citations",
)
"""The columns of the whole register. `bears_on` has state, obligation and effect; `citations` source and place."""

AT_ONCE = 2_000
"""How many lines are in memory at a time."""

MOST = 50
"""How many lines a list of the newest has."""


def newest(session: Session, *, chosen: ClaimFilter, most: int = MOST) -> list[Mapping[str, Any]]:
    """The newest claims that fit, at most so many, each as its columns without the lists. One statement.

    Nothing is counted: how many there are in all would cost more than the lines.
    """
    said = (ClaimRevision.said_first, ClaimRevision.said_last)
    columns = [Claim.key, ClaimRevision.statement, ClaimRevision.kind, ClaimRevision.speaker, *said, *_standing(chosen)]
    query = _fitting(chosen, columns).order_by(ClaimRevision.day_last.desc(), ClaimRevision.claim_id.desc())
    return [dict(row) for row in session.execute(query.limit(most)).mappings()]


def everything(session: Session, *, chosen: ClaimFilter) -> Iterator[Sequence[Sequence[str]]]:
    """Every claim that fits, in the order in which they were first recorded, some thousands of lines at a time."""
    spoken = [Claim.key, ClaimRevision.statement, _text(ClaimRevision.kind), ClaimRevision.speaker, ClaimRevision.said]
    days = [cast(ClaimRevision.day_first, String), cast(ClaimRevision.day_last, String)]
    columns = [
        *spoken,
        *days,
        _states(),
        _bearings(),
        *_standing(chosen),
        instant_text(ClaimRevision.recorded_at),
        _citations(),
    ]
    query = _fitting(chosen, columns).order_by(Claim.id).execution_options(yield_per=AT_ONCE)
    yield from session.execute(query).partitions()


def _fitting(chosen: ClaimFilter, columns: Sequence[Any]) -> Select[*tuple[Any, ...]]:
    query = select(*columns).select_from(ClaimRevision).join(Claim, Claim.id == ClaimRevision.claim_id)
    query = query.outerjoin(Review, knowing.review_at(chosen.known_at))
    return query.where(*claim_list.conditions(chosen))


def _standing(chosen: ClaimFilter) -> list[ColumnElement[Any]]:
    """Where a claim stands with its reviewers, and the grade of the review that holds."""
    grade = func.coalesce(_text(Review.reliability) + _text(Review.credibility), "")
    return [knowing.review_state_at(chosen.known_at).label("review_state"), grade.label("grade")]


def _text(column: InstrumentedAttribute[Any]) -> ColumnElement[Any]:
    """A word of a closed list as it lies in the database."""
    return type_coerce(column, String).label(column.key)


def _states() -> ColumnElement[Any]:
    query = select(ClaimState.state_code.label("item")).where(ClaimState.revision_id == ClaimRevision.id)
    return _joined(query.order_by(ClaimState.state_code), "states")


def _bearings() -> ColumnElement[Any]:
    cell = Bearing.state_code + literal(" ") + Obligation.key + literal(" ") + type_coerce(Bearing.effect, String)
    query = select(cell.label("item")).select_from(Bearing).join(Obligation, Obligation.id == Bearing.obligation_id)
    return _joined(query.where(Bearing.revision_id == ClaimRevision.id).order_by(Bearing.id), "bears_on")


def _citations() -> ColumnElement[Any]:
    place = Source.key + literal(" ") + Citation.locator
    query = select(place.label("item")).select_from(Citation).join(Source, Source.id == Citation.source_id)
    return _joined(query.where(Citation.revision_id == ClaimRevision.id).order_by(Citation.position), "citations")


def _joined(query: Select[*tuple[Any, ...]], name: str) -> ColumnElement[Any]:
    """The items of a list that hangs on a revision, in one text."""
    items = query.correlate(ClaimRevision).subquery()
    return func.coalesce(select(func.aggregate_strings(items.c.item, "; ")).scalar_subquery(), "").label(name)
