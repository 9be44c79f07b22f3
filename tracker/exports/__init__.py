"""Bytes out: a copy of a frozen report to bytes. No session, no request.

`FORMATS` is the one table of what a report can be exported as; command line and pages both go by it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tracker.domain.report import ReportDocument
from tracker.domain.report_copy import ReportCopy
from tracker.exports import as_csv, as_html, as_json, as_pdf


def _always(_: ReportDocument) -> bool:
    return True


def _has_cells(document: ReportDocument) -> bool:
    return bool(document.cells)


@dataclass(frozen=True, slots=True)
class Format:
    """One way out: what people call it, its media type, how a copy becomes bytes, and which reports it is for.

    `extension` ends the file's name; two formats may share one.
    """

    label: str
    mimetype: str
    extension: str
    render: Callable[[ReportCopy], bytes]
    suits: Callable[[ReportDocument], bool] = _always


def _raw_csv(copy: ReportCopy) -> bytes:
    return as_csv.render(copy, raw=True)


FORMATS: dict[str, Format] = {
    "html": Format("Page (HTML)", "text/html; charset=utf-8", "html", as_html.render),
    "pdf": Format("Document (PDF)", "application/pdf", "pdf", as_pdf.render),
    "csv": Format("Table (CSV)", "text/csv; charset=utf-8", "csv", as_csv.render, _has_cells),
    "csv-raw": Format(
        "Table for programs (CSV, formulas kept)", "text/csv; charset=utf-8", "csv", _raw_csv, _has_cells
    ),
    "json": Format("Data (JSON)", "application/json", "json", as_json.render),
}
"""The formats by their names."""


def formats_of(document: ReportDocument) -> dict[str, Format]:
    """The formats that a report can have."""
    return {name: fmt for name, fmt in FORMATS.items() if fmt.suits(document)}
