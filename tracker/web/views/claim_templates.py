"""Templates of claims: the list, making one from a claim, changing, sharing and removing it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker import clock
from tracker.domain import templating
from tracker.domain.errors import RuleBroken
from tracker.services import claim_templates, claims, revisions
from tracker.services.claim_templates import TEMPLATES
from tracker.web import undoing
from tracker.web.access import person
from tracker.web.errors import form_status
from tracker.web.forms import claim_content
from tracker.web.forms.claim_templates import TemplateForm, labels
from tracker.web.forms.claims import ClaimForm
from tracker.web.session import records
from tracker.web.views.claim_desk import Desk

blueprint = Blueprint("claim_templates", __name__, url_prefix="/templates")

FIRST_NAME = 60
"""How much of the statement a template is called by, until somebody gives it a name."""

Answer = str | Response | tuple[str, int]


@blueprint.app_template_filter()
def month(text: str) -> str:
    """`October 2018`, for `2018-10`."""
    return templating.month_words(text)


@blueprint.get("/", endpoint="list")
def list_all() -> str:
    """One's own templates and the shared ones, each with the month that it is for next."""
    rows = TEMPLATES.of_person(records(), person=person().id)
    months = claim_templates.next_months(records(), templates=rows)
    return render_template("claim_templates/list.html", templates=rows, months=months)


@blueprint.post("/from/<claim>")
def make(claim: str) -> Response:
    """Make a template from a claim, and lead to where it can be named and shared."""
    content = revisions.content_of(claims.show(records(), key=claim))
    fields = ClaimForm(formdata=None, data=claim_content.filled(content, Desk().lists)).pairs()
    name = content.statement if len(content.statement) <= FIRST_NAME else f"{content.statement[:FIRST_NAME]}…"
    row = claim_templates.make(records(), claim=claim, fields=fields, name=name, by=person().id, at=clock.now())
    flash("The template is made. Give it a shorter name, and look at what was left blank.")
    return redirect(url_for("claim_templates.edit", key=row.key), 303)


@blueprint.route("/<key>/edit", methods=["GET", "POST"])
def edit(key: str) -> Answer:
    """Change a template."""
    row = TEMPLATES.own(records(), key=key, by=person().id)
    fields = claim_templates.fields_of(row)
    form = TemplateForm(data={"name": row.name, "shared": row.shared, "texts": [text for _, text in fields]})
    if not form.is_submitted():
        return _edit(form, row)
    if not form.validate():
        return _edit(form, row), 422
    given: dict[str, Any] = {"name": form.name.data or "", "shared": form.shared.data}
    try:
        claim_templates.change(records(), key=key, fields=form.fields_of(fields), by=person().id, **given)
    except RuleBroken as error:
        records().rollback()
        form.refuse(error)
        return _edit(form, TEMPLATES.own(records(), key=key, by=person().id)), form_status(error)
    flash("The template is saved.")
    return redirect(url_for("claim_templates.list"), 303)


def _edit(form: TemplateForm, row: Any) -> str:
    fields = claim_templates.fields_of(row)
    lines = list(zip(labels(fields), form.texts, strict=False))
    return render_template(
        "claim_templates/edit.html", form=form, template=row, lines=lines, blanks=templating.BLANKS.items()
    )


@blueprint.post("/<key>/remove")
def remove(key: str) -> Response:
    """Offer a template no more; the message offers to bring it back."""
    row = TEMPLATES.remove(records(), key=key, by=person().id, at=clock.now())
    undoing.offer(f"“{row.name}” is removed.", url_for("claim_templates.bring_back", key=key))
    return redirect(url_for("claim_templates.list"), 303)


@blueprint.post("/<key>/bring-back")
def bring_back(key: str) -> Response:
    """Offer a removed template again."""
    row = TEMPLATES.bring_back(records(), key=key, by=person().id)
    flash(f"“{row.name}” is back.")
    return redirect(url_for("claim_templates.list"), 303)
