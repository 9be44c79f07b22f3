"""A checker for the words of JSON Schema (2020-12) that our schema uses. A word that it does not know is an error."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
TOLD = {"$schema", "$id", "$defs", "title", "description", "default"}
FORMATS = {"date": date.fromisoformat, "date-time": datetime.fromisoformat}


def faults(schema: dict[str, Any], value: Any, root: dict[str, Any] | None = None, at: str = "$") -> Iterator[str]:
    """What is wrong with a value, each fault with where it is."""
    root = root or schema
    for word, rule in schema.items():
        if word not in TOLD:
            yield from _CHECKS[word](rule, value, schema, root, at)


def _type(rule, value, schema, root, at):
    if rule in ("integer", "number"):
        good = isinstance(value, int if rule == "integer" else int | float) and not isinstance(value, bool)
    else:
        good = isinstance(value, TYPES[rule])
    if not good:
        yield f"{at} is no {rule}: {value!r}"


def _ref(rule, value, schema, root, at):
    yield from faults(root["$defs"][rule.removeprefix("#/$defs/")], value, root, at)


def _any_of(rule, value, schema, root, at):
    if all(list(faults(one, value, root, at)) for one in rule):
        yield f"{at} is none of several: {value!r}"


def _properties(rule, value, schema, root, at):
    for name in value if isinstance(value, dict) else ():
        if name in rule:
            yield from faults(rule[name], value[name], root, f"{at}.{name}")


def _required(rule, value, schema, root, at):
    yield from (f"{at} lacks {name}" for name in rule if isinstance(value, dict) and name not in value)


def _additional(rule, value, schema, root, at):
    assert rule is False
    names = value if isinstance(value, dict) else ()
    yield from (f"{at} has {name}" for name in names if name not in schema["properties"])


def _items(rule, value, schema, root, at):
    for n, one in enumerate(value if isinstance(value, list) else ()):
        yield from faults(rule, one, root, f"{at}[{n}]")


def _prefix(rule, value, schema, root, at):
    for n, (one, shape) in enumerate(zip(value if isinstance(value, list) else (), rule, strict=False)):
        yield from faults(shape, one, root, f"{at}[{n}]")


def _told(good):
    def check(rule, value, schema, root, at):
        if not good(rule, value):
            yield f"{at} is against {rule!r}: {value!r}"

    return check


def _is_formatted(rule, value) -> bool:
    try:
        FORMATS[rule](value)
    except (ValueError, TypeError):
        return False
    return True


_CHECKS = {
    "type": _type,
    "$ref": _ref,
    "anyOf": _any_of,
    "properties": _properties,
    "required": _required,
    "additionalProperties": _additional,
    "items": _items,
    "prefixItems": _prefix,
    "enum": _told(lambda rule, value: value in rule),
    "pattern": _told(lambda rule, value: isinstance(value, str) and re.search(rule, value)),
    "minItems": _told(lambda rule, value: not isinstance(value, list) or len(value) >= rule),
    "maxItems": _told(lambda rule, value: not isinstance(value, list) or len(value) <= rule),
    "uniqueItems": _told(lambda rule, value: not rule or len(value) == len({repr(one) for one in value})),
    "format": _told(_is_formatted),
}
