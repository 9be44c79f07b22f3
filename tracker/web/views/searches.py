"""Searches for information: the list, and recording one."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker import clock
from tracker.domain.errors import RuleBroken
from tracker.domain.vocabulary import SearchResult
from tracker.services import searches
from tracker.web import drafting
from tracker.web.access import person
from tracker.web.clocks import clocks_from_request
from tracker.web.errors import form_status
from tracker.web.forms.claim_filter import page_number
from tracker.web.forms.searches import SearchesForm, SearchForm
from tracker.web.navigation import page_size
from tracker.web.session import records
from tracker.web.views.claim_desk import Desk

blueprint = Blueprint("searches", __name__, url_prefix="/searches")


@blueprint.get("/", endpoint="list")
def list_all() -> tuple[str, int]:
    """The searches that had been made by the clocks, newest first."""
    clocks, desk = clocks_from_request(), Desk()
    form = SearchesForm.asked(clocks)
    state = desk.named_state(form.state)
    page = searches.browse(
        records(), clocks=clocks.clocks, state=state, page=page_number(request.args), size=page_size()
    )
    body = render_template("searches/list.html", form=form, clocks=clocks, page=page, desk=desk)
    return body, form.http_status


@blueprint.route("/new", methods=["GET", "POST"])
def new() -> str | Response | tuple[str, int]:
    """Record a search."""
    form = drafting.start(SearchForm, data=_start())
    if not form.is_submitted():
        return _new(form)
    if not form.validate() or form.searched_on.day is None:
        return _new(form), 422
    try:
        row = _recorded(form)
    except RuleBroken as error:
        records().rollback()
        form.refuse(error)
        return _new(form), form_status(error)
    drafting.done()
    flash("The search is recorded. It changes no status.")
    if form.obligation.data:
        return redirect(url_for("cells.show", state=row.state_code, obligation=form.obligation.data), 303)
    return redirect(url_for("states.show", code=row.state_code), 303)


def _start() -> dict[str, Any]:
    """What the address already says of the search."""
    named = {name: request.args.get(name, "") for name in ("state", "obligation")}
    named["state"] = Desk().lists.labels.get(named["state"], named["state"])
    return {**named, "searched_on": clock.today().isoformat()}


def _recorded(form: SearchForm) -> Any:
    texts = ("state", "obligation", "searched", "terms", "language", "note")
    given: dict[str, Any] = {name: form[name].data or "" for name in texts}
    given |= {"searched_on": form.searched_on.day, "result": SearchResult(form.result.data)}
    return searches.record(records(), **given, by=person().id, at=clock.now())


def _new(form: SearchForm) -> str:
    return render_template("searches/new.html", form=form, desk=Desk())
