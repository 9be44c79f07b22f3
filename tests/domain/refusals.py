"""What a check of the rules refuses: the kind of refusal, its noun, and each field with its sentence."""

from collections.abc import Callable
from typing import Any

from tracker.domain.errors import RuleBroken


def refusal(check: Callable[..., object], *given: Any, **named: Any) -> tuple[str, str, dict[str, str]] | None:
    """The code, the noun, and the sentences by their fields; None where nothing is refused."""
    try:
        check(*given, **named)
    except RuleBroken as broken:
        return broken.code, broken.noun, {problem.field: problem.sentence for problem in broken.problems}
    return None
