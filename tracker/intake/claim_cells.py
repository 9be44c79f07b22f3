"""List columns of a CSV file: from a cell's text to plain lists and objects, and back.

In JSON Lines the same lists stand as they are, so everything behind this file sees one shape. Errors are ValueError
with a sentence.
"""

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tracker.domain.vocabulary import Measure
from tracker.intake.json_texts import load_strictly
from tracker.intake.lists import escaped, joined, plain, split

Items = list[Any]
Parts = Mapping[str, Any]

_NUMBER = r"-?\d{1,30}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,3})?"
_BOUNDS = re.compile(rf"(?P<low>{_NUMBER})?(?P<dots>\.\.)?(?P<high>{_NUMBER})?")
_PARTS = {"of": "counted", "on": "reference", "as": "wording"}
_HOP_PARTS = {"office": "office", "on": "day"}
_HOP = "write it as “speaker: A | office: ambassador | on: 2018-07-18”"
_QUANTITY = "write it as “2000000.. t flow | of: coal | on: 2016-12 | as: over 2 million | baseline”"


def read(column: str, text: str) -> Items:
    """The items in the cell of a list column."""
    return _READERS[column](text) if text.strip() else []


def write(column: str, items: Sequence[Any]) -> str:
    """The cell that holds the items; `read` gives them back."""
    if column == "further_citations":
        return json.dumps(list(items), ensure_ascii=False) if items else ""
    return joined(_WRITERS[column](item) for item in items)


def _texts(text: str) -> Items:
    return [plain(item) for item in split(text, ";")]


def _bearings(text: str) -> Items:
    return [_bearing(item) for item in split(text, ";")]


def _bearing(item: str) -> dict[str, str]:
    words = plain(item).rsplit(maxsplit=2)
    if len(words) < 3:
        raise ValueError(f"“{item}” is not a state, an obligation and an effect with spaces between them.")
    return dict(zip(("state", "obligation", "effect"), words, strict=True))


def _hops(text: str) -> Items:
    return [_hop(item) for item in split(text, ";")]


def _hop(item: str) -> dict[str, str]:
    first, *parts = split(item, "|") or [""]
    role, colon, name = plain(first).partition(":")
    if not colon or not name.strip():
        raise ValueError(f"“{item}” is not a role and a name with a colon between them.")
    found = {"role": role.strip(), "name": name.strip()}
    for part in parts:
        mark, colon, value = part.partition(":")
        if (field := _HOP_PARTS.get(mark.strip())) is None or not colon:
            raise ValueError(f"“{part}” in “{item}” is not understood; {_HOP}.")
        if field in found:
            raise ValueError(f"“{item}” names “{mark.strip()}” twice.")
        found[field] = plain(value.strip())
    return found


def _citations(text: str) -> Items:
    found = load_strictly(text)
    if not isinstance(found, list):
        raise ValueError("it is not a JSON list.")
    return found


def _quantities(text: str) -> Items:
    return [_quantity(item) for item in split(text, ";")]


def _quantity(item: str) -> dict[str, Any]:
    first, *parts = split(item, "|") or [""]
    low, high, unit, measure = _figure(plain(first), item)
    found: dict[str, Any] = {"low": low, "high": high, "unit": unit, "measure": measure}
    for part in parts:
        name, value = _part(part, item)
        if name in found:
            raise ValueError(f"“{item}” names “{part}” twice.")
        found[name] = value
    return found


def _figure(text: str, item: str) -> tuple[float | None, float | None, str, str]:
    number, _, rest = text.partition(" ")
    unit, _, last = f" {rest.strip()}".rpartition(" ")
    measure = last if last in {word.value for word in Measure} else ""
    low, high = bounds(number, item)
    return low, high, (unit if measure else rest).strip(), measure or Measure.STOCK.value


def _part(part: str, item: str) -> tuple[str, Any]:
    if part == "baseline":
        return "baseline", True
    mark, colon, value = part.partition(":")
    if not colon or mark.strip() not in _PARTS:
        raise ValueError(f"“{part}” in “{item}” is not understood; {_QUANTITY}.")
    return _PARTS[mark.strip()], plain(value.strip())


def bounds(text: str, item: str) -> tuple[float | None, float | None]:
    """Read `5` (exactly), `5..` (at least), `..5` (at most) or `5..7`. `item` is what the sentence quotes."""
    found = _BOUNDS.fullmatch(text)
    if found is None or (found["low"] is None and found["high"] is None):
        raise ValueError(f"“{item}” does not begin with a number without separators; {_QUANTITY}.")
    low, high = (float(found[name]) if found[name] else None for name in ("low", "high"))
    if any(bound is not None and not math.isfinite(bound) for bound in (low, high)):
        raise ValueError(f"The number in “{item}” is too large.")
    return (low, high) if found["dots"] else (low, low)


def _hop_text(hop: Parts) -> str:
    parts = [escaped(f"{hop['role']}: {hop['name']}")]
    parts += [f"{mark}: {escaped(hop[name])}" for mark, name in _HOP_PARTS.items() if hop.get(name)]
    return " | ".join(parts)


def _quantity_text(q: Parts) -> str:
    parts = [escaped(f"{_bounds_text(q['low'], q['high'])} {q['unit']} {q['measure']}")]
    parts += [f"{mark}: {escaped(q[name])}" for mark, name in _PARTS.items() if q.get(name)]
    return " | ".join([*parts, "baseline"] if q.get("baseline") else parts)


def _bounds_text(low: float | None, high: float | None) -> str:
    if low == high and low is not None:
        return _number_text(low)
    return f"{_number_text(low)}..{_number_text(high)}"


def _number_text(value: float | None) -> str:
    if value is None:
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


_READERS: dict[str, Callable[[str], Items]] = {
    "states": _texts,
    "addresses": _texts,
    "bears_on": _bearings,
    "relay": _hops,
    "quantities": _quantities,
    "further_citations": _citations,
}
_WRITERS: dict[str, Callable[[Any], str]] = {
    "states": escaped,
    "addresses": escaped,
    "bears_on": lambda b: escaped(f"{b['state']} {b['obligation']} {b['effect']}"),
    "relay": _hop_text,
    "quantities": _quantity_text,
}
