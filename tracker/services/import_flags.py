"""What makes claims of an import exceptions, found for all of them together.

It is looked up in a number of statements that does not grow with the claims, but in steps of some hundreds.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from rapidfuzz import fuzz
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.db.models import Anchor, Bearing, Citation, Claim, ClaimRevision, ClaimState, Obligation
from tracker.domain import linking
from tracker.domain.bulk_reviewing import Flag
from tracker.domain.linking import Spoken
from tracker.domain.searching import fold
from tracker.domain.vocabulary import Effect, Kind, QuoteVerdict
from tracker.services import citation_check, duplicates, paging

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Line:
    """What the flags of a claim are told from, of its current revision."""

    revision: int
    claim: int
    statement: str
    kind: Kind
    speaks_for: str | None
    cited_as: str
    said_last: date | None
    day_first: date
    day_last: date
    recorded_at: datetime


def among(session: Session, values: Collection[Any], query: Callable[[Sequence[Any]], Any]) -> Iterator[Any]:
    """The rows of a query for many values, some hundreds at a time."""
    for some in paging.batches(sorted(values), AT_ONCE):
        yield from session.execute(query(some))


def of_lines(session: Session, lines: Collection[Line], *, at: datetime) -> dict[int, frozenset[Flag]]:
    """The flags of each claim, by its id. `at` is when the import brought them."""
    found: dict[int, set[Flag]] = {line.claim: set() for line in lines}
    _cited(session, lines, found)
    _quoted(session, lines, found)
    _doubled(session, lines, found)
    _authored(session, found)
    for line in lines:
        if line.recorded_at != at:
            found[line.claim].add(Flag.EDITED)
    return {claim: frozenset(flags) for claim, flags in found.items()}


def _cited(session: Session, lines: Collection[Line], found: dict[int, set[Flag]]) -> None:
    """Citations that do not match, and claims that are adverse to a state."""
    law, effects, subjects = citation_check.law_of(session), defaultdict(list), defaultdict(set)
    query = select(Bearing.revision_id, Bearing.state_code, Bearing.effect, Obligation.subject)
    query = query.join(Obligation, Obligation.id == Bearing.obligation_id)
    for row in among(session, {line.revision for line in lines}, lambda s: query.where(Bearing.revision_id.in_(s))):
        effects[row.revision_id].append((row.state_code, Effect(row.effect)))
        subjects[row.revision_id].add(row.subject)
    states = _states(session, {line.revision for line in lines})
    for line in lines:
        if citation_check.is_mismatch(line, subjects=frozenset(subjects[line.revision]), law=law):
            found[line.claim].add(Flag.MISMATCH)
        spoken = Spoken(line.kind, line.speaks_for, tuple(states[line.revision]), tuple(effects[line.revision]))
        if linking.adverse_to(spoken):
            found[line.claim].add(Flag.ADVERSE)


def _states(session: Session, revisions: Collection[int]) -> dict[int, list[str]]:
    query = select(ClaimState.revision_id, ClaimState.state_code)
    found: dict[int, list[str]] = defaultdict(list)
    for revision, code in among(session, revisions, lambda some: query.where(ClaimState.revision_id.in_(some))):
        found[revision].append(code)
    return found


def _quoted(session: Session, lines: Collection[Line], found: dict[int, set[Flag]]) -> None:
    """Claims without quoted words, and those whose words are in no kept copy that was looked through."""
    claims = {line.revision: line.claim for line in lines}
    query = select(Citation.revision_id, Citation.id).where(Citation.quotation != "")
    quoted: dict[int, int] = {}
    for row in among(session, claims, lambda some: query.where(Citation.revision_id.in_(some))):
        quoted[row.id] = row.revision_id
    for revision in claims.keys() - set(quoted.values()):
        found[claims[revision]].add(Flag.UNQUOTED)
    anchored: dict[int, set[QuoteVerdict]] = defaultdict(set)
    verdicts = select(Anchor.citation_id, Anchor.verdict)
    for row in among(session, quoted, lambda some: verdicts.where(Anchor.citation_id.in_(some))):
        anchored[row.citation_id].add(QuoteVerdict(row.verdict))
    for citation, said in anchored.items():
        if said == {QuoteVerdict.NOT_FOUND}:
            found[claims[quoted[citation]]].add(Flag.MISQUOTED)


def _authored(session: Session, found: dict[int, set[Flag]]) -> None:
    query = select(ClaimRevision.claim_id).group_by(ClaimRevision.claim_id)
    several = query.having(func.count(func.distinct(ClaimRevision.author_id)) > 1)
    for (claim,) in among(session, found, lambda some: several.where(ClaimRevision.claim_id.in_(some))):
        found[claim].add(Flag.SEVERAL)


MOST_COMPARED = 100
"""Of so many claims of one place each is compared with each; of more, only the same words are found."""

Place = tuple[str, date, date, tuple[str, ...]]
"""A state, the days by which a claim is judged, and the figures in its statement: rows of a table differ in no more."""


def _doubled(session: Session, lines: Collection[Line], found: dict[int, set[Flag]]) -> None:
    """Claims that say much the same as another one about the same state and days, of the record or of the import."""
    states = _states(session, {line.revision for line in lines})
    places = _places(session, {line.day_last for line in lines})
    for line in lines:
        said = fold(line.statement)
        days = (line.day_first, line.day_last, _figures(said))
        if any(_is_there(line.claim, said, places[code, *days]) for code in states[line.revision]):
            found[line.claim].add(Flag.DUPLICATE)


def _is_there(claim: int, said: str, place: Mapping[str, Collection[int]]) -> bool:
    """Whether another claim of a place says the same, or much the same. `place` has the claims by their words."""
    if len(place.get(said, ())) > 1:
        return True
    others = (text for text, claims in place.items() if len(place) <= MOST_COMPARED and claims != {claim})
    return any(fuzz.token_set_ratio(said, text) >= duplicates.ALIKE for text in others)


def _figures(text: str) -> tuple[str, ...]:
    return tuple(sorted(word.strip(".,;:()") for word in text.split() if any(c.isdigit() for c in word)))


def _places(session: Session, days: Collection[date]) -> Mapping[Place, Mapping[str, set[int]]]:
    """Claims that stand, by place and then by their folded words."""
    query = select(ClaimRevision.claim_id, ClaimRevision.statement, ClaimState.state_code)
    query = query.add_columns(ClaimRevision.day_first, ClaimRevision.day_last)
    query = query.join(ClaimState, ClaimState.revision_id == ClaimRevision.id)
    query = query.join(Claim, Claim.id == ClaimRevision.claim_id)
    query = query.where(ClaimRevision.superseded_at.is_(None), Claim.withdrawn_at.is_(None))
    found: dict[Place, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for row in among(session, days, lambda some: query.where(ClaimRevision.day_last.in_(some))):
        said = fold(row.statement)
        found[row.state_code, row.day_first, row.day_last, _figures(said)][said].add(row.claim_id)
    return found
