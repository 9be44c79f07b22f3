"""The kept summary of the matrix: how a decision is written in it, and how it is read at given clocks.

A row is a rectangle: days by instants, on which something counts in a cell and the cell has one decision. A cell
without a row for some clocks is one on which nothing counts by them. Only the versions of the rules that were in force
are kept, each for the instants at which it was.
"""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from tracker import resources
from tracker.db.models import CellSummary, RulesInForce, SummaryMark
from tracker.domain import adopting
from tracker.domain.adopting import Adoption
from tracker.domain.facts import Clocks
from tracker.domain.reasons import Decision, Holding, NoteCode
from tracker.domain.vocabulary import Assurance, Outcome, Ruling

TOUCHED = "summary"
"""Under this name a session keeps what it has changed and the summary does not say yet (see `tracker.db.upkeep`)."""

FOREVER = 9_000_000_000_000_000_000
"""An instant after all others, in microseconds."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_YEARS, _FIRST = 4, 2004 // 4
"""How many years a band has, and the first band, which has all years before it too."""

BANDS = range(_FIRST, 2200 // _YEARS)
"""All bands that can have rows. Named in a statement, they let it find the rows of a cell by the primary key."""

_RULES = ("facts", "figures", "knowing", "law_changes", "origins", "summaries", "refilling")
"""What in this room has a part in a decision, beside the rules."""


class Rectangle(NamedTuple):
    """One row of a cell. Days are ordinals, instants microseconds; what is named `to` is the first one after."""

    from_day: int
    to_day: int
    known_from: int
    known_to: int
    said: str


def micros(instant: datetime) -> int:
    """An instant in microseconds since 1970."""
    return (instant - _EPOCH) // _MICROSECOND


def instant_of(number: int) -> datetime:
    """The instant that so many microseconds since 1970 give."""
    return _EPOCH + number * _MICROSECOND


def band_of(day: int) -> int:
    """The band of days in which a day lies, by its ordinal."""
    return max(date.fromordinal(day).year // _YEARS, _FIRST)


def banded(first: int, after: int) -> Iterator[tuple[int, int]]:
    """The parts of the days from `first` to the one before `after`, each in one band."""
    while first < after:
        end = min(after, date((band_of(first) + 1) * _YEARS, 1, 1).toordinal())
        yield first, end
        first = end


def said(decision: Decision) -> str:
    """A decision in the short words of a row."""
    holds = ";".join(f"{one.outcome.value}:{one.assurance.value}" for one in decision.holds)
    due = decision.due.isoformat() if decision.due else ""
    return "|".join((decision.outcome.value, decision.assurance.value, due, holds, ";".join(decision.notes)))


@lru_cache(maxsize=1 << 16)
def decision_of(words: str) -> Decision:
    """The decision that `said` wrote. Raises ValueError for what it did not write."""
    outcome, assurance, due, holds, notes = words.split("|")
    others = (one.split(":") for one in holds.split(";") if one)
    return Decision(
        Outcome(outcome),
        Assurance(assurance),
        date.fromisoformat(due) if due else None,
        tuple(Holding(Outcome(what), Assurance(how)) for what, how in others),
        tuple(NoteCode(code) for code in notes.split(";") if code),
    )


@cache
def digest() -> str:
    """The SHA-256 of the program's text that decides. A summary made by another text is as good as none."""
    found = hashlib.sha256()
    for place in sorted((resources.PACKAGE / "domain").glob("*.py")):
        found.update(place.read_bytes())
    for name in _RULES:
        found.update((resources.PACKAGE / "db" / f"{name}.py").read_bytes())
    return found.hexdigest()


def horizon(session: Session) -> int | None:
    """The first day that a filled summary does not tell, by its ordinal; None where it is not filled by these rules."""
    return session.execute(select(SummaryMark.horizon).where(SummaryMark.digest == digest())).scalar()


def answers(session: Session, clocks: Clocks) -> bool:
    """Whether the summary can be asked: it is filled as far as the day, and these rules were in force. One statement.

    What this session has written and not committed is not in it yet.
    """
    if clocks.public_at is not None:
        return False
    rows = session.execute(_MARKED.where(SummaryMark.digest == digest())).all()
    if not rows or clocks.as_of.toordinal() >= rows[0].horizon or session.info.get(TOUCHED):
        return False
    adopted = (Adoption(row.version, row.ruled_at) for row in rows if row.version is not None)
    return adopting.in_force(adopted, clocks.known_at) == clocks.rules


_MARKED = (
    select(SummaryMark.horizon, RulesInForce.version, RulesInForce.ruled_at)
    .select_from(SummaryMark)
    .outerjoin(RulesInForce, RulesInForce.ruling == Ruling.APPROVED)
    .order_by(RulesInForce.id)
)


class Alike(NamedTuple):
    """Cells of one duty, by its id, with one decision: the codes of their states."""

    decision: Decision
    duty: int
    states: Sequence[str]


def kept(
    session: Session, *, obligation_ids: Collection[int], clocks: Clocks, states: Collection[str] = ()
) -> list[Alike]:
    """What was decided in the cells on which something counts by the clocks. One statement.

    Ask `answers` first. `states` are the codes asked about; without them, all are. Thousands of cells share a few
    hundred decisions, so the database puts those that are alike together.
    """
    day, known = clocks.as_of.toordinal(), micros(clocks.known_at)
    row = CellSummary
    query = select(row.said, row.obligation_id, func.aggregate_strings(row.state_code, _BETWEEN)).where(
        row.band == band_of(day),
        row.obligation_id.in_(obligation_ids),
        row.from_day <= day,
        row.to_day > day,
        row.known_from <= known,
        row.known_to > known,
    )
    if states:
        query = query.where(row.state_code.in_(states))
    rows = session.connection().execute(query.group_by(row.said, row.obligation_id)).all()
    # Sorted here, since each database has an order of its own, and the same record gives the same file.
    return [Alike(decision_of(words), duty, codes.split(_BETWEEN)) for words, duty, codes in sorted(rows)]


_BETWEEN = " "


def empty(session: Session) -> None:
    """Forget the summary. Every answer is worked out from the claims then, and is the same."""
    session.execute(delete(SummaryMark))
    session.execute(delete(CellSummary))
