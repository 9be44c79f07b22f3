"""Drafts: kept while somebody types a claim, resumed after a lost session, discarded when they say so."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from tracker import clock
from tracker.services import drafts, reading_texts
from tracker.web.access import person
from tracker.web.forms.base import seen
from tracker.web.session import records
from tracker.web.views import reading_desk

blueprint = Blueprint("drafts", __name__, url_prefix="/drafts")

NEW, EDIT, PROPOSED = "new", "edit:", "proposed:"
LONGEST = 125
NOT_TYPED = frozenset({"csrf_token", "action"})


def form_name(key: str, *, reading: str = "") -> str:
    """The name of a form's draft: that of the claim being edited, of the proposal read out of a text, or `new`."""
    name = f"{EDIT}{key}" if key else f"{PROPOSED}{reading}" if reading else NEW
    return name[:LONGEST]


@blueprint.app_template_filter()
def claim_drafted(form: str) -> str:
    """The key of the claim that a draft is to change; empty for a draft of a new one."""
    return form.removeprefix(EDIT) if form.startswith(EDIT) else ""


def fields_sent() -> list[tuple[str, str]]:
    """What the form held, without characters that nothing can keep."""
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in NOT_TYPED]
    return [(seen(name), seen(value)) for name, value in fields]


@blueprint.app_template_filter()
def draft_place(form: str) -> tuple[str, str]:
    """What a draft is of, in words, and where it is taken up again."""
    if form == reading_texts.FORM:
        return "A text being read for claims", url_for("readings.show")
    if key := claim_drafted(form):
        return f"An edit of {key}", url_for("claims.edit", key=key, draft="resume")
    if form.startswith(PROPOSED):
        place = url_for("claims.new", reading=form.removeprefix(PROPOSED), draft="resume")
        return "A statement read out of a text", place
    return "A new statement", url_for("claims.new", draft="resume")


@blueprint.post("/<form>")
def keep(form: str) -> tuple[str, int]:
    """Keep what a form holds. A script sends it while somebody types, so the answer is empty."""
    drafts.keep(records(), user=person().id, form=_known(form), fields=fields_sent(), at=clock.now())
    return "", 204


@blueprint.post("/<form>/discard")
def discard(form: str) -> Response:
    """Forget a draft, and lead back to its form."""
    drafts.drop(records(), user=person().id, form=form if form == reading_texts.FORM else _known(form))
    flash("The draft is discarded.")
    if form == reading_texts.FORM:
        return redirect(url_for("readings.new"), 303)
    if back := reading_desk.way_back(form.removeprefix(PROPOSED)):
        return redirect(back, 303)
    key = claim_drafted(form)
    return redirect(url_for("claims.edit", key=key) if key else url_for("claims.new"), 303)


def _known(form: str) -> str:
    if form != NEW and not form.startswith((EDIT, PROPOSED)):
        abort(404)
    return form[:LONGEST]
