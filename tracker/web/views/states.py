"""States: the list, and one with its names, its cells, its deadlines and what is said about it."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker.domain.facts import ALL_STATES
from tracker.domain.series import Series
from tracker.domain.vocabulary import StateKind
from tracker.services import (
    assessments,
    changes,
    claim_lines,
    determination_list,
    law,
    searches,
    series,
)
from tracker.services.assessments import StateCell
from tracker.services.claim_list import ClaimFilter
from tracker.services.comparisons import Scope
from tracker.web.clocks import AskedClocks, clocks_from_request, with_query
from tracker.web.forms.law import StateForm, any_of, any_regime
from tracker.web.session import records
from tracker.web.views.obligations import in_order

blueprint = Blueprint("states", __name__, url_prefix="/states")

STATEMENTS = 10
"""How many of a state's statements its page shows; the list of claims has them all."""


@blueprint.get("/", endpoint="list")
def list_all() -> str:
    """Members, observers, and actors that are not states."""
    states = law.states(records(), together=True)
    return render_template(
        "states/list.html",
        members=[state for state in states if state.kind is StateKind.MEMBER],
        observers=[state for state in states if state.kind is StateKind.OBSERVER],
        together=next((state for state in states if state.code == ALL_STATES), None),
        actors=law.actors(records()),
        names=law.names_by_code(records()),
        clocks=clocks_from_request(),
    )


@blueprint.get("/<code>")
def show(code: str) -> Response | tuple[str, int]:
    """One state. Any of its names may stand in the address, which then becomes its code."""
    clocks = clocks_from_request()
    state = law.state(records(), name=code)
    if code != state.code:
        return redirect(with_query(url_for("states.show", code=state.code)))
    form = _form(clocks)
    cells = assessments.of_state(records(), state=state, clocks=clocks.clocks)
    held = _held(cells, clocks)
    shown = [cell for cell in cells if _fits(cell, form)]
    live = {cell.obligation.key for cell in shown if cell.is_live or (state.code, cell.obligation.key) in held}
    page = render_template(
        "states/show.html",
        state=state,
        form=form,
        filtered=any(form.chosen(name) for name in ("regime", "subject", "outcome")),
        live=[cell for cell in shown if cell.obligation.key in live],
        rest=[cell for cell in shown if cell.obligation.key not in live],
        counts=in_order(Counter(cell.decision.outcome for cell in cells)),
        total=len(cells),
        clocks=clocks,
        steps=changes.steps(records(), chosen=Scope([c.obligation for c in cells], [state]), clocks=clocks.clocks),
        held=held,
        looked=searches.of_state(records(), state=state.code, clocks=clocks.clocks),
        counted=_counted(cells, state.code, clocks),
        **_deadlines(cells, clocks),
        **_statements(state.code, clocks),
    )
    return page, form.http_status


def _counted(cells: Sequence[StateCell], state: str, clocks: AskedClocks) -> list[tuple[Series, list[Any]]]:
    """The lines of figures of the state, each with its obligations, by their order; those of several states last."""
    place = {cell.obligation.id: n for n, cell in enumerate(cells)}
    lines = series.of_state(records(), state=state, clocks=clocks.clocks)
    lines.sort(key=lambda one: (one[0].key.state != state, min(place[key] for key in one[1])))
    return [(line, [cells[n].obligation for n in sorted(place[key] for key in keys)]) for line, keys in lines]


def _held(cells: Sequence[StateCell], clocks: AskedClocks) -> dict[tuple[str, str], Any]:
    """The determination that stands beside each cell that has one, by state and key of the obligation."""
    rows = [cell.obligation for cell in cells]
    return determination_list.standing_of(records(), obligations=rows, clocks=clocks.clocks)


def _form(clocks: AskedClocks) -> StateForm:
    regimes = any_regime(law.regimes(records()))
    return StateForm.asked(clocks, regime=regimes, subject=any_of(law.topics(records())))


def _fits(cell: StateCell, form: StateForm) -> bool:
    has = {"regime": cell.obligation.regime.key, "outcome": cell.decision.outcome.value}
    subject = form.chosen("subject")
    fits = not subject or law.is_on(cell.obligation, subject=subject)
    return fits and all(form.chosen(name) in ("", value) for name, value in has.items())


def _deadlines(cells: Sequence[StateCell], clocks: AskedClocks) -> dict[str, Any]:
    """Cells with a fixed date: those ahead, the next first; those past, the last first. And what comes again."""
    dated = sorted((cell for cell in cells if cell.has_date), key=lambda cell: (cell.day, cell.obligation.sort_key))
    ahead = [cell for cell in dated if cell.day >= clocks.as_of]
    past = [cell for cell in reversed(dated) if cell.day < clocks.as_of]
    near = law.recurring(records(), as_of=clocks.as_of)
    again = [(cell, near[cell.obligation.key]) for cell in cells if cell.is_owed and cell.obligation.key in near]
    return {"ahead": ahead, "past": past, "again": again}


def _statements(code: str, clocks: AskedClocks) -> dict[str, Any]:
    """What is said about the state, by the clocks that the address names; without any, whatever the day."""
    chosen = ClaimFilter(state=code, as_of=clocks.named_day, known_at=clocks.named_instant, public_at=clocks.public_at)
    return {
        "statements": claim_lines.browse(records(), chosen=chosen, size=STATEMENTS),
        "origins": claim_lines.origins_among(records(), chosen=chosen),
    }
