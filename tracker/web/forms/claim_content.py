"""From the form of a claim to what it says, and back. What cannot be read becomes a sentence at its field."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from wtforms import Field

from tracker.domain.content import (
    BearingContent,
    CitationContent,
    ClaimContent,
    HopContent,
    QuantityContent,
    SourceContent,
)
from tracker.domain.dates import DateUnreadable, parse_span
from tracker.domain.facts import ALL_STATES
from tracker.domain.states import StateNames, fold_name
from tracker.domain.vocabulary import Body, Effect, HopRole, Kind, Measure, Publication, Verification
from tracker.web.forms.claims import BearingRow, CitationRow, ClaimForm, HopRow, QuantityRow

TOGETHER = frozenset({"all", "all states", "all states together", "all member states", "member states"})
_NUMBER = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d{1,3})?")


@dataclass(frozen=True)
class Lists:
    """What the form looks things up in: states, obligations, sources, origins and state actions on record."""

    names: StateNames
    labels: Mapping[str, str]
    obligations: Mapping[str, str]
    actions: frozenset[str]
    source: Callable[[str], SourceContent | None]
    origin: Callable[[str], str | None]


def read(form: ClaimForm, lists: Lists, *, verification: Verification = Verification.NONE) -> ClaimContent | None:
    """What the form says, or None when something in it cannot be read; the sentences then stand at the fields."""
    content = _Reader(form, lists).content(verification)
    return None if form.errors_summary else content


class _Reader:
    """Reads one form. A field that cannot be read gets a sentence, and reading goes on."""

    def __init__(self, form: ClaimForm, lists: Lists) -> None:
        self.form, self.lists = form, lists

    def content(self, verification: Verification) -> ClaimContent:
        form = self.form
        states = tuple(sorted(self._states(form.states)))
        return ClaimContent(
            statement=form.statement.data or "",
            kind=Kind(form.kind.data) if form.kind.data in set(Kind) else Kind.POSITION,
            speaker=form.speaker.data or "",
            states=states,
            citations=tuple(self._citation(row.form) for row in self._filled(form.citations)),
            office=form.office.data or "",
            speaks_for=next(iter(self._states(form.speaks_for, most=1)), None),
            body=Body(form.body.data) if form.body.data in set(Body) else None,
            said=self._day(form.said),
            event=self._day(form.event),
            bearings=tuple(b for row in self._filled(form.bearings) for b in self._bearings(row.form, states)),
            quantities=tuple(self._quantity(row.form) for row in self._filled(form.quantities)),
            cited_as=form.cited_as.data or "",
            origin=self._known(form.origin, self.lists.origin, "claim or origin"),
            state_action=self._known(form.state_action, self._action, "state action"),
            hops=tuple(h for row in self._filled(form.hops) for h in self._hop(row.form)),
            notes=form.notes.data or "",
            verification=verification,
        )

    def _filled(self, rows: Any) -> list[Any]:
        filled = [row for row in rows if not row.form.is_empty]
        if rows is self.form.citations and not rows[0].form.source.data:
            _refuse(rows[0].form.source, "Give the title of the source, or choose one that is on record.")
        return filled

    def _states(self, field: Field, most: int = 0) -> tuple[str, ...]:
        codes, unknown = states_in(field.data or "", self.lists.names)
        if unknown:
            _refuse(field, f"There is no state called “{unknown[0]}” in the record. Part several by semicolons.")
        if most and len(codes) > most:
            _refuse(field, "Name one state only.")
        return codes

    def _day(self, field: Field) -> str:
        try:
            span = parse_span(field.data or "")
        except DateUnreadable as error:
            _refuse(field, str(error))
            return ""
        return span.wording if span else ""

    def _bearings(self, row: BearingRow, about: tuple[str, ...]) -> list[BearingContent]:
        duty, effect = row.obligation.data or "", row.effect.data
        if duty not in self.lists.obligations:
            unknown = f"There is no obligation “{duty}” in the record."
            _refuse(row.obligation, unknown if duty else "Choose the obligation.")
        if effect not in set(Effect):
            _refuse(row.effect, "Choose what the claim, if true, does to the obligation.")
            return []
        return [BearingContent(state, duty, Effect(effect)) for state in self._states(row.states) or about]

    def _quantity(self, row: QuantityRow) -> QuantityContent:
        return QuantityContent(
            low=_number(row.low),
            high=_number(row.high),
            unit=row.unit.data or "",
            wording=row.wording.data or "",
            counted=row.counted.data or "",
            measure=Measure(row.measure.data) if row.measure.data in set(Measure) else Measure.STOCK,
            reference=row.reference.data or "",
            baseline=bool(row.baseline.data),
        )

    def _hop(self, row: HopRow) -> list[HopContent]:
        day = self._day(row.day)
        if row.role.data not in set(HopRole):
            _refuse(row.role, "Choose what they did: said it, carried it, printed it or translated it.")
            return []
        if not row.name.data:
            _refuse(row.name, "Name who carried it.")
        return [HopContent(HopRole(row.role.data), row.name.data or "", row.office.data or "", day)]

    def _citation(self, row: CitationRow) -> CitationContent:
        typed = row.source.data or ""
        if not typed and not row.source.errors:
            _refuse(row.source, "Give the title of this source, or choose one that is on record.")
        source = (self.lists.source(typed) if typed else None) or self._new_source(row)
        quoted = {name: row[name].data or "" for name in ("locator", "quotation", "translation", "translator")}
        return CitationContent(source, **quoted)

    def _new_source(self, row: CitationRow) -> SourceContent:
        publication = row.publication.data
        return SourceContent(
            title=row.source.data or "",
            publisher=row.publisher.data or "",
            author=row.author.data or "",
            symbol=row.symbol.data or "",
            language=row.language.data or "",
            published=self._day(row.published),
            publication=Publication(publication) if publication in set(Publication) else Publication.PUBLIC,
            read_in=row.read_in.data or "",
            sha256=(row.sha256.data or "").lower(),
            access_points=_addresses(row.addresses),
        )

    def _known(self, field: Field, find: Callable[[str], str | None], noun: str) -> str:
        typed = field.data or ""
        found = find(typed) if typed else ""
        if found is None:
            _refuse(field, f"There is no {noun} “{typed}” in the record. Copy its key, or leave this empty.")
        return found or ""

    def _action(self, key: str) -> str | None:
        return key if key in self.lists.actions else None


def states_in(text: str, names: StateNames) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes of the states that a field names, and what in it names none.

    Names are parted by semicolons or line ends, or by commas; a name that itself has a comma is found whole.
    """
    codes: dict[str, None] = {}
    unknown: list[str] = []
    for part in filter(None, (part.strip() for part in re.split(r"[;\n]", text))):
        for name in [part] if _code(part, names) else _commas(part, names):
            code = _code(name, names)
            if code:
                codes.setdefault(code)
            else:
                unknown.append(name)
    return tuple(codes), tuple(unknown)


def _code(name: str, names: StateNames) -> str | None:
    return ALL_STATES if fold_name(name) in TOGETHER else names.resolve(name)


def _commas(text: str, names: StateNames) -> list[str]:
    """Cut at commas, but keep two neighbours together where only both make a name."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    found: list[str] = []
    while parts:
        pair = ", ".join(parts[:2])
        length = 2 if len(parts) > 1 and _code(pair, names) and not _code(parts[1], names) else 1
        found.append(", ".join(parts[:length]))
        del parts[:length]
    return found


def _number(field: Field) -> float | None:
    text = re.sub(r"[\s,\u00a0\u202f]", "", field.data or "")
    if not text:
        return None
    value = float(text) if _NUMBER.fullmatch(text) and text.isascii() else math.inf
    if not math.isfinite(value):
        _refuse(field, f"“{field.data}” is not a number. Write it in digits, such as 2,500 or 0.5.")
        return None
    return value


def _addresses(field: Field) -> tuple[str, ...]:
    found = tuple(filter(None, (line.strip() for line in (field.data or "").splitlines())))
    for address in found:
        try:
            urlsplit(address)
        except ValueError:
            _refuse(field, f"“{address[:80]}” is not an address. Copy it again, or leave it out.")
            return ()
    return found


def _refuse(field: Field, sentence: str) -> None:
    if sentence not in field.errors:
        field.errors = [*field.errors, sentence]


def filled(content: ClaimContent, lists: Lists) -> dict[str, Any]:
    """The form's data for what a claim says; `read` of it gives the same again."""
    return {
        "statement": content.statement,
        "kind": content.kind.value,
        "speaker": content.speaker,
        "states": _named(content.states, lists),
        "said": content.said,
        "event": content.event,
        "office": content.office,
        "speaks_for": _named((content.speaks_for,), lists) if content.speaks_for else "",
        "body": content.body.value if content.body else "",
        "cited_as": content.cited_as,
        "origin": content.origin,
        "state_action": content.state_action,
        "notes": content.notes,
        "citations": [_citation_row(citation) for citation in content.citations],
        "bearings": _bearing_rows(content, lists),
        "quantities": [_quantity_row(quantity) for quantity in content.quantities],
        "hops": [{"role": h.role.value, "name": h.name, "office": h.office, "day": h.day} for h in content.hops],
    }


def _named(codes: tuple[str, ...], lists: Lists) -> str:
    return "; ".join(lists.labels.get(code, code) for code in codes)


def _citation_row(citation: CitationContent) -> dict[str, Any]:
    return {
        **(_new_source_row(citation.source) if not citation.source.key else {"source": citation.source.key}),
        "locator": citation.locator,
        "quotation": citation.quotation,
        "translation": citation.translation,
        "translator": citation.translator,
    }


def _new_source_row(source: SourceContent) -> dict[str, Any]:
    kept = ("publisher", "author", "symbol", "language", "published", "read_in", "sha256")
    return {name: getattr(source, name) for name in kept} | {
        "source": source.title,
        "publication": source.publication.value,
        "addresses": "\n".join(source.access_points),
    }


def sent(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The form's data as a browser would send it: the fields that hold something, by name."""
    named = [(name, value) for name, value in data.items() if not isinstance(value, list)]
    for name, rows in data.items():
        if isinstance(rows, list):
            named += [(f"{name}-{n}-{part}", value) for n, row in enumerate(rows) for part, value in row.items()]
    return [(name, "y" if value is True else str(value)) for name, value in named if value]


def _bearing_rows(content: ClaimContent, lists: Lists) -> list[dict[str, Any]]:
    """One row for each run of bearings with one obligation and effect, so that their order survives an edit."""
    runs = groupby(content.bearings, key=lambda bearing: (bearing.obligation, bearing.effect))
    return [
        {"obligation": duty, "effect": effect.value, "states": _named(tuple(b.state for b in run), lists)}
        for (duty, effect), run in runs
    ]


def _quantity_row(quantity: QuantityContent) -> dict[str, Any]:
    return {
        "low": _digits(quantity.low),
        "high": _digits(quantity.high),
        "unit": quantity.unit,
        "wording": quantity.wording,
        "counted": quantity.counted,
        "measure": quantity.measure.value,
        "reference": quantity.reference,
        "baseline": quantity.baseline,
    }


def _digits(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.0f}" if value == int(value) and abs(value) < 1e15 else f"{value}"
