"""The claims of a register: which fit a filter at the clocks, and what was asked for in words."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.db.models import Bearing, Claim, ClaimRevision, Obligation
from tracker.domain import searching
from tracker.domain.errors import RuleBroken
from tracker.domain.facts import Clocks
from tracker.services import claim_index
from tracker.services.claim_list import ClaimFilter, conditions
from tracker.services.claims import whole
from tracker.services.paging import batches

MOST = 20_000
"""How many claims a register holds at most; the register as CSV has no such bound."""

_WORDS = {
    "words": "with the words “{}”",
    "state": "about {}",
    "obligation": "on {}",
    "kind": "of the kind {}",
    "regime": "of the regime {}",
    "review_state": "that are {}",
    "speaker": "by {}",
    "source": "from the source {}",
    "origin": "of the origin {}",
    "state_action": "of the act {}",
    "since": "said on {} or later",
    "until": "said on {} or earlier",
}


@dataclass(frozen=True, slots=True)
class Register:
    """The claims of a register by their keys, in order, and the obligations on which they bear."""

    keys: list[str]
    obligations: frozenset[str]


def claims(session: Session, *, chosen: ClaimFilter | None, clocks: Clocks) -> Register:
    """The claims that fit at the clocks, the earliest first. Raises RuleBroken for more than a register holds."""
    asked = chosen or ClaimFilter()
    at = replace(asked, words="", as_of=clocks.as_of, known_at=clocks.known_at, public_at=clocks.public_at)
    query = select(ClaimRevision.id, Claim.key).join(Claim, Claim.id == ClaimRevision.claim_id).where(*conditions(at))
    rows = session.execute(query.order_by(ClaimRevision.day_first, Claim.key).limit(MOST + 1)).all()
    if len(rows) > MOST:
        sentence = f"More than {MOST:,} claims fit. Narrow the filter, or take the register as CSV."
        raise RuleBroken.at("report", "words", sentence)
    said = _saying(session, asked.words, [row.id for row in rows])
    found = [row for row in rows if row.id in said]
    return Register([row.key for row in found], frozenset(_duties(session, [row.id for row in found])))


def _saying(session: Session, words: str, revisions: list[int]) -> set[int]:
    """Those of the revisions that have the words. The index has what claims say now, so their own text is looked at."""
    wanted = searching.query_terms(words)
    if not wanted:
        return set(revisions)
    found = set()
    for some in batches(revisions, 1_000):
        for row in session.scalars(whole(select(ClaimRevision).where(ClaimRevision.id.in_(some)))):
            terms = searching.terms(claim_index.text_of(row))
            if all(any(term.startswith(one) for term in terms) for one in wanted):
                found.add(row.id)
    return found


def _duties(session: Session, revisions: list[int]) -> Iterator[str]:
    query = select(Obligation.key).join(Bearing, Bearing.obligation_id == Obligation.id).distinct()
    for some in batches(revisions, 5_000):
        yield from session.scalars(query.where(Bearing.revision_id.in_(some)))


def in_words(chosen: ClaimFilter | None) -> str:
    """What was asked for: `Claims about RUS, by …`, or all claims."""
    asked = chosen or ClaimFilter()
    values = {field.name: getattr(asked, field.name) for field in fields(asked) if field.name in _WORDS}
    said = [_WORDS[name].format(getattr(value, "label", value)) for name, value in values.items() if value]
    return f"Claims {', '.join(said)}" if said else "All claims"
