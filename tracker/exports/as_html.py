"""A report as one HTML page that needs nothing else: it opens offline, prints, and asks no other place for anything.

Its footnotes are the evidence, numbered in the order in which cells first name it.
"""

import re
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tracker.domain.dates import day_words
from tracker.domain.determining import days_words
from tracker.domain.report import ReportDocument, instant_text

ROOM = Path(__file__).parent
COLUMNS_TOGETHER = 6
"""How many obligations one part of the matrix shows, so that it fits the width of a printed page."""

MARKS = {
    "not_in_force": ("–", "outside"),
    "not_applicable": ("∅", "outside"),
    "exempt": ("◇", "outside"),
    "breached": ("✕", "against"),
    "contested": ("⇄", "contested"),
    "remedied": ("↺", "met"),
    "fulfilled": ("✓", "met"),
    "fulfilled_late": ("✓", "met"),
    "partly_fulfilled": ("◐", "partly"),
    "overdue": ("▲", "partly"),
    "alleged_breach": ("△", "against"),
    "in_progress": ("→", "going"),
    "measures_reported": ("■", "going"),
    "pledged": ("□", "going"),
    "not_due": ("◷", "outside"),
    "no_information": ("?", "outside"),
}
"""A sign and a family of colour for each outcome; the word always stands beside them."""

# Controls, halves of surrogate pairs and non-characters: HTML has no way to write them.
_UNSEEN = re.compile(
    "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\ufdd0-\\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)


def _style(document: ReportDocument) -> Markup:
    """The look of the page. One of format 1 gives the bytes that it always gave."""
    files = ["report.css"] if document.format == "1" else ["report.css", "report_2.css"]
    return Markup("".join((ROOM / name).read_text(encoding="utf-8") for name in files))  # noqa: S704  (our own files)


def render(document: ReportDocument, *, digest: str) -> bytes:
    """The page. `digest` is that of the frozen text, which the colophon names."""
    page = _ENVIRONMENT.get_template("report.html.jinja").render(
        report=document,
        digest=digest,
        style=_style(document),
        notes={claim.key: number for number, claim in enumerate(document.evidence, 1)},
        parts=_parts(document),
        marks=MARKS,
        by_state=[(state, [c for c in cells if not c.is_silent]) for state, cells in document.rows()],
        duties={obligation.key: obligation for obligation in document.obligations},
    )
    return page.encode()


def _parts(document: ReportDocument) -> list[tuple[int, int]]:
    """The columns of each part of the matrix, as the first and the one after the last."""
    width = len(document.obligations)
    return [(at, min(at + COLUMNS_TOGETHER, width)) for at in range(0, width, COLUMNS_TOGETHER)]


def visible(value: Any) -> Any:
    """What stands on the page for a value: characters that no page can hold are shown by their numbers."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return _UNSEEN.sub(lambda found: f"⟦U+{ord(found[0]):04X}⟧", value)


def _instant(value: datetime) -> str:
    """To the minute, for reading; the colophon has it exactly."""
    return f"{day_words(value.date())}, {value:%H:%M} UTC"


_ENVIRONMENT = Environment(
    loader=FileSystemLoader(ROOM),
    autoescape=True,
    undefined=StrictUndefined,
    finalize=visible,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_ENVIRONMENT.filters.update(day=day_words, instant=_instant, exact=instant_text)
_ENVIRONMENT.globals.update(days_words=days_words)
