"""What became of each row of an import, whatever its rows are."""

from dataclasses import dataclass, field
from enum import StrEnum

from tracker.domain.errors import Problem


class Fate(StrEnum):
    """What an import did with a row."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Done:
    """A row that stands in the record now, and under which key."""

    row: int
    key: str
    fate: Fate


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row: the column (empty for the whole row) and a sentence."""

    row: int
    column: str
    sentence: str


@dataclass(slots=True)
class ImportReport:
    """What became of each row. With a fault, nothing of the import may be kept."""

    done: list[Done] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def count(self, fate: Fate) -> int:
        """How many rows had this fate."""
        return sum(done.fate is fate for done in self.done)


class Faulty(Exception):
    """A row is refused; its savepoint is rolled back."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
