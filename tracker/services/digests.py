"""The digest of what a person watches: what moved there and why, claims that wait, reviews, notices, deadlines.

Changes are those of the feed of changes, by the same walk (`services.changes`) and in the same words. What is watched
is put together into three scopes at most, so the number of statements grows with the days looked at, and neither with
what is watched (but for one round for each state, for its deadlines) nor with the claims.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, not_, or_, select
from sqlalchemy.orm import Session

from tracker.db import knowing
from tracker.db.models import (
    Bearing,
    Citation,
    Claim,
    ClaimRevision,
    Obligation,
    Review,
    ReviewUndo,
    Source,
    SourceNotice,
    State,
    User,
)
from tracker.domain import digesting
from tracker.domain.dates import day_words
from tracker.domain.digesting import Digest, Entry, Group, Line, What
from tracker.domain.facts import Clocks
from tracker.domain.reasons import Decision
from tracker.domain.vocabulary import Publication, Verdict
from tracker.services import changes, law, rules, schedules, watches
from tracker.services.changes import Step
from tracker.services.comparisons import Moved, Scope
from tracker.services.schedules import DUE, ScheduledDay

MOST = 150
"""How many entries a digest has."""

MOST_NAMED = 5
"""How many of the states that moved alike, or that one claim names, a line names."""

Cell = tuple[str, int]
"""A state and an obligation by its id; without a state, the obligation with several states."""


@dataclass(frozen=True, slots=True)
class Watched:
    """The cells that are watched: all of some states, all of some obligations, and single ones."""

    states: frozenset[str]
    duties: frozenset[int]
    cells: frozenset[Cell]

    def has(self, state: str, duty: int) -> bool:
        """Whether a cell is watched."""
        return state in self.states or duty in self.duties or (state, duty) in self.cells

    @property
    def bearing(self) -> ColumnElement[bool]:
        """Whether a bearing is on one of the cells; to filter by."""
        single = (and_(Bearing.state_code == code, Bearing.obligation_id == duty) for code, duty in sorted(self.cells))
        return or_(Bearing.state_code.in_(self.states), Bearing.obligation_id.in_(self.duties), *single)


@dataclass(frozen=True, slots=True)
class _Law:
    """The obligations and states of the record, by which cells are named and put in order."""

    duties: Mapping[int, Obligation]
    states: Mapping[str, State]

    def scope(self, duties: Iterable[int], states: Iterable[str]) -> Scope:
        """Some obligations by some states, in the order of the record."""
        some, codes = set(duties), set(states)
        rows = [row for key, row in self.duties.items() if key in some]
        return Scope(rows, [row for code, row in self.states.items() if code in codes])

    def group(self, cell: Cell, entries: Sequence[Entry]) -> Group:
        """What happened in a cell."""
        code, duty = cell
        row, name = self.duties[duty], self.states[code].name if code else ""
        return Group(row.key, row.title, code, name, digesting.in_order(entries))

    def place(self, cell: Cell) -> tuple[int, int]:
        """The place of a cell: what concerns all states of an obligation comes first."""
        codes = list(self.states)
        return codes.index(cell[0]) if cell[0] else -1, list(self.duties).index(cell[1])


@dataclass(slots=True)
class _Gathered:
    """Entries by the cells in which they happened."""

    law: _Law
    found: dict[Cell, list[Entry]] = field(default_factory=dict)

    def add(self, cells: Iterable[Cell], entry: Entry) -> None:
        """Put an entry in its cell; one that concerns several states of an obligation, to the obligation, with them."""
        by_duty: dict[int, list[str]] = {}
        for code, duty in cells:
            by_duty.setdefault(duty, []).append(code)
        for duty, codes in by_duty.items():
            one = entry if len(codes) == 1 else replace(entry, lines=(Line(self._named(codes)), *entry.lines))
            self.found.setdefault((codes[0] if len(codes) == 1 else "", duty), []).append(one)

    def groups(self) -> list[Group]:
        """The cells in the order of the record."""
        return [self.law.group(cell, self.found[cell]) for cell in sorted(self.found, key=self.law.place)]

    def _named(self, codes: Sequence[str]) -> str:
        names = [self.law.states[code].name for code in codes[:MOST_NAMED]]
        more = len(codes) - len(names)
        return ", ".join(names) + (f" and {more} more." if more else ".")


def of_user(session: Session, *, user: int, since: datetime, until: datetime) -> Digest:
    """What happened after an instant and until another to what a person watches, and what is due in 30 days."""
    mine = watches.of_user(session, user=user)
    if not mine:
        return Digest(since, until, 0)
    duties, states = law.obligations(session), law.states(session, together=True)
    known = _Law({row.id: row for row in duties}, {row.code: row for row in states})
    seen = _watched(mine, duties)
    clocks = Clocks(until.astimezone(UTC).date(), until, rules=rules.in_force(session, known_at=until))
    gathered = _Gathered(known)
    _moved(session, gathered, seen, clocks, since)
    _of_claims(session, gathered, seen, since, until)
    _due(session, gathered, seen, clocks)
    groups, left_out = digesting.at_most(_guarded(session, gathered.groups()), MOST)
    return Digest(since, until, len(mine), groups, left_out)


def _watched(mine: Sequence[Any], duties: Sequence[Obligation]) -> Watched:
    states = {one.state_code for one in mine if one.state_code and not one.obligation_id}
    whole = {one.obligation_id for one in mine if one.obligation_id and not one.state_code}
    regimes = {one.regime_id for one in mine if one.regime_id}
    whole |= {row.id for row in duties if row.regime_id in regimes}
    cells = {(one.state_code, one.obligation_id) for one in mine if one.state_code and one.obligation_id}
    return Watched(frozenset(states), frozenset(whole), frozenset(cells))


def _scopes(known: _Law, seen: Watched) -> Iterator[Scope]:
    """The scopes of what is watched. One of single cells has some that are not, which are left out afterwards."""
    single = [(code, duty) for code, duty in seen.cells if code not in seen.states and duty not in seen.duties]
    if seen.states:
        yield known.scope(known.duties, seen.states)
    if seen.duties:
        yield known.scope(seen.duties, known.states)
    if single:
        yield known.scope({duty for _, duty in single}, {code for code, _ in single})


def _moved(session: Session, gathered: _Gathered, seen: Watched, clocks: Clocks, since: datetime) -> None:
    told: set[tuple[date, Cell]] = set()
    for scope in _scopes(gathered.law, seen):
        for step in changes.recent(session, chosen=scope, clocks=clocks, since=since):
            for one in step.moved:
                duty = one.obligation.id
                cells = [(state.code, duty) for state in one.states if seen.has(state.code, duty)]
                new = [cell for cell in cells if (step.day, cell) not in told]
                told.update((step.day, cell) for cell in new)
                gathered.add(new, _move(step, one))


def _move(step: Step, one: Moved) -> Entry:
    lines = tuple(Line(cause.sentence, cause.claim) for cause in one.causes)
    head = digesting.moved_words(one.before, one.after)
    return Entry(What.MOVED, step.day, step.at, head, lines, one.before, one.after)


def _of_claims(session: Session, gathered: _Gathered, seen: Watched, since: datetime, until: datetime) -> None:
    for what, query in _QUERIES:
        found: dict[Any, tuple[Any, list[Cell]]] = {}
        for row in session.execute(query(since, until).where(seen.bearing)):
            found.setdefault(row.id, (row, []))[1].append((row.state_code, row.obligation_id))
        for row, cells in found.values():
            gathered.add(dict.fromkeys(cells), what(row))


_PLACE = (Bearing.state_code, Bearing.obligation_id)


def _waiting(since: datetime, until: datetime) -> Any:
    """Revisions that were recorded meanwhile and wait for review, each with its cells."""
    said = (ClaimRevision.id, ClaimRevision.kind, ClaimRevision.speaker, ClaimRevision.statement)
    decided = exists().where(knowing.review_at(until)).correlate(ClaimRevision)
    query = select(*said, ClaimRevision.number, ClaimRevision.recorded_at, Claim.key, *_PLACE)
    query = query.join(Claim, Claim.id == ClaimRevision.claim_id).join(Bearing, Bearing.revision_id == ClaimRevision.id)
    query = query.where(ClaimRevision.recorded_at > since, knowing.current_at(until), knowing.unwithdrawn_at(until))
    return query.where(not_(decided)).order_by(ClaimRevision.id)


def _wait(row: Any) -> Entry:
    which = "" if row.number == 1 else f", revision {row.number}"
    head = f"{row.kind.label[:1].upper()}{row.kind.label[1:]}{which}: nobody has decided on it yet"
    line = Line(f"{row.speaker}: {row.statement}", row.key)
    return Entry(What.WAITING, _day(row.recorded_at), row.recorded_at, head, (line,))


def _reviewed(since: datetime, until: datetime) -> Any:
    """Reviews of meanwhile, each with its cells, but for those that were taken back at once."""
    said = (Review.id, Review.at, Review.verdict, Review.reliability, Review.credibility, User.name.label("reviewer"))
    query = select(*said, Claim.key, ClaimRevision.statement, *_PLACE)
    query = query.select_from(Review).join(ClaimRevision, ClaimRevision.id == Review.revision_id)
    query = query.join(Claim, Claim.id == ClaimRevision.claim_id).join(User, User.id == Review.reviewer_id)
    query = query.join(Bearing, Bearing.revision_id == ClaimRevision.id)
    query = query.where(Review.at > since, Review.at <= until)
    return query.where(not_(exists().where(ReviewUndo.review_id == Review.id))).order_by(Review.id)


def _review(row: Any) -> Entry:
    grade = f", graded {row.reliability}{row.credibility}" if row.verdict is Verdict.RIGHT else ""
    head = f"{row.reviewer} decided: {row.verdict.label}{grade}"
    return Entry(What.REVIEWED, _day(row.at), row.at, head, (Line(row.statement, row.key),))


def _noticed(since: datetime, until: datetime) -> Any:
    """Notices of meanwhile on sources that claims cite as they stand, each with the cells of those."""
    said = (SourceNotice.id, SourceNotice.kind, SourceNotice.reason, SourceNotice.recorded_at)
    query = select(*said, Source.key, Source.title, Source.publication, *_PLACE).select_from(SourceNotice)
    query = query.join(Source, Source.id == SourceNotice.source_id).join(Citation, Citation.source_id == Source.id)
    query = query.join(ClaimRevision, ClaimRevision.id == Citation.revision_id)
    query = query.join(Bearing, Bearing.revision_id == ClaimRevision.id)
    query = query.where(SourceNotice.recorded_at > since, SourceNotice.recorded_at <= until)
    return query.where(knowing.current_at(until)).order_by(SourceNotice.id)


def _notice(row: Any) -> Entry:
    restricted = row.publication is Publication.RESTRICTED
    line = Line(f"{row.title}: {row.reason}", source=row.key, is_restricted=restricted)
    head = f"A source was {row.kind.label}, and the claims that cite it wait for review again"
    return Entry(What.NOTICED, _day(row.recorded_at), row.recorded_at, head, (line,))


_QUERIES = ((_wait, _waiting), (_review, _reviewed), (_notice, _noticed))


def _due(session: Session, gathered: _Gathered, seen: Watched, clocks: Clocks) -> None:
    """The days of the next thirty: of each state with its outcome, and of whole obligations for all states."""
    for code in dict.fromkeys([*seen.states, *(code for code, _ in seen.cells)]):
        some = gathered.law.duties if code in seen.states else {duty for one, duty in seen.cells if one == code}
        for day in _coming(session, gathered.law.scope(some, [code]), clocks):
            gathered.add([(code, day.obligation.id)], _day_of(day))
    if seen.duties:
        for day in _coming(session, gathered.law.scope(seen.duties, ()), clocks):
            gathered.found.setdefault(("", day.obligation.id), []).append(_day_of(day))


def _coming(session: Session, scope: Scope, clocks: Clocks) -> Iterator[ScheduledDay]:
    last = clocks.as_of + digesting.AHEAD
    return (day for day in schedules.days(session, chosen=scope, clocks=clocks) if clocks.as_of <= day.day <= last)


def _day_of(day: ScheduledDay) -> Entry:
    """A day that comes; it is told from thirty days before."""
    words = day.words[:1].upper() + day.words[1:]
    at = datetime.combine(day.day - digesting.AHEAD, time.min, UTC)
    return Entry(What.DUE, day.day, at, f"{words} on {day_words(day.day)}", _stands(day), after=day.decision)


def _stands(day: ScheduledDay) -> tuple[Line, ...]:
    decision: Decision | None = day.decision
    if decision is None or day.what != DUE:
        return ()
    return (Line(f"Now: {decision.outcome.label} ({decision.assurance.label})."),)


def _guarded(session: Session, groups: Sequence[Group]) -> list[Group]:
    """The groups with the lines marked that say what restricted sources say. One statement."""
    lines = [line for group in groups for entry in group.entries for line in entry.lines]
    query = select(Claim.key).join(ClaimRevision, ClaimRevision.claim_id == Claim.id)
    query = query.join(Citation, Citation.revision_id == ClaimRevision.id).join(Source, Source.id == Citation.source_id)
    query = query.where(Source.publication == Publication.RESTRICTED)
    hidden = set(session.scalars(query.where(Claim.key.in_({line.claim for line in lines if line.claim}))))

    def mark(line: Line) -> Line:
        return replace(line, is_restricted=line.is_restricted or line.claim in hidden)

    def marked(entry: Entry) -> Entry:
        return replace(entry, lines=tuple(map(mark, entry.lines)))

    return [replace(group, entries=tuple(map(marked, group.entries))) for group in groups]


def _day(at: datetime) -> date:
    return at.astimezone(UTC).date()
