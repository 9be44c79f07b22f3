"""A matrix as JSON: the clocks, the states, the obligations, and a grid of what was decided."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from tracker.domain.facts import Clocks
from tracker.domain.reasons import Decision
from tracker.domain.report import NOTICE

FORMAT = 1
CELL = ("outcome", "assurance", "due")
"""What stands in a cell of the grid, in this order."""


def render(
    *,
    regime: str,
    clocks: Clocks,
    states: Sequence[tuple[str, str]],
    obligations: Sequence[Mapping[str, Any]],
    rows: Sequence[Sequence[Decision]],
    determined: Sequence[tuple[str, str, str]],
) -> bytes:
    """The matrix as JSON. `rows` has a row for each state, with a decision for each obligation.

    `determined` has the determinations that stand beside computed outcomes: state, obligation, outcome.
    """
    known: dict[int, list[Any]] = {}
    return orjson.dumps(
        {
            "format": FORMAT,
            "notice": NOTICE,
            "regime": regime,
            "clocks": _clocks(clocks),
            "states": [{"code": code, "name": name} for code, name in states],
            "obligations": obligations,
            "cell": CELL,
            "grid": [[known.get(id(cell)) or _cell(known, cell) for cell in row] for row in rows],
            "determined": determined,
        }
    )


def _cell(known: dict[int, list[Any]], decision: Decision) -> list[Any]:
    """A decision as the grid has it. Thousands of silent cells share one decision, so it is made once."""
    found = [decision.outcome.value, decision.assurance.value, decision.due]
    known[id(decision)] = found
    return found


def _clocks(clocks: Clocks) -> dict[str, Any]:
    return {
        "as_of": clocks.as_of,
        "known_at": clocks.known_at,
        "public_at": clocks.public_at,
        "rules": clocks.rules,
    }
