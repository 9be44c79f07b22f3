"""What a file of a report says, by the library that its reader would use.

`said` gives all of its words, whatever the format. A format that has lines of its own shows a line break by its number,
so words are compared line by line, and without blanks.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any

import docx
import feedparser
import html5lib
import icalendar
import openpyxl
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from followthemoney import model
from followthemoney.proxy import EntityProxy
from pyld import jsonld
from trestle.oscal.assessment_results import AssessmentResults

from tests.exports import pdfs


def said(fmt: str, data: bytes) -> str:
    """All the words of a file, without blanks."""
    return pdfs.squeezed("\n".join(_SAID[fmt](data)))


def page(data: bytes) -> Any:
    """The tree of a page."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(data.decode())


def document(data: bytes) -> Any:
    """A document of a word processor."""
    return docx.Document(io.BytesIO(data))


@lru_cache(maxsize=4)
def workbook(data: bytes) -> Any:
    """A workbook of a spreadsheet."""
    return openpyxl.load_workbook(io.BytesIO(data))


def sheet(data: bytes, name: str) -> list[dict[str, Any]]:
    """The rows of a sheet by the titles of its columns."""
    titles, *rows = workbook(data)[name].iter_rows(values_only=True)
    return [dict(zip(titles, row, strict=True)) for row in rows]


def table(data: bytes) -> list[dict[str, str]]:
    """The rows of a table by the names of its columns."""
    return [*csv.DictReader(io.StringIO(data.decode(), newline=""), strict=True)]


def graph(data: bytes) -> list[dict[str, Any]]:
    """The nodes of linked data, expanded."""
    return jsonld.expand(json.loads(data))


def results(data: bytes) -> dict[str, Any]:
    """Assessment results, as trestle writes what it has read."""
    model_of = AssessmentResults.model_validate(json.loads(data)["assessment-results"])
    return json.loads(model_of.oscal_serialize_json())["assessment-results"]


def entities(data: bytes) -> dict[str, EntityProxy]:
    """Entities by their ids."""
    read = [model.get_proxy(json.loads(line)) for line in data.splitlines()]
    return {str(one.id): one for one in read}


def calendar(data: bytes) -> Any:
    """A calendar."""
    return icalendar.Calendar.from_ical(data)


def feed(data: bytes) -> Any:
    """A feed."""
    read = feedparser.parse(data)
    assert not read.bozo
    return read


def library(data: bytes, *, decoded: bool = True) -> list[dict[str, str]]:
    """The entries of a bibliography, with their keys; `decoded` reads text as LaTeX does."""
    read = parse_string(data.decode(), append_middleware=[LatexDecodingMiddleware()] if decoded else [])
    assert not read.failed_blocks
    return [{"key": one.key} | {field.key: field.value for field in one.fields} for one in read.entries]


def strings(value: Any) -> Iterator[str]:
    """Every text and number within plain data."""
    if isinstance(value, dict):
        yield from (text for one in value.values() for text in strings(one))
    elif isinstance(value, list | tuple):
        yield from (text for one in value for text in strings(one))
    elif value is not None:
        yield value.date().isoformat() if isinstance(value, datetime) else str(value)


def _words_of_document(data: bytes) -> Iterator[str]:
    for block in document(data).iter_inner_content():
        yield from (cell.text for row in block.rows for cell in row.cells) if hasattr(block, "rows") else [block.text]


def _words_of_calendar(data: bytes) -> Iterator[str]:
    yield from (str(value) for one in calendar(data).walk() for value in one.values())


_SAID: dict[str, Callable[[bytes], Any]] = {
    "html": lambda data: page(data).itertext(),
    "pdf": pdfs.pages,
    "docx": _words_of_document,
    "xlsx": lambda data: strings([[*one.iter_rows(values_only=True)] for one in workbook(data)]),
    "csv": lambda data: strings(table(data)),
    "csv-raw": lambda data: strings(table(data)),
    "json": lambda data: strings(json.loads(data)),
    "ics": _words_of_calendar,
    "atom": lambda data: strings([feed(data).feed, feed(data).entries]),
    "jsonld": lambda data: strings(graph(data)),
    "oscal": lambda data: strings(results(data)),
    "ftm": lambda data: strings([one.properties for one in entities(data).values()]),
    "ris": lambda data: strings(rispy.loads(data.decode())),
    "bibtex": lambda data: strings(library(data)),
    "csl": lambda data: strings(json.loads(data)),
}
