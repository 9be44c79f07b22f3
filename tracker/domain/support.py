"""How much stands behind something: how many claims, and how many voices that are independent of one another.

The two are always told together. Five claims that carry one utterance are five claims and one origin. An origin that
speaks for the state judged is no independent one; the state's own word is told apart, as `domain.tally` weighs it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tracker.domain.facts import Evidence


@dataclass(frozen=True, slots=True)
class Support:
    """Claims, the distinct origins among them that do not speak for the state itself, and whether any does."""

    claims: int = 0
    independent_origins: int = 0
    own_word: bool = False

    @property
    def words(self) -> str:
        """`3 claims, 1 independent origin`; `2 claims, no independent origin, only the state’s own word`."""
        if not self.claims:
            return "no claim"
        claims = f"{self.claims:,} {'claim' if self.claims == 1 else 'claims'}"
        number = f"{self.independent_origins:,}" if self.independent_origins else "no"
        origins = f"{number} independent {'origin' if self.independent_origins < 2 else 'origins'}"
        own = " and the state’s own word" if self.independent_origins else ", only the state’s own word"
        return f"{claims}, {origins}{own if self.own_word else ''}"


def support_of(evidence: Iterable[Evidence]) -> Support:
    """Count evidence on one state. Order and repetition change nothing."""
    items = list(evidence)
    others = {item.origin for item in items if not item.own_voice}
    return Support(len({item.claim for item in items}), len(others), any(item.own_voice for item in items))


def support_behind(keys: Iterable[str], evidence: Mapping[str, Evidence]) -> Support:
    """Count the claims that a reason names, by the evidence on its cell."""
    return support_of(evidence[key] for key in keys if key in evidence)
