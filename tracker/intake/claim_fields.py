"""What a claim says -> the fields of a file's row: the way back of `claim_content`, so that nothing is lost between."""

from typing import Any

from tracker.domain.content import CitationContent, ClaimContent, HopContent, QuantityContent
from tracker.intake import claim_cells
from tracker.intake.claim_columns import LISTS, NAMES

Row = dict[str, Any]


def of_content(content: ClaimContent) -> Row:
    """The fields of a claim, with lists as they stand in JSON Lines."""
    first, *further = [_citation(citation) for citation in content.citations] or [{}]
    return {
        "statement": content.statement,
        "kind": content.kind.value,
        "speaker": content.speaker,
        "office": content.office,
        "speaks_for": content.speaks_for or "",
        "body": content.body.value if content.body else "",
        "said": content.said,
        "event": content.event,
        "states": list(content.states),
        "bears_on": [
            {"state": b.state, "obligation": b.obligation, "effect": b.effect.value} for b in content.bearings
        ],
        "quantities": [_quantity(quantity) for quantity in content.quantities],
        "cited_as": content.cited_as,
        "origin": content.origin,
        "state_action": content.state_action,
        "relay": [_hop(hop) for hop in content.hops],
        **first,
        "further_citations": further,
        "notes": content.notes,
        "verification": content.verification.value,
    }


def whole(fields: Row) -> Row:
    """The fields in the order of the columns, with every column there."""
    return {name: fields.get(name, [] if name in LISTS else "") for name in NAMES}


def as_cells(fields: Row) -> list[str]:
    """A whole row as the cells of a CSV file."""
    return [claim_cells.write(name, value) if name in LISTS else str(value) for name, value in fields.items()]


def _quantity(q: QuantityContent) -> Row:
    return {
        "low": q.low,
        "high": q.high,
        "unit": q.unit,
        "measure": q.measure.value,
        "counted": q.counted,
        "reference": q.reference,
        "wording": q.wording,
        "baseline": q.baseline,
    }


def _hop(hop: HopContent) -> Row:
    """A step with its office and day where it has them, so that a short path stays short."""
    more = {"office": hop.office, "day": hop.day}
    return {"role": hop.role.value, "name": hop.name, **{name: text for name, text in more.items() if text}}


def _citation(citation: CitationContent) -> Row:
    source = citation.source
    return {
        "source_key": source.key,
        "title": source.title,
        "publisher": source.publisher,
        "author": source.author,
        "symbol": source.symbol,
        "addresses": list(source.access_points),
        "published": source.published,
        "language": source.language,
        "publication": source.publication.value,
        "read_in": source.read_in,
        "sha256": source.sha256,
        "locator": citation.locator,
        "quotation": citation.quotation,
        "translation": citation.translation,
        "translator": citation.translator,
    }
