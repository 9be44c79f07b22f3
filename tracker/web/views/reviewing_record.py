"""A reviewer's own record: for themselves, and of anybody for administrators."""

from flask import Blueprint, render_template

from tracker.services import accounts, reviewing_record
from tracker.web.access import person
from tracker.web.session import records

blueprint = Blueprint("reviewing_record", __name__, url_prefix="/review/record")


@blueprint.get("")
def own() -> str:
    """One's own record."""
    return _page(person().username)


@blueprint.get("/<username>")
def show(username: str) -> str:
    """The record of a person."""
    return _page(username)


def _page(username: str) -> str:
    user = accounts.find(records(), username=username)
    return render_template("reviewing_record/show.html", found=reviewing_record.of(records(), person=user))
