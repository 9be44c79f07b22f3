"""The kept summary of the matrix: filling it, emptying it, and checking it against the claims."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, or_, select
from sqlalchemy.orm import Session

from tracker.db import audit, facts, summaries
from tracker.db.engine import serialise
from tracker.db.models import Bearing, CellSummary, Obligation, SummaryMark
from tracker.db.refilling import fill as fill_obligation
from tracker.db.refilling import replayed, stored_rows
from tracker.db.summaries import Rectangle, instant_of
from tracker.db.upkeep import frame_of
from tracker.domain.dates import day_words

AHEAD = 6
"""How many years ahead the summary tells; of later days every answer is worked out."""

NEAR = 2
"""It is filled anew when it tells fewer years than this ahead."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell of which the summary says something else than the claims: a row too many, or one that lacks."""

    state: str
    obligation: str
    row: Rectangle
    is_stored: bool

    @property
    def sentence(self) -> str:
        """The difference in words."""
        days = f"{day_words(date.fromordinal(self.row.from_day))} to {day_words(date.fromordinal(self.row.to_day - 1))}"
        known = f"known from {instant_of(self.row.known_from).isoformat()}"
        says = "says what the claims do not" if self.is_stored else "lacks what the claims say"
        return f"{self.state} {self.obligation}: the summary {says}: {self.row.said}, {days}, {known}."


def is_filled(session: Session, *, at: datetime) -> bool:
    """Whether the summary is filled, by the rules of this program, and tells far enough ahead."""
    until = summaries.horizon(session)
    return until is not None and until > _first_day(at.year + NEAR)


def fill(session: Session, *, at: datetime, tell: Callable[[int, int], None] = lambda _done, _of: None) -> int:
    """Fill the summary anew; how many rows it has. Nobody else writes meanwhile.

    `tell` is told after each obligation how many are done, and of how many.
    """
    serialise(session, audit.TURN)
    session.flush()
    session.info.pop(summaries.TOUCHED, None)
    summaries.empty(session)
    horizon = _first_day(at.year + AHEAD)
    frame = frame_of(session, horizon)
    obligations = _spoken_of(session)
    rows = 0
    for number, obligation in enumerate(obligations, 1):
        rows += fill_obligation(session, obligation=obligation, frame=frame)
        tell(number, len(obligations))
    session.execute(insert(SummaryMark), [{"digest": summaries.digest(), "horizon": horizon}])
    return rows


def _spoken_of(session: Session) -> Sequence[Obligation]:
    """The obligations on which a claim bears, or of which the summary has a row."""
    named = or_(Obligation.id.in_(select(Bearing.obligation_id)), Obligation.id.in_(select(CellSummary.obligation_id)))
    return session.scalars(facts.with_limits(select(Obligation).where(named).order_by(Obligation.key))).all()


def _first_day(year: int) -> int:
    return date(year, 1, 1).toordinal()


def empty(session: Session) -> None:
    """Empty the summary. Every answer is the same without it, and slower, until it is filled again."""
    serialise(session, audit.TURN)
    summaries.empty(session)


def check(session: Session) -> Difference | None:
    """Work everything out anew, and give the first difference from what is kept; None where there is none.

    Raises LookupError where the summary is not filled, since there is nothing to compare then.
    """
    horizon = summaries.horizon(session)
    if horizon is None:
        raise LookupError("The summary is not filled.")
    frame = frame_of(session, horizon)
    for obligation in _spoken_of(session):
        due = replayed(session, obligation=obligation, frame=frame)
        stored = stored_rows(session, obligation_id=obligation.id)
        for state in sorted({*due, *stored}):
            ours, theirs = due.get(state, set()), stored.get(state, set())
            for row in sorted(ours ^ theirs):
                return Difference(state, obligation.key, row, row in theirs)
    return None
