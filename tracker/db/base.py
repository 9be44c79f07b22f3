"""What every table is built on: naming, column kinds and the mixins for provenance and times.

Invariants kept here: instants are stored in UTC and never naive (T4); text holds nothing that one of the two
databases would refuse or change (T5); every constraint has a name, since SQLite alters a constraint only by name.
"""

import re
import unicodedata
from datetime import UTC, datetime
from typing import Annotated

from sqlalchemy import DateTime, Dialect, Double, MetaData, String, Text, types
from sqlalchemy.orm import DeclarativeBase, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The one registry of tables."""

    metadata = MetaData(naming_convention=NAMING)
    audited = True
    """Whether a change of a row of this table goes into the audit log."""
    append_only = False
    """Whether the database refuses to change or delete a row of this table; see `tracker.db.append_only`."""


class UTCDateTime(types.TypeDecorator[datetime]):
    """An instant. Refuses naive values; stores UTC; gives back UTC. SQLite would drop the zone without a word."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware instant into UTC. Raises ValueError for a naive one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("An instant needs a time zone.")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the instant back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


_UNCLEAN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""Categories Cc and Cs, but for tab and line ends."""


def is_clean(text: str) -> bool:
    """Whether both databases, and every export, can hold the text: no control or surrogate but tab and line ends."""
    return _UNCLEAN.search(text) is None


class CleanText(types.TypeDecorator[str]):
    """Text in Unicode NFC. Refuses what PostgreSQL refuses (NUL) and what no page can show (other controls)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Normalise to NFC. Raises ValueError for control characters; forms refuse them with a sentence first."""
        if value is None:
            return None
        if not is_clean(value):
            raise ValueError("The text holds a control character that cannot be stored.")
        return unicodedata.normalize("NFC", value)


Id = Annotated[int, mapped_column(primary_key=True)]
Key = Annotated[str, mapped_column(String(120))]
Code = Annotated[str, mapped_column(String(40))]
Words = Annotated[str, mapped_column(CleanText)]
Instant = Annotated[datetime, mapped_column(UTCDateTime)]
Number = Annotated[float, mapped_column(Double)]
