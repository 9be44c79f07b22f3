"""The sources of a report as CSL-JSON (CSL 1.0.2), which citation managers and word processors read."""

from typing import Any

import rfc8785

from tracker.domain.report_copy import ReportCopy
from tracker.exports.references import Source, references


def render(copy: ReportCopy) -> bytes:
    """A list of items; the first one is the report itself, with its manifest as a note."""
    return rfc8785.dumps([item(source) for source in references(copy)])


def item(source: Source) -> dict[str, Any]:
    """A source as CSL has it. The symbol of a document is its number; a day in other words is kept as they are."""
    found = {
        "id": source.key,
        "type": _type(source),
        "title": source.title,
        "author": [{"literal": source.author}] if source.author else None,
        "publisher": source.publisher,
        "number": source.number,
        "issued": _issued(source),
        "language": source.language,
        "URL": source.address,
        "note": "\n".join(source.notes),
    }
    return {name: value for name, value in found.items() if value}


def _type(source: Source) -> str:
    if source.number:
        return "report"
    return "webpage" if source.address else "document"


def _issued(source: Source) -> dict[str, Any] | None:
    if source.parts:
        return {"date-parts": [list(source.parts)]}
    return {"literal": source.published} if source.published else None
