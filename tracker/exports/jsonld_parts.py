"""Nodes of JSON-LD for what reports of some kinds hold beside cells and evidence: changes, days, counts, figures.

A day is an Event, a published count an Observation with a QuantitativeValue, a figure a Dataset with its rows as they
are printed. A change has no counterpart in schema.org.
"""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from tracker.domain.plain import to_plain
from tracker.domain.report_parts import ReportChange, ReportCount, ReportDay, ReportFigure, ReportNames
from tracker.exports.outlining.reading import Reading

Node = dict[str, Any]


class Names:
    """The names of the nodes of a report: its mark, with a fragment."""

    def __init__(self, reading: Reading) -> None:
        self.mark = reading.copy.mark
        self.reading = reading

    def id(self, *parts: str) -> str:
        """The name of a node."""
        return f"{self.mark}#{'/'.join(quote(part, safe='') for part in parts)}"

    def ids(self, kind: str, keys: Iterable[str]) -> list[str]:
        """The names of several nodes of a kind."""
        return [self.id(kind, key) for key in keys]

    def claims(self, keys: Iterable[str]) -> list[str]:
        """The names of those claims that stand in the evidence, each once."""
        return self.ids("claim", dict.fromkeys(key for key in keys if key in self.reading.numbers))


def told(node: Node) -> Node:
    """The node without what is empty."""
    return {name: value for name, value in node.items() if value not in ("", None, [], {})}


def nodes(names: Names) -> Iterator[Node]:
    """All of them, in the order of the document."""
    found = names.reading.document
    for number, change in enumerate(found.changes, 1):
        yield _change(names, number, change)
    for number, day in enumerate(found.days, 1):
        yield _day(names, number, day)
    if found.count:
        yield from _counts(names, found.count)
    for number, figure in enumerate(found.figures, 1):
        yield _figure(names, number, figure)


def _change(names: Names, number: int, change: ReportChange) -> Node:
    return told(
        {
            "@id": names.id("change", str(number)),
            "@type": ["tracker:Change", "prov:Entity"],
            "obligation": names.id("obligation", change.obligation),
            "state": names.ids("state", change.states),
            "before": {"outcome": change.outcome_before, "assurance": change.assurance_before},
            "outcome": change.outcome,
            "assurance": change.assurance,
            "reason": [
                told({"rule": why.code, "sentence": why.sentence, "claim": names.claims([why.claim])})
                for why in change.causes
            ],
            "wasDerivedFrom": names.claims(why.claim for why in change.causes),
        }
    )


def _day(names: Names, number: int, day: ReportDay) -> Node:
    return told(
        {
            "@id": names.id("day", str(number)),
            "@type": "schema:Event",
            "name": day.what,
            "startDate": day.day.isoformat(),
            "about": names.id("obligation", day.obligation),
            "judged": day.judged,
            "hasPassed": day.has_passed,
            "outcome": day.outcome,
        }
    )


def _counts(names: Names, count: ReportCount) -> Iterator[Node]:
    """The count with whom the record names beside it, and the earlier one."""
    yield told(
        {
            **_observed(names, "count", count.count, to_plain(count.day)),
            "description": count.sentence,
            "difference": count.difference,
            "named": [_named(names, one) for one in count.names],
        }
    )
    if count.earlier is not None:
        yield told(_observed(names, "earlier-count", count.earlier, to_plain(count.earlier_day)))


def _observed(names: Names, name: str, value: int, day: str | None) -> Node:
    return {
        "@id": names.id(name),
        "@type": "schema:Observation",
        "observationAbout": names.ids("obligation", names.reading.duties),
        "observationDate": day,
        "value": {"@type": "schema:QuantitativeValue", "value": value, "unitText": "states"},
    }


def _named(names: Names, one: ReportNames) -> Node:
    members = [
        told({"identifier": found.state, "state": _state(names, found.state), "claim": names.claims(found.claims)})
        for found in one.states
    ]
    return told({"identifier": one.place, "name": one.title, "member": members})


def _state(names: Names, code: str) -> str:
    return names.id("state", code) if code in names.reading.states else ""


def _figure(names: Names, number: int, figure: ReportFigure) -> Node:
    return told(
        {
            "@id": names.id("figure", str(number)),
            "@type": ["schema:Dataset", "prov:Entity"],
            "name": figure.title,
            "description": figure.about,
            "variableMeasured": list(figure.header),
            "row": [_row(figure, place, row) for place, row in enumerate(figure.rows, 1)],
            "wasDerivedFrom": names.claims(figure.claims),
        }
    )


def _row(figure: ReportFigure, place: int, row: tuple[str, ...]) -> Node:
    pairs = zip(figure.header, row, strict=False)
    said = [{"@type": "schema:PropertyValue", "name": name, "value": value} for name, value in pairs]
    return {"position": place, "additionalProperty": said}
