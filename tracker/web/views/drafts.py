"""Drafts: kept while somebody types, resumed after a lost session, discarded when they say so.

A draft of a new claim has a name of its own, so that two statements can be begun side by side; that of an edit is named
by its claim, that of a proposal by where it was read, and that of any other form by the address of its page
(`web.drafting`). The text that is being read for claims is a draft, too.
"""

import re
import secrets
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from tracker import clock
from tracker.services import drafts, reading_texts
from tracker.web import access, drafting
from tracker.web.access import person
from tracker.web.forms.base import seen
from tracker.web.session import records
from tracker.web.views import reading_desk

blueprint = Blueprint("drafts", __name__, url_prefix="/drafts")

NEW, EDIT, PROPOSED = "new", "edit:", "proposed:"
LONGEST = drafting.LONGEST
NAME_FIELD = "draft_name"
NOT_TYPED = frozenset({"csrf_token", "action", NAME_FIELD})
_NEW = re.compile(r"new(:[0-9a-f]{8})?")


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft in a list: what it is to become, how it begins, and where it is gone on with."""

    title: str
    words: str
    address: str


def form_name(key: str, *, reading: str = "") -> str:
    """The name of a form's draft: that of the claim being edited, of the proposal read out of a text, or a new one."""
    name = f"{EDIT}{key}" if key else f"{PROPOSED}{reading}" if reading else f"{NEW}:{secrets.token_hex(4)}"
    return name[:LONGEST]


def is_new(form: str) -> bool:
    """Whether a draft is of a new claim."""
    return _NEW.fullmatch(form) is not None


def claim_drafted(form: str) -> str:
    """The key of the claim that a draft is to change; empty for a draft of a new one."""
    return form.removeprefix(EDIT) if form.startswith(EDIT) else ""


@blueprint.app_template_filter()
def draft_of(draft: Any) -> Kept:
    """A draft as a list shows it."""
    if draft.form == reading_texts.FORM:
        return Kept("A text being read for claims", "", url_for("readings.show"))
    typed = dict(draft.data)
    words = next((text for name in ("statement", *_WORDS) if (text := typed.get(name, ""))), "")[:90]
    if key := claim_drafted(draft.form):
        return Kept(f"An edit of {key}", "", url_for("claims.edit", key=key, draft=drafting.RESUME))
    if is_new(draft.form):
        return Kept("A new statement", words, url_for("claims.new", draft=draft.form))
    if draft.form.startswith(PROPOSED):
        reading = draft.form.removeprefix(PROPOSED)
        place = url_for("claims.new", reading=reading, draft=drafting.RESUME)
        return Kept("A statement read out of a text", words, place)
    path = draft.form.removeprefix(drafting.PAGE)
    return Kept(drafting.title(path) or "A form that is not open to you now", words, f"{path}?draft={drafting.RESUME}")


_WORDS = ("wording", "words", "reason", "comment", "searched", "summary", "title")
"""The fields in which a form's own words stand, by which its draft is told from others."""


def fields_sent() -> list[tuple[str, str]]:
    """What the form held, without characters that nothing can keep."""
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in NOT_TYPED]
    return [(seen(name), seen(value)) for name, value in fields]


@blueprint.post("/<path:form>")
def keep(form: str) -> Response | tuple[str, int]:
    """Keep what a form holds. A script sends it while somebody types, so the answer is empty; a button is led back."""
    name = _known(form)
    drafts.keep(records(), user=person().id, form=name, fields=fields_sent(), at=clock.now())
    if request.form.get("action") != "draft" or not name.startswith(drafting.PAGE):
        return "", 204
    flash("The draft is kept. It waits here for you, also after you sign out.")
    return redirect(f"{name.removeprefix(drafting.PAGE)}?draft={drafting.RESUME}", 303)


@blueprint.post("/<path:form>/discard")
def discard(form: str) -> Response:
    """Forget a draft, and lead back to its form, or to the overview where the form is not open any more."""
    drafts.drop(records(), user=person().id, form=form[:LONGEST])
    flash("The draft is discarded.")
    path = form.removeprefix(drafting.PAGE)
    if form.startswith(drafting.PAGE):
        return redirect(path if drafting.title(path) else url_for("home.show"), 303)
    if not access.allows("claims.new"):
        return redirect(url_for("home.show"), 303)
    if form == reading_texts.FORM:
        return redirect(url_for("readings.new"), 303)
    if back := reading_desk.way_back(form.removeprefix(PROPOSED)):
        return redirect(back, 303)
    key = claim_drafted(form)
    return redirect(url_for("claims.edit", key=key) if key else url_for("claims.new"), 303)


def _known(form: str) -> str:
    """The name of a draft, if it is of a form that there is and that the person may use."""
    of_claim = is_new(form) or form.startswith((EDIT, PROPOSED))
    of_page = form.startswith(drafting.PAGE) and drafting.title(form.removeprefix(drafting.PAGE))
    if not of_page and not (of_claim and access.allows("claims.new")):
        abort(404)
    return form[:LONGEST] if of_claim else form
