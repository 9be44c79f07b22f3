"""The sources of a report as a library of references has them: each once, and the report itself before them.

Three formats are made from this (RIS, BibTeX, CSL); none of them holds quotations.
"""

import re
from dataclasses import dataclass
from datetime import date

from tracker.domain.report_copy import ReportCopy
from tracker.exports.as_html import visible
from tracker.exports.citation_style import date_parts
from tracker.exports.cited_sources import CitedSource, CitedSources
from tracker.exports.outlining.annex import manifest
from tracker.exports.outlining.reading import Reading

_BREAKS = re.compile("[\t\n\r\x85\u2028\u2029]")
PUBLISHER = "Sanctions-Compliance Tracker"


@dataclass(frozen=True, slots=True)
class Source:
    """A reference. `parts` are year, month and day as far as they are stated; `published` has them as they were stated.

    `number` is the symbol of a document of the United Nations, or the number of the report itself. `notes` say what
    the library has no field for: which claims cite it, the hashes of kept copies, and the manifest of the report.
    """

    key: str
    title: str
    author: str
    publisher: str
    number: str
    published: str
    parts: tuple[int, ...]
    language: str
    address: str
    notes: tuple[str, ...]


def references(copy: ReportCopy) -> list[Source]:
    """The report itself, then its sources in the order in which its evidence names them."""
    return [_report(copy), *map(_source, CitedSources(copy.document).all())]


def facts(copy: ReportCopy) -> list[str]:
    """The manifest of a report and its notice, one fact a line; the same in every format that has notes."""
    return [f"{name}: {said}" for name, said in manifest(Reading(copy))] + [copy.document.notice]


def one_line(text: str) -> str:
    """The text where a format has lines of its own: what would end one is shown by its number, as on a page."""
    return _BREAKS.sub(lambda found: f"⟦U+{ord(found[0]):04X}⟧", visible(text))


def _report(copy: ReportCopy) -> Source:
    found = copy.document
    day: date = found.frozen_at.date()
    return Source(
        key=f"tracker-report-{found.number}",
        title=found.title,
        author=found.author,
        publisher=PUBLISHER,
        number=str(found.number),
        published=day.isoformat(),
        parts=(day.year, day.month, day.day),
        language="en",
        address="",
        notes=tuple(facts(copy)),
    )


def _source(cited: CitedSource) -> Source:
    citation = cited.citation
    notes = [f"Cited by claims: {', '.join(cited.claims)}"]
    if citation.hashes:
        notes.append(f"Kept copy, SHA-256: {', '.join(citation.hashes)}")
    return Source(
        key=cited.key,
        title=citation.title,
        author=citation.author,
        publisher=citation.publisher,
        number=citation.symbol,
        published=citation.published,
        parts=date_parts(citation.published),
        language=citation.language,
        address=citation.address,
        notes=tuple(notes),
    )
