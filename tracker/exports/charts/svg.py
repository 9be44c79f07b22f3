"""A drawing as SVG that needs nothing else: no style sheet of a page, no script, no address. Text in it stays text."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tracker.exports.charts.outcome_band import Band
from tracker.exports.charts.stock_chart import StockChart
from tracker.exports.charts.total_chart import TotalChart
from tracker.exports.glyphs import visible
from tracker.exports.marks import tone


def _shown(value: Any) -> Any:
    """Numbers and finished pieces as they are; of words, what no drawing can hold by its number."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    finalize=_shown,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.globals.update(tone=tone)


def stock(chart: StockChart, *, title: str, about: str) -> str:
    """A stock against a deadline."""
    return _drawn("stock", chart, chart.frame.width, chart.frame.height, title, about)


def running(chart: TotalChart, *, title: str, about: str) -> str:
    """A running total against its limit."""
    return _drawn("running", chart, chart.frame.width, chart.frame.height, title, about)


def outcomes(chart: Band, *, title: str, about: str) -> str:
    """The outcomes of a cell over time."""
    return _drawn("outcomes", chart, chart.width, chart.height, title, about)


def _drawn(kind: str, chart: object, width: float, height: float, title: str, about: str) -> str:
    page = _ENVIRONMENT.get_template("charts.svg.jinja")
    return page.render(kind=kind, chart=chart, width=width, height=height, title=title, about=about)
