"""Assigning a claim for review: to a reviewer, to oneself, to nobody."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker import clock
from tracker.domain.errors import RuleBroken
from tracker.services import assignments, claims
from tracker.web import undoing
from tracker.web.access import person
from tracker.web.errors import form_status
from tracker.web.forms.assignments import AssignmentForm
from tracker.web.forms.base import seen
from tracker.web.session import records
from tracker.web.views.claims import check_of

blueprint = Blueprint("assignments", __name__, url_prefix="/review/<key>/assignment")


@blueprint.route("", methods=["GET", "POST"])
def edit(key: str) -> str | Response | tuple[str, int]:
    """Choose the reviewer of a claim that waits."""
    form = AssignmentForm()
    if not form.is_submitted():
        return _page(key, form)
    if not form.validate():
        return _page(key, form), 422
    try:
        _assign(key, form.reviewer.data or "")
    except RuleBroken as error:
        records().rollback()
        form.refuse(error)
        return _page(key, form), form_status(error)
    return redirect(url_for("reviews.list"), 303)


@blueprint.post("/take")
def take(key: str) -> Response:
    """Take a claim over oneself."""
    _assign(key, person().username)
    return redirect(url_for("reviews.list"), 303)


@blueprint.post("/end")
def end(key: str) -> Response:
    """Let a claim be nobody's again."""
    before = _reviewer(key)
    assignments.end(records(), key=key, by=person().id, at=clock.now())
    _offer(f"{key} is assigned to nobody now.", key, before)
    return redirect(url_for("reviews.list"), 303)


@blueprint.post("/put-back")
def put_back(key: str) -> Response:
    """Assign a claim again to whom it was assigned before, or to nobody."""
    username = seen(request.form.get("reviewer", ""))
    if username:
        assignments.assign(records(), key=key, reviewer=username, by=person().id, at=clock.now())
    else:
        assignments.end(records(), key=key, by=person().id, at=clock.now())
    flash(f"Taken back. {key} is assigned to {username or 'nobody'}, as before.")
    return redirect(url_for("reviews.list"), 303)


def _assign(key: str, username: str) -> None:
    before = _reviewer(key)
    made = assignments.assign(records(), key=key, reviewer=username, by=person().id, at=clock.now())
    whom = "you" if made.reviewer_id == person().id else username
    _offer(f"{key} is assigned to {whom}. Others may still decide on it.", key, before)


def _reviewer(key: str) -> str:
    """The user name of the person to whom the claim is assigned; empty for nobody."""
    claim = claims.find(records(), key=key).id
    found = assignments.standing(records(), claim_ids=[claim]).get(claim)
    return found.reviewer.username if found else ""


def _offer(words: str, key: str, before: str) -> None:
    undoing.offer(words, url_for("assignments.put_back", key=key), reviewer=before)


def _page(key: str, form: AssignmentForm) -> str:
    revision = claims.show(records(), key=key)
    eligible = assignments.eligible(records(), key=key)
    form.offer((user.username, user.name) for user in eligible)
    standing = assignments.standing(records(), claim_ids=[revision.claim_id])
    return render_template(
        "assignments/edit.html",
        form=form,
        revision=revision,
        check=check_of(revision),
        assignment=standing.get(revision.claim_id),
        is_offered=bool(eligible),
    )
