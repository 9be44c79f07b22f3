"""A citation in words, as the style `un-documents.csl` has it.

Invariant kept here: words of the record come out as they were written. The style is asked only how a citation of some
shape looks, with marks where words will stand; the words are put in afterwards, so no rule of the style touches them.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, Locator
from citeproc.formatter import plain
from citeproc.source import BibliographySource, Date, LiteralDate, Name, Reference
from citeproc.string import String

from tracker.domain.dates import DateUnreadable, month_span, parse_span, year_span
from tracker.domain.report import ReportCitation

STYLE = Path(__file__).parent / "un-documents.csl"

_WORDS = ("author", "title", "publisher", "symbol", "address", "published", "locator")
_LABELS = {
    "paragraph": "paragraphs?|paras?\\.?|¶+",
    "page": "pages?|pp?\\.",
    "section": "sections?|sects?\\.?|§+",
    "chapter": "chapters?|chaps?\\.?",
}
_PLACES = {label: re.compile(rf"(?:{words})\s*(\d.*)", re.IGNORECASE | re.DOTALL) for label, words in _LABELS.items()}
_SEVERAL = re.compile(r"\d\s*(?:[-–,&]|and|to)\s*\d")
_MARK = re.compile("\ue000(\\d)(?:,\\d)?\ue001")
_LOCK = Lock()  # the elements of a style hold what is being rendered


@dataclass(frozen=True, slots=True)
class _Shape:
    """What decides how a citation looks, but for its words. `issued` is empty where the day is given in other words."""

    parts: frozenset[str]
    withheld: bool
    issued: tuple[int, ...]
    label: str
    several: bool


def cited(citation: ReportCitation) -> str:
    """A citation as the United Nations writes it, on one line, without a full stop.

    A document stands under its symbol, anything else under author, title, publisher, day and address.
    """
    label, place = located(citation.locator)
    said = {name: getattr(citation, name) for name in _WORDS} | {"locator": place}
    parts = frozenset(name for name, words in said.items() if words)
    shape = _Shape(parts, citation.withheld, date_parts(citation.published), label, bool(_SEVERAL.search(place)))
    return _MARK.sub(lambda found: said[_WORDS[int(found[1])]], _template(shape))


def located(locator: str) -> tuple[str, str]:
    """What a locator counts, as CSL calls it, and the number: `paragraph`, `8 (b)`. No label for other words."""
    for label, pattern in _PLACES.items():
        if found := pattern.fullmatch(locator):
            return label, found[1]
    return "", locator


def date_parts(published: str) -> tuple[int, ...]:
    """Year, month and day as far as they are stated; none where the day is not stated, or in other words."""
    try:
        span = parse_span(published)
    except DateUnreadable:
        return ()
    if span is None:
        return ()
    day, days = span.first, (span.first, span.last)
    month, year = month_span(day.year, day.month), year_span(day.year)
    if span.is_day:
        return (day.year, day.month, day.day)
    if days == (month.first, month.last):
        return (day.year, day.month)
    return (day.year,) if days == (year.first, year.last) else ()


@lru_cache(maxsize=16_384)
def _template(shape: _Shape) -> str:
    """What the style makes of a shape, with marks for words."""
    source = BibliographySource()
    source.add(Reference("it", "document" if shape.withheld else "article", **_fields(shape)))
    place = {"locator": Locator(shape.label, _mark("locator", several=shape.several))}
    citation = Citation([CitationItem("it", **(place if "locator" in shape.parts else {}))])
    with _LOCK:
        bibliography = CitationStylesBibliography(_style(), source, plain)
        bibliography.register(citation)
        return str(bibliography.cite(citation, None))


def _fields(shape: _Shape) -> dict[str, Any]:
    """The variables of CSL that a citation of the shape has."""
    made = {
        "author": [Name(literal=_mark("author"))],
        "title": _mark("title"),
        "publisher": _mark("publisher"),
        "symbol": _mark("symbol"),
        "address": _mark("address"),
        "published": _issued(shape.issued),
    }
    names = {"symbol": "number", "address": "URL", "published": "issued"}
    return {names.get(name, name): value for name, value in made.items() if name in shape.parts}


def _issued(parts: tuple[int, ...]) -> Date | LiteralDate:
    if not parts:
        return LiteralDate(_mark("published"))
    return Date(**dict(zip(("year", "month", "day"), parts, strict=False)))


def _mark(name: str, *, several: bool = False) -> String:
    """What stands for words in a template. Several numbers are told by the style from one by what is between them."""
    number = _WORDS.index(name)
    return String(f"\ue000{number},{number}\ue001" if several else f"\ue000{number}\ue001")


@cache
def _style() -> CitationStylesStyle:
    return CitationStylesStyle(str(STYLE), validate=False)  # a test validates it
