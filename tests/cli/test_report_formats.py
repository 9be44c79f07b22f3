"""Reports of the real record, of every kind, in every format: each is read by the library that a reader would use."""

import json
from collections.abc import Callable

import bibtexparser.entrypoint
import feedparser
import icalendar
import pytest
import rispy
from followthemoney import model
from pyld import jsonld
from trestle.oscal.assessment_results import AssessmentResults

from tests.exports.schema_checker import faults
from tracker.domain.report import from_canonical
from tracker.exports import formats_of, report_schema

DUTY = "r2397-op8-midterm-report"
KINDS = {
    "state": ["--state", "RUS"],
    "cell": ["--state", "RUS", "--obligation", DUTY],
    "changes": ["--regime", "dprk-1718", "--from-as-of", "2018-01-01"],
    "deadlines": ["--regime", "dprk-1718", "--state", "RUS"],
    "register": ["--state", "RUS"],
    "reconciliation": ["--obligation", DUTY, "--count", "42", "--on", "2019-06-30"],
}


def _graph(raw: bytes) -> None:
    dropped: list[str | None] = []
    source = json.loads(raw)
    assert len(jsonld.expand(source, on_property_dropped=dropped.append)) == len(source["@graph"])
    assert dropped == []


def _entities(raw: bytes) -> None:
    for line in raw.splitlines():
        told = {name: value for name, value in json.loads(line).items() if name in ("id", "schema", "properties")}
        model.get_proxy(told).schema.validate(told)


def _results(raw: bytes) -> None:
    AssessmentResults.model_validate(json.loads(raw)["assessment-results"])


def _library(raw: bytes) -> None:
    library = bibtexparser.entrypoint.parse_string(raw.decode())
    assert library.entries
    assert not library.failed_blocks


def _schema(raw: bytes) -> None:
    assert list(faults(report_schema.schema(), json.loads(raw))) == []


READERS: dict[str, Callable[[bytes], object]] = {
    "json": _schema,
    "jsonld": _graph,
    "oscal": _results,
    "ftm": _entities,
    "bibtex": _library,
    "ris": lambda raw: rispy.loads(raw.decode())[1],
    "csl": lambda raw: json.loads(raw)[1]["title"],
    "ics": lambda raw: next(iter(icalendar.Calendar.from_ical(raw).walk("VEVENT"))),
    "atom": lambda raw: feedparser.parse(raw).entries[0],
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_format_that_suits_a_kind_is_read_and_the_others_are_refused(tracker, kind) -> None:
    tracker("reports", "freeze", "--kind", kind, "--as-of", "2019-12-31", "--title", kind, *KINDS[kind])
    asked = ("reports", "export", "1", "--output", "-", "--format")
    suited = formats_of(from_canonical(json.loads(tracker(*asked, "json").stdout)["report"]))
    assert ("ics" in suited, "atom" in suited) == (kind == "deadlines", kind == "changes")
    for fmt, reader in READERS.items():
        made = tracker(*asked, fmt, code=0 if fmt in suited else 2).stdout_bytes
        if fmt in suited:
            reader(made)
