"""Finding by a few words: one page that works without a script, and the same results for the script's dialog."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, g, jsonify, render_template, request, url_for

from tracker.domain import finding as rules
from tracker.domain.finding import Closeness
from tracker.services import finding
from tracker.services.finding import Found, Noun
from tracker.web import acts
from tracker.web.forms.base import seen
from tracker.web.session import records

blueprint = Blueprint("finding", __name__, url_prefix="/find")

ACT = "act"
ON_PAGE, IN_DIALOG = 12, 4
"""How many results of each noun are shown; the dialog shows no more than `WHOLE` in all."""
WHOLE = 14


@dataclass(frozen=True, slots=True)
class Result:
    """A line of the results: what it is, what it is called, and where it leads."""

    kind: str
    title: str
    detail: str
    address: str


@blueprint.get("/")
def show() -> str:
    """Everything that fits, the closest first."""
    return render_template("finding/show.html", words=_words(), results=_results(ON_PAGE))


@blueprint.get("/results.json")
def results() -> Response:
    """The first of the same results, for a script; where nothing was typed, where work begins."""
    most = IN_DIALOG if _words() else WHOLE
    found = [{"kind": r.kind, "title": r.title, "detail": r.detail, "address": r.address} for r in _results(most)]
    return jsonify({"words": _words(), "results": found[:WHOLE]})


def _words() -> str:
    return seen(request.args.get("q", "")).strip()[: rules.LONGEST]


def _results(most: int) -> list[Result]:
    """Acts and things in one order: how close they are, and acts before things where they are equally close.

    Where nothing was typed, what the reader keeps by them comes before the acts.
    """
    words = rules.plain(_words()).split()
    offered = (act.known for act in acts.allowed(request.args.get("at", "")))
    done = [(close, Result(ACT, act.title, "", act.key)) for close, act in rules.closest(words, offered, most)]
    few = most if words else IN_DIALOG
    found = finding.find(records(), text=_words(), person=g.person.id if g.person else None, most=few)
    lines = [(one.closeness, _result(one)) for one in found]
    return [line for _, line in sorted([*done, *lines] if words else [*lines, *done], key=_closeness)]


def _closeness(line: tuple[Closeness, Result]) -> Closeness:
    return line[0]


def _result(found: Found) -> Result:
    return Result(found.noun.label, found.title, found.detail, _address(found))


def _address(found: Found) -> str:
    if found.noun is Noun.CELL:
        return url_for("cells.show", state=found.state, obligation=found.key)
    endpoint, name = _PAGES[found.noun]
    values: dict[str, Any] = {name: found.key}
    return url_for(endpoint, **values)


_PAGES = {
    Noun.STATE: ("states.show", "code"),
    Noun.OBLIGATION: ("obligations.show", "key"),
    Noun.RESOLUTION: ("resolutions.show", "spelling"),
    Noun.REGIME: ("regimes.show", "key"),
    Noun.SOURCE: ("sources.show", "key"),
    Noun.CLAIM: ("claims.show", "key"),
    Noun.REPORT: ("reports.show", "number"),
    Noun.VIEW: ("saved_views.open", "key"),
    Noun.TEMPLATE: ("claims.new", "template"),
}
