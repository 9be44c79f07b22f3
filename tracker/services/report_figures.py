"""The drawings of a report: figures against a deadline or a limit, and how the outcome of a cell moved."""

from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy.orm import Session

from tracker.db.models import Obligation
from tracker.domain import levels
from tracker.domain.dates import day_words
from tracker.domain.facts import ALL_STATES, Clocks
from tracker.domain.report_parts import ReportFigure
from tracker.domain.series import Point, Series, unit_words
from tracker.domain.totals import Entry, PeriodTotal
from tracker.exports.charts import outcome_band, stock_chart, svg, total_chart
from tracker.services import assessments, series
from tracker.services.series import Figures

MOST = 12
"""How many drawings a report has of one obligation, at most; the page of its figures has all."""


def of_cell(session: Session, *, state: str, obligation: str, clocks: Clocks) -> tuple[ReportFigure, ...]:
    """The course of a cell's outcome up to the as-of day, and the figures of its state."""
    cell = assessments.cell(session, state=state, obligation=obligation, clocks=clocks)
    found = series.of_cell(session, cell=cell)
    names = {cell.state.code: cell.state.name}
    return (*_course(cell, clocks), *_figures(found, [state], names, clocks))


def of_obligation(
    session: Session, *, obligation: Obligation, names: dict[str, str], clocks: Clocks
) -> tuple[ReportFigure, ...]:
    """The figures of an obligation: those of all states together, then those of each state by its code."""
    found = series.of_obligation(session, obligation=obligation, clocks=clocks)
    return tuple(_figures(found, [ALL_STATES, *names], names, clocks))[:MOST]


def of_state(session: Session, *, state: str, name: str, clocks: Clocks) -> tuple[ReportFigure, ...]:
    """The lines of a state's figures that tell more as a drawing than as a table."""
    lines = [line for line, _ in series.of_state(session, state=state, clocks=clocks) if line.is_drawn]
    return tuple(_stock(line, name, None, clocks.as_of) for line in lines[:MOST])


def _course(cell: assessments.Cell, clocks: Clocks) -> Iterator[ReportFigure]:
    turns = assessments.course(cell, until=clocks.as_of)
    if len(turns) < 2:
        return
    title = f"Outcomes of {cell.state.name} over time"
    about = ", ".join(f"{day_words(turn.day)} {turn.outcome.label}" for turn in turns)
    drawn = outcome_band.band(turns, until=clocks.as_of, as_of=clocks.as_of)
    rows = [
        (str(n), day_words(turn.day), "; ".join(turn.why), turn.outcome.label, turn.assurance.label)
        for n, turn in enumerate(turns, 1)
    ]
    header = ("No.", "As of", "What day it is", "Outcome", "How well supported")
    yield ReportFigure(title, f"{about}.", svg.outcomes(drawn, title=title, about=about), header, tuple(rows))


def _figures(found: Figures, states: Iterable[str], names: dict[str, str], clocks: Clocks) -> Iterator[ReportFigure]:
    for state in dict.fromkeys(states):
        name = names.get(state, "")
        for line in found.lines(state):
            if line.is_drawn:
                yield _stock(line, name, found.duty.due, clocks.as_of)
        for totals in found.of(state).values():
            yield from (_total(total, name, clocks.as_of) for total in totals if total.counted)


def _stock(line: Series, name: str, due: date | None, as_of: date) -> ReportFigure:
    title = _titled(name, f"{line.counted or line.key.unit}, in {unit_words(line.key.unit)}")
    against = f" against the deadline of {day_words(due)}" if due else ""
    dated = "; ".join(f"{point.words}{_made(point)} on {_days(point)}" for point in line.points if point.is_dated)
    about = f"{len(line.points)} figures{against}: {dated}."
    drawn = svg.stock(stock_chart.stock(line, due=due, as_of=as_of), title=title, about=about)
    rows = tuple((_days(point), point.amount, point.speaker, point.grade) for point in line.points)
    claims = tuple(dict.fromkeys(point.claim for point in line.points))
    return ReportFigure(title, about, drawn, ("Day", "Figure", "Who says so", "Grade"), rows, claims)


def _days(point: Point) -> str:
    if not point.is_dated:
        return "day not stated"
    first = point.reference or day_words(point.first)
    return first if point.reference or point.first == point.last else f"{first} to {day_words(point.last)}"


def _total(total: PeriodTotal, name: str, as_of: date) -> ReportFigure:
    title = _titled(name, f"{levels.period_words(total)}, in {unit_words(total.limit.unit)}")
    limit = f"{total.limit.value:,.0f} {total.limit.unit}"
    about = (
        f"The accepted figures add up to {levels.sum_words(total)}; the limit is {limit}. {levels.level_words(total)}."
    )
    drawn = svg.running(total_chart.running(total, as_of=as_of), title=title, about=about)
    rows = tuple(
        (str(n), day_words(entry.last), _figure(entry), _bounds(low, high))
        for n, (entry, low, high) in enumerate(total.steps, 1)
    )
    claims = tuple(dict.fromkeys(entry.claim for entry in total.counted))
    return ReportFigure(title, about, drawn, ("No.", "Up to", "Figure", "Sum so far"), rows, claims)


def _figure(entry: Entry) -> str:
    """A figure without its unit, which the heading names; one that was converted says from what."""
    return levels.entry_words(entry) if entry.converted else entry.wording or _bounds(entry.low, entry.high)


def _made(point: Point) -> str:
    return f" ({point.converted.sentence})" if point.converted else ""


def _bounds(low: float | None, high: float | None) -> str:
    if low == high and low is not None:
        return f"{low:,.10g}"
    return f"at least {low or 0:,.10g}" if high is None else f"{low or 0:,.10g} to {high:,.10g}"


def _titled(name: str, said: str) -> str:
    title = f"{name}: {said}" if name else said
    return title[:1].upper() + title[1:]
