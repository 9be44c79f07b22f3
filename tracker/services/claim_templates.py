"""Templates of claims that recur: made from a claim, filled in for the next month, logged as claims like any other."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.db.constraints import refusing
from tracker.db.models import Claim, ClaimTemplate, TemplateUse
from tracker.domain import keeping, templating
from tracker.domain.templating import Fields
from tracker.services import claims
from tracker.services.drawers import Drawer

TEMPLATES = Drawer(ClaimTemplate, "template")


def make(session: Session, *, claim: str, fields: Fields, name: str, by: int, at: datetime) -> ClaimTemplate:
    """Make a template from a claim, given as the fields of its form; what changes from month to month becomes blank.

    The claim is its first use, so that the next one is for the month after. Raises NotAllowed for no analyst.
    """
    claims.check_analyst(session, by)
    keeping.check_name(TEMPLATES.noun, name)
    common, month = templating.generalise(fields)
    key = TEMPLATES.new_key(session, name)
    made = ClaimTemplate(key=key, name=name, fields=_pairs(common), shared=False, by_id=by, at=at)
    with refusing(session):
        session.add(made)
    if month:
        note_use(session, template=made, claim=claim, month=month, at=at)
    return made


def change(session: Session, *, key: str, name: str, shared: bool, fields: Fields, by: int) -> ClaimTemplate:
    """Call a template otherwise, share it or no more, and change the texts of its fields. Raises RuleBroken."""
    row = TEMPLATES.rename(session, key=key, name=name, shared=shared, by=by)
    if _pairs(fields) != [list(pair) for pair in row.fields]:
        row.fields = _pairs(fields)
    session.flush()
    return row


def note_use(session: Session, *, template: ClaimTemplate, claim: str, month: str, at: datetime) -> TemplateUse:
    """Record that a claim was logged from a template for a month, as YYYY-MM."""
    made = TemplateUse(
        template_id=template.id, claim_id=claims.find(session, key=claim).id, month=templating.read_month(month), at=at
    )
    with refusing(session):
        session.add(made)
    return made


def next_months(session: Session, *, templates: Sequence[ClaimTemplate]) -> dict[int, str]:
    """The month after the last use of each template that was used, as YYYY-MM. A claim that was withdrawn is no use."""
    query = select(TemplateUse.template_id, func.max(TemplateUse.month)).join(Claim, Claim.id == TemplateUse.claim_id)
    query = query.where(TemplateUse.template_id.in_([row.id for row in templates]), Claim.withdrawn_at.is_(None))
    last = session.execute(query.group_by(TemplateUse.template_id))
    return {number: templating.next_month(month) for number, month in last}


def fields_of(template: ClaimTemplate) -> list[tuple[str, str]]:
    """The fields of a template, each a name and a text."""
    return [(name, text) for name, text in template.fields]


def _pairs(fields: Fields) -> list[list[str]]:
    return [[name, text] for name, text in fields]
