"""The matrix: every state by the obligations of a regime, as the clocks say."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.domain import levels
from tracker.domain.facts import ALL_STATES
from tracker.services import assessments, changes, determination_list, law, searches, series
from tracker.services.assessments import Matrix
from tracker.web.clocks import AskedClocks, clocks_from_request
from tracker.web.forms.law import MatrixForm, any_of
from tracker.web.session import records
from tracker.web.views.obligations import in_order

blueprint = Blueprint("matrix", __name__, url_prefix="/matrix")

EVERY = "all"
RECORDED = "recorded"
NAMED = 60
"""How many rows an address names one by one, when it leads from the grid to a report on it."""


@blueprint.get("/")
@blueprint.get("/<regime>")
def show(regime: str = "") -> Response | tuple[str, int]:
    """States by obligations. Without a regime: the one with the most obligations in the record."""
    clocks = clocks_from_request()
    if not regime:
        first = max(law.regimes(records()), key=lambda line: line.obligations)
        return redirect(url_for("matrix.show", regime=first.regime.key, **clocks.query))
    form = MatrixForm.asked(clocks, subject=any_of(law.topics(records(), regime=regime)))
    columns = _columns(form, regime)
    matrix = assessments.matrix(records(), regime=regime, clocks=clocks.clocks, obligations=columns)
    held = determination_list.standing_of(records(), obligations=columns, clocks=clocks.clocks)
    grid = _grid(matrix, form, clocks, held)
    report = _report(matrix, grid["rows"], form, clocks)
    steps = changes.law_steps(records(), obligations=columns, clocks=clocks.clocks)
    reached = series.levels(records(), obligations=columns, clocks=clocks.clocks)
    beside = {"looked": _looked(matrix, clocks), "steps": steps, "reached": reached, "levels": levels}
    page = render_template("matrix/show.html", matrix=matrix, form=form, clocks=clocks, report=report, **beside, **grid)
    return page, form.http_status


def _looked(matrix: Matrix, clocks: AskedClocks) -> frozenset[tuple[str, str]]:
    """The cells for which somebody has looked for information."""
    codes = {state.code for state in matrix.states}
    return searches.looked_at(records(), states=codes, obligations=matrix.obligations, clocks=clocks.clocks)


def _columns(form: MatrixForm, regime: str) -> Sequence[Any]:
    rows = law.obligations(records(), regime=regime, subject=form.chosen("subject"), test=form.chosen("test"))
    if form.chosen("obligations") == EVERY:
        return rows
    return law.spoken_of(records(), rows)


def _grid(matrix: Matrix, form: MatrixForm, clocks: AskedClocks, held: Mapping[Any, Any]) -> dict[str, Any]:
    """The rows to show, each cell with the determination that stands beside it, if any.

    Links in the grid are short and relative, because there are thousands of them.
    """
    wanted, only_recorded = form.chosen("outcome"), form.chosen("states") == RECORDED
    spoken = {code for code, _ in (*matrix.recorded, *held)}
    keys = [obligation.key for obligation in matrix.obligations]
    rows = []
    counts: Counter[Any] = Counter()
    for state in matrix.states:
        outcomes = [matrix.decisions[state.code, key].outcome for key in keys]
        if (wanted and wanted not in outcomes) or (only_recorded and state.code not in spoken):
            continue
        counts.update(outcomes)
        marks = [held.get((state.code, key)) for key in keys]
        rows.append((state, list(zip(keys, outcomes, marks, strict=True))))
    narrowed = any(request.args.get(name) for name in ("subject", "test", "outcome", "states"))
    each = sum(1 for state, _ in rows if state.code != ALL_STATES)
    tail = f"?{urlencode(clocks.query)}" if clocks.query else ""
    marked = any(mark for _, cells in rows for *_, mark in cells)
    shown = {"rows": rows, "each": each, "counts": in_order(counts), "tail": tail, "narrowed": narrowed}
    return shown | {"marked": marked}


def _report(matrix: Matrix, rows: Sequence[Any], form: MatrixForm, clocks: AskedClocks) -> dict[str, Any]:
    """The scope of a report on what the grid shows, for its address. `rows` is RECORDED where it must take more."""
    query = {"regime": matrix.regime.key, "subject": form.chosen("subject"), "test": form.chosen("test")}
    query["obligations"] = form.chosen("obligations") or RECORDED
    if len(rows) == len(matrix.states):
        query["rows"] = EVERY
    elif len(rows) <= NAMED:
        query["states"] = ",".join(state.code for state, _ in rows)
    else:
        query["rows"] = RECORDED
    return {name: value for name, value in query.items() if value} | clocks.query
