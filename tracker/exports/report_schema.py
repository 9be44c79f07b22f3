"""The JSON Schema (2020-12) of a report's JSON export, made from the records that the export is made from.

`report.schema.json` beside this file is what `text` gives, shipped for readers that have no copy of the product.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from tracker.domain.report import FORMAT, ReportDocument
from tracker.domain.report_copy import MARK, Approved, Ended
from tracker.domain.vocabulary import Word

SHIPPED = Path(__file__).parent / "report.schema.json"
ID = f"urn:tracker:schema:report:{FORMAT}"


@dataclass(frozen=True, slots=True)
class ReportExport:
    """A report as JSON: the frozen report, and what has been recorded about it since.

    `digest` is the SHA-256 of the canonical JSON (RFC 8785) of `report`. `approved` is the second person who stands
    behind it, null while nobody does. `ended` says that it was withdrawn or superseded, null while it stands.
    """

    mark: Annotated[str, Field(pattern=f"^{MARK.pattern}$")]
    digest: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    approved: Approved | None
    ended: Ended | None
    report: ReportDocument


class _Documented(GenerateJsonSchema):
    """Records that are complete, and no title that only repeats a name."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def dataclass_schema(self, schema: core_schema.DataclassSchema) -> JsonSchemaValue:
        return super().dataclass_schema(schema) | {"additionalProperties": False}


def schema() -> dict[str, Any]:
    """The schema as plain values; a list of words says what each of them means."""
    made = TypeAdapter(ReportExport).json_schema(mode="serialization", schema_generator=_Documented)
    for words in Word.__subclasses__():
        # Another room may have words of its own under the same name.
        if words.__module__ == Word.__module__ and (found := made["$defs"].get(words.__name__)):
            found["description"] = "\n".join([found["description"], *map(_meaning, words)])
    return {"$schema": _Documented.schema_dialect, "$id": ID, **made}


def _meaning(word: Word) -> str:
    return f"`{word.value}` ({word.label}): {word.meaning}"


def text() -> str:
    """The schema as it is shipped."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"
