"""What changed between two revisions of a claim, field by field, in words."""

from dataclasses import dataclass, fields
from typing import Any

from tracker.domain.content import (
    BearingContent,
    CitationContent,
    ClaimContent,
    HopContent,
    QuantityContent,
)
from tracker.domain.vocabulary import Word

LABELS = {
    "statement": "Statement",
    "kind": "Kind",
    "speaker": "Speaker",
    "states": "States",
    "citations": "Citations",
    "office": "Office",
    "speaks_for": "Speaks for",
    "body": "UN body",
    "said": "Day said",
    "event": "Day of what is told",
    "bearings": "Obligations and effects",
    "quantities": "Quantities",
    "cited_as": "Resolution as cited",
    "origin": "Origin",
    "state_action": "State action",
    "hops": "Relay",
    "notes": "Notes",
    "verification": "Verification",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs: its label, and what stood there before and after, in words, item by item."""

    field: str
    label: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def removed(self) -> tuple[str, ...]:
        """Items that stood there before only."""
        return tuple(item for item in self.before if item not in self.after)

    @property
    def added(self) -> tuple[str, ...]:
        """Items that stand there after only."""
        return tuple(item for item in self.after if item not in self.before)


def changes(before: ClaimContent, after: ClaimContent) -> tuple[Change, ...]:
    """Every field that differs, in the order in which a claim is read. Empty when nothing does."""
    found = []
    for field in fields(ClaimContent):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old != new:
            found.append(Change(field.name, LABELS[field.name], _items(old), _items(new)))
    return tuple(found)


def _items(value: Any) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return tuple(in_words(item) for item in value)
    return (in_words(value),) if value else ()


def in_words(value: Any) -> str:
    """One item of a claim as a person reads it."""
    match value:
        case Word():
            return value.label
        case BearingContent():
            return f"{value.state}, {value.obligation}: {value.effect.label}"
        case QuantityContent():
            return quantity_words(value)
        case CitationContent():
            return ", ".join(filter(None, (value.source.key or value.source.title, value.locator, _quoted(value))))
        case HopContent():
            return f"{value.role.label}: {value.name}"
        case _:
            return str(value)


def _quoted(citation: CitationContent) -> str:
    return f"“{citation.quotation}”" if citation.quotation else ""


def quantity_words(q: QuantityContent) -> str:
    """A quantity in words: its own wording if it has one, else its bounds, then unit, what is counted, and the day."""
    number = q.wording or bounds(q.low, q.high)
    counted = f" {q.counted}" if q.counted and q.counted != q.unit else ""
    day = f", {q.reference}" if q.reference else ""
    return f"{number} {q.unit}{counted}{day}" + (" (compared with)" if q.baseline else "")


def bounds(low: float | None, high: float | None) -> str:
    """A number or its bounds: "2,000,000", "at least 3", "at most 10,000", "150 to 300"."""
    if low == high and low is not None:
        return _number(low)
    if high is None:
        return f"at least {_number(low)}"
    return f"at most {_number(high)}" if low is None else f"{_number(low)} to {_number(high)}"


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value == int(value) else f"{value:,}"
