"""What changed between two revisions of a claim, field by field, in words.

The words of a comparison leave nothing out: two contents that differ in anything differ in them too.
"""

from collections import Counter
from dataclasses import dataclass, fields
from typing import Any

from tracker.domain.content import (
    BearingContent,
    CitationContent,
    ClaimContent,
    HopContent,
    QuantityContent,
    SourceContent,
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
        """Items that stood there before only; one that stood there twice and now stands once, too."""
        return _beyond(self.before, self.after)

    @property
    def added(self) -> tuple[str, ...]:
        """Items that stand there after only."""
        return _beyond(self.after, self.before)


def _beyond(items: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    left = Counter(items) - Counter(others)
    return tuple(item for item in dict.fromkeys(items) for _ in range(left[item]))


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
        return tuple(_in_full(item) for item in value)
    return (_in_full(value),) if value else ()


def _in_full(value: Any) -> str:
    """One item of a claim in words, with everything that it holds."""
    match value:
        case Word():
            return value.label
        case BearingContent():
            return f"{value.state}, {value.obligation}: {value.effect.label}"
        case QuantityContent():
            return _quantity_in_full(value)
        case CitationContent():
            return _citation_in_full(value)
        case HopContent():
            return _listed(f"{value.role.label}: {value.name}", {"office": value.office, "day": value.day})
        case _:
            return str(value)


def _quantity_in_full(q: QuantityContent) -> str:
    words = f"{bounds(q.low, q.high)} {q.unit}"
    parts = {"counted": q.counted, "measure": q.measure.label, "day or period": q.reference}
    parts |= {"in the words of the source": q.wording, "use": "compared with" if q.baseline else ""}
    return _listed(words, parts)


def _citation_in_full(citation: CitationContent) -> str:
    words = _source_in_full(citation.source)
    parts = {"place": citation.locator, "quoted": citation.quotation, "translation": citation.translation}
    return _listed(words, parts | {"translated by": citation.translator})


def _source_in_full(source: SourceContent) -> str:
    parts = {
        "key": source.key,
        "publisher": source.publisher,
        "author": source.author,
        "symbol": source.symbol,
        "published": source.published,
        "language": source.language,
        "publication": source.publication.label,
        "copy read": source.read_in,
        "SHA-256": source.sha256,
    }
    return _listed(source.title, parts) + "".join(f"; address: {address}" for address in source.access_points)


def _listed(first: str, parts: dict[str, str]) -> str:
    return "; ".join([first, *(f"{label}: {text}" for label, text in parts.items() if text)])


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
