"""Two moments compared: which cells have another outcome or assurance, and what made the difference.

Two matrices tell which cells moved; only for those is the evidence of both moments read. The number of statements does
not grow with the number of claims, but for one more round for each few thousand cells that moved.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.db import facts, knowing
from tracker.db.models import Bearing, Citation, Claim, ClaimRevision, Obligation, Review, Source, State
from tracker.domain import comparing
from tracker.domain.comparing import Cause, Moment, Told
from tracker.domain.errors import NotFound, Problem
from tracker.domain.facts import Clocks, Duty, Evidence
from tracker.domain.reasons import Decision
from tracker.services import assessments, law
from tracker.services.paging import batches

LONGEST_TITLE = 90
"""How many characters of a source's title a cause names."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The cells that a page, a feed or a calendar is about: obligations by states."""

    obligations: Sequence[Obligation]
    states: Sequence[State]

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return len(self.obligations) * len(self.states)

    def only(self, obligation_ids: Collection[int]) -> "Scope":
        """The same cells of these obligations alone."""
        return Scope([row for row in self.obligations if row.id in obligation_ids], self.states)


@dataclass(frozen=True, slots=True)
class Moved:
    """Cells of one obligation whose outcome or assurance is another, all from the same to the same by the same causes.

    Where a claim made the difference there is one state; where only days of the law did, there may be many.
    """

    obligation: Obligation
    states: tuple[State, ...]
    before: Decision
    after: Decision
    causes: tuple[Cause, ...]

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims among the causes, each once."""
        return tuple(dict.fromkeys(cause.claim for cause in self.causes if cause.claim))


@dataclass(frozen=True, slots=True)
class Comparison:
    """What moved between two moments in a scope."""

    before: Clocks
    after: Clocks
    scope: Scope
    moved: Sequence[Moved]

    @property
    def cells(self) -> int:
        """How many cells moved."""
        return sum(len(one.states) for one in self.moved)


def scope(
    session: Session, *, regime: str = "", state: str = "", obligation: str = "", subject: str = "", test: str = ""
) -> Scope:
    """The cells of a filter: of a regime, a state (a code or any name), an obligation, a subject, a test, or several.

    Raises NotFound for a name that the record does not know.
    """
    if regime:
        law.regime(session, key=regime)
    if subject and subject not in law.topics(session):
        raise NotFound("subject", Problem("subject", f"There is no subject “{subject[:80]}” in the record."))
    keys = [law.obligation(session, key=obligation).key] if obligation else ()
    states = [law.state(session, name=state)] if state else law.states(session, together=True)
    return Scope(law.obligations(session, regime=regime, keys=keys, subject=subject, test=test), states)


def compare(session: Session, *, chosen: Scope, before: Clocks, after: Clocks) -> Comparison:
    """Every cell of a scope that moved, with its causes; those that rest on claims first, in the order of the law."""
    was, now = (assessments.decide_all(session, chosen.obligations, chosen.states, at) for at in (before, after))
    changed = [
        (duty, state)
        for duty in chosen.obligations
        for state in chosen.states
        if _said(was[state.code, duty.key]) != _said(now[state.code, duty.key])
    ]
    spoken = _spoken(session, changed)
    first, second = (_record(session, chosen, spoken, clocks) for clocks in (before, after))
    groups: dict[tuple[object, ...], Moved] = {}
    for duty, state in changed:
        cell = (state.code, duty.id)
        found = comparing.causes(facts.party_of(state), first.moment(cell), second.moment(cell))
        one = Moved(duty, (state,), was[state.code, duty.key], now[state.code, duty.key], found)
        _put(groups, one)
    return Comparison(before, after, chosen, sorted(groups.values(), key=lambda one: not one.claims))


def _said(decision: Decision) -> tuple[object, object]:
    return decision.outcome, decision.assurance


def _put(groups: dict[tuple[object, ...], Moved], one: Moved) -> None:
    """Join cells that moved alike, with no claim behind the move: thousands move on the day on which a duty begins."""
    (state,) = one.states
    alike = (one.obligation.key, _said(one.before), _said(one.after), one.causes, state.code if one.claims else "")
    if alike in groups:
        one = Moved(one.obligation, (*groups[alike].states, state), one.before, one.after, one.causes)
    groups[alike] = one


def _spoken(session: Session, cells: Iterable[tuple[Obligation, State]]) -> list[facts.Cell]:
    """Those of the cells on which any claim ever bore. One statement."""
    asked = {(state.code, duty.id) for duty, state in cells}
    duties = {duty for _, duty in asked}
    query = select(Bearing.state_code, Bearing.obligation_id).where(Bearing.obligation_id.in_(duties)).distinct()
    return sorted(asked.intersection((code, duty) for code, duty in session.execute(query)))


@dataclass(frozen=True, slots=True)
class _Record:
    """What was known at one moment: the law, the claims on some cells, and what is told of each."""

    clocks: Clocks
    duties: dict[int, Duty]
    evidence: dict[facts.Cell, list[Evidence]]
    told: dict[str, Told]

    def moment(self, cell: facts.Cell) -> Moment:
        return Moment(self.duties[cell[1]], self.clocks, tuple(self.evidence.get(cell, ())), self.told)


def _record(session: Session, chosen: Scope, cells: Sequence[facts.Cell], clocks: Clocks) -> _Record:
    duties = facts.duties_of(session, rows=chosen.obligations, known_at=clocks.known_at)
    evidence: dict[facts.Cell, list[Evidence]] = {}
    for some in batches(cells, 5_000):
        evidence |= facts.evidence_of_cells(session, cells=some, known_at=clocks.known_at)
    told = _told(session, {item.claim for items in evidence.values() for item in items}, clocks)
    return _Record(clocks, duties, evidence, told)


def _told(session: Session, keys: set[str], clocks: Clocks) -> dict[str, Told]:
    """When each claim's standing review was, and what it cites, at an instant."""
    query = (
        select(Claim.key, Review.at, Source.publisher, Source.title, Source.published)
        .select_from(ClaimRevision)
        .join(Claim, Claim.id == ClaimRevision.claim_id)
        .outerjoin(Review, knowing.review_at(clocks.known_at))
        .outerjoin(Citation, Citation.revision_id == ClaimRevision.id)
        .outerjoin(Source, Source.id == Citation.source_id)
        .where(knowing.current_at(clocks.known_at))
        .order_by(Claim.key, Citation.position)
    )
    found: dict[str, Told] = {}
    for some in batches(sorted(keys), 5_000):
        for key, at, *source in session.execute(query.where(Claim.key.in_(some))):
            cites = found[key].cites if key in found else ()
            found[key] = Told(at, (*cites, _source(*source)) if source[1] else cites)
    return found


def _source(publisher: str, title: str, published: str) -> str:
    short = title if len(title) <= LONGEST_TITLE else f"{title[:LONGEST_TITLE]}…"
    return f"{publisher}, {short}{f' ({published})' if published else ''}"
