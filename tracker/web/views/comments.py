"""Comments on a claim."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker import clock
from tracker.domain.errors import RuleBroken
from tracker.services import claims, comments
from tracker.web import drafting
from tracker.web.access import person
from tracker.web.clocks import clocks_from_request
from tracker.web.errors import form_status
from tracker.web.forms.comments import CommentForm
from tracker.web.session import records
from tracker.web.views.claims import check_of

blueprint = Blueprint("comments", __name__, url_prefix="/claims")


@blueprint.get("/<key>/comments", endpoint="list")
def list_all(key: str) -> str:
    """The comments on a claim, oldest first, and the form for another."""
    return _page(key, drafting.start(CommentForm, formdata=None))


@blueprint.post("/<key>/comments")
def add(key: str) -> Response | tuple[str, int]:
    """Add a comment."""
    form = CommentForm()
    if not form.validate():
        return _page(key, form), 422
    try:
        comments.comment(records(), key=key, by=person().id, words=form.words.data or "", at=clock.now())
    except RuleBroken as error:
        records().rollback()
        form.refuse(error)
        return _page(key, form), form_status(error)
    drafting.done()
    flash("Your comment is recorded.")
    return redirect(url_for("claims.show", key=key, _anchor="comments"), 303)


def _page(key: str, form: CommentForm) -> str:
    revision = claims.show(records(), key=key)
    known_at = clocks_from_request().known_at
    found = comments.of_claim(records(), claim_id=revision.claim_id, known_at=known_at)
    return render_template("comments/list.html", form=form, revision=revision, comments=found, check=check_of(revision))
