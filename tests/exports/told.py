"""A report of the seeded record as its data file tells it, beside its file in another format, read back."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from tests.exports import pdfs, readers
from tests.exports.golden_files import copy_kept
from tracker.exports import FORMATS


@dataclass(frozen=True)
class Told:
    """A report as its data file tells it, and its file in one format."""

    report: dict[str, Any]
    data: bytes

    @cached_property
    def states(self) -> dict[str, str]:
        """The codes of states by their names."""
        return {one["name"]: one["code"] for one in self.report["states"]}

    @cached_property
    def duties(self) -> dict[str, str]:
        """The keys of obligations by their titles."""
        return {one["title"]: one["key"] for one in self.report["obligations"]}

    @cached_property
    def outcomes(self) -> dict[str, str]:
        """The keys of outcomes by their words."""
        return {one["label"]: one["key"] for one in self.report["terms"] if one["noun"] == "outcome"}

    def duty(self, words: str) -> str:
        """The obligation that stands under its title, and its place after it."""
        return next(key for title, key in self.duties.items() if words == title or words.startswith(f"{title} ("))

    def outcome(self, words: str) -> str:
        """The outcome that stands in words, after its sign if it has one, before what is said beside it."""
        return self.outcomes[re.split(r"[,(·]", re.sub(r"^\W+", "", words))[0].strip()]


@cache
def told(name: str, fmt: str) -> Told:
    """A report of the seeded record, by its name, in a format."""
    copy = copy_kept(name)
    render = pdfs.made if fmt == "pdf" else FORMATS[fmt].render
    return Told(json.loads(FORMATS["json"].render(copy))["report"], render(copy))


def lines(told: Told, fmt: str) -> Iterator[tuple[str, list[str]]]:
    """What stands in a document or a page: `h2` and so on, `p`, or `row` with its cells."""
    yield from _of_page(told.data) if fmt == "html" else _of_document(told.data)


def _of_document(data: bytes) -> Iterator[tuple[str, list[str]]]:
    for block in readers.document(data).iter_inner_content():
        if hasattr(block, "rows"):
            yield from (("row", [cell.text for cell in row.cells]) for row in block.rows)
        else:
            name = block.style.name
            yield f"h{name[-1]}" if name.startswith("Heading") else "p", [block.text]


def _of_page(data: bytes) -> Iterator[tuple[str, list[str]]]:
    for one in readers.page(data).iter():
        if one.tag == "tr":
            yield "row", [_text(cell) for cell in one]
        elif one.tag in ("h2", "h3", "h4", "p"):
            yield one.tag if one.tag == "p" else f"h{int(one.tag[1]) - 1}", [_text(one)]


def _text(node: Any) -> str:
    return " ".join("".join(node.itertext()).split())


def rows_of(told: Told, fmt: str) -> list[list[str]]:
    """The rows of all tables of a document or a page."""
    return [texts for kind, texts in lines(told, fmt) if kind == "row"]


def sheet_rows(told: Told, name: str) -> list[list[str]]:
    """The rows of a sheet, its header among them."""
    return [list(row) for row in readers.workbook(told.data)[name].iter_rows(values_only=True)]


def nodes(told: Told, kind: str) -> list[dict[str, Any]]:
    """The nodes of a type in linked data."""
    return [node for node in readers.graph(told.data) if kind in node["@type"]]


def value(node: dict[str, Any], name: str) -> str:
    """The one value of a property of a node."""
    return str(next(iter(node[name][0].values())))


def last(node: dict[str, Any], name: str) -> list[str]:
    """The keys at the end of the names of other nodes."""
    return [one["@id"].rpartition("/")[2] for one in node[name]]


def props(node: dict[str, Any]) -> dict[str, str]:
    """The properties of an object of OSCAL."""
    return {one["name"]: one["value"] for one in node["props"]}
