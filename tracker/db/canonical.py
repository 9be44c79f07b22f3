"""The RFC 8785 form of JSON: one sequence of bytes for one meaning, whatever wrote it.

An import writes tens of thousands of entries, and the library that knows every case is eighty times slower than the
one that knows most of them. The two agree on everything that `_is_simple` lets through (`tests/db/test_canonical.py`).
"""

from typing import Any

import orjson
import rfc8785

EXACT = 2**53
"""Below this, every whole number is one that JSON can tell from its neighbours."""


def canonical(value: Any) -> str:
    """A JSON value in its canonical form. Raises ValueError for what has none, such as a number beyond 2^53."""
    if _is_simple(value):
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    return rfc8785.dumps(value).decode()


def _is_simple(value: Any) -> bool:
    """Whether both ways write it alike: no fraction, no huge number, no key beyond ASCII."""
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return True
    if kind is int:
        return -EXACT < value < EXACT
    if kind is dict:
        return all(type(key) is str and key.isascii() and _is_simple(item) for key, item in value.items())
    return kind is list and all(map(_is_simple, value))


def settled(value: Any) -> Any:
    """A JSON value in which a whole number is a whole number, as it is after it was written canonically and read."""
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < EXACT else value
    if isinstance(value, list):
        return [settled(item) for item in value]
    if isinstance(value, dict):
        return {key: settled(item) for key, item in value.items()}
    return value
