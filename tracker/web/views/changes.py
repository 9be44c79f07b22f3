"""What became of the outcomes, day by day: a page, and the same as a feed."""

from collections.abc import Iterator
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from flask import Blueprint, Response, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from tracker.domain.dates import day_words
from tracker.domain.report import NOTICE
from tracker.exports import as_atom
from tracker.exports.as_atom import Entry, Feed
from tracker.services import changes
from tracker.services.changes import Step
from tracker.services.comparisons import Moved
from tracker.web.clocks import AskedClocks, clocks_from_request
from tracker.web.filters import PRODUCT
from tracker.web.forms.scope import ChangesForm
from tracker.web.session import records
from tracker.web.views import scoping
from tracker.web.views.claim_desk import Desk

blueprint = Blueprint("changes", __name__, url_prefix="/changes")

MOST = 200
"""How many changes the feed and the page hold."""


@blueprint.get("/")
def show() -> tuple[str, int]:
    """The newest changes of the cells that the address asks for."""
    clocks, desk = clocks_from_request(), Desk()
    form = scoping.asked(ChangesForm, clocks)
    steps = _steps(form, clocks, desk)
    query = scoping.query_of(form) | clocks.query
    moments = {name: value for name, value in query.items() if name != "outcome"}  # two moments have no such filter
    shown = {"steps": steps, "query": query, "moments": moments, "most": MOST}
    return render_template("changes/show.html", form=form, clocks=clocks, desk=desk, **shown), form.http_status


@blueprint.get("/feed.atom")
def feed() -> AnyResponse:
    """The same as Atom. An address that cannot be read gets the sentence as plain text."""
    clocks, desk = clocks_from_request(), Desk()
    form = scoping.asked(ChangesForm, clocks)
    steps = _steps(form, clocks, desk)
    if form.errors:
        sentences = "\n".join(sentence for _, sentence in form.errors_summary)
        return Response(sentences, status=form.http_status, content_type="text/plain; charset=utf-8")
    query = scoping.query_of(form) | clocks.query
    entries = list(_entries(steps, clocks))
    made = Feed(
        title=f"{PRODUCT}: changes of status",
        subtitle=_subtitle(clocks),
        author=PRODUCT,
        address=url_for("changes.feed", **query, _external=True),
        page=url_for("changes.show", **query, _external=True),
        updated=entries[0].updated if entries else changes.start_of(clocks.clocks),
        entries=entries,
    )
    answer = Response(as_atom.render(made), content_type=f"{as_atom.MIMETYPE}; charset=utf-8")
    answer.add_etag()
    return answer.make_conditional(request)


def _subtitle(clocks: AskedClocks) -> str:
    if clocks.public_at is None:
        return NOTICE
    return f"Public at {day_words(clocks.public_at)}: only what was certainly published by then counts. {NOTICE}"


def _steps(form: ChangesForm, clocks: AskedClocks, desk: Desk) -> list[Step]:
    scope = scoping.scope_of(form, desk)
    if scope is None:
        return []
    outcome = form.chosen("outcome")
    return changes.at_most(changes.recent(records(), chosen=scope, clocks=clocks.clocks, outcome=outcome), MOST)


def _entries(steps: list[Step], clocks: AskedClocks) -> Iterator[Entry]:
    for step in steps:
        for one in step.moved:
            yield _entry(step, one, clocks)


def _entry(step: Step, one: Moved, clocks: AskedClocks) -> Entry:
    what = f"{one.before.outcome.label} ({one.before.assurance.label}) → {one.after.outcome.label}"
    who = one.states[0].name if len(one.states) == 1 else f"{len(one.states)} states"
    link = _link(step, one, clocks)
    causes = " ".join(cause.sentence for cause in one.causes)
    return Entry(
        id=uuid5(NAMESPACE_URL, f"{link} {step.day} {what} {one.after.assurance.value}").urn,
        title=f"{who}, {one.obligation.title}: {what} ({one.after.assurance.label})",
        updated=step.at,
        link=link,
        summary=f"{day_words(step.day)}. {causes}",
    )


def _link(step: Step, one: Moved, clocks: AskedClocks) -> str:
    """The cell as it stood that day; where many states moved alike, the obligation."""
    at: dict[str, Any] = clocks.query | {"as_of": step.clocks.as_of.isoformat()}
    codes = [state.code for state in one.states]
    if len(codes) > 1:
        return url_for("obligations.show", key=one.obligation.key, **at, _external=True)
    return url_for("cells.show", state=codes[0], obligation=one.obligation.key, **at, _external=True)
