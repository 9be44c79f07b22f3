"""A matrix as JSON: the clocks, the states, the obligations, the decisions, and a grid of which was made where.

Thousands of cells share a few dozen decisions, so each is written once and the grid names its place.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from tracker.domain.facts import Clocks
from tracker.domain.reasons import Decision
from tracker.domain.report import NOTICE

FORMAT = 1
DECISION = ("outcome", "assurance", "due")
"""What a decision is made of, in this order."""


def render(
    *,
    regime: str,
    clocks: Clocks,
    states: Sequence[tuple[str, str]],
    obligations: Sequence[Mapping[str, Any]],
    decisions: Sequence[Decision],
    rows: Sequence[Sequence[int]],
    determined: Sequence[tuple[str, str, str]],
) -> bytes:
    """The matrix as JSON. `rows` has a row for each state: the place in `decisions`, from 0, for each obligation.

    `determined` has the determinations that stand beside computed outcomes: state, obligation, outcome.
    """
    return orjson.dumps(
        {
            "format": FORMAT,
            "notice": NOTICE,
            "regime": regime,
            "clocks": _clocks(clocks),
            "states": [{"code": code, "name": name} for code, name in states],
            "obligations": obligations,
            "decision": DECISION,
            "decisions": [(one.outcome.value, one.assurance.value, one.due) for one in decisions],
            "grid": rows,
            "determined": determined,
        }
    )


def _clocks(clocks: Clocks) -> dict[str, Any]:
    return {
        "as_of": clocks.as_of,
        "known_at": clocks.known_at,
        "public_at": clocks.public_at,
        "rules": clocks.rules,
    }
