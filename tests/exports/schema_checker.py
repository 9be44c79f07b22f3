"""What is wrong with a value by a JSON Schema, days and instants included."""

from datetime import date, datetime
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

FORMATS = FormatChecker(())


@FORMATS.checks("date", raises=ValueError)
def _is_day(value: object) -> bool:
    return not isinstance(value, str) or bool(date.fromisoformat(value))


@FORMATS.checks("date-time", raises=ValueError)
def _is_instant(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


def faults(schema: dict[str, Any], value: Any) -> list[str]:
    """What is wrong with a value, each fault with where it is. Raises SchemaError for a schema that is none."""
    Draft202012Validator.check_schema(schema)
    checker = Draft202012Validator(schema, format_checker=FORMATS)
    return [f"{fault.json_path}: {fault.message}" for fault in checker.iter_errors(value)]
