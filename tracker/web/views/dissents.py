"""Dissent from a review: saying it, and taking it back."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker import clock
from tracker.domain.errors import RuleBroken
from tracker.services import citation_check, claims, dissents
from tracker.web import drafting
from tracker.web.access import person
from tracker.web.clocks import clocks_from_request
from tracker.web.errors import form_status
from tracker.web.forms.dissents import DissentForm
from tracker.web.session import records

blueprint = Blueprint("dissents", __name__, url_prefix="/dissents")


@blueprint.app_template_global()
def dissents_of(review: Any) -> list[Any]:
    """The dissents from a loaded review that stood at the instant of the page."""
    return dissents.standing(review, known_at=clocks_from_request().known_at)


@blueprint.route("/<int:review>", methods=["GET", "POST"])
def edit(review: int) -> str | Response | tuple[str, int]:
    """Dissent from a review."""
    form = drafting.start(DissentForm)
    if not form.is_submitted():
        return _page(review, form)
    if not form.validate():
        return _page(review, form), 422
    try:
        dissents.dissent(
            records(),
            review=review,
            by=person().id,
            reason=form.reason.data or "",
            printed=bool(form.printed.data),
            at=clock.now(),
        )
    except RuleBroken as error:
        records().rollback()
        form.refuse(error)
        return _page(review, form), form_status(error)
    drafting.done()
    flash("Your dissent is recorded below the review, which stays as it is.")
    key = dissents.review_of(records(), review=review).revision.claim.key
    return redirect(url_for("claims.show", key=key), 303)


def _page(review: int, form: DissentForm) -> str:
    row = dissents.review_of(records(), review=review)
    revision = claims.show(records(), key=row.revision.claim.key, number=row.revision.number)
    check = citation_check.of_revision(revision, law=citation_check.law_of(records()))
    return render_template("dissents/edit.html", form=form, review=row, revision=revision, check=check)


@blueprint.post("/<int:dissent>/take-back")
def take_back(dissent: int) -> Response:
    """Take a dissent of one's own back."""
    key = dissents.claim_of(records(), dissent=dissent).key
    dissents.take_back(records(), dissent=dissent, by=person().id, at=clock.now())
    flash("Your dissent is taken back. What was known before stays as it was.")
    return redirect(url_for("claims.show", key=key), 303)
