"""Bytes out: a copy of a frozen report to bytes. No session, no request.

`FORMATS` is the one table of what a report can be exported as; command line and pages both go by it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Protocol

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


class Files(Protocol):
    """A copy in one format: one file, or several volumes. `holds` says of each volume what is in it."""

    @property
    def holds(self) -> tuple[str, ...]:
        """What each volume holds."""
        ...

    def render(self, number: int = 1) -> bytes:
        """One volume; the first is the whole of a copy of one."""
        ...


@dataclass(frozen=True, slots=True)
class OneFile:
    """A copy in a format that always leaves as one file."""

    whole: Callable[[], bytes]
    holds: tuple[str, ...] = ("",)

    def render(self, number: int = 1) -> bytes:
        """The file, whose only number is 1."""
        if number != 1:
            raise IndexError(number)
        return self.whole()


@dataclass(frozen=True, slots=True)
class Format:
    """One way out: what people call it, its media type, how a copy becomes bytes, and which reports it is for.

    `extension` ends the file's name; two formats may share one. `volumes` opens a copy where a long one has several
    volumes, of which `render` gives the first.
    """

    label: str
    mimetype: str
    extension: str
    render: Callable[[ReportCopy], bytes]
    suits: Callable[[ReportDocument], bool] = _always
    volumes: Callable[[ReportCopy], Files] | None = None

    def files(self, copy: ReportCopy) -> Files:
        """The copy as the files that it has in this format."""
        return self.volumes(copy) if self.volumes else OneFile(partial(self.render, copy))


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


def _pdf_volumes(copy: ReportCopy) -> Files:
    return import_module("tracker.exports.as_pdf").Volumes(copy)


_OOXML = "application/vnd.openxmlformats-officedocument."

FORMATS: dict[str, Format] = {
    "html": Format("Page (HTML)", "text/html; charset=utf-8", "html", as_html.render),
    "pdf": Format("Document (PDF)", "application/pdf", "pdf", _later("as_pdf"), volumes=_pdf_volumes),
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
