"""The matrix: every state by the obligations of a regime, as the clocks say."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, abort, get_template_attribute, redirect, render_template, request, url_for
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from tracker import clock
from tracker.domain import levels
from tracker.domain.facts import ALL_STATES
from tracker.domain.reasons import Decision
from tracker.domain.vocabulary import Outcome
from tracker.exports import matrices
from tracker.services import assessments, changes, determination_list, law, searches, series
from tracker.services.assessments import Grid, Matrix
from tracker.web import kept
from tracker.web.clocks import AskedClocks, clocks_from_request, clocks_or_refusal
from tracker.web.forms.law import MatrixForm, any_of
from tracker.web.session import records
from tracker.web.views.obligations import in_order

blueprint = Blueprint("matrix", __name__, url_prefix="/matrix")

EVERY = "all"
RECORDED = "recorded"
OK = 200
HTML, JSON = "text/html; charset=utf-8", "application/json"
ANY_STATE = "\ue000"
"""Stands in a cell for the code of its state. It is of the private use area, so no key and no address has it."""

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
    if clocks.problems:
        return _page(regime, clocks)
    minute = clocks.known_at.replace(second=0, microsecond=0)
    depends = (kept.reader(), clocks.as_of.isoformat(), minute.isoformat())
    until = clock.now().replace(second=0, microsecond=0) + timedelta(minutes=1)
    return kept.answer(lambda: _shown(regime, clocks), content_type=HTML, until=until, depends=depends)


@blueprint.get("/<regime>.json")
def file(regime: str) -> Response:
    """The same for a machine: what was decided for each state and obligation, by the filters and clocks of the page."""
    clocks = clocks_or_refusal()
    kept.open_to_all()
    tomorrow = datetime.combine(clock.today() + timedelta(days=1), time.min, UTC)
    depends = (clocks.as_of.isoformat(),)
    return kept.answer(lambda: _rendered(regime, clocks), content_type=JSON, until=tomorrow, depends=depends)


def _rendered(regime: str, clocks: AskedClocks) -> bytes:
    form, columns = _asked(regime, clocks)
    if form.errors:
        abort(422, " ".join(sentence for sentences in form.errors.values() for sentence in sentences))
    grid = assessments.grid(records(), regime=regime, clocks=clocks.clocks, obligations=columns)
    held = determination_list.standing_of(records(), obligations=columns, clocks=clocks.clocks)
    rows = list(_lines(grid, form, held))
    names = {state.code: state.name for state in law.state_choices(records())}
    return matrices.render(
        regime=regime,
        clocks=grid.clocks,
        states=[(code, names[code]) for code, _ in rows],
        obligations=[{"key": row.key, "title": row.title, "due": row.due} for row in columns],
        decisions=grid.decisions,
        rows=[places for _, places in rows],
        determined=[(code, key, row.outcome.value) for (code, key), row in sorted(held.items())],
    )


def _lines(grid: Grid, form: MatrixForm, held: Mapping[Any, Any]) -> Iterator[tuple[str, list[int]]]:
    """The states that the filters leave, by their codes, each with the places of its decisions."""
    spoken = {code for code, _ in (*grid.recorded, *held)}
    for code, places in zip(grid.states, grid.cells, strict=True):
        if _fits(form, {grid.decisions[place].outcome for place in set(places)}, spoken_of=code in spoken):
            yield code, places


def _fits(form: MatrixForm, outcomes: Collection[Outcome], *, spoken_of: bool) -> bool:
    """Whether the filters leave a state: one of which something is on record, one that has an outcome."""
    if form.chosen("states") == RECORDED and not spoken_of:
        return False
    return not form.chosen("outcome") or form.chosen("outcome") in outcomes


def _shown(regime: str, clocks: AskedClocks) -> bytes:
    page, status = _page(regime, clocks)
    if status != OK:
        abort(Response(page, status))
    return page.encode()


def _asked(regime: str, clocks: AskedClocks) -> tuple[MatrixForm, Sequence[Any]]:
    """The filters in the address, and the columns that they choose."""
    form = MatrixForm.asked(clocks, subject=any_of(law.topics(records(), regime=regime)))
    return form, _columns(form, regime)


def _page(regime: str, clocks: AskedClocks) -> tuple[str, int]:
    form, columns = _asked(regime, clocks)
    matrix = assessments.matrix(records(), regime=regime, clocks=clocks.clocks, obligations=columns)
    held = determination_list.standing_of(records(), obligations=columns, clocks=clocks.clocks)
    grid = _grid(matrix, form, clocks, held)
    report = _report(matrix, grid["rows"], form, clocks)
    steps = changes.law_steps(records(), obligations=columns, clocks=clocks.clocks)
    reached = series.levels(records(), obligations=columns, clocks=clocks.clocks)
    drawn = _drawn(grid["rows"], grid["tail"], _looked(matrix, clocks))
    beside = {"drawn": drawn, "steps": steps, "reached": reached, "levels": levels}
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


def _rows(matrix: Matrix, form: MatrixForm, held: Mapping[Any, Any]) -> Iterator[tuple[Any, list[Decision]]]:
    """The states that the filters leave, each with its decisions in the order of the columns."""
    spoken = {code for code, _ in (*matrix.recorded, *held)}
    for state in matrix.states:
        decisions = matrix.row(state.code)
        if _fits(form, {decision.outcome for decision in decisions}, spoken_of=state.code in spoken):
            yield state, decisions


def _grid(matrix: Matrix, form: MatrixForm, clocks: AskedClocks, held: Mapping[Any, Any]) -> dict[str, Any]:
    """The rows to show, each cell with the determination that stands beside it, if any.

    Links in the grid are short and relative, because there are thousands of them.
    """
    keys = [obligation.key for obligation in matrix.obligations]
    rows = []
    counts: Counter[Any] = Counter()
    for state, decisions in _rows(matrix, form, held):
        outcomes = [decision.outcome for decision in decisions]
        counts.update(outcomes)
        marks = [held.get((state.code, key)) for key in keys]
        rows.append((state, list(zip(keys, outcomes, marks, strict=True))))
    narrowed = any(request.args.get(name) for name in ("subject", "test", "outcome", "states"))
    each = sum(1 for state, _ in rows if state.code != ALL_STATES)
    tail = f"?{urlencode(clocks.query)}" if clocks.query else ""
    marked = any(mark for _, cells in rows for *_, mark in cells)
    shown = {"rows": rows, "each": each, "counts": in_order(counts), "tail": tail, "narrowed": narrowed}
    return shown | {"marked": marked}


def _drawn(rows: Sequence[Any], tail: str, looked: frozenset[tuple[str, str]]) -> Iterator[tuple[Any, Markup]]:
    """The states, each with its cells as they stand in the page.

    A cell without a determination differs from others of its column and outcome only by its state, so it is drawn
    once and written for each of them: the grid has fifteen thousand.
    """
    draw: Any = get_template_attribute("matrix/cell.html", "cell")
    known: dict[tuple[str, Outcome, bool], str] = {}
    for state, cells in rows:
        parts = []
        for key, outcome, held in cells:
            seen = outcome is Outcome.NO_INFORMATION and (state.code, key) in looked
            sort = (key, outcome, seen)
            part = None if held else known.get(sort)
            if part is None:
                part = str(draw(ANY_STATE, key, tail, outcome, held, seen))
            if not held:
                known[sort] = part
            parts.append(part)
        yield state, Markup("".join(parts).replace(ANY_STATE, str(escape(state.code))))  # noqa: S704  (from a template)


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
