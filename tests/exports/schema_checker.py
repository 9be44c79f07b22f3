"""What is wrong with a value by a JSON Schema, days and instants included."""

import json
from datetime import date, datetime
from functools import lru_cache
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
    return [f"{fault.json_path}: {fault.message}" for fault in _checker(json.dumps(schema)).iter_errors(value)]


@lru_cache(maxsize=4)
def _checker(schema: str) -> Draft202012Validator:
    """What checks by a schema; that it is one takes far longer to find out than to use it, and is found out once."""
    told = json.loads(schema)
    Draft202012Validator.check_schema(told)
    return Draft202012Validator(told, format_checker=FORMATS)
