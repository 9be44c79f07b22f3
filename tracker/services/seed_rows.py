"""Brings rows in line with records: make what is new, change only what differs, and say in a line what changed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from tracker.db.base import Base

R = TypeVar("R", bound=Base)
_LONGEST = 80
DERIVED = frozenset({"sort_key", "sort_name", "published_first", "published_last", "lookup"})
"""Columns computed from others, of which there is nothing to say when they follow."""


@dataclass(frozen=True)
class Counts:
    """How many records of one noun were made, changed or left as they were, and a line for each field changed."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    lines: tuple[str, ...] = ()

    def __add__(self, other: "Counts") -> "Counts":
        created, updated = self.created + other.created, self.updated + other.updated
        return Counts(created, updated, self.unchanged + other.unchanged, self.lines + other.lines)


def by_owner(rows: Iterable[R], column: str) -> defaultdict[Any, list[R]]:
    """The rows that hang on each record, by the column that leads to it."""
    grouped: defaultdict[Any, list[R]] = defaultdict(list)
    for row in rows:
        grouped[getattr(row, column)].append(row)
    return grouped


class _Fate(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass
class Upsert:
    """Upserts the records of one noun. A column is set only where it differs, so a second load writes nothing."""

    session: Session
    noun: str
    _fates: dict[str, _Fate] = field(default_factory=dict)
    _lines: list[str] = field(default_factory=list)

    @property
    def counts(self) -> Counts:
        """What was done so far."""
        tally = Counter(self._fates.values())
        made, changed, left = (tally[fate] for fate in _Fate)
        return Counts(made, changed, left, tuple(self._lines))

    def row(self, model: type[R], *, key: str, row: R | None, values: Mapping[str, Any]) -> R:
        """The row of a record: made, or changed where it differs."""
        if row is None:
            self._fates[key] = _Fate.CREATED
            row = model(**values)
            self.session.add(row)
            return row
        self._fates.setdefault(key, _Fate.UNCHANGED)
        self._change(key, row, values, "")
        return row

    def parts(
        self,
        model: type[R],
        *,
        key: str,
        rows: Iterable[R],
        wanted: Sequence[Mapping[str, Any]],
        known_by: Sequence[str],
        what: str,
        names: Mapping[Any, str] | None = None,
    ) -> None:
        """The rows that hang on a record. Those that the file no longer has are deleted.

        `known_by` are the columns that tell them apart; `names` puts ids among these in words.
        """
        there = {tuple(getattr(row, name) for name in known_by): row for row in rows}
        for values in wanted:
            name = tuple(values[column] for column in known_by)
            row, place = there.pop(name, None), f"{what} {_worded(name, names or {})}"
            if row is None:
                self.session.add(model(**values))
                self._say(key, f"{place} added")
            else:
                self._change(key, row, values, f"{place}: ")
        for name, row in there.items():
            self.session.delete(row)
            self._say(key, f"{what} {_worded(name, names or {})} removed")

    def _change(self, key: str, row: Base, values: Mapping[str, Any], prefix: str) -> None:
        for name, new in values.items():
            old = getattr(row, name)
            if old != new:
                for said in _difference(name, old, new) if name not in DERIVED else ():
                    self._say(key, prefix + said)
                setattr(row, name, new)

    def _say(self, key: str, said: str) -> None:
        """Note a change of a record that was there before; the parts of a new one go without saying."""
        if self._fates[key] is not _Fate.CREATED:
            self._fates[key] = _Fate.UPDATED
            self._lines.append(f"{self.noun} {key}: {said}")


def _difference(name: str, old: Any, new: Any) -> list[str]:
    if isinstance(old, dict) and isinstance(new, dict):
        fields = [f for f in {**old, **new} if old.get(f) != new.get(f)]
        return [line for f in fields for line in _difference(f"{name}.{f}", old.get(f), new.get(f))]
    return [f"{name} changed from {_shown(old)} to {_shown(new)}"]


def _shown(value: Any) -> str:
    if value is None or value in ("", [], {}):
        return "nothing"
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _worded(name: tuple[Any, ...], names: Mapping[Any, str]) -> str:
    return " ".join(str(names.get(part, part)) for part in name)
