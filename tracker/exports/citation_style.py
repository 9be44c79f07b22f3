"""A citation in words, as the style `un-documents.csl` has it.

Invariant kept here: words of the record come out as they were written. The style is asked only how a citation of some
shape looks, with marks where words will stand; the words are put in afterwards, so no rule of the style touches them.
"""

import re
from functools import cache
from importlib import import_module
from typing import Any

from tracker.domain.dates import DateUnreadable, month_span, parse_span, year_span
from tracker.domain.report import ReportCitation

_LABELS = {
    "paragraph": "paragraphs?|paras?\\.?|¶+",
    "page": "pages?|pp?\\.",
    "section": "sections?|sects?\\.?|§+",
    "chapter": "chapters?|chaps?\\.?",
}
_PLACES = {label: re.compile(rf"(?:{words})\s*(\d.*)", re.IGNORECASE | re.DOTALL) for label, words in _LABELS.items()}
_SEVERAL = re.compile(r"\d\s*(?:[-–,&]|and|to)\s*\d")
_MARK = re.compile("\ue000(\\d)(?:,\\d)?\ue001")


def cited(citation: ReportCitation) -> str:
    """A citation as the United Nations writes it, on one line, without a full stop.

    A document stands under its symbol, anything else under author, title, publisher, day and address.
    """
    label, place = located(citation.locator)
    shapes = _shapes()
    said = {name: getattr(citation, name) for name in shapes.WORDS} | {"locator": place}
    parts = frozenset(name for name, words in said.items() if words)
    shape = shapes.Shape(parts, citation.withheld, date_parts(citation.published), label, bool(_SEVERAL.search(place)))
    return _MARK.sub(lambda found: said[shapes.WORDS[int(found[1])]], shapes.template(shape))


@cache
def _shapes() -> Any:
    """Loaded when the first citation is written: its library takes time and memory."""
    return import_module("tracker.exports.citation_shapes")


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
