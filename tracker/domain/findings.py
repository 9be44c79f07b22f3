"""What a check of the log found: a closed list of codes, so that two programs can be compared by what they name."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """Whether a finding fails the check or only asks for attention."""

    ERROR = "error"
    WARNING = "warning"


class Code(StrEnum):
    """What can be found."""

    GAP = "gap"
    """Entries are missing between two that follow each other."""
    DUPLICATE = "duplicate"
    """A number stands twice, or comes after a higher one."""
    CHAIN = "chain"
    """The hash of an entry is not that of its bytes after the entry before it."""
    COLUMN = "column"
    """A column of an entry says something else than its canonical form."""
    ENTRY = "entry"
    """An entry is not the JSON object that an entry is, or does not follow from the entries before it."""
    TIME = "time"
    """Time runs backwards without an entry that says so."""
    CLOCK = "clock"
    """The clock was set back, and the log says so."""
    NOTE = "note"
    """A checkpoint or a key cannot be read, or is not what was written down for it elsewhere."""
    ROOT = "root"
    """A checkpoint in the database signs other entries than the log has."""
    FORK = "fork"
    """A checkpoint outside the database signs other entries than the log has: there were two histories."""
    SHORTER = "shorter"
    """A checkpoint signs more entries than the log has."""
    SIGNATURE = "signature"
    """A signature under a checkpoint does not fit."""
    KEY = "key"
    """A checkpoint is signed by a key that nothing known vouches for."""
    CHECKPOINT = "checkpoint"
    """A checkpoint that stands outside the database is missing in it."""
    ANCHOR = "anchor"
    """No checkpoint stands outside the database, or the newest is old."""
    TRIGGER = "trigger"
    """The database does not refuse changes of the log."""
    ROW_MISSING = "row_missing"
    """The log has a row that its table lacks."""
    ROW_EXTRA = "row_extra"
    """A table has a row that the log does not know."""
    ROW_DIFFERS = "row_differs"
    """A row is not what the log says that it is."""
    FILE = "file"
    """A kept file is missing, or its bytes are not those that were kept."""
    ORPHAN = "orphan"
    """The store has a file that no row names, as a broken-off upload leaves it."""
    QUOTATION = "quotation"
    """A quotation does not stand in its kept text as the record says."""
    TOKEN = "token"  # noqa: S105 (a word for a time stamp, and no password)
    """A time stamp does not verify, or is not the one that was recorded."""
    UNVERIFIED = "unverified"
    """Time stamps are on record, and no root is pinned by which they could be verified."""


WARNINGS = frozenset({Code.CLOCK, Code.ANCHOR, Code.ORPHAN, Code.UNVERIFIED})
"""The codes that ask for attention only. Everything else fails the check."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not match: what kind, where (such as `entry 7` or `claim ru-1`), and a sentence."""

    code: Code
    severity: Severity
    where: str
    sentence: str

    @classmethod
    def of(cls, code: Code, where: str, sentence: str) -> "Finding":
        """A finding with the severity that its code has."""
        return cls(code, Severity.WARNING if code in WARNINGS else Severity.ERROR, where, sentence)
