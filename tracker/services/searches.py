"""Records of searches: who looked where for information on a state, and what came of it.

A search without an obligation is one for all of the state's duties. No search changes an outcome.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session, selectinload

from tracker.db.constraints import refusing
from tracker.db.models import Obligation, SearchRecord
from tracker.domain import looking, remarking
from tracker.domain.facts import Clocks
from tracker.domain.looking import Looked
from tracker.domain.vocabulary import SearchResult
from tracker.services import accounts, law, paging


def record(
    session: Session,
    *,
    state: str,
    searched: str,
    searched_on: date,
    result: SearchResult,
    by: int,
    at: datetime,
    obligation: str = "",
    terms: str = "",
    language: str = "",
    note: str = "",
) -> SearchRecord:
    """Record that a person looked for information on a state (a code or any name), perhaps on one obligation.

    Raises NotAllowed for anybody who is neither analyst nor reviewer, NotFound for an unknown state or obligation, and
    RuleBroken with every problem at its field.
    """
    remarking.check_speaker("search", accounts.roles_of(session, person=by))
    looking.check_search(
        searched=searched, terms=terms, language=language, note=note, searched_on=searched_on, today=at.date()
    )
    made = SearchRecord(
        state_code=law.state(session, name=state).code,
        obligation_id=law.obligation(session, key=obligation).id if obligation else None,
        searched=searched,
        terms=terms,
        language=language,
        searched_on=searched_on,
        result=result,
        note=note,
        by_id=by,
        recorded_at=at,
    )
    with refusing(session):
        session.add(made)
    return made


def browse(
    session: Session, *, clocks: Clocks, state: str = "", page: int = 1, size: int = 25
) -> paging.Page[SearchRecord]:
    """The searches that had been made by the clocks, newest first; those of one state if it is given."""
    query = _known(clocks)
    rows = session.scalars(query.where(SearchRecord.state_code == state) if state else query).all()
    return paging.cut(rows, page=page, size=size)


def of_cell(session: Session, *, state: str, obligation: int, clocks: Clocks) -> Sequence[SearchRecord]:
    """The searches for one cell by the clocks, newest first, those for all of the state's duties included."""
    about = or_(SearchRecord.obligation_id == obligation, SearchRecord.obligation_id.is_(None))
    return session.scalars(_known(clocks).where(SearchRecord.state_code == state, about)).all()


def of_state(session: Session, *, state: str, clocks: Clocks) -> dict[int | None, SearchRecord]:
    """The newest search for each obligation of a state by its id; under None the newest for all of its duties."""
    found: dict[int | None, SearchRecord] = {}
    for row in session.scalars(_known(clocks).where(SearchRecord.state_code == state)):
        found.setdefault(row.obligation_id, row)
    return found


def looked_at(
    session: Session, *, states: Collection[str], obligations: Sequence[Obligation], clocks: Clocks
) -> frozenset[tuple[str, str]]:
    """The cells, by state's code and obligation's key, for which somebody had looked by the clocks. One statement."""
    query = select(SearchRecord.state_code, SearchRecord.obligation_id).where(_was_known(clocks)).distinct()
    keys = {row.id: row.key for row in obligations}
    found: set[tuple[str, str]] = set()
    for code, obligation_id in session.execute(query):
        if code in states:
            asked = keys.values() if obligation_id is None else [keys[obligation_id]] * (obligation_id in keys)
            found.update((code, key) for key in asked)
    return frozenset(found)


def sentence(row: SearchRecord) -> str:
    """A loaded search in words."""
    return looking.sentence(Looked(row.searched, row.searched_on, row.by.name, row.result, row.recorded_at))


def _was_known(clocks: Clocks) -> ColumnElement[bool]:
    """`looking.is_known`, in SQL."""
    return and_(SearchRecord.searched_on <= clocks.as_of, SearchRecord.recorded_at <= clocks.known_at)


def _known(clocks: Clocks) -> Select[SearchRecord]:
    query = select(SearchRecord).where(_was_known(clocks))
    rows = query.order_by(SearchRecord.searched_on.desc(), SearchRecord.id.desc())
    return rows.options(
        selectinload(SearchRecord.by), selectinload(SearchRecord.state), selectinload(SearchRecord.obligation)
    )
