"""The first page, and the help that every page leads to."""

from flask import Blueprint, g, render_template

from tracker.services import drafts, home
from tracker.web.session import records

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def show() -> str:
    """What the tracker is, what is on record, where to start."""
    kept = drafts.of_user(records(), user=g.person.id) if g.person else ()
    return render_template("home/show.html", summary=home.summary(records()), drafts=kept)


@blueprint.get("/help", endpoint="help")
def explain() -> str:
    """Every word of a page explained, in one place."""
    return render_template("home/help.html")
