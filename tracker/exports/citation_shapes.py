"""What the style `un-documents.csl` makes of a citation of some shape, with marks where words will stand.

Only `citation_style` asks it, and loads it with the library that reads styles when the first citation is written.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, Locator
from citeproc.formatter import plain
from citeproc.source import BibliographySource, Date, LiteralDate, Name, Reference
from citeproc.string import String

STYLE = Path(__file__).parent / "un-documents.csl"
WORDS = ("author", "title", "publisher", "symbol", "address", "published", "locator")
_LOCK = Lock()  # the elements of a style hold what is being rendered


@dataclass(frozen=True, slots=True)
class Shape:
    """What decides how a citation looks, but for its words. `issued` is empty where the day is given in other words."""

    parts: frozenset[str]
    withheld: bool
    issued: tuple[int, ...]
    label: str
    several: bool


@lru_cache(maxsize=16_384)
def template(shape: Shape) -> str:
    """What the style makes of a shape, with marks for words."""
    source = BibliographySource()
    source.add(Reference("it", "document" if shape.withheld else "article", **_fields(shape)))
    place = {"locator": Locator(shape.label, _mark("locator", several=shape.several))}
    citation = Citation([CitationItem("it", **(place if "locator" in shape.parts else {}))])
    with _LOCK:
        bibliography = CitationStylesBibliography(_style(), source, plain)
        bibliography.register(citation)
        return str(bibliography.cite(citation, None))


def _fields(shape: Shape) -> dict[str, Any]:
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
    number = WORDS.index(name)
    return String(f"\ue000{number},{number}\ue001" if several else f"\ue000{number}\ue001")


@cache
def _style() -> CitationStylesStyle:
    return CitationStylesStyle(str(STYLE), validate=False)  # a test validates it
