"""Published counts of states, as claims in the record give them, and what the record has of each by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.db import facts, knowing
from tracker.db.models import Bearing, Claim, ClaimRevision, Obligation, Quantity, Review, State
from tracker.domain import reconciling
from tracker.domain.facts import ALL_STATES
from tracker.domain.reconciling import Published, Reconciliation
from tracker.domain.vocabulary import ReviewState

UNIT = "states"
"""The unit of a figure that counts states."""


@dataclass(frozen=True, slots=True)
class PublishedCount:
    """A count of states that a claim gives: the figure's own words, the day of which it speaks, and who said it.

    `duties` are the keys of those obligations of the paragraph on which the claim bears.
    """

    count: Published
    wording: str
    counted: str
    reference: str
    claim: str
    speaker: str
    duties: tuple[str, ...]
    review_state: ReviewState


def published(
    session: Session, *, obligation: Obligation, known_at: datetime, public_at: date | None = None
) -> Sequence[PublishedCount]:
    """The counts of states that claims on the duties of a loaded obligation's paragraph give, the earliest first."""
    keys = {duty.id: duty.key for duty in obligation.provision.obligations}
    query = (
        select(Quantity, Claim.key, ClaimRevision.speaker, Bearing.obligation_id, knowing.review_state_at(known_at))
        .select_from(Quantity)
        .join(ClaimRevision, ClaimRevision.id == Quantity.revision_id)
        .join(Claim, Claim.id == ClaimRevision.claim_id)
        .join(Bearing, Bearing.revision_id == ClaimRevision.id)
        .outerjoin(Review, knowing.review_at(known_at))
        .where(Quantity.unit == UNIT, Quantity.low.is_not(None), Bearing.obligation_id.in_(keys))
        .where(Bearing.state_code == ALL_STATES, knowing.current_at(known_at))
        .where(*knowing.public_by(public_at))
    )
    found: dict[int, PublishedCount] = {}
    for row, claim, speaker, duty, state in session.execute(query.order_by(Bearing.obligation_id)):
        count, said = Published(int(row.low or 0), row.last), (row.wording, row.counted, row.reference)
        earlier = found[row.id].duties if row.id in found else ()
        found[row.id] = PublishedCount(count, *said, claim, speaker, (*earlier, keys[duty]), ReviewState(state))
    return sorted(found.values(), key=lambda one: (one.count.day, one.count.count, one.claim))


def reconcile(
    session: Session,
    *,
    obligation: Obligation,
    count: Published,
    known_at: datetime,
    public_at: date | None = None,
    earlier: Published | None = None,
) -> Reconciliation:
    """Set a published count, and perhaps an earlier one, against the record. Seven statements."""
    query = select(Bearing.state_code).where(Bearing.obligation_id == obligation.id).distinct()
    states = session.scalars(select(State).where(State.code.in_(query))).all()
    evidence = facts.evidence_of_cells(
        session, cells=[(state.code, obligation.id) for state in states], known_at=known_at
    )
    return reconciling.reconcile(
        facts.duties_of(session, rows=[obligation], known_at=known_at)[obligation.id],
        [(facts.party_of(state), evidence.get((state.code, obligation.id), ())) for state in states],
        published=count,
        known_at=known_at,
        public_at=public_at,
        earlier=earlier,
    )
