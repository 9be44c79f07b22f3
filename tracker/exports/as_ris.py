"""The sources of a report as RIS, which reference managers read: a line a field, so no field may hold a line break."""

from typing import Any

import rispy

from tracker.domain.report_copy import ReportCopy
from tracker.exports.references import Source, one_line, references


class _Writer(rispy.RisWriter):
    """RIS as it is specified: without a number before each reference."""

    def set_header(self, count: int) -> str:
        return ""


def render(copy: ReportCopy) -> bytes:
    """The report itself with its manifest as notes, then each source; UTF-8."""
    return rispy.dumps([_fields(source) for source in references(copy)], implementation=_Writer).encode()


def _fields(source: Source) -> dict[str, Any]:
    """A source under the library's names of tags. `issn` is SN, where readers look for the number of a report."""
    found = {
        "type_of_reference": _type(source),
        "id": source.key,
        "title": one_line(source.title),
        "authors": [one_line(source.author)] if source.author else [],
        "publisher": one_line(source.publisher),
        "issn": one_line(source.number),
        "year": f"{source.parts[0]}" if source.parts else "",
        "date": _date(source),
        "language": one_line(source.language),
        "urls": [one_line(source.address)] if source.address else [],
        "notes": [one_line(note) for note in source.notes],
    }
    return {name: value for name, value in found.items() if value}


def _type(source: Source) -> str:
    if source.number:
        return "RPRT"
    return "ELEC" if source.address else "GEN"


def _date(source: Source) -> str:
    """`2018/01/31/`, `2018/01//`, `2018///`; a day in other words stands in the place for them: `///early 2018`."""
    if not source.parts:
        return f"///{one_line(source.published)}" if source.published else ""
    year, month, day = (*(f"{part:02}" for part in source.parts), "", "")[:3]
    return f"{year}/{month}/{day}/"
