"""The RFC 8785 form of JSON: one sequence of bytes for one meaning, whatever wrote it.

An import writes tens of thousands of entries, and the library that knows every case is eighty times slower than the
one that knows most of them. The two agree on everything that `_is_simple` lets through (`tests/db/test_canonical.py`).
"""

from collections.abc import Collection
from typing import Any

import orjson
import rfc8785

EXACT = 2**53
"""Below this, every whole number is one that JSON can tell from its neighbours."""


_OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER
_PLAIN = {str, int, bool, type(None)}
"""What both ways write alike; of whole numbers only those below `EXACT`, which the quick one sees to."""


def canonical(value: Any) -> str:
    """A JSON value in its canonical form. Raises ValueError for what has none, such as a number beyond 2^53."""
    try:
        if _is_simple(value):
            return orjson.dumps(value, option=_OPTIONS).decode()
    except TypeError:
        pass  # a key is no text, or a number is too large; the library says so in its own words
    return rfc8785.dumps(value).decode()


def _is_simple(value: Any) -> bool:
    """Whether both ways write it alike: no fraction, no key beyond ASCII."""
    kind = type(value)
    if kind is dict:
        return "".join(value).isascii() and _are_simple(value.values())
    return kind in _PLAIN or (kind is list and _are_simple(value))


def _are_simple(values: Collection[Any]) -> bool:
    return all(map(_is_simple, [value for value in values if type(value) not in _PLAIN]))


def settled(value: Any) -> Any:
    """A JSON value in which a whole number is a whole number, as it is after it was written canonically and read."""
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < EXACT else value
    if isinstance(value, list):
        return [settled(item) for item in value]
    if isinstance(value, dict):
        return {key: settled(item) for key, item in value.items()}
    return value
