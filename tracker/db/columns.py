"""Column factories for what recurs: closed lists of words, JSON provenance, relations that refuse lazy loading."""

from typing import Any

from sqlalchemy import JSON, Enum
from sqlalchemy.orm import MappedColumn, mapped_column, relationship

from tracker.domain.vocabulary import Word


def word(kind: type[Word], *, nullable: bool = False, **options: Any) -> MappedColumn[Any]:
    """A column that holds one word of a closed list; the database refuses every other.

    The check's name is the list's name, so a list may stand once in a table.
    """
    name = "".join("_" + c.lower() if c.isupper() else c for c in kind.__name__).lstrip("_")
    column_type = Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=40,
        name=name,
        values_callable=lambda members: [member.value for member in members],
    )
    return mapped_column(column_type, nullable=nullable, **options)


def provenance() -> MappedColumn[dict[str, Any]]:
    """Where a seeded record is from: `verification`, `unverified_fields`, `notes`, `sources`."""
    return mapped_column(JSON, default=dict)


def one(**options: Any) -> Any:
    """A relation to one or many rows that must be loaded by the query that needs it; a template cannot query."""
    return relationship(lazy="raise", **options)
