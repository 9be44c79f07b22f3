"""The form of a claim that begins with another one: the same for another state, or a template for the next month."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import g, request

from tracker.domain import duplicating, templating
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.templating import DAY, MONTH, QUANTITY, Fields
from tracker.services import claim_templates, claims, revisions
from tracker.services.claim_templates import TEMPLATES
from tracker.web.access import person
from tracker.web.forms import claim_content
from tracker.web.forms.base import seen, tidy
from tracker.web.forms.claims import ClaimForm
from tracker.web.session import records
from tracker.web.views.claim_desk import Desk


@dataclass(frozen=True, slots=True)
class Blanks:
    """What is asked for above the form of a template: the blanks that it has, and what was given for them."""

    template: Any
    asked: tuple[str, ...]
    given: dict[str, str]
    problem: str


def like(key: str, name: str, desk: Desk) -> dict[str, Any]:
    """What the form begins with for a claim like another: for another state if one is named. Raises NotFound."""
    content = revisions.content_of(claims.show(records(), key=key))
    code = desk.find_state(name) if name else ""
    if not code:
        return claim_content.filled(duplicating.anew(content), desk.lists) | ({"states": name} if name else {})
    return claim_content.filled(duplicating.for_state(content, code), desk.lists)


def filled() -> Fields:
    """The fields of the template that the address names, with what it gives for the blanks; none without one."""
    key = request.args.get("template", "")
    if not key:
        return []
    template = TEMPLATES.get(records(), key=key, person=person().id)
    given, _ = _given(template)
    return [*templating.fill(claim_templates.fields_of(template), given), ("template", key)]


def blanks(form: ClaimForm) -> Blanks | None:
    """What to ask for above the form; None for a form that was not begun from a template."""
    template = _template(form)
    if template is None:
        return None
    asked = templating.blanks_in(claim_templates.fields_of(template))
    return Blanks(template, asked, *_given(template))


def refuse_blanks(form: ClaimForm) -> None:
    """Put a sentence at each field in which a blank of the template still stands."""
    if not form.template.data:
        return
    for field in form.leaves():
        if isinstance(field.data, str) and (sentence := templating.left_open(field.data)):
            field.errors = [*field.errors, sentence]


def note(key: str, form: ClaimForm, *, at: datetime) -> None:
    """Record that a claim which was just logged is a use of the template, if its form was begun from one."""
    template, month = _template(form), templating.month_of(form.pairs())
    if template is not None and month:
        claim_templates.note_use(records(), template=template, claim=key, month=month, at=at)


def _template(form: ClaimForm) -> Any:
    if not form.template.data or g.person is None:
        return None
    try:
        return TEMPLATES.get(records(), key=form.template.data, person=g.person.id)
    except NotFound:  # removed meanwhile, or shared no more: the claim is logged all the same
        return None


def _given(template: Any) -> tuple[dict[str, str], str]:
    """What the address gives for the blanks, the month the one after the last use; and what is wrong with the month."""
    given = {name: tidy(seen(request.args.get(name, "")))[:100] for name in (MONTH, QUANTITY, DAY)}
    following = claim_templates.next_months(records(), templates=[template]).get(template.id, "")
    if not given[MONTH]:
        return given | {MONTH: following}, ""
    try:
        return given | {MONTH: templating.read_month(given[MONTH])}, ""
    except RuleBroken as error:
        return given | {MONTH: following}, error.sentence
