"""Drafts of claims: kept while somebody types, resumed after a lost session, discarded when they say so."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from tracker import clock
from tracker.services import drafts
from tracker.web.access import person
from tracker.web.forms.base import seen
from tracker.web.session import records

blueprint = Blueprint("drafts", __name__, url_prefix="/drafts")

NEW, EDIT = "new", "edit:"
LONGEST = 125
NOT_TYPED = frozenset({"csrf_token", "action"})


def form_name(key: str) -> str:
    """The name of a form's draft: `new`, or that of the claim being edited."""
    return f"{EDIT}{key}"[:LONGEST] if key else NEW


@blueprint.app_template_filter()
def claim_drafted(form: str) -> str:
    """The key of the claim that a draft is to change; empty for a draft of a new one."""
    return form.removeprefix(EDIT) if form.startswith(EDIT) else ""


def fields_sent() -> list[tuple[str, str]]:
    """What the form held, without characters that nothing can keep."""
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in NOT_TYPED]
    return [(seen(name), seen(value)) for name, value in fields]


@blueprint.post("/<form>")
def keep(form: str) -> tuple[str, int]:
    """Keep what a form holds. A script sends it while somebody types, so the answer is empty."""
    drafts.keep(records(), user=person().id, form=_known(form), fields=fields_sent(), at=clock.now())
    return "", 204


@blueprint.post("/<form>/discard")
def discard(form: str) -> Response:
    """Forget a draft, and lead back to its form."""
    drafts.drop(records(), user=person().id, form=_known(form))
    flash("The draft is discarded.")
    key = claim_drafted(form)
    return redirect(url_for("claims.edit", key=key) if key else url_for("claims.new"), 303)


def _known(form: str) -> str:
    if form != NEW and not form.startswith(EDIT):
        abort(404)
    return form[:LONGEST]
