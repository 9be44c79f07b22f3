"""Pages of long lists."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of a list, with what is needed to go on: its number from 1, and how many rows there are in all."""

    rows: Sequence[Row]
    number: int
    size: int
    total: int

    @property
    def last(self) -> int:
        """The number of the last page; 1 for an empty list."""
        return max(1, -(-self.total // self.size))

    @property
    def first_row(self) -> int:
        """The place of the page's first row, from 1; 0 for an empty page."""
        first = (self.number - 1) * self.size + 1
        return first if first <= self.total else 0

    @property
    def last_row(self) -> int:
        """The place of the page's last row."""
        return min(self.number * self.size, self.total) if self.first_row else 0


def offset(page: int, size: int) -> int:
    """How many rows come before a page."""
    return (max(page, 1) - 1) * size


def cut(rows: Sequence[Any], *, page: int, size: int) -> Page[Any]:
    """The page of a list that is already in memory."""
    start = offset(page, size)
    return Page(rows[start : start + size], max(page, 1), size, len(rows))


def batches(rows: Sequence[Row], size: int) -> Iterator[Sequence[Row]]:
    """The rows, so many at a time; a statement can name only so many values."""
    return (rows[start : start + size] for start in range(0, len(rows), size))
