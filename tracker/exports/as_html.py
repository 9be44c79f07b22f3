"""A report as one HTML page that needs nothing else: it opens offline, prints, and asks no other place for anything.

Its footnotes are the evidence, numbered in the order in which cells first name it.
"""

import base64
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tracker.domain.report_copy import ReportCopy
from tracker.exports.glyphs import visible
from tracker.exports.outline import anchors
from tracker.exports.outlining import outline

ROOM = Path(__file__).parent


def render(copy: ReportCopy) -> bytes:
    """The page."""
    made = outline(copy)
    style = Markup((ROOM / "report.css").read_text(encoding="utf-8"))  # noqa: S704  (our own file)
    page = _ENVIRONMENT.get_template("report.html.jinja")
    return page.render(outline=made, style=style, anchors=anchors(made)).encode()


def _shown(value: Any) -> Any:
    """What stands on the page for a value of the template."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def picture(svg: str) -> str:
    """A drawing as an image within the page, where nothing in it can run."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


_ENVIRONMENT = Environment(
    loader=FileSystemLoader(ROOM),
    autoescape=True,
    undefined=StrictUndefined,
    finalize=_shown,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_ENVIRONMENT.globals.update(kind_of=lambda block: type(block).__name__, picture=picture)
