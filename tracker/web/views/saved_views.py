"""Saved views: the list, saving the list that one has before one, opening it again, renaming, sharing, removing."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker import clock
from tracker.domain.errors import RuleBroken
from tracker.services import saved_views
from tracker.services.saved_views import VIEWS
from tracker.web import own_pages, undoing
from tracker.web.access import person
from tracker.web.errors import form_status
from tracker.web.forms.saved_views import ViewForm
from tracker.web.session import records

blueprint = Blueprint("saved_views", __name__, url_prefix="/views")

Answer = str | Response | tuple[str, int]
NO_PAGE = "This is no page of this site that you may read. Open the list that you want to save, and save it from there."
GONE = "The page that this view kept is not open to you, or is there no more."


@blueprint.get("/", endpoint="list")
def list_all() -> str:
    """One's own views and those that are shared, each with what may be done with it."""
    return render_template("saved_views/list.html", views=VIEWS.of_person(records(), person=person().id))


@blueprint.route("/new", methods=["GET", "POST"])
def new() -> Answer:
    """Save a place under a name."""
    form = ViewForm(data={"at": request.args.get("at", "")})
    place = own_pages.checked(form.at.data or "")
    if not place:
        form.refuse(RuleBroken.at("view", "", NO_PAGE))
        return _new(form, place), 422
    if not form.is_submitted():
        return _new(form, place)
    if not form.validate():
        return _new(form, place), 422
    row = saved_views.save(
        records(), name=form.name.data or "", place=place, shared=form.shared.data, by=person().id, at=clock.now()
    )
    flash(f"Saved as “{row.name}”. It stands on the overview, and Ctrl K finds it.")
    return redirect(place, 303)


def _new(form: ViewForm, place: str) -> str:
    return render_template("saved_views/new.html", form=form, place=place)


@blueprint.get("/<key>", endpoint="open")
def follow(key: str) -> Response:
    """Lead to the list that a view keeps."""
    place = own_pages.checked(VIEWS.get(records(), key=key, person=person().id).place)
    if not place:
        raise RuleBroken.at("view", "", GONE)
    return redirect(place, 303)


@blueprint.route("/<key>/edit", methods=["GET", "POST"])
def edit(key: str) -> Answer:
    """Call a view otherwise, share it or no more."""
    row = VIEWS.own(records(), key=key, by=person().id)
    form = ViewForm(data={"name": row.name, "shared": row.shared, "at": row.place})
    if not form.is_submitted():
        return render_template("saved_views/edit.html", form=form, view=row)
    if not form.validate():
        return render_template("saved_views/edit.html", form=form, view=row), 422
    try:
        VIEWS.rename(records(), key=key, name=form.name.data or "", shared=form.shared.data, by=person().id)
    except RuleBroken as error:
        records().rollback()
        form.refuse(error)
        row = VIEWS.own(records(), key=key, by=person().id)
        return render_template("saved_views/edit.html", form=form, view=row), form_status(error)
    flash("Saved. Its address is the same as before.")
    return redirect(url_for("saved_views.list"), 303)


@blueprint.post("/<key>/remove")
def remove(key: str) -> Response:
    """Offer a view no more; the message offers to bring it back."""
    row = VIEWS.remove(records(), key=key, by=person().id, at=clock.now())
    undoing.offer(f"“{row.name}” is removed.", url_for("saved_views.bring_back", key=key))
    return redirect(url_for("saved_views.list"), 303)


@blueprint.post("/<key>/bring-back")
def bring_back(key: str) -> Response:
    """Offer a removed view again."""
    row = VIEWS.bring_back(records(), key=key, by=person().id)
    flash(f"“{row.name}” is back.")
    return redirect(url_for("saved_views.list"), 303)
