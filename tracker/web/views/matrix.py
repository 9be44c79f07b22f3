"""The matrix: every state by the obligations of a regime, as the clocks say."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from itertools import chain
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, abort, get_template_attribute, redirect, render_template, url_for
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from tracker import clock
from tracker.domain import levels
from tracker.domain.facts import ALL_STATES
from tracker.domain.vocabulary import Outcome
from tracker.exports import matrices
from tracker.services import assessments, changes, determination_list, law, law_book, searches, series
from tracker.services.assessments import Grid
from tracker.services.law_book import LawBook
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
    book = law_book.read(records())
    book.regime(regime)
    form, columns = _asked(book, regime, clocks)
    if form.errors:
        abort(422, " ".join(sentence for sentences in form.errors.values() for sentence in sentences))
    grid = assessments.grid(records(), regime=regime, clocks=clocks.clocks, obligations=columns, book=book)
    held = determination_list.standing_of(records(), obligations=columns, clocks=clocks.clocks)
    rows = list(_lines(grid, form, held))
    names = {state.code: state.name for state in book.states}
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
    """The states that the filters leave, by their codes, each with the places of its decisions.

    They leave a state of which something is on record, and one that has an outcome.
    """
    spoken = grid.spoken.union(code for code, _ in held) if form.chosen("states") == RECORDED else grid.states
    wanted = {n for n, one in enumerate(grid.decisions) if form.chosen("outcome") in ("", one.outcome)}
    among = frozenset(spoken)
    for code, places in zip(grid.states, grid.cells, strict=True):
        if code in among and not wanted.isdisjoint(places):
            yield code, places


def _shown(regime: str, clocks: AskedClocks) -> bytes:
    page, status = _page(regime, clocks)
    if status != OK:
        abort(Response(page, status))
    return page.encode()


def _asked(book: LawBook, regime: str, clocks: AskedClocks) -> tuple[MatrixForm, Sequence[Any]]:
    """The filters in the address, and the columns that they choose."""
    rows = book.of_regime(regime)
    form = MatrixForm.asked(clocks, subject=any_of(law.topics_of(rows)))
    columns = law_book.chosen(rows, subject=form.chosen("subject"), test=form.chosen("test"))
    return form, columns if form.chosen("obligations") == EVERY else law.spoken_of(records(), columns)


def _page(regime: str, clocks: AskedClocks) -> tuple[str, int]:
    book = law_book.read(records())
    found = book.regime(regime)
    form, columns = _asked(book, regime, clocks)
    grid = assessments.grid(records(), regime=regime, clocks=clocks.clocks, obligations=columns, book=book)
    held = determination_list.standing_of(records(), obligations=columns, clocks=clocks.clocks)
    rows = list(_lines(grid, form, held))
    tail = f"?{urlencode(clocks.query)}" if clocks.query else ""
    looked = searches.looked_at(records(), states=set(grid.states), obligations=columns, clocks=clocks.clocks)
    named = {state.code: state for state in book.states}
    shown = {
        "regime": found,
        "obligations": columns,
        "rows": rows,
        "drawn": ((named[code], cells) for code, cells in _drawn(grid, rows, held, looked, tail)),
        "tail": tail,
        "report": _report(grid, rows, form, clocks),
        "steps": changes.law_steps(records(), obligations=columns, clocks=clocks.clocks),
        "reached": series.levels(records(), obligations=columns, clocks=clocks.clocks),
        "levels": levels,
    }
    page = render_template("matrix/show.html", form=form, clocks=clocks, **shown, **_counted(grid, rows, held))
    return page, form.http_status


Rows = Sequence[tuple[str, list[int]]]
"""The codes of the states that are shown, each with the places of its decisions."""


def _counted(grid: Grid, rows: Rows, held: Mapping[Any, Any]) -> dict[str, Any]:
    """How many states are shown, how many cells have each outcome, and whether a determination stands in one."""
    places = Counter(chain.from_iterable(places for _, places in rows))
    counts: Counter[Any] = Counter()
    for place, many in places.items():
        counts[grid.decisions[place].outcome] += many
    there = {code for code, _ in rows}
    marked = any(code in there for code, _ in held)
    return {"each": len(there - {ALL_STATES}), "counts": in_order(counts), "marked": marked}


class _Column(dict[Outcome, str]):
    """The cells of a column by their outcomes. They differ only by their states, so that each is drawn once.

    The grid has fifteen thousand. Links in it are short and relative for the same reason.
    """

    def __init__(self, key: str, tail: str) -> None:
        super().__init__()
        self.key = key
        self.tail = tail
        self.macro: Any = get_template_attribute("matrix/cell.html", "cell")

    def __missing__(self, outcome: Outcome) -> str:
        return self.setdefault(outcome, self.draw(outcome, None, seen=False))

    def draw(self, outcome: Outcome, held: Any, *, seen: bool) -> str:
        """A cell with a determination, if one stands, and whether somebody has looked there and found nothing."""
        return str(self.macro(ANY_STATE, self.key, self.tail, outcome, held, seen))


def _drawn(
    grid: Grid, rows: Rows, held: Mapping[Any, Any], looked: Collection[tuple[str, str]], tail: str
) -> Iterator[tuple[str, Markup]]:
    """The states by their codes, each with its cells as they stand in the page."""
    columns = [_Column(key, tail) for key in grid.obligations]
    outcomes = [decision.outcome for decision in grid.decisions]
    places_of = {key: place for place, key in enumerate(grid.obligations)}
    apart: defaultdict[str, set[int]] = defaultdict(set)
    for code, key in (*held, *looked):
        apart[code].add(places_of[key])
    for code, places in rows:
        parts = [column[outcomes[place]] for column, place in zip(columns, places, strict=True)]
        for number in apart.get(code, ()):
            cell, outcome = (code, grid.obligations[number]), outcomes[places[number]]
            seen = outcome is Outcome.NO_INFORMATION and cell in looked
            parts[number] = columns[number].draw(outcome, held.get(cell), seen=seen)
        yield code, Markup("".join(parts).replace(ANY_STATE, str(escape(code))))  # noqa: S704  (from a template)


def _report(grid: Grid, rows: Rows, form: MatrixForm, clocks: AskedClocks) -> dict[str, Any]:
    """The scope of a report on what the grid shows, for its address. `rows` is RECORDED where it must take more."""
    query = {"regime": grid.regime, "subject": form.chosen("subject"), "test": form.chosen("test")}
    query["obligations"] = form.chosen("obligations") or RECORDED
    if len(rows) == len(grid.states):
        query["rows"] = EVERY
    elif len(rows) <= NAMED:
        query["states"] = ",".join(code for code, _ in rows)
    else:
        query["rows"] = RECORDED
    return {name: value for name, value in query.items() if value} | clocks.query
