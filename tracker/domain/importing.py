"""Imports: what a file may hold, and which of its columns fills which field."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tracker.domain.errors import Problem, RuleBroken
from tracker.domain.vocabulary import Word

LEFT_OUT = ""
"""The field of a column that fills none."""

FAULTS = "faults"
"""The column that a report adds to a file, and that an import passes over."""

LONGEST_NAME = 120


class ImportNoun(Word):
    """What the rows of a file are."""

    CLAIMS = "claims", "claims", "Each row is a statement with its source; it waits for review."
    QUANTITIES = (
        "quantities",
        "quantities",
        "Each row is one figure of a state; it becomes a claim and waits for review.",
    )
    SOURCES = "sources", "sources", "Each row is a document, to be cited by claims."
    LAW = (
        "law",
        "law records",
        "Each row is a decision, guidance, an exemption or an act; it waits for a second person.",
    )


class Deed(Word):
    """What is to be done with a file that was read."""

    CHECK = "check", "check", "Go through every row and write nothing."
    CARRY_OUT = "import", "import", "Write every row, or none."


@dataclass(frozen=True, slots=True)
class Mapped:
    """For each column of a file the field that it fills, and what fills fields alike in every row."""

    fields: tuple[str, ...]
    constants: Mapping[str, str] = field(default_factory=dict)

    def as_plain(self) -> dict[str, Any]:
        """As JSON holds it; `of_plain` gives it back."""
        return {"fields": list(self.fields), "constants": dict(self.constants)}

    @classmethod
    def of_plain(cls, plain: Mapping[str, Any]) -> "Mapped":
        """From what JSON held."""
        return cls(tuple(plain["fields"]), dict(plain["constants"]))

    def by_header(self, columns: Sequence[str]) -> dict[str, str]:
        """The field of each named column that fills one, for a mapping that outlives its file."""
        return {column: name for column, name in zip(columns, self.fields, strict=True) if name}

    def column_of(self, name: str, columns: Sequence[str]) -> str:
        """What the file calls the column that fills a field; empty where none does."""
        return columns[self.fields.index(name)] if name in self.fields else ""


def check_mapping(mapped: Mapped, *, columns: Sequence[str], known: Collection[str], needed: Sequence[str]) -> None:
    """Raise RuleBroken unless each field is known and filled once, and those that are needed are filled.

    A problem of a column stands at `column-N`, N from 0; one of what is alike in every row at `constant-FIELD`.
    """
    found = [*_columns(mapped, columns, known), *_constants(mapped, known)]
    filled = {*mapped.fields, *mapped.constants}
    if missing := [name for name in needed if name not in filled]:
        found.append(Problem("", f"Nothing fills {_named(missing)}. Choose a column, or say what holds for every row."))
    if found:
        raise RuleBroken("import", *found)


def _named(names: Sequence[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


def _columns(mapped: Mapped, columns: Sequence[str], known: Collection[str]) -> list[Problem]:
    if len(mapped.fields) != len(columns):
        return [Problem("", f"The file has {len(columns)} columns, and the mapping {len(mapped.fields)}.")]
    found = []
    for place, name in enumerate(mapped.fields):
        if name and name not in known:
            found.append(Problem(f"column-{place}", f"There is no field “{name}”."))
        elif name and name in mapped.fields[:place]:
            first = columns[mapped.fields.index(name)]
            found.append(Problem(f"column-{place}", f"“{first}” fills “{name}” already. Leave one of the two out."))
    return found


def _constants(mapped: Mapped, known: Collection[str]) -> list[Problem]:
    found = []
    for name in mapped.constants:
        if name not in known:
            found.append(Problem(f"constant-{name}", f"There is no field “{name}”."))
        elif name in mapped.fields:
            found.append(Problem(f"constant-{name}", f"A column fills “{name}” already. Leave one of the two out."))
    return found


def check_name(name: str) -> None:
    """Raise RuleBroken unless a saved mapping has a name that can be shown."""
    if not name:
        raise RuleBroken.at("import", "save_as", "Give the mapping a name, such as the publisher of the files.")
    if len(name) > LONGEST_NAME:
        raise RuleBroken.at("import", "save_as", f"Use at most {LONGEST_NAME} characters.")
