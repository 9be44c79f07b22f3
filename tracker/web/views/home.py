"""The first page, and the help that every page leads to."""

from flask import Blueprint, render_template

from tracker.services import home
from tracker.web.session import records

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def show() -> str:
    """What the tracker is, what is on record, where to start."""
    return render_template("home/show.html", summary=home.summary(records()))


@blueprint.get("/help", endpoint="help")
def explain() -> str:
    """Every word of a page explained, in one place."""
    return render_template("home/help.html")
