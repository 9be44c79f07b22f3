"""Rows for people: each names others by their keys, as the record's pages do, and not by a number of the database.

A claim is named by its key, a revision by that and its number (`ru-2018-pledge/2`), a review by its revision and its
number, a kept copy by its source's key and number, a kept file by its SHA-256. Other tables go by numbers.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Column as TableColumn
from sqlalchemy import Connection, Table, select

from tracker.db import models, rows
from tracker.domain.manifest import Shape

Record = dict[str, Any]

PARTS: dict[str, tuple[str, ...]] = {
    "user": ("username",),
    "role": ("name",),
    "claim": ("key",),
    "claim_revision": ("claim_id", "number"),
    "review": ("revision_id", "number"),
    "citation": ("revision_id", "position"),
    "source": ("key",),
    "capture": ("source_id", "number"),
    "kept_file": ("sha256",),
    "origin": ("key",),
    "state_action": ("key",),
    "regime": ("key",),
    "resolution": ("symbol",),
    "provision": ("resolution_id", "paragraph"),
    "obligation": ("key",),
    "report": ("number",),
    "saved_view": ("key",),
    "claim_template": ("key",),
}
"""What names a row of a table, part by part; a part that points to another table is named as that table's rows are."""

NOT_GIVEN: dict[str, frozenset[str]] = {
    "user": frozenset({"email", "password", "fs_uniquifier"}),
    "report": frozenset({"document"}),
}
"""Columns that stay behind: what is nobody's business, and the text of reports, which go as files."""

_DESK_WORK = {"draft", "user_preference", "check_run", "export_job", "import_job", "import_mapping"}
WATCHING = {"watch", "watcher", "digest_mail"}
TABLES_NOT_GIVEN = rows.SCRATCH | WATCHING | _DESK_WORK | {"search_term", "audit_entry"}
"""Tables that stay behind: scratch paper, how people like to work, an index; the audit log goes as a file."""

_KNOWN: dict[str, Table] = {known.name: known for known in models.User.metadata.sorted_tables}


class Held(Protocol):
    """Where rows are read: in the tables as they are, or from the log as they were (`db.past`)."""

    def lines(self, shape: Shape) -> Iterator[bytes]:
        """Every row of a table, as `rows.lines` has it."""
        ...

    def values(self, table: Table, columns: Sequence[str]) -> Iterator[Sequence[Any]]:
        """Some columns of each row of a table."""
        ...


@dataclass(frozen=True, slots=True)
class Present:
    """The tables as they are."""

    connection: Connection

    def lines(self, shape: Shape) -> Iterator[bytes]:
        """Every row of a table."""
        return rows.lines(self.connection, shape)

    def values(self, table: Table, columns: Sequence[str]) -> Iterator[Sequence[Any]]:
        """Some columns of each row of a table."""
        yield from self.connection.execute(select(*(table.c[name] for name in columns)))


class Names:
    """The names of rows, looked up a table at a time and kept, since every table asks for the same few."""

    def __init__(self, held: Held) -> None:
        self.held = held
        self._found: dict[str, dict[int, str]] = {}

    def of(self, table: str) -> dict[int, str]:
        """The name of each row of a table by its number."""
        if table not in self._found:
            self._found[table] = self._looked_up(_KNOWN[table])
        return self._found[table]

    def _looked_up(self, known: Table) -> dict[int, str]:
        parts = PARTS.get(known.name, ("id",))
        targets = [target_of(known.c[part]) for part in parts]
        found: dict[int, str] = {}
        for number, *values in self.held.values(known, ("id", *parts)):
            words = [self.of(t)[v] if t else str(v) for t, v in zip(targets, values, strict=True)]
            found[number] = "/".join(words)
        return found


def shapes() -> list[Shape]:
    """The tables of a hand-over, by name."""
    return sorted((s for s in rows.shapes() if s.name not in TABLES_NOT_GIVEN), key=lambda shape: shape.name)


def columns(shape: Shape) -> list[str]:
    """What the fields of a table's records are called: a reference loses its `_id`, and the number comes last."""
    kept = [c.name for c in shape.columns if c.name not in NOT_GIVEN.get(shape.name, ())]
    return [_field(shape.name, name) for name in sorted(kept, key=lambda name: name == "id")]


def records(shape: Shape, names: Names) -> Iterator[Record]:
    """Every row of a table with its fields in the order of `columns`."""
    known, order = _KNOWN[shape.name], columns(shape)
    about = [(_field(shape.name, c.name), c.kind, target_of(known.c[c.name])) for c in shape.columns]
    for line in names.held.lines(shape):
        values = zip(about, json.loads(line), strict=True)
        fields = {field: _said(kind, target, value, names) for (field, kind, target), value in values}
        yield {name: fields[name] for name in order}


def target_of(column: TableColumn[Any]) -> str:
    """The table whose number a column holds, however many keys lead there; empty for a value of its own."""
    keys = list(column.foreign_keys)
    if keys:
        return target_of(keys[0].column) or (keys[0].column.table.name if keys[0].column.name == "id" else "")
    return ""


def _field(table: str, name: str) -> str:
    return name.removesuffix("_id") if name != "id" and target_of(_KNOWN[table].c[name]) else name


def _said(kind: str, target: str, value: Any, names: Names) -> Any:
    if value is None:
        return None
    if target:
        return names.of(target)[value]
    return value[0] if kind == "json" else value
