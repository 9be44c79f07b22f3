"""A report as one HTML page that needs nothing else: it opens offline, prints, and asks no other place for anything.

Its footnotes are the evidence, numbered in the order in which cells first name it.
"""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tracker.domain.report_copy import ReportCopy
from tracker.exports import glyphs
from tracker.exports.outline import Heading, Outline, Paragraph
from tracker.exports.outlining import outline

ROOM = Path(__file__).parent


def render(copy: ReportCopy) -> bytes:
    """The page."""
    made = outline(copy)
    style = Markup((ROOM / "report.css").read_text(encoding="utf-8"))  # noqa: S704  (our own file)
    page = _ENVIRONMENT.get_template("report.html.jinja")
    return page.render(outline=made, style=style, anchors=set(_anchors(made))).encode()


def _anchors(made: Outline) -> Iterator[str]:
    """What a word may lead to: the blocks that the page has."""
    for block in (*made.summary, *made.body, *made.annex):
        if isinstance(block, Heading | Paragraph) and block.anchor:
            yield block.anchor


def visible(value: Any) -> Any:
    """What stands on the page for a value: characters that no page can hold are shown by their numbers."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return glyphs.visible(value)


def _picture(svg: str) -> str:
    """A drawing as an image within the page, where nothing in it can run."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


_ENVIRONMENT = Environment(
    loader=FileSystemLoader(ROOM),
    autoescape=True,
    undefined=StrictUndefined,
    finalize=visible,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_ENVIRONMENT.globals.update(kind_of=lambda block: type(block).__name__, picture=_picture)
