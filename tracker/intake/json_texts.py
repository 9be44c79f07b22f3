"""Reads JSON that people made: no value that JSON does not have, no name twice, no nesting without end."""

import json
from typing import Any


def load_strictly(text: str) -> Any:
    """The value that a JSON text holds. Raises ValueError with a sentence."""
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    except json.JSONDecodeError as error:
        raise ValueError(f"it is not JSON: {error.msg} at character {error.pos + 1}.") from None
    except RecursionError:
        raise ValueError("it is nested too deeply.") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"it names “{name}” twice.")
        found[name] = value
    return found


def _constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON value.")
