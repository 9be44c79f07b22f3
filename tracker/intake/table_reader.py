"""The process that reads one table: its order is its argument, the file its input, the table its output, in JSON.

It is started by `tables` for each file, and bounded before it looks at the first byte. A library is imported only for
the form that needs it.
"""

import json
import sys
from collections.abc import Callable
from typing import Any

from tracker.domain.errors import RuleBroken
from tracker.intake import tables
from tracker.intake.confinement import confine
from tracker.intake.tables import Table

_TOO_MUCH = "Reading the table needs more memory than one may take; split it."

Order = dict[str, Any]


def main() -> None:
    """Read the table that the arguments order, and print the answer."""
    order = json.loads(sys.argv[1])
    confine(tables.LIMITS)
    try:
        answer = tables.as_plain(read(sys.stdin.buffer.read(), order))
    except RuleBroken as refusal:
        answer = {"refused": refusal.sentence, "field": refusal.field or "file"}
    except MemoryError:
        answer = {"refused": _TOO_MUCH}
    sys.stdout.write(json.dumps(answer, separators=(",", ":")))


def read(data: bytes, order: Order) -> Table:
    """The table of a file. Raises RuleBroken with the first fault."""
    return _READERS[order["form"]](data, order)


def _delimited(data: bytes, order: Order) -> Table:
    from tracker.intake import delimited

    return delimited.read(data, header=order["header"])


def _pasted(data: bytes, order: Order) -> Table:
    from tracker.intake import delimited

    return delimited.read_pasted(data, header=order["header"])


def _json_lines(data: bytes, _order: Order) -> Table:
    from tracker.intake import delimited

    return delimited.read_json(data)


def _workbook(data: bytes, order: Order) -> Table:
    from tracker.intake import workbooks

    return workbooks.read(data, tables.LIMITS, sheet=order["sheet"], header=order["header"])


def _page(data: bytes, order: Order) -> Table:
    from tracker.intake import html_tables

    return html_tables.read(data, header=order["header"])


_READERS: dict[str, Callable[[bytes, Order], Table]] = {
    tables.CSV: _delimited,
    tables.TEXT: _pasted,
    tables.JSONL: _json_lines,
    tables.XLSX: _workbook,
    tables.HTML: _page,
}

if __name__ == "__main__":
    main()
