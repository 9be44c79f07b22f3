"""Bytes out: one frozen report document to bytes. No session, no request.

`FORMATS` is the one table of what a report can be exported as; command line and pages both go by it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tracker.exports import as_csv, as_html, as_json


@dataclass(frozen=True, slots=True)
class Format:
    """One way out: what people call it, its media type, and how a frozen text becomes its bytes."""

    label: str
    mimetype: str
    render: Callable[[str, bool], bytes]


def _json(text: str, _raw: bool) -> bytes:  # noqa: FBT001  (the table calls all formats alike)
    return as_json.render(text)


def _csv(text: str, raw: bool) -> bytes:  # noqa: FBT001  (the table calls all formats alike)
    return as_csv.render(as_json.parse(text), raw=raw)


def _html(text: str, _raw: bool) -> bytes:  # noqa: FBT001  (the table calls all formats alike)
    return as_html.render(as_json.parse(text), digest=as_json.digest(text))


FORMATS: dict[str, Format] = {
    "csv": Format("Spreadsheet (CSV)", "text/csv; charset=utf-8", _csv),
    "html": Format("Printable page (HTML)", "text/html; charset=utf-8", _html),
    "json": Format("Data (JSON)", "application/json", _json),
}
"""The formats by their names, which are also the files' extensions."""


def render(fmt: str, report_text: str, *, raw: bool = False) -> tuple[bytes, str, str]:
    """The bytes of a frozen report, their media type and the file's extension. Raises KeyError for another format.

    `raw` leaves out the apostrophe that keeps formulas text in CSV; the other formats do not need it.
    """
    chosen = FORMATS[fmt]
    return chosen.render(report_text, raw), chosen.mimetype, fmt
