"""The labelled texts: what a careful analyst would log from each, so that what the reading proposes can be counted.

`dev`, `fresh` and `later` are to tune by; `held_out` is only ever measured. docs/intake.md says what the fields mean.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

PLACE = Path(__file__).parent / "labelled"
PARTS = ("dev", "fresh", "later", "held_out")
TUNED = PARTS[:3]
"""The parts that may be looked at text by text."""
OR = " | "
"""Between values of which each is right."""


@dataclass(frozen=True)
class Expected:
    """A claim that should be proposed.

    `values` has what is right of each field: each of them is wanted, and is a tuple of alternatives. `may` names what
    may be there besides without being wrong; None stands for anything.
    """

    quotation: str
    values: dict[str, tuple[tuple[Any, ...], ...]]
    may: dict[str, tuple[Any, ...] | None]


@dataclass(frozen=True)
class Label:
    """A text and what should be read in it; `resolutions` are symbols, `wrong` the citations that hold a fault."""

    key: str
    language: str
    form: str
    published: str
    text: str
    traps: tuple[str, ...]
    claims: tuple[Expected, ...]
    resolutions: tuple[str, ...]
    wrong: tuple[str, ...]


@cache
def labels(part: str) -> tuple[Label, ...]:
    """All labelled texts of a part, by language."""
    return tuple(label for path in sorted((PLACE / part).glob("*.yaml")) for label in _of_file(path))


def _of_file(path: Path) -> Iterator[Label]:
    for item in yaml.safe_load(path.read_text(encoding="utf-8")):
        yield label_of(item, path.stem)


def label_of(item: dict[str, Any], language: str) -> Label:
    """One labelled text as the file has it."""
    return Label(
        item["key"],
        language,
        item["form"],
        item["published"],
        item["text"],
        tuple(item["traps"]),
        tuple(_expected(claim) for claim in item["claims"]),
        tuple(item["resolutions"]),
        tuple(item.get("wrong", ())),
    )


def _expected(claim: dict[str, Any]) -> Expected:
    fields = {name: given for name, given in claim.items() if name not in ("quotation", "may")}
    values = {name: tuple(_alternatives(value) for value in _listed(given)) for name, given in fields.items()}
    may = {name: _besides(given) for name, given in claim.get("may", {}).items()}
    return Expected(claim["quotation"], values, may)


def _listed(given: Any) -> list[Any]:
    if isinstance(given, list):
        return given
    return [given] if given else []


def _besides(given: Any) -> tuple[Any, ...] | None:
    return None if given in (True, "any") else tuple(given)


def _alternatives(value: Any) -> tuple[Any, ...]:
    if isinstance(value, dict):
        return tuple({**value, "unit": unit} for unit in value["unit"].split(OR))
    return tuple(str(value).split(OR))
