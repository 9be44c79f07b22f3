"""A row of a file -> what a claim says, with a sentence for each fault. `claim_fields` is the way back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tracker.domain import vocabulary as words
from tracker.domain.content import (
    BearingContent,
    CitationContent,
    ClaimContent,
    HopContent,
    QuantityContent,
    SourceContent,
)
from tracker.domain.errors import Problem
from tracker.domain.symbols import document_symbol
from tracker.intake import claim_cells
from tracker.intake.claim_columns import (
    CITATION,
    CODE_LENGTH,
    DAY_LENGTH,
    KEY_LENGTH,
    LANGUAGE_LENGTH,
    SHA256_LENGTH,
    SYMBOL_LENGTH,
)
from tracker.intake.fields import Fields, Resolve, shown

MOST_ITEMS = 1_000


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """What a row says: the claim, its key if it names one, and what to call things that the record may lack.

    `base` is the number of the revision that the row was exported from, or 0.
    """

    content: ClaimContent
    key: str = ""
    base: int = 0
    origin_label: str = ""
    action_state: str = ""
    action_summary: str = ""


def read(given: Mapping[str, Any], resolve: Resolve) -> tuple[ClaimRow | None, tuple[Problem, ...]]:
    """The row as a claim, or None with every fault of it. List columns may hold lists or the text of a CSV cell."""
    row = Fields(given, resolve)
    found = _row(row)
    return (None, tuple(row.problems)) if row.problems or found is None else (found, ())


def read_source(given: Mapping[str, Any], resolve: Resolve) -> tuple[SourceContent | None, tuple[Problem, ...]]:
    """The source that the fields of a citation describe, or None with every fault of it."""
    fields = Fields(given, resolve)
    found = _citation(fields).source
    return (None, tuple(fields.problems)) if fields.problems else (found, ())


def _row(row: Fields) -> ClaimRow | None:
    content = _content(row)
    rest = {
        "key": row.key("key", KEY_LENGTH),
        "base": _base(row),
        "origin_label": row.text("origin_label"),
        "action_state": row.state("action_state"),
        "action_summary": row.text("action_summary"),
    }
    return ClaimRow(content, **rest) if content else None


def _base(row: Fields) -> int:
    value = row.given.get("revision") or 0
    text = str(value).strip()
    if text.isascii() and text.isdigit() and len(text) < 7:
        return int(text)
    row.wrong("revision", f"“{shown(text)}” is not the number of a revision; leave it as exported, or empty.")
    return 0


def _content(row: Fields) -> ClaimContent | None:
    kind = row.word("kind", words.Kind)
    if kind is None and not row.problems:
        row.wrong("kind", f"Say what sort of statement it is: {', '.join(word.value for word in words.Kind)}.")
    found = {name: row.text(name) for name in ("statement", "speaker", "office", "cited_as", "notes")}
    found |= {name: row.key(name, KEY_LENGTH) for name in ("origin", "state_action")}
    found |= {name: row.day(name, DAY_LENGTH) for name in ("said", "event")}
    lists = {
        "states": _states(row),
        "bearings": _bearings(row),
        "quantities": tuple(_quantity(part) for part in _parts(row, "quantities")),
        "citations": _citations(row),
        "hops": _hops(row),
        "speaks_for": row.state("speaks_for") or None,
        "body": row.word("body", words.Body),
        "verification": row.word("verification", words.Verification, words.Verification.NONE),
    }
    return ClaimContent(kind=kind, **found, **lists) if kind and not row.problems else None


def _items(row: Fields, column: str) -> Sequence[Any]:
    """The items of a list column, from a list or from the text of a cell."""
    value = row.given.get(column)
    if isinstance(value, list):
        items: Sequence[Any] = value
    else:
        try:
            items = claim_cells.read(column, row.text(column))
        except ValueError as error:
            row.wrong(column, _sentence(error))
            return ()
    if len(items) > MOST_ITEMS:
        row.wrong(column, f"It has {len(items)} items; the most is {MOST_ITEMS}.")
        return ()
    return items


def _sentence(error: ValueError) -> str:
    text = str(error)
    return f"This cannot be read: {text}" if text.startswith("it ") else text


class _Item(Fields):
    """An object in a list column. A fault is noted at the row's column, with the item's number."""

    def __init__(self, row: Fields, column: str, number: int, given: Mapping[str, Any]) -> None:
        super().__init__(given, row.resolve)
        self.row, self.column, self.place = row, column, number

    def wrong(self, column: str, sentence: str) -> None:
        """Note the fault at the row."""
        self.row.wrong(self.column, f"Item {self.place}, {column}: {sentence}")


def _parts(row: Fields, column: str) -> list[Fields]:
    found = []
    for number, item in enumerate(_items(row, column), 1):
        if fault := _stray(column, item):
            row.wrong(column, f"Item {number}: {fault}; an item has {', '.join(_KNOWN[column])}.")
        else:
            found.append(_Item(row, column, number, item))
    return found


def _stray(column: str, item: Any) -> str:
    """What makes an item of a list column unreadable as a whole, or nothing."""
    if not isinstance(item, dict):
        return "this is not an object"
    unknown = next((name for name in item if name not in _KNOWN[column]), None)
    return "" if unknown is None else f"there is no “{shown(unknown)}” here"


def _states(row: Fields) -> tuple[str, ...]:
    names = _texts(row, "states")
    return tuple(sorted({code for name in names if (code := row.code("states", name))}))


def _texts(row: Fields, column: str) -> list[str]:
    """The texts of a list column that are not empty."""
    items = enumerate(_items(row, column), 1)
    return [text for n, item in items if (text := _Item(row, column, n, {"text": item}).text("text"))]


def _bearings(row: Fields) -> tuple[BearingContent, ...]:
    found: dict[tuple[str, str], BearingContent] = {}
    for part in _parts(row, "bears_on"):
        effect = part.word("effect", words.Effect)
        state, obligation = part.state("state"), part.key("obligation", KEY_LENGTH)
        if not (state and obligation and effect):
            part.wrong("effect", "An item needs a state, an obligation and an effect.")
        elif (state, obligation) in found:
            part.wrong("obligation", f"{state} {obligation} stands here twice.")
        else:
            found[state, obligation] = BearingContent(state, obligation, effect)
    return tuple(found.values())


def _quantity(part: Fields) -> QuantityContent:
    return QuantityContent(
        low=part.number("low"),
        high=part.number("high"),
        unit=part.text("unit", CODE_LENGTH),
        wording=part.text("wording"),
        counted=part.text("counted"),
        measure=part.word("measure", words.Measure) or words.Measure.STOCK,
        reference=part.text("reference", DAY_LENGTH),
        baseline=part.flag("baseline"),
    )


def _hops(row: Fields) -> tuple[HopContent, ...]:
    found = []
    for part in _parts(row, "relay"):
        role, name = part.word("role", words.HopRole), part.text("name")
        if role is None or not name:
            part.wrong("role", f"An item needs a name and a role: {', '.join(word.value for word in words.HopRole)}.")
        else:
            found.append(HopContent(role, name, part.text("office"), part.day("day", DAY_LENGTH)))
    return tuple(found)


def _citations(row: Fields) -> tuple[CitationContent, ...]:
    first = [_citation(row)] if any(row.given.get(column) for column in CITATION) else []
    further = [_citation(part) for part in _parts(row, "further_citations")]
    return tuple(citation for citation in [*first, *further] if citation != CitationContent(SourceContent()))


def _citation(part: Fields) -> CitationContent:
    words_of = {name: part.text(name) for name in ("locator", "quotation", "translation", "translator")}
    return CitationContent(source_of(part), **words_of)


def source_of(part: Fields) -> SourceContent:
    """The source that a row or an item of one describes."""
    return SourceContent(
        key=part.key("source_key", KEY_LENGTH),
        title=part.text("title"),
        publisher=part.text("publisher"),
        author=part.text("author"),
        symbol=document_symbol(part.text("symbol", SYMBOL_LENGTH)),
        language=part.text("language", LANGUAGE_LENGTH),
        published=part.day("published", DAY_LENGTH),
        publication=part.word("publication", words.Publication) or words.Publication.PUBLIC,
        read_in=part.text("read_in"),
        sha256=part.text("sha256", SHA256_LENGTH).lower(),
        access_points=_addresses(part),
    )


def _addresses(part: Fields) -> tuple[str, ...]:
    found = _texts(part, "addresses")
    for address in found:
        try:
            urlsplit(address)
        except ValueError:
            part.wrong("addresses", f"“{shown(address)}” is not an address that can be opened; check it.")
    return tuple(found)


_KNOWN: dict[str, tuple[str, ...]] = {
    "bears_on": ("state", "obligation", "effect"),
    "quantities": ("low", "high", "unit", "measure", "counted", "reference", "wording", "baseline"),
    "relay": ("role", "name", "office", "day"),
    "further_citations": CITATION,
}
