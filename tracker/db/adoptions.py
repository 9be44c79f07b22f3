"""Which versions of the rules two people put in force, and from when."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.db.models import RulesInForce
from tracker.domain.adopting import Adoption
from tracker.domain.vocabulary import Ruling


def adoptions(session: Session) -> list[Adoption]:
    """Every version that was put in force, in the order of the proposals. One statement."""
    return [Adoption(row.version, row.ruled_at) for row in session.execute(_APPROVED)]


_APPROVED = (
    select(RulesInForce.version, RulesInForce.ruled_at)
    .where(RulesInForce.ruling == Ruling.APPROVED)
    .order_by(RulesInForce.id)
)
