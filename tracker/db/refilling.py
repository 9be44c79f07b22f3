"""Fills the rows of the kept summary: replays what was known of a cell, from instant to instant.

A claim counts only while its revision is current and a review accepts it, so between two instants at which that begins
or ends, or at which the law or the rules change, nothing in a cell moves. Each such piece of time is asked for its
evidence once, by the one query that everybody asks (`tracker.db.facts`). Of a claim whose first possible day is d, no
day before d can tell anything: only the days from d on are judged anew.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, Table, and_, bindparam, delete, insert, select
from sqlalchemy.orm import Session

from tracker.db import facts
from tracker.db.models import (
    Bearing,
    CellSummary,
    Claim,
    ClaimRevision,
    LawChange,
    Obligation,
    OriginAssignment,
    Review,
)
from tracker.db.summaries import BANDS, FOREVER, Rectangle, band_of, banded, instant_of, micros, said
from tracker.domain import adopting
from tracker.domain.adopting import Adoption
from tracker.domain.facts import Clocks, Evidence, Party
from tracker.domain.spans import Course, Span, Timetable
from tracker.domain.vocabulary import Ruling, Verdict

_CELLS = 400
"""For how many cells evidence is asked at once; each is a variable of a statement."""

_ROWS = 10_000
_TABLE: Table = CellSummary.__table__  # pyright: ignore[reportAssignmentType]  (a class of rows has a table)
_KEY = tuple(column.name for column in _TABLE.primary_key)
_HERE = delete(_TABLE).where(and_(*(_TABLE.c[name] == bindparam(f"the_{name}") for name in _KEY)))
_WHOLE = date.min


class Piece(NamedTuple):
    """A time in which a claim can count in a cell and nothing of it moves: from `start` to before `end`, microseconds.

    `day` is its first possible day.
    """

    state: str
    claim: str
    revision: int
    day: date
    start: int
    end: int


@dataclass(frozen=True)
class Frame:
    """What is the same for all cells: the parties by their codes, the rules, and the first day that is not told."""

    parties: Mapping[str, Party]
    adoptions: Sequence[Adoption]
    horizon: int

    @property
    def until(self) -> date:
        """The last day told."""
        return date.fromordinal(self.horizon - 1)


@dataclass
class History:
    """The rectangles of a cell as instant follows instant: those that still hold, by what they say, and the others."""

    holding: dict[tuple[int, int, str], int] = field(default_factory=dict)
    over: list[Rectangle] = field(default_factory=list)

    def move(self, at: int, day: int, found: Iterable[Span]) -> None:
        """From the instant `at`, let the days from `day` on be as the spans say; the days before stay as they were."""
        before = {(first, min(after, day), words) for first, after, words in self.holding if first < day}
        new = [(one.first.toordinal(), one.last.toordinal() + 1, said(one.decision)) for one in found]
        wanted = set(_joined(sorted([*before, *new])))
        for key in [key for key in self.holding if key not in wanted]:
            first, after, words = key
            self.over.append(Rectangle(first, after, self.holding.pop(key), at, words))
        for key in wanted:
            self.holding.setdefault(key, at)

    @property
    def rectangles(self) -> set[Rectangle]:
        """All of them."""
        still = (Rectangle(first, after, at, FOREVER, words) for (first, after, words), at in self.holding.items())
        return {*self.over, *still}


def _joined(rows: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Rows in order, with neighbours that say the same made one, cut where a band ends."""
    held: list[tuple[int, int, str]] = []
    for first, after, words in rows:
        if held and held[-1][1] == first and held[-1][2] == words:
            held[-1] = (held[-1][0], after, words)
        else:
            held.append((first, after, words))
    for first, after, words in held:
        yield from ((start, end, words) for start, end in banded(first, after))


def replayed(session: Session, *, obligation: Obligation, frame: Frame) -> dict[str, set[Rectangle]]:
    """The rectangles of every cell of an obligation, by the code of the state, without those that have none."""
    found = _Replay(session, obligation, frame)
    pieces = found.pieces()
    found.ask(pieces, 0)
    own = _by_state(pieces)
    return {state: rows for state in own if (rows := found.run(state, own[state], History(), 0))}


def fill(session: Session, *, obligation: Obligation, frame: Frame) -> int:
    """Write the rows of every cell of an obligation that has none yet; how many."""
    found = replayed(session, obligation=obligation, frame=frame)
    rows = [_row(obligation.id, state, one) for state in sorted(found) for one in sorted(found[state])]
    for start in range(0, len(rows), _ROWS):
        session.connection().execute(insert(_TABLE), rows[start : start + _ROWS])
    return len(rows)


def refill(session: Session, *, obligation: Obligation, since: Mapping[str, int], frame: Frame) -> None:
    """Bring cells of an obligation up to date, each from an instant on (microseconds), by the code of the state."""
    found = _Replay(session, obligation, frame)
    pieces = found.pieces(since, min(since.values()))
    found.ask(pieces, min(since.values()))
    own = _by_state(pieces)
    stored = stored_rows(session, obligation_id=obligation.id, states=since, since=min(since.values()))
    gone: list[dict[str, object]] = []
    made: list[dict[str, object]] = []
    for state, at in since.items():
        there = {row for row in stored.get(state, ()) if row.known_to >= at}
        rows = found.run(state, own.get(state, []), _history(there, at), at)
        gone += [_row(obligation.id, state, row) for row in there - rows]
        made += [_row(obligation.id, state, row) for row in rows - there]
    if gone:
        session.connection().execute(_HERE, [{f"the_{name}": row[name] for name in _KEY} for row in gone])
    if made:
        session.connection().execute(insert(_TABLE), made)


def _history(rows: Iterable[Rectangle], at: int) -> History:
    """The rectangles that held just before an instant, as if what came after had not come yet."""
    return History({(row.from_day, row.to_day, row.said): row.known_from for row in rows if row.known_from < at})


def stored_rows(
    session: Session, *, obligation_id: int, states: Collection[str] = (), since: int = 0
) -> dict[str, set[Rectangle]]:
    """The rows of an obligation that were not over before an instant, by the code of the state; of all, or of some."""
    row = CellSummary
    query = select(row.state_code, row.from_day, row.to_day, row.known_from, row.known_to, row.said)
    query = query.where(row.band.in_(BANDS), row.obligation_id == obligation_id, row.known_to >= since)
    if states:
        query = query.where(row.state_code.in_(states))
    found: defaultdict[str, set[Rectangle]] = defaultdict(set)
    for one in session.execute(query):
        found[one.state_code].add(Rectangle(one.from_day, one.to_day, one.known_from, one.known_to, one.said))
    return found


def _row(obligation_id: int, state: str, row: Rectangle) -> dict[str, object]:
    place = {"band": band_of(row.from_day), "obligation_id": obligation_id, "state_code": state}
    return place | row._asdict()


class _Replay:
    """The replay of cells of one obligation: its duty from instant to instant, and the pieces of its claims."""

    def __init__(self, session: Session, obligation: Obligation, frame: Frame) -> None:
        self.session = session
        self.obligation = obligation
        self.frame = frame
        self.law = _law_instants(session, obligation.id)
        self.whole = {*self.law, *(micros(one.at) for one in frame.adoptions)}
        self.evidence: dict[Piece, Evidence] = {}
        self.times: dict[int, Timetable] = {}
        self.courses: dict[tuple[str, int, str], Course] = {}

    def times_at(self, at: int) -> Timetable:
        """The duty as it was known at an instant, until the last day told."""
        since = self._law_at(at)
        if since not in self.times:
            found = facts.duties_of(self.session, rows=[self.obligation], known_at=instant_of(since))
            self.times[since] = Timetable(found[self.obligation.id], until=self.frame.until)
        return self.times[since]

    def _law_at(self, at: int) -> int:
        """The last instant up to one at which the law was changed."""
        return max((law for law in self.law if law <= at), default=0)

    def pieces(self, states: Collection[str] = (), since: int = 0) -> list[Piece]:
        """The pieces that do not end before an instant; of some states, or of all."""
        asked = [Bearing.obligation_id == self.obligation.id]
        if states:
            asked.append(Bearing.state_code.in_(states))
        return [
            Piece(time.state, time.claim, time.revision, time.day, start, end)
            for time, moves in _held(self.session, asked).items()
            for start, end in _cut(time.begun, time.over, moves | self.whole)
            if end >= since
        ]

    def run(self, state: str, own: Sequence[Piece], history: History, since: int) -> set[Rectangle]:
        """The rectangles of a cell, from its history before an instant and what came from that instant on."""
        for at, day in sorted(_turns(own, self.whole, since).items()):
            self._judge(state, at, day, self._held_at(at, own), history)
        return history.rectangles

    def _held_at(self, at: int, pieces: Iterable[Piece]) -> list[Evidence]:
        there = (self.evidence.get(piece) for piece in pieces if piece.start <= at < piece.end)
        return [item for item in there if item is not None]

    def _judge(self, state: str, at: int, day: date, items: list[Evidence], history: History) -> None:
        history.move(at, day.toordinal(), self._course(state, at).spans(items, since=day))

    def _course(self, state: str, at: int) -> Course:
        """How the cell moves by the law and the rules of an instant."""
        law, rules = self._law_at(at), adopting.in_force(self.frame.adoptions, instant_of(at))
        if (state, law, rules) not in self.courses:
            clocks = Clocks(date.min, instant_of(at), rules=rules)
            self.courses[state, law, rules] = Course(self.times_at(at), self.frame.parties[state], clocks)
        return self.courses[state, law, rules]

    def ask(self, pieces: Iterable[Piece], since: int) -> None:
        """Find the evidence of pieces that end after an instant. Few instants are in all; each is asked about once."""
        mine = (piece for piece in pieces if piece.end > since)
        left = sorted(mine, key=lambda piece: piece.end)
        while left:
            end = left[0].end
            at = end - 1 if end < FOREVER else max(piece.start for piece in left)
            here = [piece for piece in left if piece.start <= at]
            found = self._known({piece.state for piece in here}, at)
            for piece in here:
                if item := found.get((piece.state, piece.claim, piece.revision)):
                    self.evidence[piece] = item
            left = [piece for piece in left if piece.start > at]

    def _known(self, states: Collection[str], at: int) -> dict[tuple[str, str, int], Evidence]:
        cells = [(state, self.obligation.id) for state in sorted(states)]
        found: dict[tuple[str, str, int], Evidence] = {}
        for start in range(0, len(cells), _CELLS):
            some = cells[start : start + _CELLS]
            there = facts.evidence_of_cells(self.session, cells=some, known_at=instant_of(at))
            for (state, _), items in there.items():
                found |= {(state, item.claim, item.revision): item for item in items}
        return found


def _by_state(pieces: Iterable[Piece]) -> dict[str, list[Piece]]:
    """The pieces of each cell, by the code of its state."""
    found: defaultdict[str, list[Piece]] = defaultdict(list)
    for piece in pieces:
        found[piece.state].append(piece)
    return found


def _turns(pieces: Iterable[Piece], whole: Collection[int], since: int) -> dict[int, date]:
    """The instants from one on at which a cell can move, each with the first day that can move then."""
    found: dict[int, date] = {}
    for piece in pieces:
        for at in (piece.start, piece.end):
            if since <= at < FOREVER:
                found[at] = _WHOLE if at in whole else min(piece.day, found.get(at, date.max))
    return found


def _cut(begun: int, over: int, moves: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The parts of a time, cut at instants."""
    cuts = sorted({at for at in moves if begun < at < over})
    yield from zip([begun, *cuts], [*cuts, over], strict=True)


def _law_instants(session: Session, obligation_id: int) -> list[int]:
    """The instants at which a record of the law was put in force or struck."""
    query = select(LawChange.ruled_at, LawChange.ended_at)
    query = query.where(LawChange.obligation_id == obligation_id, LawChange.ruling == Ruling.APPROVED)
    return [micros(at) for row in session.execute(query) for at in row if at is not None]


class _Time(NamedTuple):
    """A time in which an accepting review of a current revision stood, in a cell; see `Piece`."""

    state: str
    claim: str
    revision: int
    day: date
    begun: int
    over: int


def _held(session: Session, asked: Sequence[ColumnElement[bool]]) -> dict[_Time, set[int]]:
    """Each such time, with the instants at which its claim was put under another origin.

    It is `tracker.db.knowing` and `tracker.db.origins` from their other side: not what held at an instant, but when.
    """
    found: defaultdict[_Time, set[int]] = defaultdict(set)
    for state, claim, number, day, recorded, reviewed, *rest in session.execute(_TIMES.where(*asked)):
        ends, moves = rest[:3], rest[3:]
        begun = micros(max(recorded, reviewed))
        over = min((micros(end) for end in ends if end is not None), default=FOREVER)
        if begun < over:
            found[_Time(state, claim, number, day, begun, over)].update(micros(at) for at in moves if at is not None)
    return found


_TIMES = (
    select(Bearing.state_code, Claim.key, ClaimRevision.number, ClaimRevision.day_first)
    .add_columns(ClaimRevision.recorded_at, Review.at)
    .add_columns(ClaimRevision.superseded_at, Review.superseded_at, Claim.withdrawn_at)
    .add_columns(OriginAssignment.at, OriginAssignment.superseded_at)
    .select_from(Bearing)
    .join(ClaimRevision, ClaimRevision.id == Bearing.revision_id)
    .join(Claim, Claim.id == ClaimRevision.claim_id)
    .join(Review, and_(Review.revision_id == ClaimRevision.id, Review.verdict == Verdict.RIGHT))
    .outerjoin(OriginAssignment, OriginAssignment.claim_id == Claim.id)
)
