"""Pages of long lists."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of a list, with what is needed to go on: its number from 1, and how many rows there are in all.

    Of a long list only so many rows are counted; `at_least` says that there are more than `total`.
    """

    rows: Sequence[Row]
    number: int
    size: int
    total: int
    at_least: bool = False

    @property
    def last(self) -> int:
        """The number of the last page; 1 for an empty list. Where there are more rows than counted, the last known."""
        counted = max(1, -(-self.total // self.size))
        return max(counted, self.number + (len(self.rows) == self.size)) if self.at_least else counted

    @property
    def first_row(self) -> int:
        """The place of the page's first row, from 1; 0 for an empty page."""
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last_row(self) -> int:
        """The place of the page's last row; 0 for an empty page."""
        return self.first_row + len(self.rows) - 1 if self.rows else 0


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
