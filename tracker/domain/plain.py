"""Frozen records as plain values for JSON, and back again.

Days are `2019-12-22`, instants `2019-12-22T14:05:00Z`, words their stored values, and sets lists in order. A record is
read by the types of its fields; a field that has a default came later than the first records of its shape, and may be
missing in theirs. One that is marked as `SPARSE` is left out while it is at its default, so that records without it
stay as they were before it came.
"""

import types
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

SPARSE = {"sparse": True}
"""The metadata of a field that is left out while it is at its default."""


def to_plain(value: Any) -> Any:
    """A record, or a value in one, as JSON can hold it."""
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, frozenset):
        return sorted(to_plain(item) for item in value)
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    if is_dataclass(value):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value) if _is_told(value, field)}
    return value


def _is_told(record: Any, field: Field[Any]) -> bool:
    return not field.metadata.get("sparse") or getattr(record, field.name) != field.default


def instant_text(value: datetime) -> str:
    """An instant as a document writes it: UTC, `2019-12-22T14:05:00Z`."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def from_plain(shape: Any, plain: Any) -> Any:
    """Read a plain value into the shape that a type names.

    Raises KeyError, TypeError, ValueError or AttributeError for a value that does not have the shape.
    """
    if get_origin(shape) in (tuple, frozenset):
        return get_origin(shape)(_several(shape, plain))
    if get_origin(shape) is dict:
        return _one(dict, plain)
    if isinstance(shape, types.UnionType):
        return None if plain is None else from_plain(get_args(shape)[0], plain)
    if is_dataclass(shape):
        return _record(shape, plain)
    return _one(shape, plain)


def _several(shape: Any, plain: Any) -> list[Any]:
    """Read a list of one kind, or a pair whose two values have a kind each."""
    if not isinstance(plain, list):
        raise TypeError(f"{plain!r} is no list")
    kinds = get_args(shape)
    if get_origin(shape) is tuple and Ellipsis not in kinds:
        return [from_plain(kind, item) for kind, item in zip(kinds, plain, strict=True)]
    return [from_plain(kinds[0], item) for item in plain]


def _one(shape: Any, plain: Any) -> Any:
    """Read a value that has no parts. A whole number is a number too: JSON writes 2.0 as 2."""
    if shape is datetime:
        return datetime.fromisoformat(plain).astimezone(UTC)
    if shape is date:
        return date.fromisoformat(plain)
    if issubclass(shape, StrEnum):
        return shape(plain)
    if shape is float and isinstance(plain, int) and not isinstance(plain, bool):
        return float(plain)
    if not isinstance(plain, shape):
        raise TypeError(f"{plain!r} is not {shape.__name__}")
    return plain


@cache
def _hints(shape: Any) -> dict[str, Any]:
    return get_type_hints(shape)


def _record(shape: Any, plain: dict[str, Any]) -> Any:
    hints = _hints(shape)
    free = {field.name for field in fields(shape) if (field.default, field.default_factory) != (MISSING, MISSING)}
    needed = hints.keys() - free
    if not needed <= plain.keys() <= hints.keys():
        raise KeyError(", ".join(sorted((plain.keys() - hints.keys()) | (needed - plain.keys()))))
    return shape(**{name: from_plain(hints[name], value) for name, value in plain.items()})
