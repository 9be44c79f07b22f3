"""The manifest of a backup: what the archive holds, member by member, with the digest of each.

The digest over all rows is the SHA-256 of the lines that `sha256sum rows/*.jsonl` prints, in the order of the names. A
row reads the same from either database, so equal digests mean equal records.
"""

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

FORMAT = "sanctions-tracker backup 1"
MEMBER = "manifest.json"
SEAL = "sha256:"
SEAL_LENGTH = len(SEAL) + 64
"""The comment at the end of the archive is the seal and the SHA-256 of every byte before it."""
KINDS = ("integer", "boolean", "real", "text", "bytes", "date", "instant", "json")
"""What a column can hold. Whole numbers, truth and text are JSON's own; `db.rows` says how the others are written."""
KEY = "log_key.pem"
"""The one file from outside that is no checkpoint: the private key of the audit log, where it was asked for."""

_HEX = re.compile(r"[0-9a-f]+", re.ASCII)
_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}", re.ASCII)
_OUTSIDE = re.compile(rf"checkpoints/[A-Za-z0-9][A-Za-z0-9._+-]{{0,120}}|{re.escape(KEY)}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Column:
    """A column and what it holds, one of KINDS."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A table as it was dumped: its columns, and those by which its rows are put in order."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def member(self) -> str:
        """The member of the archive that holds the table's rows."""
        return f"rows/{self.name}.jsonl"


@dataclass(frozen=True, slots=True)
class Dumped:
    """A table in the archive: how many rows, and the size and SHA-256 of its member before it was packed."""

    shape: Shape
    rows: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class KeptCopy:
    """A kept file in the archive."""

    sha256: str
    sha3_512: str
    size: int

    @property
    def member(self) -> str:
        """The member of the archive that holds its bytes."""
        return f"kept/{self.sha256[:2]}/{self.sha256}"


@dataclass(frozen=True, slots=True)
class Outside:
    """A file that stood beside the database: a checkpoint of the audit log, a public key."""

    name: str
    size: int
    sha256: str

    @property
    def member(self) -> str:
        """The member of the archive that holds its bytes."""
        return f"outside/{self.name}"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself.

    `tables` stand parents first. `left_out` are tables that no backup holds; `damaged` are kept files that rows name
    and that were missing or not whole when the backup was taken.
    """

    program: str
    revision: str
    database: str
    made_at: str
    digest: str
    tables: tuple[Dumped, ...]
    files: tuple[KeptCopy, ...]
    outside: tuple[Outside, ...]
    left_out: tuple[str, ...]
    damaged: tuple[str, ...]
    format: str = FORMAT

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(table.rows for table in self.tables)

    @property
    def members(self) -> set[str]:
        """The name of every member but the manifest's own."""
        held = [*self.files, *self.outside, *(table.shape for table in self.tables)]
        return {part.member for part in held}


def digest(sums: Iterable[tuple[str, str]]) -> str:
    """The digest over all rows, from each member's name and its SHA-256."""
    lines = "".join(f"{sha256}  {member}\n" for member, sha256 in sorted(sums))
    return hashlib.sha256(lines.encode()).hexdigest()


def digest_of(tables: Iterable[Dumped]) -> str:
    """The digest over the rows of these tables."""
    return digest((table.shape.member, table.sha256) for table in tables)


def to_json(manifest: Manifest) -> dict[str, Any]:
    """The manifest as a tree for JSON."""
    return asdict(manifest)


def from_json(tree: Any) -> Manifest:
    """The manifest that a tree from JSON holds. Raises ValueError for one that is not whole or contradicts itself."""
    fields = _fields(tree, "the manifest")
    if fields.get("format") != FORMAT:
        raise ValueError(f"its format is not “{FORMAT}”")
    found = Manifest(
        program=_text(fields, "program"),
        revision=_text(fields, "revision"),
        database=_text(fields, "database"),
        made_at=_text(fields, "made_at"),
        digest=_hex(fields, "digest", 64),
        tables=_each(fields, "tables", _dumped),
        files=_each(fields, "files", _kept),
        outside=_each(fields, "outside", _outside),
        left_out=_each(fields, "left_out", str),
        damaged=_each(fields, "damaged", str),
    )
    _check(found)
    return found


def _check(manifest: Manifest) -> None:
    if len(manifest.members) != len(manifest.tables) + len(manifest.files) + len(manifest.outside):
        raise ValueError("it names a member twice")
    if digest_of(manifest.tables) != manifest.digest:
        raise ValueError("its digest is not that of its tables")


def _dumped(tree: Any) -> Dumped:
    fields = _fields(tree, "a table")
    shape = _fields(fields.get("shape"), "a table's shape")
    columns = _each(shape, "columns", _column)
    names = {column.name for column in columns}
    key = _each(shape, "key", str)
    if not key or not names.issuperset(key) or len(names) != len(columns):
        raise ValueError("a table has no key, or a column twice")
    found = Shape(_name(shape, "name"), key, columns)
    return Dumped(found, _count(fields, "rows"), _count(fields, "size"), _hex(fields, "sha256", 64))


def _column(tree: Any) -> Column:
    fields = _fields(tree, "a column")
    if fields.get("kind") not in KINDS:
        raise ValueError(f"a column is of a kind that is unknown: {fields.get('kind')!r}")
    return Column(_name(fields, "name"), fields["kind"])


def _kept(tree: Any) -> KeptCopy:
    fields = _fields(tree, "a kept file")
    return KeptCopy(_hex(fields, "sha256", 64), _hex(fields, "sha3_512", 128), _count(fields, "size"))


def _outside(tree: Any) -> Outside:
    fields = _fields(tree, "a file from outside")
    if not _OUTSIDE.fullmatch(_text(fields, "name")):
        raise ValueError("a file from outside has a name that is not allowed")
    return Outside(fields["name"], _count(fields, "size"), _hex(fields, "sha256", 64))


def _fields(tree: Any, what: str) -> dict[str, Any]:
    if not isinstance(tree, dict):
        raise ValueError(f"{what} is not an object")
    return tree


def _each(fields: dict[str, Any], name: str, read: Callable[[Any], Any]) -> tuple[Any, ...]:
    items = fields.get(name)
    if not isinstance(items, list) or (read is str and not all(isinstance(item, str) for item in items)):
        raise ValueError(f"“{name}” is not the list that it should be")
    return tuple(read(item) for item in items)


def _text(fields: dict[str, Any], name: str) -> str:
    if not isinstance(fields.get(name), str):
        raise ValueError(f"“{name}” is not a text")
    return fields[name]


def _name(fields: dict[str, Any], name: str) -> str:
    if not _NAME.fullmatch(_text(fields, name)):
        raise ValueError("a table or column has a name that is not allowed")
    return fields[name]


def _count(fields: dict[str, Any], name: str) -> int:
    value = fields.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"“{name}” is not a whole number")
    return value


def _hex(fields: dict[str, Any], name: str, length: int) -> str:
    value = _text(fields, name)
    if len(value) != length or not _HEX.fullmatch(value):
        raise ValueError(f"“{name}” is not a digest of {length} hexadecimal digits")
    return value
