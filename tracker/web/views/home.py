"""The first page, and the help that every page leads to."""

from typing import Any

from flask import Blueprint, g, render_template

from tracker.services import claim_templates, drafts, home, recent, second_person
from tracker.services.claim_templates import TEMPLATES
from tracker.services.saved_views import VIEWS
from tracker.web.session import records

blueprint = Blueprint("home", __name__)

MOST = 8
"""How many lines each part of a person's desk has."""


@blueprint.get("/")
def show() -> str:
    """What the tracker is, what is on record, where to start; for a person, what they have at hand."""
    desk = _desk(g.person.id) if g.person else None
    return render_template("home/show.html", summary=home.summary(records()), desk=desk)


def _desk(person: int) -> dict[str, Any]:
    templates = TEMPLATES.of_person(records(), person=person)[:MOST]
    return {
        "assigned": recent.assigned(records(), person=person, most=MOST),
        "waiting": second_person.waiting(records(), person=person),
        "drafts": drafts.of_user(records(), user=person),
        "touched": recent.touched(records(), person=person, most=MOST),
        "views": VIEWS.of_person(records(), person=person)[:MOST],
        "templates": templates,
        "months": claim_templates.next_months(records(), templates=templates),
    }


@blueprint.get("/help", endpoint="help")
def explain() -> str:
    """Every word of a page explained, in one place."""
    return render_template("home/help.html")
