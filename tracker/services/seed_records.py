"""Reads a seed file into records whose fields are asked for by type. A fault is named by file, record and field."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import yaml

from tracker.domain.errors import Problem, RuleBroken
from tracker.domain.vocabulary import Verification, Word

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
W = TypeVar("W", bound=Word)

PROVENANCE = ("verification", "unverified_fields", "notes", "sources")


class SeedError(RuleBroken):
    """A seed file cannot be loaded as it is. Nothing of the load is kept, since the caller rolls back."""

    code = "bad_seed"

    def __init__(self, *, file: str, record: str, field: str, sentence: str) -> None:
        """Name the place and say what is wrong there."""
        place = ", ".join(part for part in (f"seed/{file}", record, field) if part)
        super().__init__("seed", Problem(field, f"{place}: {sentence}"))
        self.file, self.record = file, record


class _Loader(_Base):
    """Safe YAML in which a day stays text, so that 2016-03 and 2016-03-02 are read alike."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in _Base.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True)
class Record:
    """One record of a seed file, or a part of one; `path` leads to the part."""

    file: str
    key: str
    data: Mapping[str, Any]
    path: str = ""

    def wrong(self, field: str, sentence: str) -> SeedError:
        """The error to raise for a field of this record."""
        return SeedError(file=self.file, record=self.key, field=self.path + field, sentence=sentence)

    def only(self, *fields: str) -> "Record":
        """The record itself, if it has exactly these fields. Raises SeedError."""
        if unknown := sorted(set(self.data) - set(fields)):
            raise self.wrong(str(unknown[0]), "this field is not known here; check its spelling.")
        if missing := [field for field in fields if field not in self.data]:
            raise self.wrong(missing[0], "this field is missing; give it, if only as null.")
        return self

    def text(self, field: str) -> str:
        """A text; null is none."""
        value = self.data[field]
        if isinstance(value, str):
            return value
        raise self.wrong(field, f"{value!r} is not a text; put it between quotes.")

    def maybe(self, field: str, read: Callable[[str], Any]) -> Any:
        """What `read` makes of a field, or None for null."""
        return None if self.data.get(field) is None else read(field)

    def day(self, field: str) -> date:
        """A whole day, as 2017-12-22."""
        try:
            return date.fromisoformat(self.text(field))
        except ValueError:
            raise self.wrong(field, f"“{self.data[field]}” is not a day; write it as 2017-12-22.") from None

    def number(self, field: str) -> float:
        """A number, whole or not."""
        value = self.data[field]
        if isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
        raise self.wrong(field, f"{value!r} is not a number.")

    def count(self, field: str) -> int:
        """A whole number."""
        if not (value := self.number(field)).is_integer():
            raise self.wrong(field, f"{value!r} is not a whole number.")
        return int(value)

    def flag(self, field: str) -> bool:
        """True or false."""
        if isinstance(value := self.data[field], bool):
            return value
        raise self.wrong(field, f"{value!r} is neither true nor false.")

    def word(self, field: str, kind: type[W]) -> W:
        """One word of a closed list."""
        try:
            return kind(self.text(field))
        except ValueError:
            words = ", ".join(member.value for member in kind)
            raise self.wrong(field, f"“{self.data[field]}” is not one of: {words}.") from None

    def listing(self, field: str) -> list[Any]:
        """A list of anything."""
        if isinstance(value := self.data[field], list):
            return value
        raise self.wrong(field, f"{value!r} is not a list.")

    def texts(self, field: str) -> list[str]:
        """A list of texts."""
        if stray := [item for item in self.listing(field) if not isinstance(item, str)]:
            raise self.wrong(field, f"{stray[0]!r} is not a text; put it between quotes.")
        return list(self.data[field])

    def part(self, field: str) -> "Record":
        """A mapping inside this record."""
        return self._inside(f"{field}.", self.data[field])

    def parts(self, field: str) -> list["Record"]:
        """A list of mappings inside this record."""
        return [self._inside(f"{field}[{n}].", item) for n, item in enumerate(self.listing(field), 1)]

    def provenance(self) -> dict[str, Any]:
        """Mark, fields not verified, notes (those of the record with those of its provenance) and sources."""
        given = self.part("provenance")
        notes = (self.data.get("notes"), given.data.get("notes"))
        whole = Record(self.file, self.key, {**given.data, "notes": ""}, given.path).only(*PROVENANCE)
        return {
            "verification": whole.word("verification", Verification).value,
            "unverified_fields": whole.texts("unverified_fields"),
            "notes": " ".join(note for note in notes if note),
            "sources": [dict(source.data) for source in whole.parts("sources")],
        }

    def _inside(self, path: str, value: Any) -> "Record":
        if isinstance(value, dict):
            return Record(self.file, self.key, value, self.path + path)
        raise self.wrong(path.rstrip("."), f"{value!r} is not a set of named fields.")


def read(folder: Path, file: str, *, keyed_by: Sequence[str]) -> list[Record]:
    """The records of a seed file in the file's order; the key joins the fields `keyed_by`. Raises SeedError."""
    records = [_record(file, n, item, keyed_by) for n, item in enumerate(_items(folder, file), 1)]
    seen: set[str] = set()
    for record in records:
        if record.key in seen:
            raise record.wrong(keyed_by[0], "this key stands twice in the file.")
        seen.add(record.key)
    return records


def _items(folder: Path, file: str) -> Iterator[Any]:
    try:
        text = (folder / file).read_text(encoding="utf-8")
        # The loader is a safe one with a rule less: it makes texts, numbers, lists and mappings, and nothing else.
        items = yaml.load(unicodedata.normalize("NFC", text), Loader=_Loader)  # noqa: S506 - see the line above
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SeedError(file=file, record="", field="", sentence=f"the file cannot be read: {error}") from error
    if not isinstance(items, list):
        raise SeedError(file=file, record="", field="", sentence="the file must be a list of records.")
    yield from items


def _record(file: str, n: int, item: Any, keyed_by: Sequence[str]) -> Record:
    whole = Record(file, f"record {n}", {})._inside("", item)
    if missing := [field for field in keyed_by if field not in whole.data]:
        raise whole.wrong(missing[0], "a record is known by this field, and it is missing.")
    return Record(file, " ".join(whole.text(field) for field in keyed_by), whole.data)
