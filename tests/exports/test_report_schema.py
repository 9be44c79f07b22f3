"""The JSON Schema of the JSON export: what is shipped is what the code makes, and exports are as it says."""

import json
from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest

from tests.exports.documents import FEW, copy_of, document, everything, saying, secretive
from tests.exports.schema_checker import faults
from tracker.domain.public_edition import public
from tracker.domain.report import ReportDocument
from tracker.domain.report_copy import Approved, Ended, EndKind
from tracker.domain.vocabulary import ReportKind, Word
from tracker.exports import as_json, report_schema

SCHEMA = json.loads(report_schema.SHIPPED.read_text(encoding="utf-8"))
AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
EVERYTHING = everything()


def exported(found: ReportDocument, **changes) -> dict:
    return json.loads(as_json.render(replace(copy_of(found), **changes)))


def test_the_shipped_schema_is_what_the_code_makes() -> None:
    assert report_schema.SHIPPED.read_text(encoding="utf-8") == report_schema.text()


@pytest.mark.parametrize("found", [document(), EVERYTHING, secretive(), public(secretive())])
def test_an_export_is_as_the_schema_says(found) -> None:
    assert list(faults(SCHEMA, exported(found))) == []


@pytest.mark.parametrize("words", FEW.values(), ids=FEW)
def test_hostile_words_are_words_to_the_schema(words) -> None:
    assert list(faults(SCHEMA, exported(saying(words)))) == []


def test_an_approved_and_ended_report_is_as_the_schema_says() -> None:
    ended = Ended(EndKind.SUPERSEDED, "Rita", AT, "Retracted.", successor=9)
    assert list(faults(SCHEMA, exported(document(), approved=Approved("Rita", AT), ended=ended))) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[("mark", "urn:tracker-report:7:secret:00"), ("digest", "F" * 64), ("ended", {}), ("extra", 1)],
        *[("report", {}), ("approved", {"by": "Rita", "at": "yesterday"})],
    ],
)
def test_what_is_no_export_is_refused(name, value) -> None:
    assert list(faults(SCHEMA, exported(document()) | {name: value}))


@pytest.mark.parametrize("field", [field.name for field in fields(ReportDocument)])
def test_a_report_whose_field_is_something_else_is_refused(field) -> None:
    found = exported(document())
    found["report"][field] = 0.5
    assert list(faults(SCHEMA, found))


def test_every_record_is_described_and_every_word_has_its_meaning() -> None:
    assert [name for name, made in SCHEMA["$defs"].items() if not made.get("description")] == []
    kinds: list[Word] = list(ReportKind)
    assert all(kind.meaning in SCHEMA["$defs"]["ReportKind"]["description"] for kind in kinds)
