"""Bytes out: a copy of a frozen report to bytes. No session, no request.

`FORMATS` is the one table of what a report can be exported as; command line and pages both go by it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from tracker.domain.report import ReportDocument
from tracker.domain.report_copy import ReportCopy
from tracker.domain.vocabulary import ReportKind
from tracker.exports import as_csv, as_html, as_json

MOST_CLAIMS = 20_000
"""Up to how many claims a report is a document for a word processor; it takes 31 kB of memory a claim to write one."""


def _always(_: ReportDocument) -> bool:
    return True


def _is_readable(document: ReportDocument) -> bool:
    return len(document.evidence) <= MOST_CLAIMS


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


def _has_evidence(document: ReportDocument) -> bool:
    return bool(document.evidence)


def _has_cells_or_evidence(document: ReportDocument) -> bool:
    return _has_cells(document) or _has_evidence(document)


def _has_days(document: ReportDocument) -> bool:
    return document.kind is ReportKind.DEADLINES


def _has_changes(document: ReportDocument) -> bool:
    return document.kind is ReportKind.CHANGES


def _raw_csv(copy: ReportCopy) -> bytes:
    return as_csv.render(copy, raw=True)


def _later(module: str) -> Callable[[ReportCopy], bytes]:
    """The renderer of a module that is loaded when it is first asked for: its libraries take time and memory."""

    def render(copy: ReportCopy) -> bytes:
        return import_module(f"tracker.exports.{module}").render(copy)

    return render


_OOXML = "application/vnd.openxmlformats-officedocument."

FORMATS: dict[str, Format] = {
    "html": Format("Page (HTML)", "text/html; charset=utf-8", "html", as_html.render),
    "pdf": Format("Document (PDF)", "application/pdf", "pdf", _later("as_pdf")),
    "docx": Format("Document (Word)", _OOXML + "wordprocessingml.document", "docx", _later("as_docx"), _is_readable),
    "xlsx": Format("Workbook (Excel)", _OOXML + "spreadsheetml.sheet", "xlsx", _later("as_xlsx")),
    "csv": Format("Table (CSV)", "text/csv; charset=utf-8", "csv", as_csv.render, _has_cells),
    "csv-raw": Format(
        "Table for programs (CSV, formulas kept)", "text/csv; charset=utf-8", "csv", _raw_csv, _has_cells
    ),
    "json": Format("Data (JSON)", "application/json", "json", as_json.render),
    "ics": Format("Calendar (iCalendar)", "text/calendar; charset=utf-8", "ics", _later("report_calendar"), _has_days),
    "atom": Format("Feed (Atom)", "application/atom+xml", "atom", _later("report_feed"), _has_changes),
    "jsonld": Format("Linked data (JSON-LD)", "application/ld+json", "jsonld", _later("as_jsonld")),
    "oscal": Format(
        "Assessment results (OSCAL)", "application/json", "oscal.json", _later("as_oscal"), _has_cells_or_evidence
    ),
    "ftm": Format(
        "Entities (FollowTheMoney)", "application/x-ndjson", "ftm.json", _later("as_ftm"), _has_cells_or_evidence
    ),
    "ris": Format(
        "Sources (RIS)", "application/x-research-info-systems; charset=utf-8", "ris", _later("as_ris"), _has_evidence
    ),
    "bibtex": Format(
        "Sources (BibTeX)", "application/x-bibtex; charset=utf-8", "bib", _later("as_bibtex"), _has_evidence
    ),
    "csl": Format(
        "Sources (CSL)", "application/vnd.citationstyles.csl+json", "csl.json", _later("as_csl"), _has_evidence
    ),
}
"""The formats by their names."""


def formats_of(document: ReportDocument) -> dict[str, Format]:
    """The formats that a report can have."""
    return {name: fmt for name, fmt in FORMATS.items() if fmt.suits(document)}
