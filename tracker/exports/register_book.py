"""The register of claims as a workbook (OOXML): its lines to sort and filter, and on a last sheet what was asked for.

Written row by row, so a hundred thousand claims take no more memory than a few.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import BinaryIO

from tracker.domain.report import NOTICE, instant_text
from tracker.exports.excel.workbook import About, Column, Value, writing

TITLE = "Register of claims"
_WIDTHS = {"statement": 70.0, "states": 14.0, "bears_on": 40.0, "citations": 40.0, "key": 30.0, "speaker": 24.0}
_KINDS = {"said": "day", "day_first": "day", "day_last": "day"}
_TOLD = (Column("What", 24), Column("Which", 90))


def write(
    out: BinaryIO,
    *,
    columns: Sequence[str],
    batches: Iterable[Iterable[Sequence[str]]],
    asked: Iterable[tuple[str, str]],
    at: datetime,
) -> None:
    """Write lines, given some at a time, to a stream. `asked` are the filters and clocks in words; `at` is now."""
    with writing(out, About(TITLE, NOTICE)) as book:
        book.describe(created=at, title=TITLE, comments=NOTICE)
        book.table("Claims", [_column(name) for name in columns], (row for some in batches for row in some))
        book.table("About", _TOLD, _about(asked, at), frozen=0)


def _column(name: str) -> Column:
    return Column(name.replace("_", " ").capitalize(), _WIDTHS.get(name, 14.0), _KINDS.get(name, "text"))


def _about(asked: Iterable[tuple[str, str]], at: datetime) -> Iterator[Sequence[Value]]:
    yield ["Made at", instant_text(at)]
    for name, value in asked:
        yield [name.replace("_", " ").capitalize(), value]
    yield ["Notice", NOTICE]
